"""Figures are taken once, whoever asks for them, and what goes wrong is told to each who does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignment import Assignment
from autograder.errors import SuiteError
from autograder.measure.figure import Figure
from autograder.results import LeaderboardEntry
from autograder.sandbox.stops import CallTimeout, MissingFunctionError, WorkerCrashed
from autograder.suite.contest import Contest, local_contest
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.once import Once
from tests.samples import ASSIGNMENT
from tests.suite.courses import lay

STEPS = '\n[[steps]]\nquestion = "reef"\ntitle = "{} times"\nat_most = [[3, 1.0], [6, 0.5]]\n'


class FakeSide:
    """Answers with twice the number that it is given; its clock goes by what a call takes.

    Args:
        pace: seconds of a call.
        fail: told the number of a call of hers and how long it may take; may raise.
    """

    def __init__(
        self, pace: float = 1.0, fail: Callable[[int, float | None], None] = lambda _, __: None
    ) -> None:
        self._pace = pace
        self._fail = fail
        self.spent = 0.0
        self.as_defined = False
        self.calls = 0
        self.renewed = 0
        self.mentioned: list[str] = []
        self.missing: object = []

    def ask(self, name: str, helper: str, args: Sequence[Any], seconds: float | None = None) -> Any:
        """Answer, as helpers and her function do."""
        if helper in ("keep", "give"):
            return args[0]
        if helper == "missing":
            return self.missing
        assert helper == "called"
        assert args[0] == name
        self.calls += 1
        self._fail(self.calls, seconds)
        self.spent += self._pace
        return 2 * args[1]

    def mention(self, *names: str) -> None:
        """Keep them."""
        self.mentioned += names

    def renew(self) -> None:
        """Count it."""
        self.renewed += 1


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    """Return an assignment with steps."""
    return lay(tmp_path / "course", assignment=ASSIGNMENT + STEPS)


@dataclasses.dataclass
class Opened:
    """A contest, its sides, and how often the reference was started."""

    contest: Contest
    student: FakeSide
    reference: FakeSide
    starts: int = 0

    def time(self, check: Callable[..., None] = lambda _, __: None) -> Figure:
        """Return how fast the student is."""
        return self.contest.speed.of("reef", lambda: (21,), check)


@pytest.fixture(name="open_contest")
def _open_contest(assignment: Assignment) -> Callable[[FakeSide], Opened]:
    """Give a function that opens the contest of a student."""

    def opened(student: FakeSide) -> Opened:
        reference = FakeSide()

        def start() -> FakeSide:
            made.starts += 1
            return reference

        contest = Contest(assignment, student, start)
        made = Opened(contest, student, reference)
        return made

    return opened


Open = Callable[[FakeSide], Opened]


def test_speed_is_measured_once_however_many_tests_ask(open_contest: Open) -> None:
    """The reference is started when it is first needed; both begin anew."""
    opened = open_contest(FakeSide(pace=2.0))
    assert opened.starts == 0
    figure = opened.time()
    assert (figure.value, figure.unit) == (2.0, "times the reference's time")
    calls = opened.student.calls
    assert [opened.time() for _ in range(3)] == [figure] * 3
    assert opened.student.calls == calls
    assert (opened.starts, opened.student.renewed) == (1, 1)
    assert opened.contest.measured == [f"speed: `reef` takes {figure}"]
    assert opened.student.mentioned == ["reef"] * 4  # for each test: a later cell may have clobbered it


def test_each_function_is_measured_by_itself(open_contest: Open) -> None:
    """Beside the same reference."""
    opened = open_contest(FakeSide())
    for name in ("reef", "granny"):
        opened.contest.speed.of(name, lambda: (21,), lambda _, __: None)
    assert opened.starts == 1
    assert [text.split("`")[1] for text in opened.contest.measured] == ["reef", "granny"]


def test_what_is_called_as_it_was_defined_is_measured_apart(open_contest: Open) -> None:
    """A later cell may have bound anew what a function uses: that is another function."""
    opened = open_contest(FakeSide(pace=2.0))
    opened.time()
    opened.student.as_defined = True
    opened.time()
    assert len(opened.contest.measured) == 2
    opened.student.as_defined = False
    opened.time()
    assert len(opened.contest.measured) == 2


def test_a_wrong_answer_has_no_speed(open_contest: Open) -> None:
    """The hint and the detail are those of the suite's own check, and each who asks is told."""
    opened = open_contest(FakeSide())

    def check(answer: int, turns: int) -> None:
        assert (answer, turns) == (42, 21)
        raise MismatchError(Mismatch("values", "some of the values are wrong", "got 42"))

    errors = []
    for _ in range(2):
        with pytest.raises(MismatchError) as raised:
            opened.time(check)
        errors.append(raised.value)
    assert errors[0] is errors[1]
    assert errors[0].mismatch.hint == (
        "its speed does not count, since an answer is wrong: some of the values are wrong"
    )
    assert errors[0].mismatch.detail == "got 42"
    assert opened.student.calls == 1
    assert opened.contest.measured == []


