"""What students see hands whole numbers over as images alone.

Right work may go in place: a copy of `dout` that is divided, a gradient that begins as `zeros_like` of
the weight. Whole numbers there would be an error or a wrong 'failed' that nobody was told to expect.
"""

from __future__ import annotations

import doctest
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from autograder.checking import check_namespace
from autograder.loading import load_module
from tests.assignments.mutation import load
from tests.checking.mine import golden_names
from tests.grading.command import ROOT

GRADIENTS = ("conv_backward", "pooling", "lenet")
FORWARD = ("filters", "stride_padding", "conv_forward")


class Recorded:
    """The reference of an assignment, which notes which arrays its functions are given.

    Attributes:
        names: its functions and classes by name, each of which notes its arguments.
        whole: those that have to be floats and are whole numbers, as "function: argument".
        seen: names of all arguments that were arrays.
    """

    def __init__(self, module: Any) -> None:
        self.whole: set[str] = set()
        self.seen: set[str] = set()
        public = {name: value for name, value in vars(module).items() if not name.startswith("__")}
        own = {name: v for name, v in public.items() if getattr(v, "__module__", "") == module.__name__}
        self.names: Mapping[str, Any] = public | {name: self._noted(own[name]) for name in own}

    def _noted(self, value: Any) -> Any:
        if not isinstance(value, type):
            return self._noting(value)
        methods = inspect.getmembers(value, inspect.isfunction)
        return type(value.__name__, (value,), {name: self._noting(one) for name, one in methods})

    def _noting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(function)
        may_be_whole = {"x", "image", "labels"}
        if "dout" not in parameters.parameters:
            may_be_whole |= {"w", "kernel"}  # of which nobody asks a gradient

        @functools.wraps(function)
        def noting(*args: Any, **how: Any) -> Any:
            given = parameters.bind_partial(*args, **how).arguments
            for name, value in given.items():
                for array in _arrays(value):
                    self.seen.add(name)
                    if name not in may_be_whole and not np.issubdtype(array.dtype, np.floating):
                        self.whole.add(f"{function.__qualname__}: {name}")
            return function(*args, **how)

        return noting


def _arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Give an argument, or the values of a dict."""
    for one in value.values() if isinstance(value, dict) else [value]:
        if isinstance(one, np.ndarray):
            yield one


def recorded(name: str) -> tuple[Recorded, Any]:
    """Return the reference of an assignment twice: as one that notes, and as it is."""
    module: Any = load_module(load(name).master, f"given_numbers_of_{name}")
    return Recorded(module), module


@pytest.mark.parametrize("name", [*FORWARD, *GRADIENTS])
def test_public_checks_give_whole_numbers_as_images_alone(name: str) -> None:
    """Not as gradients, logits or parameters, nor as weights whose gradient is asked for."""
    notes, _ = recorded(name)
    check_namespace(notes.names, ROOT / "solutions" / name, [])
    assert notes.whole == set()
    assert name in FORWARD or "dout" in notes.seen


@pytest.mark.parametrize("name", GRADIENTS)
def test_docstrings_give_whole_numbers_as_images_alone(name: str) -> None:
    """Students run these examples, too."""
    notes, module = recorded(name)
    assert doctest.testmod(module, globs=dict(notes.names)).failed == 0
    assert notes.whole == set()
    assert "dout" in notes.seen


@pytest.mark.parametrize("name", GRADIENTS)
def test_right_work_in_place_passes_the_public_checks(name: str) -> None:
    """All of them: these are the golden cases that would stumble over whole numbers first."""
    report = check_namespace(golden_names(name, "perfect_in_place"), ROOT / "solutions" / name, [])
    assert report.passed, report.text()
