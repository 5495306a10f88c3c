"""How fast a function is, beside the reference's: the `speed` of a suite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.measure.exclusive import Cores
from autograder.measure.figure import Figure
from autograder.measure.race import race
from autograder.measure.trainee import absent
from autograder.sandbox.stops import CallTimeout, MissingFunctionError
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.once import Once
from autograder.suite.side import Side

UNIT = "times the reference's time"


class Speed:
    """Times functions of one submission, each once however many tests ask.

    Args:
        student: the submission.
        open_reference: starts the reference.
        cores: on which both run.
        bounds: ratios about which a verdict is due.
        note: told of what staff should know of the figures.
    """

    def __init__(
        self,
        student: Side,
        open_reference: Callable[[], Side],
        cores: Cores,
        *,
        bounds: Sequence[float],
        note: Callable[[str], None],
    ) -> None:
        self._student = student
        self._open_reference = open_reference
        self._cores = cores
        self._bounds = bounds
        self._note = note
        self._figures: Once[Figure] = Once()

    def of(self, name: str, draw: Callable[[], Sequence[Any]], check: Callable[..., None]) -> Figure:
        """Return how many times as long as the reference's a function of the student's takes.

        Args:
            name: of the function.
            draw: gives the arguments of a call, other ones each time.
            check: is told an answer of the student's and its arguments, `check(answer, *args)`; raises a
                `MismatchError` if it is wrong: of a wrong function no speed is graded.

        Raises:
            MismatchError: an answer is wrong, or took longer than any threshold allows.
            MissingFunctionError: the submission has no such function.
            StudentError: the student's code raised.
            StudentStopped: no answer came.
        """

        def judge(answer: Any, args: Sequence[Any]) -> None:
            try:
                check(answer, *args)
            except MismatchError as error:
                hint = f"its speed does not count, since an answer is wrong: {error.mismatch.hint}"
                raise MismatchError(Mismatch("speed", hint, error.mismatch.detail)) from error

        def measure() -> Figure:
            most = max(self._bounds)
            student, pace = (
                _Runner(side, name, most) for side in (self._student, self._open_reference())
            )
            # As new as the reference: what was freed before makes memory slow or fast.
            self._student.renew()
            if absent(self._student.ask(name, "missing", [name]), [name]):
                raise MissingFunctionError(f"`{name}` is not defined, or is no function")
            with self._cores.alone():
                figure = race(student, pace, draw, judge, bounds=self._bounds, unit=UNIT)
            self._note(f"speed: `{name}` takes {figure}")
            return figure

        self._student.mention(name)
        return self._figures.get((name, self._student.as_defined), measure)


@dataclass(frozen=True)
class _Runner:
    """One function, timed."""

    side: Side
    name: str
    most: float

    def timed(self, args: Sequence[Any], seconds: float | None) -> tuple[Any, float]:
        before = self.side.spent
        try:
            answer = self.side.ask(self.name, "called", [self.name, *args], seconds)
        except CallTimeout as stop:
            if seconds is None:
                raise
            hint = f"stopped: it takes more than {self.most:g} {UNIT}"
            raise MismatchError(Mismatch("speed", hint)) from stop
        return answer, self.side.spent - before

    def transport(self, args: Sequence[Any], answer: Any) -> float:
        kept = self.side.ask(self.name, "keep", [answer])
        before = self.side.spent
        self.side.ask(self.name, "give", [kept, *args])
        return self.side.spent - before
