"""A folder or a zip: names of files, and their bytes when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.names import NOTEBOOK, shown, suffix

_ADVICE = MappingProxyType(
    {limits.NOTEBOOK_BYTES: "Clear all outputs", limits.SCRIPT_BYTES: "Take data out of it"}
)


class Bundle:
    """Files handed in together, each read only when it is needed.

    Args:
        name: what to call the whole in a message, fit to be shown.
        files: paths of the files that are not junk, relative and with "/".
        fetch: returns the bytes of a file, at most one more than the given limit; `read` counts them.
    """

    def __init__(self, name: str, files: Sequence[str], fetch: Callable[[str, int], bytes]) -> None:
        self.name = name
        self.files = tuple(sorted(files))
        self.fetch = fetch
        self._budget = limits.TOTAL_BYTES

    def read(self, file: str) -> bytes:
        """Return the bytes of a notebook or script.

        Raises:
            UnreadableSubmissionError: it is too large, damaged or cannot be opened.
        """
        return self.read_data(file, size_limit(file))

    def read_data(self, file: str, limit: int) -> bytes:
        """Return the bytes of any file, of `limit` at most.

        Raises:
            UnreadableSubmissionError: as above.
        """
        data = self.fetch(file, limit)
        refuse_large(len(data), limit, shown(file))
        self._budget -= len(data)
        if self._budget < 0:
            raise UnreadableSubmissionError(
                f"{self.name} holds more than {limits.TOTAL_BYTES // 2**20} MiB of notebooks and Python "
                "files. Hand in only the file that is to be graded and what it imports."
            )
        return data


def size_limit(file: str) -> int:
    """Return how many bytes of a file of this name are read at most."""
    return limits.NOTEBOOK_BYTES if suffix(file) == NOTEBOOK else limits.SCRIPT_BYTES


def refuse_large(size: int, limit: int, name: str) -> None:
    """Refuse a file of more than `limit` bytes.

    Raises:
        UnreadableSubmissionError: it is larger.
    """
    if size > limit:
        advice = _ADVICE.get(limit, "Make it smaller")
        raise UnreadableSubmissionError(
            f"{name} is larger than {limit // 2**20} MiB. {advice}, save, and hand it in again."
        )


def refuse_many(count: int, name: str) -> None:
    """Refuse a bundle of more files and folders than are looked through.

    Raises:
        UnreadableSubmissionError: there are more.
    """
    if count > limits.MEMBERS:
        raise UnreadableSubmissionError(
            f"{name} holds more than {limits.MEMBERS:,} files and folders. Hand in only the file that "
            "is to be graded and what it imports."
        )


def refuse_deep(depth: int, name: str) -> None:
    """Refuse a file or folder that lies too many folders down.

    Raises:
        UnreadableSubmissionError: it lies deeper.
    """
    if depth > limits.DEPTH:
        raise UnreadableSubmissionError(
            f"{name} has folders more than {limits.DEPTH} levels deep. Hand in only the file that is to "
            "be graded and what it imports."
        )
