"""A release on disk: written, and compared with what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.errors import ReleaseError

# What using a release leaves behind.
_LEFT_BEHIND = frozenset({"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".DS_Store"})


def write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write a release, each file at once or not at all; return the files that changed.

    Files that are none of the release's are left alone.

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


def differences(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return what is not current in a release on disk, a sentence each."""
    found = []
    for name, data in files.items():
        there = _read(folder / name)
        if there is None:
            found.append(f"{name} is missing")
        elif there != data:
            found.append(f"{name} is not current")
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and inside.as_posix() not in files and not _LEFT_BEHIND & set(inside.parts):
            found.append(f"{inside.as_posix()} is not part of the release")
    return found


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
