"""Courses, assignments, their questions and limits: what staff have written down."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from autograder.assignment.names import Identifier, Name
from autograder.assignment.steps import Conditions, Device, Step, Steps
from autograder.assignment.training import Training
from autograder.digest import NamedFile, digest, files_below
from autograder.errors import CourseError
from autograder.results import AssignmentInfo, Reveal

COURSE_FILE = "course.toml"
ASSIGNMENT_FILE = "assignment.toml"
PUBLIC_SUITE = "test_public.py"
HIDDEN_SUITE = "test_hidden.py"
HIDDEN_SUITES = "test_hidden*.py"  # a long suite may be several files
FAULTS = "faults*.py"

Positive = Annotated[float, Meta(gt=0, le=1e6)]  # TOML knows `inf`
Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]


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
        code_kb: KiB of source text, all cells and modules together.
    """

    call_seconds: Positive = 2.0
    load_seconds: Positive = 20.0
    total_seconds: Positive = 120.0
    memory_mb: Annotated[int, Meta(ge=16, le=2**20)] = 1024
    output_mb: Annotated[int, Meta(ge=1, le=1024)] = 8
    files_mb: Annotated[int, Meta(ge=4, le=2**16)] = 32
    files: Annotated[int, Meta(ge=1, le=10**5)] = 1000
    diagnosis_seconds: Positive = 0.3
    code_kb: Annotated[int, Meta(ge=1, le=2**12)] = 2**12


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
        gpu: whether it can be measured on a GPU.
        training: the network that students train, if they do.
        steps: thresholds of what is measured, under all conditions.
        conditions: those under which it is measured now.
        data_folder: where the data lie that networks are trained with, if not in its own folder.
        hidden_outcomes: when a platform to which students hand in shows what hidden tests decided. Told
            at once, they answer guesses for as long as she may hand in again; `reveal` says how much
            they tell, and public checks are always shown.
    """

    name: str
    folder: Path
    title: str
    allow: tuple[str, ...]
    files: tuple[str, ...]
    limits: Limits
    questions: tuple[Question, ...]
    secret: str
    gpu: bool = False
    hidden_outcomes: Visibility = "after_published"
    training: Training | None = None
    steps: tuple[Steps, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)
    data_folder: Path | None = None

    @property
    def master(self) -> Path:
        """The staff's own solution, which is also the reference."""
        return self.folder / f"{self.name}.py"

    @property
    def on_gpu(self) -> bool:
        """Whether a GPU computes: one submission at a time has it."""
        return self.conditions.device == "cuda"

    def under(self, device: Device, data_folder: Path | None) -> Assignment:
        """Return the same assignment, measured under other conditions.

        Args:
            device: what computes.
            data_folder: where a full data set lies that takes the place of the one in its own folder.

        Raises:
            CourseError: it cannot be measured so.
        """
        if device != "cpu" and not self.gpu:
            raise CourseError(f"{self.name} is not measured on a GPU (`gpu` in {ASSIGNMENT_FILE})")
        if data_folder is not None and self.training is None:
            raise CourseError(f"{self.name} trains nothing: it takes no data")
        conditions = Conditions(device, "embedded" if data_folder is None else "mnist")
        return dataclasses.replace(self, conditions=conditions, data_folder=data_folder)

    def steps_of(self, question: str) -> tuple[Step, ...]:
        """Return the steps of a question under the conditions of now, the easiest first."""
        mine = (steps for steps in self.steps if steps.question == question)
        found = (steps for steps in mine if steps.hold_under(self.conditions))
        return tuple(step for steps in found for step in steps.each())

    @property
    def suites(self) -> tuple[Path, ...]:
        """The suite files that are there, the public one first."""
        hidden = sorted(self.folder.glob(HIDDEN_SUITES), key=lambda path: path.stem)
        return tuple(path for path in (self.folder / PUBLIC_SUITE, *hidden) if path.is_file())

    def sha256(self) -> str:
        """Return a digest of everything that can change a mark: files of the folder and the secret.

        The catalogue of faults names mistakes and changes no mark.
        """
        return digest([*self._files(), *self._measured_under()], self.secret)

    def judging_sha256(self) -> str:
        """Return a digest of everything that can change how a test ends.

        Of assignment.toml these are the parts that scoring again cannot do justice to: neither titles,
        points and `reveal`, nor the time for diagnoses.
        """
        limits = msgspec.structs.asdict(self.limits)
        del limits["diagnosis_seconds"]
        rules = [(question.id, question.all_or_nothing, question.uses) for question in self.questions]
        measured = (self.training, self.steps) if self.steps else ()
        decisive = msgspec.json.encode((self.allow, self.files, limits, rules, *measured))
        others = [file for file in self._files() if file[0] != ASSIGNMENT_FILE]
        return digest([(ASSIGNMENT_FILE, decisive), *others, *self._measured_under()], self.secret)

    @functools.cached_property
    def info(self) -> AssignmentInfo:
        """What results say of it; its files are read once, however many results there are."""
        return AssignmentInfo(
            name=self.name, title=self.title, sha256=self.sha256(), judging_sha256=self.judging_sha256()
        )

    def _measured_under(self) -> list[NamedFile]:
        """Return the conditions, if a mark depends on them."""
        return [("conditions", msgspec.json.encode(self.conditions))] if self.steps else []

    def _files(self) -> Iterator[NamedFile]:
        for name, content in files_below(self.folder):
            if "/" in name or not fnmatch.fnmatchcase(name, FAULTS):
                yield name, content
