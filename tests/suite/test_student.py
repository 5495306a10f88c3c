"""The student in this process: objects stay behind proxies, as those of a worker do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from autograder.sandbox.stops import MissingFunctionError
from autograder.suite import assert_unmodified
from autograder.suite.mismatch import MismatchError
from autograder.suite.student import LocalObject, LocalStudent


class Scale:
    """Multiplies, or doubles what it is given in place."""

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def times(self, x: Any) -> Any:
        """Return the product."""
        return x * self.factor

    def double(self, x: Any) -> None:
        """Change the argument."""
        x *= 2

    def join(self, others: list[Scale]) -> Scale:
        """Return one that multiplies by all factors."""
        return Scale(self.factor * sum(other.factor for other in others))


class Scales(dict[str, Scale]):
    """Scales by their names, which multiplies by all of them."""

    def times(self, x: Any) -> Any:
        """Return the product."""
        for scale in self.values():
            x = scale.times(x)
        return x


class Gradients(NamedTuple):
    """Two of them."""

    dx: Any
    dw: Any


STUDENT: Any = LocalStudent(
    SimpleNamespace(
        Scale=Scale,
        Scales=Scales,
        pair=lambda: (Scale(2), {"a": Scale(3)}),
        scales=lambda: Scales(a=Scale(2)),
        gradients=lambda x: Gradients(x, Scale(2)),
        word="x",
        echo=lambda x: x,
    )
)


def test_methods_are_called() -> None:
    """And what they return is what they return."""
    assert STUDENT.Scale(3).times(2) == 6


def test_a_method_that_changes_its_argument_is_seen() -> None:
    """As a function that does is."""
    scale, x = STUDENT.Scale(3), np.ones(2)
    scale.times(x)
    assert_unmodified(STUDENT)
    scale.double(x)
    with pytest.raises(MismatchError, match="argument 1"):
        assert_unmodified(STUDENT)


def test_objects_can_be_arguments() -> None:
    """The student gets her own object, wherever it stands."""
    one, two = STUDENT.Scale(2), STUDENT.Scale(5)
    assert one.join([two, two]).times(1) == 20
    assert STUDENT.echo(one).times(1) == 2


def test_objects_within_answers_have_methods() -> None:
    """In tuples and dicts."""
    first, rest = STUDENT.pair()
    assert (first.times(1), rest["a"].times(1)) == (2, 3)
    assert isinstance(first, LocalObject)
    assert first.type_name == "Scale"


def test_what_is_missing_is_named() -> None:
    """A function, a method, and what is no function."""
    with pytest.raises(MissingFunctionError, match="`lost` is not defined"):
        STUDENT.lost()
    with pytest.raises(MissingFunctionError, match="`lost` is not defined"):
        STUDENT.Scale(1).lost()
    with pytest.raises(MissingFunctionError, match="`word` is not a function"):
        STUDENT.word()


def test_plain_answers_are_no_proxies() -> None:
    """The array itself comes back."""
    x = np.ones(2)
    assert STUDENT.echo(x) is x


def test_a_fraction_is_the_number_that_a_worker_would_send() -> None:
    """In a list, too; one larger than any float is an object like others."""
    assert repr(STUDENT.echo([Fraction(1, 16), Decimal("0.1")])) == "[0.0625, 0.1]"
    assert STUDENT.echo(Fraction(10**400)).type_name == "Fraction"


def test_what_a_class_makes_is_an_object_though_it_is_a_dict() -> None:
    """A network that inherits from dict has methods."""
    scales = STUDENT.Scales(a=Scale(2), b=Scale(5))
    assert scales.times(3) == 30
    assert len(scales) == 2


def test_what_a_function_returns_is_data_though_it_has_methods() -> None:
    """A named tuple is a tuple, and a dict of a class of hers a dict; objects within are objects."""
    x = np.ones(2)
    dx, dw = answer = STUDENT.gradients(x)
    assert type(answer) is tuple
    assert dx is x
    assert dw.times(1) == 2
    assert type(STUDENT.scales()) is dict
    assert STUDENT.scales()["a"].times(1) == 2
