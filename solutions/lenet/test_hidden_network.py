"""What decides the marks of LeNet-5, of its training and of what it has learnt.

The network is given parameters before it is used: initial values are not judged, only that a seed gives
them again. Each gradient has a test of its own. Batches are of one to three images, and sixteen in
training, so that plain Python loops take seconds. What `backward` returns is not judged.
"""

import functools
from pathlib import Path

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_unmodified, parts

SHAPES = {
    "conv1.weight": (6, 1, 5, 5),
    "conv1.bias": (6,),
    "conv2.weight": (16, 6, 5, 5),
    "conv2.bias": (16,),
    "conv3.weight": (120, 16, 5, 5),
    "conv3.bias": (120,),
    "fc1.weight": (84, 120),
    "fc1.bias": (84,),
    "fc2.weight": (10, 84),
    "fc2.bias": (10,),
}
ANY = 1e15  # with a tolerance of a millionth of it, whatever is of the right shape matches


def cases(question, table):
    """Give a test of a question one case for each line of a table: its id, and what it is given."""
    mark = pytest.mark.question(question)
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=words, marks=mark) for words, case in table.items()]
    )


def made(which, *numbers, **named):
    """Return a new network of the student's or of the reference's."""
    network = which.LeNet5(*numbers, **named)
    assert callable(getattr(network, "forward", None)), "a network is due"
    return network


def drawn(rng, factor=1.5):
    """Return parameters that take no number far into the flat parts of tanh, nor leave it near 0."""
    fans = {name: np.prod(shape[1:]) for name, shape in SHAPES.items() if len(shape) > 1}
    bounds = {name: factor / np.sqrt(fans[name.replace("bias", "weight")]) for name in SHAPES}
    return {name: rng.uniform(-bounds[name], bounds[name], size=SHAPES[name]) for name in SHAPES}


def pair_of(student, reference, rng):
    """Return the student's network and the reference's, with the same parameters."""
    pair, values = (made(student), made(reference)), drawn(rng)
    for network in pair:
        network.set_parameters(copied(values))
    return pair


def copied(arrays):
    """Return a copy of a dict of arrays."""
    return {name: array.copy() for name, array in arrays.items()}


def images(rng, n):
    """Return images and how much each logit of theirs matters."""
    return rng.uniform(0.0, 1.0, size=(n, 1, 28, 28)), rng.normal(size=(n, 10))


def entries(answer):
    """Return the arrays of a dict that has to have the keys of the network, and no others."""
    assert_equals(dict.fromkeys(answer) if isinstance(answer, dict) else answer, dict.fromkeys(SHAPES))
    return answer


def numbers(answer, shape):
    """Return an answer as an array of its own, whatever the numbers are, if the shape is right."""
    assert_matches(answer, np.zeros(shape), ANY)
    return np.real(np.array(answer)).astype(np.float64)


def entry(answer, name):
    """Return one array of a dict, whatever else is in it."""
    found = {name: name in answer} if isinstance(answer, dict) else answer
    assert_equals(found, {name: True})
    return answer[name]


def assert_gradients(pair, x, dout, names=tuple(SHAPES)):
    """Hold that some gradients of a batch are those of the reference."""
    theirs, ours = pair
    for network in (theirs, ours):
        network.forward(x)
        network.backward(dout)
    answer = theirs.gradients()
    for name in names:
        assert_matches(entry(answer, name), ours.gradients()[name], np.abs(dout).sum())


@cases("lenet5", {"conv1 to fc2": 0})
def test_keys(student, case):
    """The parameters have the ten keys that were asked for, each with an array of its shape."""
    for answer in (entries(made(student).parameters()), entries(made(student, case).parameters())):
        for name, shape in SHAPES.items():
            numbers(answer[name], shape)


@cases("lenet5", {"by position": [(3,), {}], "by name": [(), {"seed": 4}], "not given": [(), {}]})
def test_seed(student, rng, case):
    """A seed gives the same parameters again; where none is given it is 0."""
    position, named = case
    network = made(student, *position, **named)
    first = entries(network.parameters())
    first = {name: numbers(first[name], shape) for name, shape in SHAPES.items()}
    network.set_parameters(drawn(rng))
    again = entries(made(student, *(position or (named.get("seed", 0),))).parameters())
    for name, values in first.items():
        assert_matches(again[name], values)


