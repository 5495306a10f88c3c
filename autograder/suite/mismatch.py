"""A failure as data: rendered later, by whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.suite.picture import array_text, where_wrong

_SHOWN_ELEMENTS = 64  # arrays up to this size are printed whole; `detail` has a single number


@dataclass(frozen=True, eq=False)
class Mismatch:
    """How an answer differs from what was due.

    Attributes:
        kind: "type", "shape", "values", "equal", "raises" or "modified".
        hint: one sentence without hidden values, fit for the report of a hidden test.
        detail: one sentence that may hold inputs and expected values: public tests and staff only.
        actual: the answer, where it is an array of numbers.
        expected: what was due, where it is an array of numbers.
        worst: index of the element that is furthest off.
        right: which elements are right, where the shape is.
    """

    kind: str
    hint: str
    detail: str = ""
    actual: NDArray[np.generic] | None = None
    expected: NDArray[np.generic] | None = None
    worst: tuple[int, ...] | None = None
    right: NDArray[np.bool_] | None = None

    def full_text(self) -> str:
        """Return the hint, the detail and, where they are small, both arrays and where they differ."""
        parts = [self.hint, self.detail]
        for title, array in (("expected", self.expected), ("got", self.actual)):
            if array is not None and 1 < array.size <= _SHOWN_ELEMENTS:
                parts.append(f"{title}:\n{array_text(array)}")
        if self.right is not None:
            parts.append(where_wrong(self.right))
        return "\n".join(part for part in parts if part)


class MismatchError(AssertionError):
    """Raised by the `assert_*` functions of suites; the data is in `mismatch`."""

    def __init__(self, mismatch: Mismatch) -> None:
        super().__init__(mismatch)
        self.mismatch = mismatch

    def __str__(self) -> str:
        return self.mismatch.full_text()
