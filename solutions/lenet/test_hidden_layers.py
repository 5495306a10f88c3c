"""What decides the marks of layers, on small inputs.

A layer is compared with the reference's, with the same parameters. They are set where the layer can be
told them, and asked of it where not. But for the end of `test_again`, a `forward` comes before each
`backward`. Numbers are positive where their sign is not the subject, so that no sum is mere residue.
"""

import contextlib
import copy

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_unmodified

SMALL = dict.fromkeys(("Tanh", "Flatten", "AvgPool2d"), "small_layers")
QUESTIONS = {"Linear": "linear_layer", "Conv2d": "conv_layer"} | SMALL
WORDS = {"out": "forward", "dx": "dx", "weight": "gradient of weight", "bias": "gradient of bias"}
ANY = 1e15  # with a tolerance of a millionth of it, whatever is of the right shape matches


def each(tables, parts=tuple(WORDS)):
    """Give each case of the tables of some kinds of layers to each part that they have."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param(
                (kind, part, lines),
                id=f"{kind}: {WORDS[part]}: {words}",
                marks=pytest.mark.question(QUESTIONS[kind]),
            )
            for kind, table in tables.items()
            for part in parts
            if kind not in SMALL or part in ("out", "dx")
            for words, lines in table.items()
        ],
    )


def made(which, kind, *numbers, **named):
    """Return a new layer of the student's or of the reference's."""
    layer = getattr(which, kind)(*numbers, **named)
    assert callable(getattr(layer, "forward", None)), "a layer is due"
    return layer


def entry(answer, name):
    """Return one value of an answer, a dict that must have this key."""
    found = {name: name in answer} if isinstance(answer, dict) else answer
    assert_equals(found, {name: True})
    return answer[name]


def twins(student, reference, rng, kind, *numbers, signs=(1,), **named):
    """Return a layer of the student's and the reference's, which have the same parameters."""
    theirs, ours = (made(which, kind, *numbers, **named) for which in (student, reference))
    values = {name: filled(rng, array.shape, signs) for name, array in ours.parameters().items()}
    if values:
        taken = has_taken(theirs, values)
        theirs = theirs if taken else made(student, kind, *numbers, **named)
        answer = theirs.parameters()
        for name, value in values.items():
            assert_matches(entry(answer, name), 0 * value, ANY)
        ours.set_parameters({name: np.real(np.array(answer[name])) for name in values})
        assert taken or telling(**ours.parameters()), "weights begin as random numbers, not alike or 0"
    return theirs, ours


def telling(weight, bias):
    """Return whether weights that nobody set tell a right layer from one that turns or ignores them."""
    turned = [np.flip(weight, axis) for axis, side in enumerate(weight.shape) if side > 1]
    seen = abs(weight).max() > 1e-6 + 3e-4 * abs(bias).max() * (weight.size > 1)
    return seen and not any(np.allclose(weight, other, rtol=3e-4, atol=0) for other in turned)


def has_taken(layer, values):
    """Give a layer parameters, and tell whether it has these now: it need not have such a method."""
    with contextlib.suppress(Exception):
        layer.set_parameters(values)
        own = layer.parameters()
        return all(assert_matches(entry(own, name), value) is None for name, value in values.items())


def filled(rng, shape, signs=(1,)):
    """Return numbers that are not near 0, of these signs."""
    return rng.uniform(0.5, 2.5, size=shape) * rng.choice(signs, size=shape)


def dout_for(rng, ours, x, signs=(1,)):
    """Return a gradient for what a layer makes of x."""
    return filled(rng, copy.deepcopy(ours).forward(x).shape, signs)


def due(ours, part, x, dout):
    """Return one part of what the reference makes of a batch, and the magnitude that it goes through."""
    both = []
    for change in (np.copy, np.abs):
        layer = copy.deepcopy(ours)
        layer.set_parameters({name: change(array) for name, array in layer.parameters().items()})
        out, dx = layer.forward(change(x)), layer.backward(change(dout))
        both.append({"out": out, "dx": dx, **layer.gradients()}[part])
    return both[0], max(both[1].max(), np.abs(dout).max())


def answer_of(layer, part, x, dout):
    """Return the same part of what a student's layer makes of it, or of its last batch: x is None."""
    out = None if x is None else layer.forward(x)
    if part == "out":
        return out
    dx = layer.backward(dout)
    return dx if part == "dx" else entry(layer.gradients(), part)


def assert_part(pair, part, x, dout):
    """Hold that the layer of a pair does with a batch what the reference's does."""
    theirs, ours = pair
    assert_matches(answer_of(theirs, part, x, dout), *due(ours, part, x, dout))


