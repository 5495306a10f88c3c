"""What was handed in beside the code, as the `submitted` of a suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import SubmittedFileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Submitted:
    """The files of one submission.

    Args:
        fetch: returns the bytes of a file, None if there is none.
    """

    def __init__(self, fetch: Callable[[str], bytes | None]) -> None:
        self._fetch = fetch

    def arrays(self, name: str) -> Mapping[str, NDArray[np.number]]:
        """Return the arrays in a file that `numpy.savez` wrote, read-only, by their names.

        A suite lets the error pass: it makes a failed test whose message the student reads.

        Raises:
            SubmittedFileError: the file is missing, or is no such file.
        """
        from autograder.suite.arrays import read_arrays  # noqa: PLC0415 -- NumPy, only when asked for

        data = self._fetch(name)
        if data is None:
            raise SubmittedFileError(
                f"{name} was not handed in, or cannot be used: put it beside the notebook, and hand in "
                "both",
                missing=True,
            )
        return read_arrays(data, name)


def submitted_in(folder: Path) -> Submitted:
    """Return what lies in a folder, as if it had been handed in."""

    def fetch(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    return Submitted(fetch)
