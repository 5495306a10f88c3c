"""What is stated of wrong calls is true of them: each sentence is checked by code of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from autograder.diagnosis.facts import Sample, facts
from autograder.diagnosis.trace import Raised

Array = NDArray[Any]

# Sentences on inputs, read independently of the code that writes them.
_COUNTS: dict[str, Callable[[int], bool]] = {
    "is larger than 1": lambda n: n > 1,
    "is 1": lambda n: n == 1,
    "is 0": lambda n: n == 0,
    "is not 0": lambda n: n != 0,
    "is even": lambda n: n % 2 == 0,
    "is odd": lambda n: n % 2 != 0,
}
_ARRAYS: dict[str, Callable[[Array], bool]] = {
    "has more than one axis": lambda a: len(a.shape) > 1,
    "is not square": lambda a: a.shape[-2] != a.shape[-1],
    "is wider than high": lambda a: a.shape[-2] < a.shape[-1],
    "is higher than wide": lambda a: a.shape[-2] > a.shape[-1],
    "holds negative numbers": lambda a: bool(np.any(a < 0)),
    "holds no number above 0": lambda a: not np.any(a > 0),
    "holds equal numbers": lambda a: len(set(a.ravel().tolist())) < a.size,
    "is an array of integers": lambda a: np.issubdtype(a.dtype, np.integer),
    "is an array of float32": lambda a: a.dtype.name == "float32",
    "holds large numbers": lambda a: float(np.max(np.abs(a))) > 100,
}
_AXIS = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def holds(sentence: str, arguments: dict[str, Any]) -> bool:
    """Tell whether a sentence on inputs is true of a call."""
    names = re.findall(r"`(\w+)`", sentence)
    if not all(name in arguments for name in names):
        return False
    if found := re.fullmatch(r"`(\w+)` is smaller than `(\w+)`", sentence):
        return bool(arguments[found[1]] < arguments[found[2]])
    if found := re.fullmatch(r"`(\w+)` does not divide a side of `(\w+)`", sentence):
        rows, columns = arguments[found[2]].shape[-2:]
        return bool(rows % arguments[found[1]] or columns % arguments[found[1]])
    if found := re.fullmatch(r"the (\w+) axis of `(\w+)` (is longer than 1|has length 1)", sentence):
        length = arguments[found[2]].shape[_AXIS[found[1]]]
        return bool(length > 1) if "longer" in found[3] else bool(length == 1)
    if found := re.fullmatch(r"`(\w+)` is given", sentence):
        return True
    found = re.fullmatch(r"`(\w+)` (.*)", sentence)
    assert found, sentence
    value = arguments[found[1]]
    known: dict[str, Callable[[Any], bool]] = {**_COUNTS, **_ARRAYS}
    return bool(known[found[2]](value))


def check(sentence: str, samples: list[Sample]) -> None:
    """Hold that a sentence on where answers are wrong is true of all calls."""
    wrong = [dict(sample.arguments) for sample in samples if sample.wrong]
    right = [dict(sample.arguments) for sample in samples if not sample.wrong]
    if sentence.startswith("right, except where "):
        what = sentence.removeprefix("right, except where ")
        assert not any(holds(what, arguments) for arguments in right)
    else:
        what = sentence.removeprefix("wherever it is wrong, ")
        assert what != sentence
    assert all(holds(what, arguments) for arguments in wrong)


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the arguments of one call."""
    shape = draw(st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 5)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from([np.float64, np.float32, np.int64]))
    image = (rng.normal(size=shape) * draw(st.sampled_from([3, 300]))).astype(kind)
    arguments: dict[str, Any] = {"image": image, "size": draw(st.integers(1, 3))}
    if draw(st.booleans()):
        arguments["stride"] = draw(st.integers(1, 3))
    return arguments


@given(st.lists(st.tuples(calls(), st.booleans()), min_size=4, max_size=12))
@settings(max_examples=200, deadline=None)
def test_what_is_said_of_inputs_is_true(drawn: list[tuple[dict[str, Any], bool]]) -> None:
    """Whatever calls went wrong."""
    samples = [Sample(arguments, "x" if wrong else "y", "y", wrong) for arguments, wrong in drawn]
    for sentence in facts(samples):
        check(sentence, samples)


