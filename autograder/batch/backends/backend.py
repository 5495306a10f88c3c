"""What grades many submissions: this machine, or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from autograder.assignment import Assignment
from autograder.grading.graded import Graded


class Backend(Protocol):
    """Grades as `autograder.grading.grade_each`, which is one, does."""

    def __call__(
        self,
        assignment: Assignment,
        paths: Sequence[Path],
        on_graded: Callable[[int, Graded], None],
        *,
        known: Collection[bytes] | None = None,
        private: Sequence[Path] = (),
        unsafe: bool = False,
    ) -> None:
        """Grade the submissions at `paths`, calling `on_graded` with the number of each as it is done.

        Raises:
            AutograderError: not all could be graded.
        """