@cases("lenet5", {"twice": 2})
def test_set_parameters(student, rng, case):
    """The network has the parameters that it was given last, and leaves the arrays as they were."""
    network = made(student)
    for _ in range(case):
        values = drawn(rng)
        network.set_parameters(copied(values))
        assert_unmodified(student)
        answer = entries(network.parameters())
        for name, expected in values.items():
            assert_matches(answer[name], expected)


@cases("lenet5", {"one image": 1, "three images": 3})
def test_forward(student, reference, rng, case):
    """A batch of images gives the right logits."""
    theirs, ours = pair_of(student, reference, rng)
    x, _ = images(rng, case)
    assert_matches(theirs.forward(x), ours.forward(x))


@cases("lenet5", {"uint8": [np.uint8], "whole numbers and float32": [np.int64, np.float32]})
def test_other_numbers(student, reference, rng, case):
    """Images of other numbers give the same logits as their float64 copies."""
    theirs, ours = pair = pair_of(student, reference, rng)
    values = drawn(rng)
    values["conv1.weight"] /= 100  # of what is so bright, tanh would make 1 everywhere
    for network in pair:
        network.set_parameters(copied(values))
    for dtype in case:
        x = rng.integers(100, 256, size=(1, 1, 28, 28)).astype(dtype)
        assert_matches(theirs.forward(x), ours.forward(x.astype(np.float64)))


@cases("lenet5", {"other parameters, other images": (1, 2)})
def test_forward_again(student, reference, rng, case):
    """The logits are those of the last parameters and images."""
    theirs, ours = pair_of(student, reference, rng)
    for n in case:
        x, _ = images(rng, n)
        assert_matches(theirs.forward(x), ours.forward(x))
        values = drawn(rng)
        for network in (theirs, ours):
            network.set_parameters(copied(values))
        assert_matches(theirs.forward(x), ours.forward(x))


@cases("lenet5", {name: name for name in SHAPES})
def test_gradient(student, reference, rng, case):
    """Each parameter gets the gradient of the weighted logits."""
    assert_gradients(pair_of(student, reference, rng), *images(rng, 1), [case])


@cases("lenet5", {"one image": 1, "three images": 3})
def test_all_gradients(student, reference, rng, case):
    """All gradients are right at once, and have the keys of the parameters."""
    pair = pair_of(student, reference, rng)
    assert_gradients(pair, *images(rng, case))
    entries(pair[0].gradients())


@cases("lenet5", {"other batches": (1, 2, 1)})
def test_gradients_again(student, reference, rng, case):
    """A batch owes nothing to those before it: the gradients are those of the last one alone."""
    pair = pair_of(student, reference, rng)
    pair[0].forward(images(rng, 2)[0])
    for n in case:
        assert_gradients(pair, *images(rng, n))


@cases("lenet5", {"parameters and batches": 1})
def test_two_networks(student, reference, rng, case):
    """Two networks, of one seed too, owe nothing to each other."""
    one, other = (pair_of(student, reference, rng) for _ in range(2))
    (x, dout), (y, others) = (images(rng, n) for n in (case, case + 1))
    one[0].forward(x)
    assert_matches(other[0].forward(y), other[1].forward(y))
    one[0].backward(dout)
    other[0].backward(others)
    one[1].forward(x)
    one[1].backward(dout)
    answer = one[0].gradients()
    for name, expected in one[1].gradients().items():
        assert_matches(entry(answer, name), expected, np.abs(dout).sum())


@cases("lenet5", {"images and gradients": 2})
def test_inputs(student, reference, rng, case):
    """The logits are right, and the arrays that the network was given are left as they were."""
    theirs, ours = pair_of(student, reference, rng)
    x, dout = images(rng, case)
    assert_matches(theirs.forward(x), ours.forward(x))
    assert_unmodified(student)
    theirs.backward(dout)
    assert_unmodified(student)


