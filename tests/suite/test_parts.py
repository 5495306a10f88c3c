"""Answers of several parts, taken apart: what is fair passes, what is wrong is an ordinary mismatch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from autograder.sandbox.wire import Handle
from autograder.suite import assert_matches, parts
from autograder.suite.mismatch import Mismatch, MismatchError

NAMES = ("dx", "dw", "db")


class Gradients(NamedTuple):
    """What a student may well return."""

    dx: int
    dw: int
    db: int


def difference(answer: object, *names: str) -> Mismatch:
    """Return why an answer cannot be taken apart."""
    with pytest.raises(MismatchError) as caught:
        parts(answer, *names)
    return caught.value.mismatch


@pytest.mark.parametrize(
    "answer",
    [
        (1, 2, 3),
        [1, 2, 3],
        Gradients(1, 2, 3),
        np.array([1, 2, 3]),
        np.array([1, 2, 3], dtype=object),
    ],
    ids=["tuple", "list", "named tuple", "array", "array of objects"],
)
def test_what_can_be_unpacked_in_order_is_fair(answer: object) -> None:
    """As with `dx, dw, db = answer`: a tuple, a list, an array along its first axis."""
    assert parts(answer, *NAMES) == (1, 2, 3)


def test_parts_may_be_anything() -> None:
    """They come back as they are: each is judged by its own comparison, a missing one too."""
    rows = np.arange(6.0).reshape(3, 2)
    one, two, three = parts((rows, None, [rows]), *NAMES)
    assert one is rows
    assert two is None
    assert three == [rows]
    assert_matches(parts(rows, *NAMES)[2], [4, 5])


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (None, "None (is a `return` missing?)"),
        (5, "a number"),
        (np.float64(5), "a number"),
        (np.array(5), "an array of numbers"),
        ("abc", "a string"),
        (b"abc", "bytes"),
        ({"dx": 1, "dw": 2, "db": 3}, "a dict"),
        ({1, 2, 3}, "a set"),
        (iter([1, 2, 3]), "an object of another kind"),
        (map(abs, [1, 2, 3]), "a map object (wrap it in list(...))"),
        (Handle(1, "Secret42"), "an object of another kind"),
    ],
)
def test_what_has_no_order_or_no_parts_is_named(answer: object, what: str) -> None:
    """A string of three letters is no answer of three parts, and neither is a dict."""
    hint = f"the answer is {what}, 3 values are due: dx, dw, db"
    assert difference(answer, *NAMES).hint == hint


@pytest.mark.parametrize(
    ("answer", "amount"),
    [((1, 2), "few"), ((), "few"), (np.zeros((2, 3)), "few"), ([1] * 4, "many")],
)
def test_another_number_of_parts_is_a_mismatch(answer: object, amount: str) -> None:
    """The student reads what is due, and staff the number that came."""
    mismatch = difference(answer, *NAMES)
    assert mismatch.hint == f"the answer has too {amount} values, 3 are due: dx, dw, db"
    assert mismatch.detail.startswith("got ")
    assert mismatch.detail.endswith(" values, expected 3")


def test_a_giant_array_is_not_taken_apart() -> None:
    """As many objects as it has elements would take minutes, and all memory there is."""
    giant = np.broadcast_to(0.0, 2**40)
    assert difference(giant, *NAMES).hint == "the answer has too many values, 3 are due: dx, dw, db"


def test_the_number_of_parts_carries_nothing_out() -> None:
    """Code that chooses how many values it returns can choose between three outcomes and no more."""
    hints = {difference((0,) * count, *NAMES).hint for count in range(50) if count != 3}
    assert len(hints) == 2
