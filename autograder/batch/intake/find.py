"""From the paths that staff name to one piece of work each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.handed_in import Class
from autograder.batch.intake import canvas, gradescope, moodle, plain
from autograder.batch.intake.listing import Item, holds_grades, items, look, only_folder
from autograder.batch.intake.unpack import unpack
from autograder.errors import AutograderError, SubmissionNotFoundError
from autograder.submission.names import is_code, listed, shown, suffix


def find_work(sources: Sequence[Path], assignment: str, staging: Path) -> Class:
    """Return all that was handed in, whichever way it was downloaded.

    One folder or zip holds a class: an export of Gradescope, a download of Canvas or Moodle, or one file
    or folder a student. Several paths, or one of another kind, are a submission each; so is a zip that
    holds one file of code. Folders that hold a gradebook are left out.

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
        named, remarks = _without_grades([look(source.absolute()) for source in sources])
        if not named:
            raise AutograderError("There is nothing to grade; name a folder or zip of submissions")
        return replace(plain.named(named), remarks=remarks)
    source, staging = sources[0].absolute(), staging.absolute()
    if source.is_dir():
        return _in_folder(source, source, assignment, staging)
    if suffix(source.name) == ".zip":
        unpacked = unpack(source, staging)
        found = _in_zip(unpacked.folder, source, assignment, staging)
        return replace(found, remarks=(*unpacked.remarks, *found.remarks))
    return plain.named([look(source)])


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except (OSError, ValueError):  # a NUL is a ValueError
        return False
    return True


def _in_zip(folder: Path, source: Path, assignment: str, staging: Path) -> Class:
    """Return the work in a zip that is unpacked in a folder: one file of code alone is no class."""
    found = items(folder, staging)
    if len(found) == 1 and not found[0].is_folder and not _tell_whose(found):
        (only,) = found
        if is_code(only.path.name):
            return plain.alone(only, source.stem)
    return _in_folder(folder, source, assignment, staging)


def _in_folder(folder: Path, source: Path, assignment: str, staging: Path) -> Class:
    """Return the work in a folder, or in the one that is all it holds."""
    is_export = gradescope.is_export(folder)
    found, remarks = _without_grades(items(folder, staging), is_export=is_export)
    inner = None if moodle.is_moodle(found) else only_folder(found, assignment)
    if inner is not None:
        # Any student can call a file as Gradescope calls its own.
        is_export = gradescope.is_export(inner) and gradescope.is_name(inner.name)
        folder = inner
        found, more = _without_grades(items(inner, staging), is_export=is_export)
        said = [f"All is in {shown(inner.name)}: each file or folder in there is one submission"]
        if gradescope.is_export(inner) and not is_export:
            said.append(
                f"{gradescope.METADATA} in there was not read, since {shown(inner.name)} is no name of "
                "Gradescope's: if it is an export, name that folder itself"
            )
        remarks = (*remarks, *said, *more)
    if not found:
        raise AutograderError(
            f"{shown(str(source))} holds no submissions; name the folder or zip that was downloaded"
        )
    read = gradescope.find(folder, found) if is_export else _read(found, staging)
    return replace(read, remarks=(*remarks, *read.remarks))


def _without_grades(found: list[Item], *, is_export: bool = False) -> tuple[list[Item], tuple[str, ...]]:
    """Leave out the folders of gradebooks, but for the submissions that an export names."""
    grades = [] if is_export else [item for item in found if holds_grades(item)]
    if not grades:
        return found, ()
    names = listed([item.path.name for item in grades])
    remark = f"{names} left out: a gradebook is in there, and no submission"
    return [item for item in found if item not in grades], (remark,)


def _tell_whose(found: Sequence[Item]) -> bool:
    """Return whether names are such as a platform gives, which tell whose each file is."""
    return canvas.is_canvas(found) or moodle.is_moodle(found)


def _read(found: Sequence[Item], staging: Path) -> Class:
    if canvas.is_canvas(found):
        return canvas.find(found, staging)
    if moodle.is_moodle(found):
        return moodle.find(found, staging)
    return plain.find(found)