def test_what_sets_wrong_calls_apart_is_found() -> None:
    """And preferred to what they merely share."""
    rng = np.random.default_rng(1)
    samples = []
    for number in range(12):
        stride, image = 1 + number % 3, rng.normal(size=(1, 4, 4 + number % 2))
        samples.append(Sample({"image": image, "stride": stride}, "x", "y", stride > 1))
    assert facts(samples) == ("right, except where `stride` is larger than 1",)


def test_what_is_right_of_rows_alone_is_said_so() -> None:
    """Not that it depends on whether the others are square."""
    arrays = [np.arange(4.0), np.arange(5.0), np.ones((2, 3)), np.ones((1, 3, 2))]
    samples = [Sample({"x": array}, "x", "y", array.ndim > 1) for array in arrays]
    assert facts(samples) == ("right, except where `x` has more than one axis",)


DUE = np.array([[1.0, -2.0, 3.5], [4.0, 0.5, -6.0], [7.0, 8.0, 9.25]])
TALL = np.arange(12.0).reshape(3, 4) + 0.25
RELATIONS: list[tuple[Callable[[Array], Any], str]] = [
    (lambda due: np.where(due > 3, np.nan, due), "NaN or infinite"),
    (np.transpose, "rows and columns are swapped"),
    (np.fliplr, "but flipped"),
    (np.negative, "opposite of what is due"),
    (lambda due: due * 0, "every value is 0"),
    (lambda due: due / 7, "times a constant factor"),
    (lambda due: due + 2, "one constant everywhere"),
    (lambda due: due + np.array([[1.0], [2.0], [-5.0]]), "a constant each along one axis"),
    (np.trunc, "whole numbers where fractions"),
    (
        lambda due: due + np.pad([[0.0, 0], [0, 0]], ((0, 1), (0, 2)), constant_values=9)[:3, :3],
        "last rows",
    ),
    (lambda due: due + np.pad([[0.0]], 1, constant_values=9)[:3, :3], "only the border"),
    (lambda due: np.roll(due, 1), "in another order"),
    (lambda due: due**2 + 99, "every value is wrong"),
]


@pytest.mark.parametrize(("spoil", "sentence"), RELATIONS, ids=[words for _, words in RELATIONS])
def test_how_answers_are_wrong_is_found(spoil: Callable[[Array], Any], sentence: str) -> None:
    """From all wrong answers together."""
    samples = [Sample({}, spoil(due), due, wrong=True) for due in (DUE, DUE * 3)]
    (said,) = facts(samples)
    assert sentence in said


@given(st.integers(0, 2**32), st.sampled_from([np.negative, np.trunc, np.transpose, np.sort]))
def test_a_relation_that_one_call_lacks_is_not_stated(
    seed: int, spoil: Callable[[Array], Array]
) -> None:
    """Then another one is, or none."""
    rng = np.random.default_rng(seed)
    one, other = rng.normal(size=(2, 3, 3)) * 5
    alone = facts([Sample({}, spoil(one), one, wrong=True)])
    both = facts([Sample({}, spoil(one), one, wrong=True), Sample({}, other + one, other, wrong=True)])
    assert not both or both != alone or alone[0].startswith("the shape is right")


def test_several_values_are_told_apart() -> None:
    """By their places."""
    due = (DUE, TALL, 1.0)
    (said,) = facts([Sample({}, (DUE, -TALL, 1.0), due, wrong=True)])
    assert said == (
        "of the 3 values returned, only the second is wrong: "
        "the answers are the opposite of what is due: the sign"
    )
    (said,) = facts([Sample({}, (DUE * 2, -TALL, 1.0), due, wrong=True)])
    assert said == "of the 3 values returned, the first and the second are wrong"


def test_missing_errors_and_changed_arguments_are_facts() -> None:
    """Of calls on which no value is wrong."""
    assert facts([Sample({}, 3, Raised("ValueError"), wrong=True)]) == (
        "no error is raised where one is due",
    )
    assert facts([Sample({}, DUE, DUE, wrong=True)]) == (
        "the values returned are right, but what the function was given is changed",
    )


def test_nothing_is_said_where_nothing_is_known() -> None:
    """Of strings, of errors, of a single number."""
    for answer, due in (("x", "y"), (Raised("TypeError"), 1.0), (2.0, 3.0)):
        assert facts([Sample({}, answer, due, wrong=True)]) == ()
