"""`course.toml` and `assignment.toml`, read strictly: an unknown or misspelt key is an error."""

from __future__ import annotations

import ast
import difflib
import fnmatch
import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from autograder.digest import NamedFile, digest, files_below
from autograder.errors import CourseError
from autograder.results import AssignmentInfo, Reveal

SCHEMA_VERSION = 1
ASSIGNMENT_FILE = "assignment.toml"
PUBLIC_SUITE = "test_public.py"
HIDDEN_SUITE = "test_hidden.py"
HIDDEN_SUITES = "test_hidden*.py"  # a long suite may be several files
FAULTS = "faults*.py"

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Identifier = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
FileName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
Positive = Annotated[float, Meta(gt=0, le=1e6)]  # TOML knows `inf`
Version = Annotated[int, Meta(ge=1)]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question: the weighted fraction of its tests earns its points.

    Attributes:
        reveal: what a student learns of a failed hidden test: everything, a hint without values, or
            nothing but that it failed.
        all_or_nothing: whether a question with one failed test earns nothing.
        uses: functions and classes of other questions that an answer may call. Where one of them is
            wrong, the question is judged once more with the reference's in its place.
    """

    id: Name
    title: str
    points: Positive
    reveal: Reveal = "hint"
    all_or_nothing: bool = False
    uses: tuple[Identifier, ...] = ()


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Bounds of a submission, in CPU seconds of its worker and MiB; the wall clock allows ten times.

    What does not keep within one of them is stopped, with an outcome of its own.

    Attributes:
        call_seconds: one call of a function.
        load_seconds: running all cells once.
        total_seconds: everything together, replaced workers included.
        memory_mb: memory beyond what Python and the allowed packages take.
        output_mb: what is printed during one call, or while the cells run.
        files_mb: what is written to the worker's folder, all files together; one may have a quarter.
        files: how many files and folders there may be in it.
        diagnosis_seconds: CPU seconds of the grader to find out which mistake a question's is.
    """

    call_seconds: Positive = 2.0
    load_seconds: Positive = 20.0
    total_seconds: Positive = 120.0
    memory_mb: Annotated[int, Meta(ge=16, le=2**20)] = 1024
    output_mb: Annotated[int, Meta(ge=1, le=1024)] = 8
    files_mb: Annotated[int, Meta(ge=4, le=2**16)] = 32
    files: Annotated[int, Meta(ge=1, le=10**5)] = 1000
    diagnosis_seconds: Positive = 0.3


class _AssignmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    schema_version: Version
    title: str
    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]
    allow: tuple[str, ...] = ()
    files: tuple[FileName, ...] = ()
    limits: Limits = Limits()


class _CourseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    schema_version: Version
    title: str
    assignments: tuple[Name, ...]
    secret: Annotated[str, Meta(min_length=1)]


@dataclass(frozen=True)
class Course:
    """A folder of assignments that belong together, as staff have it.

    Attributes:
        secret: seeds the hidden inputs; it changes each term and never reaches a student.
    """

    folder: Path
    title: str
    assignments: tuple[str, ...]
    secret: str


