"""Results as JSON on disk, never half written."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from autograder.errors import AutograderError
from autograder.reports.atomic import destination, open_partial, partial_beside, settle, write_all
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
        self._target: Path | None = None
        self._file: BinaryIO | None = None
        self._count = 0

    def __enter__(self) -> Self:
        if self._path is None:
            return self
        try:
            if self._path.exists() and not (self._path.is_file() or self._path.is_dir()):
                # A pipe or a device, which a rename would put out of place.
                self._file = self._path.open("wb", buffering=0)
            else:
                self._target = destination(self._path)
                self._file = open_partial(self._target)
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
        data = to_json_line(result) if self._several else to_json(result)
        try:
            write_all(self._file, data)
        except OSError as error:
            raise AutograderError(f"cannot write {self._path}: {error.strerror}") from error
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the file its name, if all went well.

        Raises:
            AutograderError: the disk is full, for instance.
        """
        if self._file is None:
            return
        with self._file as file:
            if self._target is None:
                return
            if error is None:
                try:
                    settle(file, self._target)
                except OSError as failure:
                    raise AutograderError(f"cannot write {self._path}: {failure.strerror}") from failure
            elif self._count:
                error.add_note(f"what was graded until then is in {partial_beside(self._target)}")
            else:
                partial_beside(self._target).unlink(missing_ok=True)
