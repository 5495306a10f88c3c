"""From the paths that staff name to one piece of work each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.handed_in import Class
from autograder.batch.intake import canvas, gradescope, plain
from autograder.batch.intake.listing import Item, items, only_folder
from autograder.batch.intake.unpack import unpack
from autograder.errors import AutograderError, SubmissionNotFoundError
from autograder.submission.names import shown, suffix


def find_work(sources: Sequence[Path], assignment: str, staging: Path) -> Class:
    """Return all that was handed in, whichever way it was downloaded.

    One folder or zip holds a class: an export of Gradescope, a download of Canvas, or one file or folder
    a student. Several paths, or one of another kind, are a submission each.

    Args:
        sources: what staff named.
        assignment: the assignment's name.
        staging: a folder for what has to be unpacked or put together, made when it is needed. The same
            sources find there what they left last time.

    Raises:
        SubmissionNotFoundError: nothing lies at one of the paths.
        AutograderError: a download is damaged or holds nothing, or `staging` cannot be written.
    """
    for source in sources:
        if not _exists(source):
            raise SubmissionNotFoundError(f"{shown(str(source))} does not exist; check the path")
    if len(sources) != 1:
        if not sources:
            raise AutograderError("There is nothing to grade; name a folder or zip of submissions")
        return plain.named(sources)
    source, staging = sources[0].absolute(), staging.absolute()
    if source.is_dir():
        return _in_folder(source, source, assignment, staging)
    if suffix(source.name) == ".zip":
        unpacked = unpack(source, staging)
        found = _in_folder(unpacked.folder, source, assignment, staging)
        return replace(found, remarks=(*unpacked.remarks, *found.remarks))
    return plain.named(sources)


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):  # a NUL is a ValueError
        return False
    return True


def _in_folder(folder: Path, source: Path, assignment: str, staging: Path) -> Class:
    """Return the work in a folder, or in the one that is all it holds."""
    found = items(folder, staging)
    inner = only_folder(found, assignment)
    remarks: tuple[str, ...] = ()
    if inner is not None:
        folder, found = inner, items(inner, staging)
        remarks = (f"All is in {shown(inner.name)}: each file or folder in there is one submission",)
    if not found:
        raise AutograderError(
            f"{shown(str(source))} holds no submissions; name the folder or zip that was downloaded"
        )
    read = _read(folder, found, staging)
    return replace(read, remarks=(*remarks, *read.remarks))


def _read(folder: Path, found: Sequence[Item], staging: Path) -> Class:
    if (folder / gradescope.METADATA).is_file():
        return gradescope.find(folder, found)
    if canvas.is_canvas(found):
        return canvas.find(found, staging)
    return plain.find(found)
