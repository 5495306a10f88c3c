"""A folder made of the files that one student handed in one by one, for the reader of submissions."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from autograder.batch.intake.content import content_sha256
from autograder.errors import AutograderError
from autograder.submission import limits
from autograder.submission.names import shown


def stage(files: Mapping[str, Path], name: str, staging: Path) -> tuple[Path, tuple[str, ...]]:
    """Copy files into a folder of their own, under other names; the same files find it there again.

    Args:
        files: name in the folder to the file; a name has no "/" and is not "..".
        name: what the folder is called; likewise.
        staging: where such folders are kept.

    Returns:
        The folder, and messages for the student on files that were left out.

    Raises:
        AutograderError: the folder cannot be written.
    """
    messages: list[str] = []
    digest = hashlib.sha256()
    fit: dict[str, Path] = {}
    for target, path in sorted(files.items()):
        if problem := _problem(path):
            messages.append(f"{shown(target)} was left out: it is {problem}")
            continue
        fit[target] = path
        digest.update(f"{target}\0{content_sha256(path)}\0".encode("utf-8", "surrogatepass"))
    place = staging / f"files-{digest.hexdigest()[:16]}"
    if not place.exists():
        with written(place) as folder:
            (folder / name).mkdir()
            for target, path in fit.items():
                shutil.copyfile(path, folder / name / target, follow_symlinks=False)
    return place / name, tuple(messages)


@contextmanager
def written(place: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which becomes `place` when all went well and else is removed.

    Raises:
        AutograderError: the disk is full, for instance.
    """
    beginning = f".{place.name}-"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for left_behind in place.parent.glob(f"{beginning}*"):  # by a run that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=beginning, dir=place.parent))
        try:
            yield folder
            folder.rename(place)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise AutograderError(
            f"{shown(str(place))} cannot be written ({error.strerror or error}); make room, or choose "
            "another folder with --out"
        ) from error


def _problem(path: Path) -> str:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            return "a link to another place"
        if not stat.S_ISREG(status.st_mode):
            return "not a regular file"
        if status.st_size > limits.TOTAL_BYTES:
            return f"larger than {limits.TOTAL_BYTES // 2**20} MiB"
        return "" if os.access(path, os.R_OK) else "not readable"
    except OSError as error:
        return f"not readable ({error.strerror})"
