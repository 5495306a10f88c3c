"""Files that are whole or not there, whatever interrupts their writing."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from autograder.errors import AutograderError


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file, so that it holds at every instant what it held before, or all of `data`.

    The bytes go to a `.partial` file beside it first, which the next try replaces if this one is killed.
    A link stays a link, and an existing file keeps its permissions.

    Args:
        path: where to.
        data: all of it.
        private: whether a new file can be read by its owner alone.

    Raises:
        AutograderError: it cannot be written; what was there is as it was.
    """
    try:
        target = destination(path)
        partial = partial_beside(target)
        try:
            with open_partial(target, private=private) as file:
                write_all(file, data)
                settle(file, target)
        except BaseException:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise AutograderError(f"cannot write {path}: {error.strerror or error}") from error


def destination(path: Path) -> Path:
    """Return the file that is replaced: what a link leads to, and not the link.

    Raises:
        OSError: it may not be.
    """
    with contextlib.suppress(FileNotFoundError):
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected")
    # A loop behind a folder that is missing: up to Python 3.12 an error, from 3.13 on left as it is.
    with contextlib.suppress(RuntimeError):
        if not (target := path.resolve()).is_symlink():
            return target
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def partial_beside(target: Path) -> Path:
    """Return where a file is written before it takes its name: always the same, so that none pile up."""
    return target.with_name(target.name + ".partial")


def open_partial(target: Path, *, private: bool = False) -> BinaryIO:
    """Open the `.partial` file of a destination, unbuffered, with the permissions of what is replaced.

    Args:
        target: the destination.
        private: whether a new file can be read by its owner alone.

    Raises:
        OSError: it cannot be opened.
    """
    partial = partial_beside(target)
    partial.unlink(missing_ok=True)  # of an earlier run: its permissions need not allow to write
    known = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    # From the start: whoever once opened a file reads on when its permissions are narrowed.
    mode = 0o666 if known is None and not private else 0o600
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    file = os.fdopen(descriptor, "wb", buffering=0)
    if known is not None:
        os.fchmod(file.fileno(), known)
    return file


def write_all(file: BinaryIO, data: bytes) -> None:
    """Write all of `data` to an unbuffered file, which may take less of it at a time.

    Raises:
        OSError: the disk is full, for instance.
    """
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def settle(file: BinaryIO, target: Path) -> None:
    """Give a complete `.partial` file the name of its destination.

    Raises:
        OSError: the disk is full, for instance; the destination is as it was.
    """
    os.fsync(file.fileno())  # a name must not reach the disk before what it names
    partial_beside(target).replace(target)
    # Not all file systems can do that to a folder, and the file has its name by now.
    with contextlib.suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
