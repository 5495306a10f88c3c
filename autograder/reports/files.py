"""Results as JSON on disk, never half written."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from autograder.errors import AutograderError
from autograder.results import Result, to_json, to_json_line


class ResultFile:
    """Writes one result as a JSON document, or several as JSON lines, each as soon as it is there.

    Args:
        path: where to; None to write nothing.
        several: whether to write JSON lines.
    """

    def __init__(self, path: Path | None, *, several: bool) -> None:
        self._path = path
        self._several = several
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._partial = self._path.with_name(self._path.name + ".partial")
            try:
                self._file = self._partial.open("wb")
            except OSError as error:
                raise AutograderError(f"cannot write {self._path}: {error.strerror}") from error
        return self

    def write(self, result: Result) -> None:
        """Write one result and hand it to the disk."""
        if self._file is not None:
            self._file.write(to_json_line(result) if self._several else to_json(result))
            self._file.flush()
            os.fsync(self._file.fileno())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the file its name; after an interruption too, since what was graded is kept."""
        if self._file is not None and self._path is not None:
            self._file.close()
            self._partial.replace(self._path)
