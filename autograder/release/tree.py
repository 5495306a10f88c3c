"""A release on disk: written, and compared with what it should be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.errors import ReleaseError
from autograder.wheel import is_wheel

# What using a release leaves behind.
_LEFT_BEHIND = frozenset({"__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".venv", ".DS_Store"})


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


def remove_other_wheels(folder: Path, name: str) -> list[str]:
    """Remove the wheels of other versions, which pip must not be given; return their names.

    Raises:
        ReleaseError: one of them cannot be removed.
    """
    others = [path for path in sorted(folder.iterdir()) if is_wheel(path.name) and path.name != name]
    for path in others:
        try:
            path.unlink()
        except OSError as error:
            raise ReleaseError(f"cannot remove {path}: {error.strerror}") from error
    return [path.name for path in others]


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
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        ours = inside.as_posix() in files or (len(inside.parts) == 1 and is_wheel(path.name))
        if path.is_file() and not ours and not _LEFT_BEHIND & set(inside.parts):
            found.append(f"{inside.as_posix()} is not part of the release")
    return found


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
