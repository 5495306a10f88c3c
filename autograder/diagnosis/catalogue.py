"""All known mistakes of an assignment, read from its `faults.py` and any `faults_<part>.py`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import FAULTS
from autograder.diagnosis.fault import Fault, Operation
from autograder.errors import CourseError
from autograder.loading import load_module


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
    for path in paths:
        values = _values(path)
        for kind in (each for each in values if isinstance(each, type) and issubclass(each, Operation)):
            if kind.of and operations.setdefault(kind.of, kind) is not kind:
                raise CourseError(f"{path}: two operations are `{kind.of}`")
        for each in (each for each in values if isinstance(each, Fault)):
            if faults.setdefault(each.id, each) is not each:
                raise CourseError(f"{path}: two faults are called {each.id}")
            if not any(issubclass(operation, each.operation) for operation in operations.values()):
                raise CourseError(f"{path}: the fault {each.id} is of no function's operation")
    return Catalogue(operations, faults)


def _values(path: Path) -> list[object]:
    """Execute a file of faults and return its global values."""
    try:
        module = load_module(path, f"autograder_{path.stem}_{path.parent.name}")
    except CourseError as error:
        raise CourseError(f"{path}: {error}") from error
    except (Exception, SystemExit) as error:
        raise CourseError(f"{path} cannot be executed: {type(error).__name__}: {error}") from error
    return list(vars(module).values())
