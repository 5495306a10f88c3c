"""The file in a student's folder that holds her work."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograder.errors import AutograderError, UnreadableSubmissionError
from autograder.rehearsal.code import Definition, definitions, graded_trees
from autograder.released import Released, read_released
from autograder.submission import Submission, read_submission
from autograder.submission.names import NOTEBOOK, SCRIPT, is_code, is_junk, suffix
from autograder.submission.selection import select

_UNFINISHED = "NotImplementedError"


@dataclass(frozen=True)
class Form:
    """The notebook, or the script, of one work, read alone."""

    path: Path
    submission: Submission
    definitions: Mapping[str, Definition]

    def unfinished(self, released: Released | None) -> int:
        """Return how many functions are still to be written, or are not there at all."""
        stubs = sum(definition.stub for definition in self.definitions.values())
        asked = released.functions if released is not None else {}
        return stubs + sum(name not in self.definitions for name in asked)


@dataclass(frozen=True)
class Work:
    """A student's work.

    Attributes:
        form: the file that holds it.
        name: of the assignment.
        released: what the release says of itself, None where it says nothing.
        others: other forms of the same work, which were not taken.
        choice: why it was taken, as a sentence; empty where there was no choice.
    """

    form: Form
    name: str
    released: Released | None
    others: tuple[Form, ...] = ()
    choice: str = ""

    @property
    def path(self) -> Path:
        """The file."""
        return self.form.path

    @property
    def folder(self) -> Path:
        """Where it lies, and what came with the assignment."""
        return self.form.path.parent


def find_work(place: Path) -> Work:
    """Return the work in a folder, or that of which a file is named.

    Raises:
        AutograderError: there is none, it cannot be read, or names do not tell which it is.
    """
    if not place.exists():
        raise AutograderError(f"{place} does not exist")
    if place.is_file():
        return work_in(place)
    released = read_released(place)
    entries = [entry.name for entry in place.iterdir() if entry.is_file() and not is_junk(entry.name)]
    name = released.name if released is not None else _likely_name(entries, place)
    here = place.resolve().name
    rivals = select(entries, name, here).rivals
    forms = sorted(
        _readable([place / rival for rival in rivals], name), key=partial(_rank, released=released)
    )
    return _chosen(forms, name, released)


def work_in(file: Path) -> Work:
    """Return the work in a file.

    Raises:
        AutograderError: it cannot be read.
    """
    if suffix(file.name) not in {NOTEBOOK, SCRIPT}:
        raise AutograderError(f"{file} is neither a notebook ({NOTEBOOK}) nor a Python file ({SCRIPT})")
    released = read_released(file.parent)
    name = released.name if released is not None else file.stem
    form = read_form(file, name)
    twins = [file.with_suffix(ending) for ending in (NOTEBOOK, SCRIPT) if suffix(file.name) != ending]
    others = tuple(_readable([twin for twin in twins if twin.is_file()], name, strict=False))
    return Work(form, name, released, others)


def read_form(file: Path, name: str) -> Form:
    """Return a file, read.

    Raises:
        AutograderError: it cannot be read.
    """
    submission = read_submission(file, name)
    return Form(file, submission, definitions(graded_trees(submission)))


def asked_names(work: Work) -> frozenset[str]:
    """Return the functions and classes that are to be written."""
    functions = work.released.functions if work.released is not None else {}
    return frozenset(name.partition(".")[0] for name in functions)


def worked_on(form: Form, beside: Form, released: Released | None) -> tuple[str, ...]:
    """Return the functions that are written in a form, and are other ones in the form beside it.

    Some methods are given, and are no work of hers: those of a class of which others are to be written.
    """
    begun = {name.rpartition(".")[0] for name, found in form.definitions.items() if found.stub} - {""}
    return tuple(
        name
        for name, definition in form.definitions.items()
        if (released is None or name in released.functions)
        and name.rpartition(".")[0] not in begun
        and not definition.stub
        and not _is_class(definition)
        and not _same(definition, beside.definitions.get(name))
    )


def _same(one: Definition, other: Definition | None) -> bool:
    return other is not None and one.code == other.code


def _is_class(definition: Definition) -> bool:
    return definition.code.startswith(ast.ClassDef.__name__)


def _chosen(forms: list[Form], name: str, released: Released | None) -> Work:
    """Return the work in the first of its forms, and why that one if another was worked on, too."""
    best, *others = forms
    rivals = [
        other
        for other in others
        if worked_on(other, best, released) and worked_on(best, other, released)
    ]
    if not rivals:
        return Work(best, name, released, tuple(others))
    there = rivals[0].path.name
    why = "saved last"
    here, beside = best.unfinished(released), rivals[0].unfinished(released)
    if here < beside:
        why = f"{here} functions to be written, there {beside}"
    choice = f"{best.path.name} ({why}), not {there}: name the file to choose, as in `{there}`"
    return Work(best, name, released, tuple(others), choice)


def _rank(form: Form, released: Released | None) -> tuple[int, int, bool]:
    return form.unfinished(released), -form.path.stat().st_mtime_ns, suffix(form.path.name) != SCRIPT


def _readable(files: list[Path], name: str, *, strict: bool = True) -> list[Form]:
    """Return those files that can be read.

    Raises:
        AutograderError: none can, and some are needed.
    """
    forms: list[Form] = []
    problem: UnreadableSubmissionError | None = None
    for file in files:
        try:
            forms.append(read_form(file, name))
        except UnreadableSubmissionError as error:
            problem = problem or error
    if not forms and strict and problem is not None:
        raise problem
    return forms


def _likely_name(entries: list[str], folder: Path) -> str:
    """Return the name of an assignment that does not say it: that of the notebook and the script."""
    stems = [Path(entry).stem for entry in entries if is_code(entry)]
    twice = [stem for stem in stems if stems.count(stem) > 1]
    return twice[0] if twice else folder.resolve().name
