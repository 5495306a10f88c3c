"""How far a class is: for a person at a terminal, and nobody else."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Display

from autograder.results import Result


class Progress:
    """A bar on standard error with rate, time left and failures so far, if that is a terminal.

    It is drawn anew when a result comes, and by no thread: the grader forks.

    Args:
        total: how many submissions are graded.
    """

    def __init__(self, total: int) -> None:
        console = Console(stderr=True)
        self._display = Display(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[failures]}"),
            console=console,
            auto_refresh=False,
            transient=True,
            disable=not (console.is_terminal and total),
        )
        self._task = self._display.add_task("", total=total or None, rate="", failures="")
        self._ungraded = 0
        self._unreadable = 0

    def __enter__(self) -> Self:
        self._display.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._display.stop()

    def advance(self, result: Result) -> None:
        """Count one more result."""
        self._ungraded += result.status == "ungraded"
        self._unreadable += result.status == "unreadable"
        counts = ((self._unreadable, "unreadable"), (self._ungraded, "ungraded"))
        failures = ", ".join(f"{count} {what}" for count, what in counts if count)
        speed = self._display.tasks[0].speed
        rate = f"{speed:.1f} a second" if speed else ""
        self._display.update(self._task, advance=1, rate=rate, failures=failures, refresh=True)
