"""What decides the marks of the functions; tables, layers and the network have files of their own.

No expected value is mere rounding residue, and no test is passed by giving back an argument, zeros or
None.
"""

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_unmodified, parts

LOSS = ("loss", "gradient")


def cases(question, table):
    """Give a test of a question one case for each line of a table: its id, and what it is given."""
    mark = pytest.mark.question(question)
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=words, marks=mark) for words, case in table.items()]
    )


def of_both(table):
    """Give each case of a table to the loss and to its gradient."""
    return cases(
        "softmax_cross_entropy",
        {f"{part}: {words}": (part, case) for part in LOSS for words, case in table.items()},
    )


def assert_loss(student, reference, part, logits, labels, *, expected=None):
    """Hold that the loss or its gradient is that of the reference, or what is expected."""
    if expected is None:
        expected = reference.softmax_cross_entropy(logits, labels)[LOSS.index(part)]
    answer = parts(student.softmax_cross_entropy(logits, labels), *LOSS)
    # A probability goes through 1, a logarithm of one through the logits.
    magnitude = np.abs(logits).max() if part == "loss" else 1 / len(logits)
    assert_matches(answer[LOSS.index(part)], expected, magnitude)


def scores(rng, rows, classes):
    """Return logits and labels; float32 has the logits exactly, even if they are moved far away."""
    return rng.integers(-6, 7, size=(rows, classes)) / 4, rng.integers(classes, size=rows)


@of_both(
    {
        "one row": [(1, 4), (1, 2)],
        "several rows": [(5, 3), (3, 6)],
        "two classes": [(3, 2), (4, 2)],
        "as many rows as classes": [(3, 3), (4, 4)],
        "ten classes": [(10, 10), (16, 10)],
    }
)
def test_loss(student, reference, rng, case):
    """The loss is a mean over the rows, and its gradient has a number for each logit."""
    part, shapes = case
    for shape in shapes:
        assert_loss(student, reference, part, *scores(rng, *shape))


@of_both(
    {
        "first and last class": [[0, 3, 0, 3], [3, 3, 0, 0]],
        "all the same": [[0, 0, 0, 0], [3, 3, 3, 3], [1, 1, 1, 1]],
        "each class once": [[2, 0, 3, 1], [3, 2, 1, 0]],
    }
)
def test_labels(student, reference, rng, case):
    """A label is the place of the right class, counted from 0; labels may be of any kind of ints."""
    part, lines = case
    for labels in lines:
        for dtype in (np.int64, np.uint8):
            logits, _ = scores(rng, 4, 4)
            assert_loss(student, reference, part, logits, np.array(labels, dtype=dtype))


@of_both(
    {
        "all equal": ([[0, 0, 0, 0], [0, 0, 0, 0]], [1, 3]),
        "one large": ([[1000, 2, 1, 2.5], [1, 2, 0.5, 1000]], [1, 2]),
        "all large": ([[1000, 1004, 998], [997, 1000, 1003.5]], [0, 1]),
        "all far below zero": ([[-1000, -1003, -996], [-1000, -1004.5, -999]], [0, 1]),
        "large and far below zero": ([[1000, -1000, 0], [-1000, 1000, 999.5]], [1, 2]),
        "rows far apart": ([[1000, 996.5, 1002], [-1000, -996.25, -1003.5]], [1, 0]),
    }
)
def test_large_logits(student, reference, case):
    """The loss and its gradient are finite and right, however large the logits are."""
    part, (logits, labels) = case
    assert_loss(student, reference, part, np.array(logits, dtype=float), np.array(labels))


@of_both({"all rows alike": [[64.0]], "each row in its own way": [[32.0], [-16.0], [8.0], [0.25]]})
def test_moved_logits(student, reference, rng, case):
    """Where the same number is added to all logits of a row, nothing changes."""
    part, by = case
    logits, labels = scores(rng, 4, 5)
    expected = reference.softmax_cross_entropy(logits, labels)[LOSS.index(part)]
    for sign in (-1, 1):
        assert_loss(student, reference, part, logits + sign * np.array(by), labels, expected=expected)


@of_both({"repeated and reordered rows": [2, 0, 1, 1]})
def test_rows(student, reference, rng, case):
    """The order of the rows changes nothing, and rows that are there twice count twice."""
    part, order = case
    logits, labels = scores(rng, 3, 5)
    alone = [reference.softmax_cross_entropy(logits[[i]], labels[[i]]) for i in order]
    at = LOSS.index(part)
    expected = np.mean([one[at] for one in alone])
    if part == "gradient":
        expected = np.concatenate([one[at] for one in alone]) / len(order)
    assert_loss(student, reference, part, logits[order], labels[order], expected=expected)


@of_both({"logits and labels": (3, 4)})
def test_loss_leaves_its_inputs(student, reference, rng, case):
    """The values are right, and logits and labels are left as they were."""
    part, shape = case
    logits, _ = scores(rng, *shape)
    for given in (logits, 1000 * logits):
        assert_loss(student, reference, part, given, logits.argmin(axis=1))
        assert_unmodified(student)


@of_both({"other batches": [(3, 4), (3, 4), (2, 5)]})
def test_loss_again(student, reference, rng, case):
    """A second call owes nothing to the first."""
    part, shapes = case
    for shape in shapes:
        assert_loss(student, reference, part, *scores(rng, *shape))


# sgd_step: a case is the learning rates and the shapes of the arrays.
ARRAYS = {"conv.weight": (2, 1, 3, 3), "conv.bias": (2,), "fc.weight": (3, 4), "fc.bias": (3,)}