def trained(which, values, x, labels, lr):
    """Take steps of training, and give the loss before and the parameters after each.

    Arrays are made of what one function gives before another gets it: lists are right, too.
    """
    network = made(which)
    network.set_parameters(copied(values))
    while True:
        logits = numbers(network.forward(x), (len(x), 10))
        answer = parts(which.softmax_cross_entropy(logits, labels), "loss", "gradient")
        network.backward(numbers(answer[1], logits.shape))
        both = (entries(network.parameters()), entries(network.gradients()))
        both = ({name: numbers(one[name], SHAPES[name]) for name in SHAPES} for one in both)
        stepped = entries(which.sgd_step(*both, lr))
        values = {name: numbers(stepped[name], SHAPES[name]) for name in SHAPES}
        network.set_parameters(copied(values))
        yield answer[0], entries(network.parameters())


@cases("training", {"losses and parameters": (16, True), "parameters, small batch": (4, False)})
def test_training(student, reference, rng, case):
    """Five steps of training, with your loss and your steps, lead where they should."""
    n, with_losses = case
    values, labels = drawn(rng), rng.permutation(16)[:n] % 10
    x = 0.3 * rng.uniform(size=(n, 1, 28, 28))
    for image, label in zip(x, labels, strict=True):
        image[0, 2 * label : 2 * label + 8, 4:24] += 0.7
    pairs = zip(*(trained(which, values, x, labels, 0.2) for which in (student, reference)), strict=True)
    for _, ((loss, answer), (expected_loss, expected)) in zip(range(5), pairs, strict=False):
        if with_losses:
            assert_matches(loss, expected_loss)
        for name in SHAPES:
            assert_matches(answer[name], expected[name])


# accuracy: what was handed in as lenet5.npz, evaluated by the reference.
HELD_OUT = Path(__file__).parent / "held_out.npz"


def hold(condition, otherwise):
    """Fail with a sentence where a condition does not hold."""
    if not condition:
        raise AssertionError(otherwise)


def share_of(arrays, reference):
    """Return which share of the held-out digits a network with these parameters reads right."""
    content = []
    for name, shape in SHAPES.items():
        hold(name in arrays, f"lenet5.npz has no array {name!r}; due are {', '.join(SHAPES)}")
        array = arrays[name]
        hold(array.shape == shape, f"lenet5.npz: {name} has the shape {array.shape}, {shape} is due")
        hold(array.dtype.kind in "biuf", f"lenet5.npz: {name} is not made of real numbers")
        with np.errstate(over="ignore"):  # a float may have more than 64 bits
            array = array.astype(np.float64)
        hold(np.isfinite(array).all(), f"lenet5.npz: there is a NaN or an infinity in {name}")
        content.append(array.tobytes())
    return share_of_bytes(tuple(content), reference)


@functools.lru_cache(maxsize=1)  # the tests of a submission follow one another
def share_of_bytes(content, reference):
    """Return the same for the bytes of each array."""
    given = zip(SHAPES.items(), content, strict=True)
    network = made(reference)
    network.set_parameters({name: np.frombuffer(array).reshape(shape) for (name, shape), array in given})
    with np.load(HELD_OUT, allow_pickle=False) as held_out:
        x, labels = held_out["images"][:, None] / 255, held_out["labels"]
    batches = (x[first : first + 100] for first in range(0, len(x), 100))
    with np.errstate(all="ignore"):  # absurd parameters read nothing, and that is their whole harm
        answers = [network.forward(batch).argmax(axis=1) for batch in batches]
    return np.mean(np.concatenate(answers) == labels)


@cases("accuracy", {f"{percent} %": percent for percent in (80, 90, 93, 95)})
def test_accuracy(submitted, reference, case):
    """The network in lenet5.npz reads so many digits right, of those that you do not have."""
    share = share_of(submitted.arrays("lenet5.npz"), reference)
    hold(share >= case / 100, f"it reads {100 * share:.2f} % of them right, {case} % are due")