def assert_lines(student, reference, rng, case):
    """Hold the same for each line of a case: what the layer is made with, and the shape of x."""
    kind, part, lines = case
    for numbers, shape in lines:
        pair = twins(student, reference, rng, kind, *numbers)
        x = filled(rng, shape)
        assert_part(pair, part, x, dout_for(rng, pair[1], x))


@each(
    {
        "Linear": {
            "one row": [((3, 4), (1, 3)), ((4, 2), (1, 4))],
            "several rows": [((2, 3), (4, 2)), ((5, 2), (3, 5))],
            "as many outputs as inputs": [((3, 3), (2, 3)), ((2, 2), (2, 2))],
            "one input or output": [((1, 3), (3, 1)), ((4, 1), (2, 4)), ((1, 1), (5, 1))],
        },
        "Tanh": {
            "rows": [((), (3, 4)), ((), (1, 5))],
            "images": [((), (2, 3, 4, 5)), ((), (1, 2, 3, 3))],
        },
        "Flatten": {
            "one image": [((), (1, 3, 2, 4))],
            "images": [((), (3, 2, 4, 5)), ((), (2, 3, 3, 1))],
            "one channel or pixel": [((), (3, 1, 2, 4)), ((), (2, 5, 1, 1)), ((), (1, 1, 3, 2))],
        },
        "AvgPool2d": {
            "one image and channel": [((2,), (1, 1, 4, 4)), ((3,), (1, 1, 6, 6))],
            "images and channels": [((2,), (3, 2, 4, 4)), ((2,), (1, 3, 2, 2)), ((2,), (2, 2, 4, 2))],
            "not square": [((2,), (1, 2, 4, 6)), ((3,), (2, 1, 9, 3))],
            "one window, and windows of one pixel": [((4,), (2, 1, 4, 4)), ((1,), (1, 2, 3, 2))],
            "rows and columns left over": [((2,), (1, 2, 5, 5)), ((3,), (2, 1, 8, 7))],
            "rows or columns left over": [((2,), (1, 1, 5, 4)), ((4,), (1, 2, 4, 7))],
        },
        "Conv2d": {
            "one image, channel and filter": [((1, 1, 3), (1, 1, 5, 5))],
            "channels": [((3, 1, 2), (1, 3, 4, 4))],
            "filters": [((1, 3, 2), (1, 1, 4, 4)), ((2, 4, 3), (1, 2, 4, 4))],
            "images": [((1, 1, 3), (3, 1, 4, 4)), ((3, 2, 2), (2, 3, 4, 4))],
            "not square": [((2, 3, 2), (1, 2, 3, 6)), ((1, 2, 3), (2, 1, 6, 4))],
            "1x1 kernel": [((2, 3, 1), (2, 2, 3, 4))],
            "kernel as large as the image": [((2, 3, 3), (3, 2, 3, 3))],
        },
    }
)
def test_values(student, reference, rng, case):
    """A layer's `forward` and `backward` give the right values for all shapes that fit."""
    assert_lines(student, reference, rng, case)


ONE = {
    "Linear": {"rows": ((3, 4), (2, 3))},
    "Tanh": {"rows": ((), (3, 6))},
    "Flatten": {"images": ((), (2, 2, 3, 2))},
    "AvgPool2d": {"images": ((2,), (1, 2, 4, 6))},
    "Conv2d": {"images": ((2, 3, 3), (2, 2, 4, 5))},
}


@each(ONE)
def test_either_sign(student, reference, rng, case):
    """Numbers, parameters and gradients may be positive and negative."""
    kind, part, (numbers, shape) = case
    pair = twins(student, reference, rng, kind, *numbers, signs=(-1, 1))
    for signs in ((-1, 1), (-1,)):
        x = filled(rng, shape, signs)
        assert_part(pair, part, x, dout_for(rng, pair[1], x, signs))


NUMBERS = [(-3, 4, np.int64), (-9, 9, np.float32), (200, 256, np.uint8), (40_000, 65_536, np.uint16)]
NUMBERS += [(-(10**9), 10**9, np.int32), (-(10**6), 10**6, np.int64)]


@each({kind: ONE[kind] for kind in ONE if kind != "Flatten"})
def test_other_numbers(student, reference, rng, case):
    """Other numbers than float64 give the same values as their float64 copies."""
    kind, part, (numbers, shape) = case
    pair = twins(student, reference, rng, kind, *numbers)
    for low, high, dtype in NUMBERS[: 2 if kind == "Tanh" else None]:  # it is 1 far from 0
        x = rng.integers(low, high, size=shape).astype(dtype)
        assert_part(pair, part, x, 0.3 * dout_for(rng, pair[1], x))


