"""A folder of grades is written by one command at a time."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import GradebookError

_GRADING, _WRITING = ".grading", ".writing"


@contextlib.contextmanager
def grading(folder: Path) -> Iterator[None]:
    """Hold a folder for a whole run of grading; a new one is for its owner alone.

    Raises:
        GradebookError: another run holds it, or it cannot be written.
    """
    with _held(folder, _GRADING, wait=False):
        yield


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold a folder while its files are written, as soon as no other command does that.

    Raises:
        GradebookError: it cannot be written.
    """
    with _held(folder, _WRITING, wait=True):
        yield


@contextlib.contextmanager
def _held(folder: Path, name: str, *, wait: bool) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / name).open("w")
    except OSError as error:
        raise GradebookError(f"{folder} cannot be written ({error.strerror})") from error
    with lock:
        try:
            # The system lets go of it whatever becomes of this process, and children do not inherit it.
            fcntl.lockf(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except (BlockingIOError, PermissionError) as error:
            raise GradebookError(
                f"{folder} is being written by another command of autograder: wait until it is done"
            ) from error
        except OSError as error:
            raise GradebookError(f"{folder} cannot be locked ({error.strerror})") from error
        yield
