"""What the reference itself asks of some of its functions, call by call of a test."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import inspect
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from autograder.sandbox.heap import is_plain, volume_passed
from autograder.sandbox.lender import Cost
from autograder.sandbox.stock import public_methods
from autograder.suite.collection import TestCase
from autograder.suite.plugin import BENCH
from autograder.suite.runner import run_alive
from autograder.suite.student import LocalObject, LocalStudent


class Meter(LocalStudent):
    """The reference as a student, with a meter on some of its functions and classes.

    Args:
        reference: the staff's module.
        names: of the functions and classes.

    Attributes:
        costs: what each call took, in order.
        opaque: attributes of objects, as "Layer.next", that a borrowed object could not have.
    """

    def __init__(self, reference: ModuleType, names: Collection[str]) -> None:
        super().__init__(reference)
        self._reference = reference
        self._names = names
        self.costs: list[Cost] = []
        self.opaque: set[str] = set()
        self._asked: list[int] | None = (
            None  # numbers passed, a call each; None while nothing is measured
        )

    def measure(self, case: TestCase) -> BaseException | None:
        """Run a test with the reference as the student, and return what it raised."""
        stash = case.item.config.stash
        bench = stash[BENCH]
        stash[BENCH] = dataclasses.replace(bench, student=self)
        try:
            with self._installed():
                return run_alive(case.item)
        finally:
            stash[BENCH] = bench

    def call_(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], owner: LocalObject | None
    ) -> Any:
        """Call a function, or a method of `owner`, and note what it takes."""
        asked = self._asked = []
        value: Any = None
        try:
            value = super().call_(name, args, kwargs, owner)
        finally:
            self._asked = None
            about = volume_passed(args, kwargs) + volume_passed([value], {})
            self.costs.append(Cost(name, len(asked), max(about, sum(asked))))
        return value

    @contextlib.contextmanager
    def _installed(self) -> Iterator[None]:
        """Have the reference itself meet the meter, by the names that its functions look up."""
        names = vars(self._reference)
        own = {name: names[name] for name in self._names}
        names.update({name: self._metered(thing) for name, thing in own.items()})
        try:
            yield
        finally:
            names.update(own)

    def _metered(self, thing: Any) -> Any:
        if not inspect.isclass(thing):
            return self._noting(thing, first=0)
        methods = {name: getattr(thing, name) for name in ("__init__", *public_methods(thing))}
        members = {name: self._noting(method, first=1) for name, method in methods.items()}
        return type(thing.__name__, (thing,), members)

    def _noting(self, function: Callable[..., Any], *, first: int) -> Callable[..., Any]:
        """Return a function that notes its calls, but for those made within another one."""

        @functools.wraps(function)
        def noting(*args: Any, **kwargs: Any) -> Any:
            asked, self._asked = self._asked, None
            if asked is not None:
                asked.append(volume_passed(args[first:], kwargs))
            try:
                return function(*args, **kwargs)
            finally:
                self._asked = asked
                for owner in args[:first]:
                    kind = type(owner).__name__
                    odd = (key for key, value in vars(owner).items() if not is_plain(value))
                    self.opaque.update(f"{kind}.{key}" for key in odd)

        return noting