@dataclass(frozen=True)
class Assignment:
    """One assignment, as staff have it.

    Attributes:
        name: its folder's name, and that of the master in it.
        allow: distributions that a submission may import, beside the standard library.
        files: names of what is handed in beside the code.
        secret: the course's.
    """

    name: str
    folder: Path
    title: str
    allow: tuple[str, ...]
    files: tuple[str, ...]
    limits: Limits
    questions: tuple[Question, ...]
    secret: str

    @property
    def master(self) -> Path:
        """The staff's own solution, which is also the reference."""
        return self.folder / f"{self.name}.py"

    @property
    def suites(self) -> tuple[Path, ...]:
        """The suite files that are there, the public one first."""
        hidden = sorted(self.folder.glob(HIDDEN_SUITES), key=lambda path: path.stem)
        return tuple(path for path in (self.folder / PUBLIC_SUITE, *hidden) if path.is_file())

    def sha256(self) -> str:
        """Return a digest of everything that can change a mark: files of the folder and the secret.

        The catalogue of faults names mistakes and changes no mark.
        """
        return digest(self._files(), self.secret)

    def judging_sha256(self) -> str:
        """Return a digest of everything that can change how a test ends.

        Of assignment.toml these are the parts that scoring again cannot do justice to: neither titles,
        points and `reveal`, nor the time for diagnoses.
        """
        limits = msgspec.structs.asdict(self.limits)
        del limits["diagnosis_seconds"]
        rules = [(question.id, question.all_or_nothing, question.uses) for question in self.questions]
        decisive = msgspec.json.encode((self.allow, self.files, limits, rules))
        others = (file for file in self._files() if file[0] != ASSIGNMENT_FILE)
        return digest([(ASSIGNMENT_FILE, decisive), *others], self.secret)

    @functools.cached_property
    def info(self) -> AssignmentInfo:
        """What results say of it; its files are read once, however many results there are."""
        return AssignmentInfo(
            name=self.name, title=self.title, sha256=self.sha256(), judging_sha256=self.judging_sha256()
        )

    def _files(self) -> Iterator[NamedFile]:
        for name, content in files_below(self.folder):
            if "/" in name or not fnmatch.fnmatchcase(name, FAULTS):
                yield name, content


def find_course(start: Path) -> Path:
    """Return the folder with `course.toml`: `start`, its `solutions`, or those of a folder above.

    Raises:
        CourseError: there is none.
    """
    for folder in (start.absolute(), *start.absolute().parents):
        for candidate in (folder, folder / "solutions"):
            if (candidate / "course.toml").is_file():
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
    read = _read(folder / "course.toml", _CourseFile)
    _require_unique(folder / "course.toml", "assignments are named", read.assignments)
    return Course(folder, read.title, read.assignments, read.secret)


def load_assignment(course: Course, name: str) -> Assignment:
    """Read the assignment `name` of a course.

    Raises:
        CourseError: there is none of that name, or its files are missing or cannot be used.
    """
    if name not in course.assignments:
        known = ", ".join(course.assignments) or "none"
        hint = _suggest(name, course.assignments)
        raise CourseError(f"{course.title} has no assignment {name!r}{hint}; it has: {known}")
    folder = course.folder / name
    read = _read(folder / ASSIGNMENT_FILE, _AssignmentFile)
    ids = [question.id for question in read.questions]
    _require_unique(folder / ASSIGNMENT_FILE, "questions have the id", ids)
    assignment = Assignment(
        name, folder, read.title, read.allow, read.files, read.limits, read.questions, course.secret
    )
    hidden = next(folder.glob(HIDDEN_SUITES), folder / HIDDEN_SUITE)
    for path in (assignment.master, hidden):
        if not path.is_file():
            raise CourseError(f"{name}: {path} is missing")
    _require_used_names(assignment)
    return assignment


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
            if name not in defined:
                raise CourseError(
                    f"{path}: question {question.id} uses {name!r}, which {assignment.master.name} does "
                    f"not define{_suggest(name, defined)}"
                )


_File = TypeVar("_File", _AssignmentFile, _CourseFile)


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
        raise CourseError(f"{path} is missing") from error
    except OSError as error:
        raise CourseError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CourseError(f"{path}: line {line} is not UTF-8 text") from error
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {_in_words(str(error))}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CourseError(f"{path}: {error}") from error


def _in_words(error: str) -> str:
    """Say in the words of a TOML file what msgspec says in those of Python."""
    problem, _, place = error.partition(" - at `$.")
    where = place.rstrip("`")
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", problem, re.DOTALL):
        known = {key for kind in (_AssignmentFile, _CourseFile, Question, Limits) for key in _keys(kind)}
        problem = f"unknown key {found[1]!r}{_suggest(found[1], known)}"
    elif found := re.fullmatch(r"Object missing required field `(.*)`", problem):
        problem = f"the key {found[1]!r} is missing"
    return f"{where}: {problem}" if where else problem


def _keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return kind.__struct_fields__


def _suggest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f" (is {close[0]!r} meant?)" if close else ""


def _require_unique(path: Path, what: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise CourseError(f"{path}: two {what} {name!r}")
