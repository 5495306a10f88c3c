"""All known mistakes of an assignment, read from its `faults.py` and any `faults_<part>.py`.

A part may import the operations of the first file: `from faults import Padded`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from autograder.assignment import FAULTS
from autograder.diagnosis.fault import Fault, Operation
from autograder.errors import CourseError
from autograder.loading import load_module, not_executed

_FIRST = FAULTS.partition("*")[0]


@dataclass(frozen=True)
class Catalogue:
    """Operations and faults, in the order in which they are written.

    Attributes:
        operations: by the name of the function that each is.
        faults: by their ids.
    """

    operations: dict[str, type[Operation]]
    faults: dict[str, Fault]

    def of(self, function: str) -> list[Fault]:
        """Return the faults of one function, none if it is not staged."""
        operation = self.operations.get(function)
        if operation is None:
            return []
        return [one for one in self.faults.values() if issubclass(operation, one.operation)]


def load_catalogue(folder: Path) -> Catalogue | None:
    """Execute the `faults*.py` of an assignment's folder; None if it has none.

    Raises:
        CourseError: one cannot be executed, or its faults contradict each other.
    """
    paths = sorted(folder.glob(FAULTS), key=lambda path: path.stem)
    if not paths:
        return None
    operations: dict[str, type[Operation]] = {}
    faults: dict[str, Fault] = {}
    first: ModuleType | None = None
    for path in paths:
        module = _load(path, first)
        first = first or (module if path.stem == _FIRST else None)
        values = list(vars(module).values())
        for kind in (each for each in values if isinstance(each, type) and issubclass(each, Operation)):
            if kind.of and operations.setdefault(kind.of, kind) is not kind:
                raise CourseError(f"{path}: two operations are `{kind.of}`")
        for each in (each for each in values if isinstance(each, Fault)):
            if faults.setdefault(each.id, each) is not each:
                raise CourseError(f"{path}: two faults are called {each.id}")
            if not any(issubclass(operation, each.operation) for operation in operations.values()):
                raise CourseError(f"{path}: the fault {each.id} is of no function's operation")
    return Catalogue(operations, faults)


def _load(path: Path, first: ModuleType | None) -> ModuleType:
    """Execute a file of faults, which may import from the first one."""
    try:
        with _importable(first):
            return load_module(path, f"autograder_{path.stem}_{path.parent.name}")
    except CourseError as error:
        raise CourseError(f"{path}: {error}") from error
    except (Exception, SystemExit) as error:
        raise CourseError(not_executed(path, error)) from error


@contextlib.contextmanager
def _importable(first: ModuleType | None) -> Iterator[None]:
    """Let a file import from the first one, as what that is called in its folder."""
    if first is None:
        yield
        return
    other = sys.modules.get(_FIRST)
    sys.modules[_FIRST] = first
    try:
        yield
    finally:
        del sys.modules[_FIRST]
        if other is not None:
            sys.modules[_FIRST] = other