def test_a_function_that_is_missing_is_named(open_contest: Open) -> None:
    """It is neither called nor timed."""
    opened = open_contest(FakeSide())
    opened.student.missing = ["reef"]
    with pytest.raises(MissingFunctionError, match="`reef` is not defined, or is no function"):
        opened.time()
    assert opened.student.calls == 0


@pytest.mark.parametrize("said", [None, 3, "reef", [["reef"]], np.array(["reef"]), ["halve"]])
def test_what_a_worker_says_of_missing_functions_may_be_anything(
    open_contest: Open, said: object
) -> None:
    """All but the name of the function in a list changes nothing."""
    opened = open_contest(FakeSide())
    opened.student.missing = said
    opened.time()
    assert opened.student.calls


def test_other_errors_of_a_check_are_the_suites(open_contest: Open) -> None:
    """They are told as they are."""

    def check(_: int, __: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_contest(FakeSide()).time(check)


@pytest.mark.parametrize("at", [1, 2, 4])
def test_a_call_that_takes_longer_than_any_step_allows_is_stopped(open_contest: Open, at: int) -> None:
    """It says so by the largest bound, in the first call and in any other."""

    def stop(call: int, seconds: float | None) -> None:
        assert seconds is not None
        if call == at:
            raise CallTimeout(f"stopped after {seconds:g} seconds of computing")

    with pytest.raises(MismatchError) as raised:
        open_contest(FakeSide(fail=stop)).time()
    assert raised.value.mismatch.hint == "stopped: it takes more than 6 times the reference's time"


def test_a_stop_passes_and_is_raised_again(open_contest: Open) -> None:
    """Whatever the process died of, a second test does not make it die once more."""

    def crash(_: int, __: float | None) -> None:
        raise WorkerCrashed("the Python process ended")

    opened = open_contest(FakeSide(fail=crash))
    for _ in range(2):
        with pytest.raises(WorkerCrashed, match="ended"):
            opened.time()
    assert opened.student.calls == 1


def test_the_reference_that_is_stopped_is_nobodys_mistake(open_contest: Open) -> None:
    """What stops it is not said to be the student's slowness."""
    opened = open_contest(FakeSide())

    def stop(*_: object, **__: object) -> None:
        raise CallTimeout("stopped after 2 seconds of computing")

    opened.reference.ask = stop  # type: ignore[method-assign]
    with pytest.raises(CallTimeout, match="2 seconds"):
        opened.time()


def test_figures_are_entered_into_the_leaderboard(open_contest: Open) -> None:
    """Each name once: the last word counts."""
    contest = open_contest(FakeSide()).contest
    contest.enter("seconds", 1.5, best="least")
    contest.enter("right", 97.0, best="most")
    contest.enter("seconds", 1.25, best="least")
    assert [*contest.leaderboard.values()] == [
        LeaderboardEntry(name="seconds", value=1.25, best="least"),
        LeaderboardEntry(name="right", value=97.0, best="most"),
    ]


def test_speed_needs_steps_that_bound_it(tmp_path: Path) -> None:
    """Otherwise nothing says how slow is too slow; figures of which more is better do not."""
    more = STEPS.replace("at_most", "at_least").replace("[6, 0.5]", "[1, 0.5]")
    for number, text in enumerate((ASSIGNMENT, ASSIGNMENT + more)):
        side = FakeSide()
        bare = lay(tmp_path / str(number), assignment=text)
        with pytest.raises(SuiteError, match=r"\[\[steps\]\] with `at_most`"):
            _ = Contest(bare, side, FakeSide).speed


@pytest.mark.parametrize("what", ["speed", "training"])
def test_students_measure_nothing_beside_a_reference(what: str) -> None:
    """Their checks do not know the assignment, and say that; they may look at their network."""
    contest = local_contest({})
    with pytest.raises(SuiteError, match="only the grader"):
        getattr(contest, what)
    assert contest.network is contest.network


@pytest.mark.parametrize("error", [ValueError("no"), WorkerCrashed("no"), CallTimeout("no")])
def test_once_raises_the_same_error_again(error: BaseException) -> None:
    """For each who asks for that key, and for no other."""
    once: Once[int] = Once()
    asked: list[str] = []

    def compute() -> int:
        asked.append("a")
        raise error

    for _ in range(3):
        with pytest.raises(type(error)) as raised:
            once.get("a", compute)
        assert raised.value is error
    assert asked == ["a"]
    assert once.get("b", lambda: 3) == once.get("b", lambda: 4) == 3


def test_once_keeps_no_interruption() -> None:
    """Who is interrupted by a person asks again."""
    once: Once[int] = Once()

    def interrupted() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once.get("a", interrupted)
    assert once.get("a", lambda: 3) == 3
