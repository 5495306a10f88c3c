"""The text that was handed in: what a student reads of a place in her code comes from here alone."""

from __future__ import annotations

from autograder.sandbox.stops import Frame, StudentError
from autograder.submission import Submission
from autograder.text import scrub

_SHOWN = 160  # characters of a line


class Sources:
    """The lines of a submission's cells and modules, by their labels.

    Args:
        submission: whose text it is.

    Attributes:
        labels: of its cells, in their order.
    """

    def __init__(self, submission: Submission) -> None:
        self.labels = [cell.label for cell in submission.cells]
        self._lines = {label: source.split("\n") for label, source in submission.texts.items()}

    def own(self, frames: tuple[Frame, ...]) -> list[Frame]:
        """Return those of the frames, which are the worker's word, that lie in this text."""
        return [frame for frame in frames if frame.label in self._lines]

    def place(self, frame: Frame) -> str:
        """Name a place of this text, with the line that stands there."""
        lines = self._lines[frame.label]
        if not 0 < frame.line <= len(lines):
            return frame.label
        line = lines[frame.line - 1].strip()[:_SHOWN]
        return scrub(f"{frame.label}, line {frame.line}: {line}")

    def mention(self, name: str) -> bool:
        """Tell whether a name occurs anywhere."""
        return any(name in line for lines in self._lines.values() for line in lines)

    def describe(self, error: StudentError, *, with_message: bool) -> str:
        """Return an error as its author should see it: its type, her own line, perhaps its text.

        Without the message nothing in the text is of the student's choosing but a line of her own
        source: messages, names of classes and of functions could carry hidden inputs out.
        """
        kind = type(error).__name__
        if kind == "StudentError":
            kind = "an exception"
        text = f"{error.name}: {error.message}" if with_message else kind
        frame = self.raised_at(error)
        return f"{text}\n  {self.place(frame)}" if frame else text

    def describe_in_cell(self, error: Exception, at: object) -> str:
        """Return what a statement outside any test raised, as its author should see it.

        Args:
            error: what it raised.
            at: the number of its cell, which is the worker's word: whatever that sent.
        """
        if not isinstance(error, StudentError):
            return "a cell failed"
        text = self.describe(error, with_message=True)
        if "\n" not in text and type(at) is int and 0 <= at < len(self.labels):
            text = f"{text}\n  {self.labels[at]}"
        return text

    def raised_at(self, error: StudentError) -> Frame | None:
        """Return the innermost place of her own code that an error went through, if there is one."""
        return next(reversed(self.own(error.frames)), None)