AGAIN = {
    "Linear": {"two batches": ((3, 4), (2, 3), (4, 3))},
    "Tanh": {"two batches": ((), (2, 3), (4, 5))},
    "Flatten": {"two batches": ((), (2, 3, 2, 1), (3, 2, 4, 3))},
    "AvgPool2d": {"two batches": ((2,), (2, 1, 4, 5), (3, 2, 6, 2))},
    "Conv2d": {"two batches": ((2, 3, 2), (2, 2, 3, 4), (3, 2, 4, 3))},
}


@each(AGAIN)
def test_again(student, reference, rng, case):
    """A batch owes nothing to those before it, nor a second `backward` to the first."""
    kind, part, (numbers, *shapes) = case
    pair = twins(student, reference, rng, kind, *numbers)
    first, second, third = (filled(rng, shape) for shape in (*shapes, shapes[1]))
    for x in (first, second, third, first):
        dout = dout_for(rng, pair[1], x)
        assert_part(pair, part, x, dout)
        if part == "out":
            pair[0].backward(dout)
        else:
            pair[0].forward(second)
    if kind not in SMALL and part != "out":
        once, twice = (dout_for(rng, pair[1], second) for _ in range(2))
        answer, _ = expected = due(pair[1], part, second, twice)
        pair[0].backward(once)
        with contextlib.suppress(Exception):  # of a layer that kept nothing for a second one
            answer = answer_of(pair[0], part, None, twice)
        assert_matches(answer, *expected)


@each(AGAIN, ("dx", "weight"))
def test_two_layers(student, reference, rng, case):
    """Two layers of a kind owe nothing to each other."""
    kind, part, (numbers, *shapes) = case
    for both in (shapes, shapes[:1] * 2):
        one, other = (twins(student, reference, rng, kind, *numbers) for _ in range(2))
        x, y = (filled(rng, shape) for shape in both)
        dout = dout_for(rng, one[1], x)
        one[0].forward(x)
        other[0].forward(y)
        dx = one[0].backward(dout)
        other[0].backward(dout_for(rng, other[1], y))
        answer = dx if part == "dx" else entry(one[0].gradients(), part)
        assert_matches(answer, *due(one[1], part, x, dout))


@each(AGAIN, ("out", "dx"))
def test_inputs(student, reference, rng, case):
    """The values are right, and the arrays that a layer was given are left as they were."""
    kind, part, (*line, _) = case
    assert_lines(student, reference, rng, (kind, part, [line]))
    assert_unmodified(student)


CONV = {"padding": 2, "stride": 3, "kernel_size": 4, "out_channels": 3, "in_channels": 2}
NAMED = {
    "Linear": {"in any order": ({"n_out": 3, "n_in": 4}, (2, 4))},
    "AvgPool2d": {"size": ({"size": 2}, (1, 2, 6, 7))},
    "Conv2d": {"in any order": (CONV, (1, 2, 6, 7))},
}


@each(NAMED, ("out",))
def test_names_of_arguments(student, reference, rng, case):
    """A layer can be made with arguments that are given by their names."""
    kind, part, (named, shape) = case
    pair = twins(student, reference, rng, kind, **named)
    x = filled(rng, shape)
    assert_part(pair, part, x, dout_for(rng, pair[1], x))


MOVED = {  # lists of ((channels, filters, kernel, stride, padding), shape of x)
    "padding 1 and 2": [
        ((2, 2, 3, 1, 1), (1, 2, 4, 4)),
        ((1, 2, 2, 1, 2), (2, 1, 3, 4)),
        ((2, 2, 1, 1, 1), (1, 2, 3, 2)),
        ((1, 2, 2, 1, 1), (1, 1, 2, 2)),
    ],
    "only padding makes it fit": [((2, 2, 4, 1, 1), (1, 2, 2, 3)), ((1, 2, 4, 1, 1), (1, 1, 3, 2))],
    "stride 2 and 3": [
        ((2, 2, 3, 2), (1, 2, 5, 5)),
        ((1, 2, 2, 3), (1, 1, 8, 5)),
        ((2, 2, 1, 2), (1, 2, 3, 4)),
        ((1, 2, 2, 2), (1, 1, 4, 4)),
    ],
    "rows and columns left over": [((1, 2, 3, 2), (2, 1, 6, 8)), ((2, 2, 2, 3), (1, 2, 7, 5))],
    "stride and padding": [((2, 3, 3, 2, 1), (2, 2, 5, 6)), ((3, 2, 4, 3, 2), (1, 3, 7, 4))],
}


@each({"Conv2d": MOVED})
def test_stride_and_padding(student, reference, rng, case):
    """Filters move by the stride over images with a frame of zeros, which is no part of `dx`."""
    assert_lines(student, reference, rng, case)
