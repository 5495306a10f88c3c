"""Reads `course.toml` and `assignment.toml`."""

from __future__ import annotations

import ast
import itertools
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from autograder.assignment.model import (
    ASSIGNMENT_FILE,
    COURSE_FILE,
    HIDDEN_SUITE,
    HIDDEN_SUITES,
    Assignment,
    Course,
    Limits,
    Question,
    Visibility,
)
from autograder.assignment.names import FileName, Name
from autograder.assignment.steps import Conditions, Data, Device, Steps
from autograder.assignment.training import Budget, Training
from autograder.assignment.wording import in_words, suggest
from autograder.errors import CourseError

SCHEMA_VERSION = 1

Version = Annotated[int, Meta(ge=1)]


class _AssignmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    schema_version: Version
    title: str
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]
    allow: tuple[str, ...] = ()
    files: tuple[FileName, ...] = ()
    gpu: bool = False
    hidden_outcomes: Visibility = "after_published"
    limits: Limits = Limits()
    training: Training | None = None
    steps: tuple[Steps, ...] = ()


class _CourseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    schema_version: Version
    title: str
    assignments: tuple[Name, ...]
    secret: Annotated[str, Meta(min_length=1)]


def find_course(start: Path) -> Path:
    """Return the folder with `course.toml`: `start`, its `solutions`, or those of a folder above.

    Raises:
        CourseError: there is none.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        for candidate in (folder, folder / "solutions"):
            if (candidate / COURSE_FILE).is_file():
                return candidate
    raise CourseError(
        f"no course.toml in {start}, in its solutions/ or above: go to the course's folder, or name "
        "it with --course DIR"
    )


def load_course(folder: Path) -> Course:
    """Read `course.toml`.

    Raises:
        CourseError: it is missing or cannot be used.
    """
    read = _read(folder / COURSE_FILE, _CourseFile)
    _require_unique(folder / COURSE_FILE, "assignments are named", read.assignments)
    return Course(folder, read.title, read.assignments, read.secret)


def load_assignment(course: Course, name: str) -> Assignment:
    """Read the assignment `name` of a course.

    Raises:
        CourseError: there is none of that name, or its files are missing or cannot be used.
    """
    if name not in course.assignments:
        known = ", ".join(course.assignments) or "none"
        hint = suggest(name, course.assignments)
        raise CourseError(f"{course.title} has no assignment {name!r}{hint}; it has: {known}")
    folder = course.folder / name
    read = _read(folder / ASSIGNMENT_FILE, _AssignmentFile)
    ids = [question.id for question in read.questions]
    _require_unique(folder / ASSIGNMENT_FILE, "questions have the id", ids)
    given = msgspec.structs.asdict(read)
    del given["schema_version"]
    assignment = Assignment(name=name, folder=folder, secret=course.secret, **given)
    hidden = next(folder.glob(HIDDEN_SUITES), folder / HIDDEN_SUITE)
    for path, what in (
        (assignment.master, "the master has the name of its folder"),
        (hidden, "staff's suite"),
    ):
        if not path.is_file():
            raise CourseError(f"{name}: {path} is missing: {what}")
    _require_used_names(assignment)
    _require_steps(assignment)
    if assignment.training is not None:
        _require_room(assignment, assignment.training)
    return assignment


def _require_room(assignment: Assignment, training: Training) -> None:
    """Make sure that there is what networks are trained with, and time to do it."""
    path = assignment.folder / ASSIGNMENT_FILE
    for name in (training.data, training.held_out):
        if not (assignment.folder / name).is_file():
            raise CourseError(f"{path}: {name} is missing, with which networks are trained or judged")
    most = 2 * training.seeds * max(msgspec.structs.astuple(training.seconds))
    if assignment.limits.total_seconds < most:
        raise CourseError(
            f"{path}: total_seconds has to be at least {most:g}: {training.seeds} trainings, and as "
            "many times the answers of the trained network, may take `seconds` each"
        )


def _require_steps(assignment: Assignment) -> None:
    """Make sure that each question with thresholds has them once under all conditions."""
    path = assignment.folder / ASSIGNMENT_FILE
    ids = [question.id for question in assignment.questions]
    for steps in assignment.steps:
        if steps.question not in ids:
            hint = suggest(steps.question, ids)
            raise CourseError(f"{path}: steps are for {steps.question!r}, which is no question{hint}")
        if problem := steps.problem():
            raise CourseError(f"{path}: steps of {steps.question}: {problem}")
    devices: tuple[Device, ...] = ("cpu", "cuda") if assignment.gpu else ("cpu",)
    data: tuple[Data, ...] = ("embedded", "mnist") if assignment.training else ("embedded",)
    for question in {steps.question for steps in assignment.steps}:
        for conditions in itertools.starmap(Conditions, itertools.product(devices, data)):
            mine = [steps for steps in assignment.steps if steps.question == question]
            count = sum(steps.hold_under(conditions) for steps in mine)
            if count != 1:
                raise CourseError(
                    f"{path}: question {question} has {count or 'no'} steps for device "
                    f"{conditions.device!r} and data {conditions.data!r}: give it one"
                )


def _require_used_names(assignment: Assignment) -> None:
    users = [question for question in assignment.questions if question.uses]
    try:
        body = ast.parse(assignment.master.read_bytes()).body if users else []
    except (SyntaxError, ValueError):
        return  # which is said where the master is executed
    defined = [node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    path = assignment.folder / ASSIGNMENT_FILE
    for question in users:
        _require_unique(path, f"names that {question.id} uses are", question.uses)
        for name in question.uses:
            if name == question.id:
                raise CourseError(
                    f"{path}: question {name} uses itself: whoever is lent a right one would pass"
                )
            if name not in defined:
                raise CourseError(
                    f"{path}: question {question.id} uses {name!r}, which {assignment.master.name} does "
                    f"not define{suggest(name, defined)}"
                )


_KINDS = (_AssignmentFile, _CourseFile, Question, Limits, Steps, Training, Budget)
_File = TypeVar("_File", _AssignmentFile, _CourseFile)
# msgspec drops what is raised while it looks a type up, and so Ctrl-C: `convert` finds these looked up.
_LOOKED_UP = (msgspec.json.Decoder(_AssignmentFile), msgspec.json.Decoder(_CourseFile))


def _read(path: Path, kind: type[_File]) -> _File:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        version = raw.get("schema_version")
        if type(version) is int and version > SCHEMA_VERSION:
            raise CourseError(
                f"{path} has schema version {version}, this autograder reads up to {SCHEMA_VERSION}: "
                "upgrade cnn-autograder"
            )
        return msgspec.convert(raw, kind)
    except FileNotFoundError as error:
        name = path.parent.name
        hint = f": `autograder new {name}` writes one" if path.name == ASSIGNMENT_FILE else ""
        raise CourseError(f"{path} is missing{hint}") from error
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CourseError(f"{path}: line {line} is not UTF-8 text") from error
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {in_words(str(error), _keys())}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CourseError(f"{path}: {error}") from error


def _keys() -> set[str]:
    return {key for kind in _KINDS for key in kind.__struct_fields__}


def _require_unique(path: Path, what: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise CourseError(f"{path}: two {what} {name!r}")
