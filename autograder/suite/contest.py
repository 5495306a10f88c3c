"""What measures a submission beside the reference: each figure once, however many tests ask for it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from autograder.assignment import Assignment
from autograder.errors import SuiteError
from autograder.results import LeaderboardEntry

if TYPE_CHECKING:  # a student's own checks use little of it, anywhere
    from autograder.measure.data import DataSet
    from autograder.measure.exclusive import Cores
    from autograder.suite.network import Network
    from autograder.suite.side import Side
    from autograder.suite.speed import Speed
    from autograder.suite.trained import Trainings


class Contest:
    """One submission, and the reference where it is asked for.

    Args:
        assignment: what it is judged for, None where that is not known.
        student: the submission.
        open_reference: starts the reference where it runs.
        on_progress: told what goes on.
        data: what networks are trained with, None to read it when it is needed.

    Attributes:
        leaderboard: what was entered into it.
        measured: every figure, in words for staff.
    """

    def __init__(
        self,
        assignment: Assignment | None,
        student: Side,
        open_reference: Callable[[], Side],
        on_progress: Callable[[str], None] = lambda _: None,
        data: DataSet | None = None,
    ) -> None:
        self._assignment = assignment
        self._student = student
        self._open_reference = open_reference
        self._on_progress = on_progress
        self._data = data
        self.leaderboard: dict[str, LeaderboardEntry] = {}
        self.measured: list[str] = []

    @functools.cached_property
    def cores(self) -> Cores:
        """On which all run."""
        from autograder.measure.exclusive import Cores  # noqa: PLC0415 -- it needs Unix

        return Cores()

    @functools.cached_property
    def speed(self) -> Speed:
        """What times functions."""
        from autograder.suite.speed import Speed  # noqa: PLC0415 -- see above

        bounds = [bound for steps in self._known.steps for bound, _ in steps.at_most]
        if not bounds:
            raise SuiteError("speed is graded by [[steps]] with `at_most`, and assignment.toml has none")
        return Speed(
            self._student, self._reference, self.cores, bounds=bounds, note=self.measured.append
        )

    @functools.cached_property
    def network(self) -> Network:
        """What looks at networks."""
        from autograder.suite.network import Network  # noqa: PLC0415

        return Network(self._student)

    @functools.cached_property
    def training(self) -> Trainings:
        """What trains the network."""
        from autograder.suite.trained import Trainings  # noqa: PLC0415

        return Trainings(
            self._known,
            self._student,
            self._reference,
            self.cores,
            note=self.measured.append,
            on_progress=self._on_progress,
            data=self._data,
        )

    def enter(self, name: str, value: float, *, best: Literal["most", "least"]) -> None:
        """Enter a figure into the leaderboard.

        Args:
            name: of the figure.
            value: of it.
            best: whether more of it is better.
        """
        self.leaderboard[name] = LeaderboardEntry(name=name, value=value, best=best)

    @property
    def _known(self) -> Assignment:
        if self._assignment is None:
            raise SuiteError("only the grader, which has the reference, measures this")
        return self._assignment

    def _reference(self) -> Side:
        return self._side

    @functools.cached_property
    def _side(self) -> Side:
        return self._open_reference()


def local_contest(names: Mapping[str, Any], assignment: Assignment | None = None) -> Contest:
    """Return what measures names of this process, beside themselves.

    Args:
        names: functions, by their names.
        assignment: what they are of, if that is known.
    """
    from autograder.measure import in_worker  # noqa: PLC0415 -- as above
    from autograder.suite.side import LocalSide  # noqa: PLC0415

    side = LocalSide(names, vars(in_worker))
    return Contest(assignment, side, lambda: side)
