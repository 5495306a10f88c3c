"""All known mistakes of an assignment, read from its `faults.py`."""

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
    """Execute the `faults.py` of an assignment's folder; None if it has none.

    Raises:
        CourseError: it cannot be executed, or its faults contradict each other.
    """
    path = folder / FAULTS
    if not path.is_file():
        return None
    try:
        module = load_module(path, f"autograder_faults_{folder.name}")
    except CourseError as error:
        raise CourseError(f"{path}: {error}") from error
    except (Exception, SystemExit) as error:
        raise CourseError(f"{path} cannot be executed: {type(error).__name__}: {error}") from error
    values = list(vars(module).values())
    kinds = [each for each in values if isinstance(each, type) and issubclass(each, Operation)]
    operations: dict[str, type[Operation]] = {}
    for kind in kinds:
        if kind.of and operations.setdefault(kind.of, kind) is not kind:
            raise CourseError(f"{path}: two operations are `{kind.of}`")
    faults = {each.id: each for each in values if isinstance(each, Fault)}
    for one in faults.values():
        if not any(issubclass(operation, one.operation) for operation in operations.values()):
            raise CourseError(f"{path}: the fault {one.id} is of no function's operation")
    return Catalogue(operations, faults)
