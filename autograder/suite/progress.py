"""Where a submission has got to while its cells are run, and which statement prints most."""

from __future__ import annotations

from autograder.sandbox.channel import Output
from autograder.sandbox.stops import OutputExceeded, StudentStopped

Position = tuple[int, int, int]  # cell, statement, line: the worker's word


class Progress:
    """Follows one run of the cells.

    Args:
        output: of the worker.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._current: Position | None = None
        self._printed_before = 0
        self._loudest: Position | None = None
        self._most = -1

    def reach(self, cell: int, statement: int, line: int) -> None:
        """Note that a statement begins."""
        self._weigh()
        self._current, self._printed_before = (cell, statement, line), self._output.total

    def culprit(self, stop: StudentStopped) -> Position | None:
        """Return the statement that a run was stopped for, None if none had begun.

        What is printed is read late and by the chunk, when others may be at work: one has printed too
        much if it has printed most. All other stops meet the one at work.
        """
        self._weigh()
        return self._loudest if isinstance(stop, OutputExceeded) else self._current

    def _weigh(self) -> None:
        share = self._output.total - self._printed_before
        if self._current is not None and share > self._most:
            self._loudest, self._most = self._current, share
