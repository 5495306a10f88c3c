"""What is wrong around the functions: imports, files, size, two forms of one work, edited checks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator

from autograder.errors import SubmittedFileError
from autograder.rehearsal.code import Import, graded_trees, imports, trees
from autograder.rehearsal.finding import Finding
from autograder.rehearsal.model import Rehearsal
from autograder.rehearsal.reach import reached, statements
from autograder.rehearsal.work import Work, asked_names, worked_on
from autograder.sandbox.notebook_runtime.imports import Allowed
from autograder.sandbox.notebook_runtime.standins import MODULES as STAND_INS
from autograder.submission import Cell, Submission
from autograder.submission.names import listed

CHECKS = "test_public.py"
_ARRAYS = ".npz"


def has_checks(work: Work) -> bool:
    """Tell whether the public checks lie beside a work."""
    return (work.folder / CHECKS).is_file()


def refused_imports(
    work: Work, submission: Submission, rehearsal: Rehearsal
) -> Iterator[tuple[Import, Finding]]:
    """Give the imports of packages that the assignment does not allow; a hint if nothing needs them."""
    if work.released is None or rehearsal.problem:
        return
    allowed = Allowed(work.released.allow, rehearsal.importable, ())
    files = {f"{name.replace('.', '/')}.py": text for name, text in submission.modules.items()}
    modules = trees([Cell(file, text) for file, text in files.items()], script=True)
    own = {name.partition(".")[0] for name in submission.modules}
    cells = graded_trees(submission)
    needed = reached(statements(cells), asked_names(work), statements(modules), own)
    for wanted in imports([*cells, *modules]):
        top = wanted.module.partition(".")[0]
        if (
            top
            and top not in own
            and top not in STAND_INS
            and not allowed.includes(top)
            and not wanted.optional
        ):
            known = " and ".join(["the standard library", *work.released.allow])
            text = (
                f"{wanted.place}: `{top}` may not be imported in this assignment, which allows {known}"
            )
            loses = any(one.holds(wanted.cell, wanted.line) for one in needed)
            yield wanted, Finding(text, loses=loses)


def asked_files(work: Work, submission: Submission) -> Iterator[Finding]:
    """Give the files beside the code that are missing, or cannot be used."""
    for name in work.released.files if work.released is not None else ():
        content = submission.files.get(name)
        if content is None:
            why = next((message for message in submission.messages if name in message), None)
            text = why or f"{name} is asked for and is not here: put it beside {work.path.name}"
            yield Finding(text, loses=True)
        elif name.endswith(_ARRAYS):
            yield from _damage(content, name)


def size(work: Work, submission: Submission) -> Iterator[Finding]:
    """Say so if there is more code than an assignment allows."""
    code = sum(len(text.encode()) for text in submission.texts.values())
    if work.released is not None and code > work.released.code_kb * 1024:
        much = f"there are {math.ceil(code / 1024):,} KB of code, {work.released.code_kb} are allowed"
        yield Finding(f"{much}: data cannot be handed in as code", loses=True)


def remarks(work: Work, submission: Submission) -> Iterator[Finding]:
    """Give what the reader of the work remarks, but for the files that are asked for."""
    asked = work.released.files if work.released is not None else ()
    for message in submission.messages:
        if not any(name in message for name in asked):
            yield Finding(message)


def other_forms(work: Work) -> Iterator[Finding]:
    """Say so if both the notebook and the script were worked on."""
    mine = work.form.definitions
    for other in work.others:
        names = worked_on(other, work.form, work.released)
        only = [name for name in names if name not in mine or mine[name].stub]
        if only and work.released is not None:
            where = (
                f"written in {other.path.name} alone, and not in {work.path.name}, which is handed in"
            )
            yield Finding(f"{listed([f'`{name}`' for name in only])}: {where}", loses=True)
        elif names and worked_on(work.form, other, work.released):
            said = f"{other.path.name} was worked on, too, and is not the same"
            yield Finding(f"{said}: only {work.path.name} is handed in")


def edited_checks(work: Work) -> Iterator[Finding]:
    """Say so if the public checks are not those that were handed out."""
    if not has_checks(work):
        yield Finding(f"{CHECKS} is not here, so that nothing could be checked")
        return
    content = (work.folder / CHECKS).read_bytes()
    # Git on Windows changes the ends of lines.
    digests = {hashlib.sha256(text).hexdigest() for text in (content, content.replace(b"\r\n", b"\n"))}
    if work.released is not None and work.released.checks_sha256 not in digests:
        yield Finding(f"{CHECKS} is not as it was handed out; that changes nothing about your marks")


def _damage(content: bytes, name: str) -> Iterator[Finding]:
    from autograder.suite.arrays import read_arrays  # noqa: PLC0415 -- NumPy, where it is needed

    try:
        read_arrays(content, name)
    except SubmittedFileError as error:
        yield Finding(str(error), loses=True)
