"""A release on disk: written, and compared with what it should be."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder.assignment import PUBLIC_SUITE
from autograder.errors import ReleaseError
from autograder.release.otter import FOLDER as OTTER_FOLDER
from autograder.release.otter import written_tests
from autograder.wheel import is_wheel

# What using a release leaves behind.
_LEFT_BEHIND = frozenset({"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".venv", ".DS_Store"})


def write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write a release, each file at once or not at all; return the files that changed.

    Files that are none of the release's are left alone: see `remove_outdated` and `strays`.

    Raises:
        ReleaseError: a file cannot be written.
    """
    changed = [name for name, data in files.items() if _read(folder / name) != data]
    for name in changed:
        path = folder / name
        partial = path.with_name(path.name + ".partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(files[name])
            partial.replace(path)
        except OSError as error:
            raise ReleaseError(f"cannot write {path}: {error.strerror}") from error
    return changed


def is_for_otter(folder: Path) -> bool:
    """Tell whether the release in a folder was made with what Otter runs."""
    return bool(written_tests(folder, PUBLIC_SUITE))


def remove_outdated(folder: Path, files: Collection[str]) -> list[str]:
    """Remove what only a release can have written, and this one did not; return their names.

    That is wheels of other versions, which pip must not be given, and tests of Otter's.

    Args:
        folder: of the release.
        files: of the release, the wheel among them.

    Raises:
        ReleaseError: one of them cannot be removed.
    """
    wheels = [path.name for path in sorted(folder.iterdir()) if is_wheel(path.name)]
    outdated = [one for one in (*wheels, *written_tests(folder, PUBLIC_SUITE)) if one not in files]
    for name in outdated:
        try:
            (folder / name).unlink()
        except OSError as error:
            raise ReleaseError(f"cannot remove {folder / name}: {error.strerror}") from error
    with contextlib.suppress(OSError):  # others are in it, or it is not there
        (folder / OTTER_FOLDER).rmdir()
    return outdated


def differences(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return what is not current in a release on disk, a sentence each.

    A wheel is neither due nor out of place: each machine makes its own, of its own sources.
    """
    found = []
    for name, data in files.items():
        there = _read(folder / name)
        if there is None:
            found.append(f"{name} is missing")
        elif there != data:
            found.append(f"{name} is not current")
    return [*found, *strays(folder, files)]


def strays(folder: Path, files: Collection[str]) -> list[str]:
    """Return which files in a folder are none of the release's, a sentence each.

    Nobody knows here whose they are, so they are left for a person to delete.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        ours = inside.as_posix() in files or (len(inside.parts) == 1 and is_wheel(path.name))
        if path.is_file() and not ours and not _LEFT_BEHIND & set(inside.parts):
            found.append(
                f"{inside.as_posix()} is not part of the release: delete it, or students get it"
            )
    return found


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
