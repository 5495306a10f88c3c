"""What is to be handed in: the file itself, or a zip of it and of what it needs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from autograder.archive import zip_of
from autograder.errors import UnreadableSubmissionError
from autograder.rehearsal.code import graded_trees
from autograder.rehearsal.siblings import siblings
from autograder.rehearsal.work import Work
from autograder.submission import Submission, read_submission
from autograder.submission.limits import FILE_BYTES, SCRIPT_BYTES

_ZIP = ".zip"
_TRIES = 100
_LARGEST = 2**26  # bytes; a zip of ours is smaller


@dataclass(frozen=True)
class Upload:
    """What to hand in.

    Attributes:
        path: the file to upload.
        packed: names of the files in it, if it is a zip.
        submission: what was read back from it, None if that cannot be done.
        problem: why it cannot be read, empty where it can.
    """

    path: Path
    packed: tuple[str, ...]
    submission: Submission | None
    problem: str = ""


def needed(work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the modules that a work imports, and the files beside the code that it has to have."""
    modules = siblings(graded_trees(work.form.submission), work.folder)
    asked = work.released.files if work.released is not None else ()
    return modules, tuple(name for name in asked if (work.folder / name).is_file())


def read_with_modules(work: Work, scratch: Path) -> Submission:
    """Return what the grader would read of a work: its file, and the modules that it imports.

    Args:
        work: the student's.
        scratch: a folder for a moment.

    Raises:
        UnreadableSubmissionError: it cannot be read; the text says what to do.
    """
    modules, _ = needed(work)
    if not modules:
        return work.form.submission
    path = scratch / f"{work.name}{_ZIP}"
    path.write_bytes(_packed(work, modules))
    return read_submission(path, work.name)


def graded_instead(work: Work, submission: Submission) -> str:
    """Say so if the grader would take another file for the work; nothing if it takes this one."""
    taken = submission.graded_file
    if taken in {work.path.name, _own_name(work)}:
        return ""
    return (
        f"{taken} would be graded, and not {work.path.name}, which imports it: give {taken} another "
        f"name, one without `{work.name}`, and import it by that"
    )


def make_upload(work: Work) -> Upload:
    """Return what is to be handed in; where more than the file is, a zip is written beside it."""
    modules, files = needed(work)
    asked = work.released.files if work.released is not None else ()
    path = work.path
    packed: tuple[str, ...] = ()
    try:
        if modules or files:
            packed = (_own_name(work), *modules, *files)
            content = _packed(work, (*modules, *files))
            path = _free(work.folder, work.name, content)
            path.write_bytes(content)
        return Upload(path, packed, read_submission(path, work.name, asked))
    except UnreadableSubmissionError as error:
        return Upload(path, packed, None, str(error))
    except OSError as error:
        problem = f"{path.name} cannot be written or read: {error.strerror or type(error).__name__}"
        return Upload(path, packed, None, problem)


def _own_name(work: Work) -> str:
    """Return what the file is called in a zip: as the assignment, whatever a browser made of it."""
    return f"{work.name}{work.path.suffix.lower()}"


def _packed(work: Work, names: tuple[str, ...]) -> bytes:
    content = {name: _bytes(work.folder / name) for name in names}
    return zip_of({**content, _own_name(work): work.path.read_bytes()})


def _bytes(path: Path) -> bytes:
    """Return the content of a file; of a giant one, enough to be refused for it."""
    with path.open("rb") as file:
        return file.read(max(FILE_BYTES, SCRIPT_BYTES) + 1)


def _free(folder: Path, name: str, content: bytes) -> Path:
    """Return where a zip can be written without taking the place of anything of hers."""
    for number in range(1, _TRIES):
        path = folder / (f"{name}{_ZIP}" if number == 1 else f"{name}-{number}{_ZIP}")
        if not path.exists() or _is_ours(path):
            return path
    return folder / f"{name}-{len(content)}{_ZIP}"


def _is_ours(path: Path) -> bool:
    """Tell whether a zip was written by this module: from what is in it, it can be written again."""
    try:
        if path.stat().st_size > _LARGEST:
            return False
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return zip_of({name: archive.read(name) for name in archive.namelist()}) == content
    except Exception:  # noqa: BLE001 -- it may be anything, and then it is not ours
        return False
