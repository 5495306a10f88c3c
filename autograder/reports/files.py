"""Results as JSON on disk, never half written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from autograder.errors import AutograderError
from autograder.results import Result, to_json, to_json_line


class ResultFile:
    """Writes one result as a JSON document, or several as JSON lines, each as soon as it is there.

    They go to a `.partial` file beside `path`, which takes its name once all are written. After an
    interruption, an error or a power cut an earlier file of that name is still what it was, and
    whatever was graded is in the `.partial` one.

    Args:
        path: where to; None to write nothing.
        several: whether to write JSON lines.

    Raises:
        AutograderError: on entering, if the path cannot be written to, so before anything is graded.
    """

    def __init__(self, path: Path | None, *, several: bool) -> None:
        self._path = path
        self._several = several
        self._partial: Path | None = None
        self._file: BinaryIO | None = None
        self._count = 0

    def __enter__(self) -> Self:
        if self._path is None:
            return self
        try:
            target = self._target(self._path)
            self._file = target.open("wb", buffering=0)
        except OSError as error:
            raise AutograderError(f"cannot write {self._path}: {error.strerror}") from error
        return self

    def write(self, result: Result) -> None:
        """Write one result at once, so that nothing that comes later can lose it.

        Raises:
            AutograderError: the disk is full, for instance.
        """
        if self._file is None:
            return
        rest = memoryview(to_json_line(result) if self._several else to_json(result))
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise AutograderError(f"cannot write {self._path}: {error.strerror}") from error
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the file its name, if all went well."""
        if self._file is None:
            return
        with self._file as file:
            if error is None and self._partial is not None:
                os.fsync(file.fileno())  # a name must not reach the disk before what it names
        if self._path is None or self._partial is None:
            return
        if error is None:
            self._partial.replace(self._path)
        elif self._count:
            error.add_note(f"what was graded until then is in {self._partial}")
        else:
            self._partial.unlink(missing_ok=True)

    def _target(self, path: Path) -> Path:
        """Return the file to write to, the `.partial` one wherever there can be one."""
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if path.exists() and not path.is_file():
            return path  # a pipe or a device, which a rename would put out of place
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "it is write-protected")
        self._path = path.resolve()  # what a link leads to is replaced, and not the link
        self._partial = self._path.with_name(self._path.name + ".partial")
        return self._partial