def assert_step(student, reference, rng, shapes, *lr, **named):
    """Hold that a step gives a dict by the same keys, with the values of the reference.

    The learning rate is given by position or by name.
    """
    (rate,) = (*lr, *named.values())
    old = {name: rng.uniform(2.0, 3.0, size=shape) for name, shape in shapes.items()}
    # Once they are multiplied by lr, they are a part of the parameters.
    slopes = {name: rng.uniform(-1.5, 1.5, size=shape) / rate for name, shape in shapes.items()}
    expected = reference.sgd_step(old, slopes, rate)
    answer = student.sgd_step(old, slopes, *lr, **named)
    keys = dict.fromkeys(answer) if isinstance(answer, dict) else answer
    assert_equals(keys, dict.fromkeys(shapes))
    for name, array in expected.items():
        assert_matches(answer[name], array)


@cases(
    "sgd_step",
    {
        "one array": ([0.5], {"weight": (3,)}),
        "arrays of one, two and four axes": ([0.25], ARRAYS),
        "arrays of one number": ([2.0], {"a": (1,), "b": (1, 1)}),
        "other names": ([0.5], {"first": (2, 2), "second": (4,), "third": (2, 3)}),
        "small and large rates": ([1e-4, 0.01, 1.0, 30.0], {"weight": (2, 3), "bias": (2,)}),
    },
)
def test_step(student, reference, rng, case):
    """Each parameter moves against its gradient, as far as the learning rate says."""
    rates, shapes = case
    for lr in rates:
        assert_step(student, reference, rng, shapes, lr)


@cases("sgd_step", {"arrays of the same names": (0.5, 0.1, 0.5)})
def test_step_again(student, reference, rng, case):
    """A step owes nothing to those before it."""
    for lr in case:
        assert_step(student, reference, rng, {"weight": (2, 3), "bias": (2,)}, lr)


@cases("sgd_step", {"lr": 0.25})
def test_names_of_arguments(student, reference, rng, case):
    """The learning rate can be given by its name."""
    assert_step(student, reference, rng, {"weight": (2, 3), "bias": (2,)}, lr=case)


# local_response_norm: a case is a list of (shape of x, arguments that differ from these).
GIVEN = {"size": 3, "alpha": 3e-4, "beta": 0.6, "k": 1.5}


def images(rng, shape):
    """Return images so bright that the sum of squares counts."""
    return rng.uniform(50.0, 250.0, size=shape) * rng.choice([-1, 1], size=shape)


def assert_norm(student, reference, x, *numbers, **named):
    """Hold that the normalised images are those of the reference."""
    expected = reference.local_response_norm(x, *numbers, **named)
    assert_matches(student.local_response_norm(x, *numbers, **named), expected)


@cases(
    "local_response_norm",
    {
        "size 3": [((1, 5, 2, 2), {}), ((2, 4, 1, 2), {})],
        "size 5": [((1, 7, 2, 2), {"size": 5}), ((2, 6, 2, 1), {"size": 5})],
        "size 7": [((1, 9, 2, 1), {"size": 7}), ((2, 8, 1, 2), {"size": 7})],
        "size 1": [((2, 3, 2, 2), {"size": 1}), ((1, 1, 3, 2), {"size": 1})],
        "fewer channels than the size": [((2, 3, 2, 2), {"size": 7}), ((1, 4, 2, 3), {"size": 5})],
        "one channel": [((2, 1, 3, 2), {"size": 5}), ((1, 1, 2, 4), {})],
        "images, not square": [((3, 4, 2, 5), {}), ((4, 5, 3, 1), {})],
        "alpha": [((1, 6, 2, 2), {"alpha": alpha}) for alpha in (1e-5, 1e-3, 0.5)],
        "beta": [((1, 6, 2, 2), {"beta": beta}) for beta in (0.5, 1.0, 1.5)],
        "k": [((1, 6, 2, 2), {"k": k}) for k in (1, 0.5, 10)],
    },
)
def test_norm(student, reference, rng, case):
    """Each number is divided by what the numbers of nearby channels at its pixel say."""
    for shape, named in case:
        assert_norm(student, reference, images(rng, shape), **{**GIVEN, **named})


@cases("local_response_norm", {f"no {name}": [name] for name in GIVEN} | {"nothing": list(GIVEN)})
def test_norm_with_less_given(student, reference, rng, case):
    """What is not given is as in the AlexNet paper."""
    for shape in ((1, 7, 2, 3), (2, 6, 1, 1)):
        named = {name: value for name, value in GIVEN.items() if name not in case}
        assert_norm(student, reference, images(rng, shape), **named)


@cases(
    "local_response_norm",
    {
        "uint8, uint16, int32": [(256, np.uint8), (65_536, np.uint16), (10**5, np.int32)],
        "int64, float32": [(10**6, np.int64), (256, np.float32)],
    },
)
def test_norm_of_other_numbers(student, reference, rng, case):
    """Images of other numbers give the same values as their float64 copies."""
    for top, dtype in case:
        x = rng.integers(0.4 * top, top, size=(1, 6, 2, 3)).astype(dtype)
        expected = reference.local_response_norm(x.astype(np.float64), **GIVEN)
        assert_matches(student.local_response_norm(x, **GIVEN), expected)


@cases("local_response_norm", {"size, alpha, beta, k": (3, 1e-3, 0.5, 1.5)})
def test_order_of_arguments(student, reference, rng, case):
    """The arguments are told apart by their order."""
    assert_norm(student, reference, images(rng, (2, 6, 2, 2)), *case)


@cases("local_response_norm", {"images": (2, 6, 2, 3)})
def test_norm_leaves_its_input(student, reference, rng, case):
    """The values are right, again and again, and images are left as they were."""
    for size in (3, 5, 1, 3):
        assert_norm(student, reference, images(rng, case), **{**GIVEN, "size": size})
        assert_unmodified(student)
