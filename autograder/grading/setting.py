"""What all submissions of one run have in common."""

from __future__ import annotations

import importlib.metadata
import inspect
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

import pytest

from autograder._version import __version__
from autograder.assignment import ASSIGNMENT_FILE, Assignment
from autograder.diagnosis import Catalogue, load_catalogue
from autograder.errors import CourseError, SuiteError
from autograder.loading import load_module, not_executed
from autograder.measure.data import DataSet, data_of
from autograder.results import AssignmentInfo
from autograder.suite.collection import TestCase


@dataclass(frozen=True)
class Setting:
    """An assignment, ready to grade submissions for it.

    Attributes:
        assignment: what is graded for.
        info: the same, as results name it.
        versions: of what computes the results.
        config: pytest's.
        cases: the collected suite.
        reference: the staff's solution, executed.
        catalogue: known mistakes, None if none are written down, or none can be read.
        notes: what staff should know of every result.
        show: shows what goes on with a submission that takes long.
        data: what networks are trained with, None if none are.
    """

    assignment: Assignment
    info: AssignmentInfo
    versions: dict[str, str]
    config: pytest.Config
    cases: Sequence[TestCase]
    reference: ModuleType
    catalogue: Catalogue | None
    notes: tuple[str, ...]
    show: Callable[[str], None]
    data: DataSet | None


def make_setting(
    assignment: Assignment,
    config: pytest.Config,
    cases: Sequence[TestCase],
    show: Callable[[str], None] = lambda _: None,
) -> Setting:
    """Execute the reference and note what results say of the run.

    Args:
        assignment: what is graded for.
        config: pytest's.
        cases: the collected suite.
        show: shows what goes on with a submission that takes long.

    Raises:
        SuiteError: the reference cannot be executed.
        CourseError: the data that networks are trained with cannot be used, or a package is missing.
    """
    reference = load_reference(assignment)
    data = data_of(assignment, assignment.training) if assignment.training else None
    notes: tuple[str, ...] = ()
    try:
        catalogue = load_catalogue(assignment.folder)
    except CourseError as error:  # which costs words, and no marks
        catalogue, notes = None, (f"known mistakes were not looked for: {error}",)
    versions = _versions(assignment.allow)
    return Setting(
        assignment, assignment.info, versions, config, cases, reference, catalogue, notes, show, data
    )


def classes_of(reference: ModuleType) -> list[str]:
    """Return the names by which a reference has classes: what they give are objects with methods."""
    return [name for name, thing in vars(reference).items() if inspect.isclass(thing)]


def load_reference(assignment: Assignment) -> ModuleType:
    """Execute the master; what it raises is its author's, and no crash of ours.

    Raises:
        SuiteError: it cannot be executed.
    """
    try:
        return load_module(assignment.master, f"autograder_reference_{assignment.name}")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a master may call sys.exit()
        raise SuiteError(not_executed(assignment.master, error)) from error


def _versions(packages: Sequence[str]) -> dict[str, str]:
    return {
        **{name: _version(name) for name in packages},
        "autograder": __version__,
        "python": platform.python_version(),
        "numpy": importlib.metadata.version("numpy"),
        "pytest": pytest.__version__,
    }


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise CourseError(
            f"submissions may import {package!r}, which is not installed here: install it with pip, or "
            f"correct `allow` in {ASSIGNMENT_FILE}"
        ) from error
