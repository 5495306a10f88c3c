"""What was recorded of one function, beside what is due: the evidence that a search is after."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.diagnosis.answers import COARSE, same_answer
from autograder.diagnosis.trace import Answer, Call, Made, Raised, Trace, Unknown, calls_of, replay
from autograder.nested import leaves

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Recorded:
    """A call of one function, or all those of a test where they share objects.

    Attributes:
        trace: the call, or all calls of the test.
        given: what the student's function answered, by the numbers of its calls.
        functions: those of the reference.
        passed: whether the test did.
    """

    trace: Trace
    given: Mapping[int, Answer]
    functions: Functions
    passed: bool

    @functools.cached_property
    def due(self) -> Mapping[int, Answer]:
        """What the reference answers."""
        return dict(replay(self.trace, self.functions, self.given))

    @functools.cached_property
    def answers(self) -> Mapping[int, Answer]:
        """What the student's function answered and is to be explained.

        What differs from the reference in a test that passed is free, such as initial values: any
        program may answer there as it likes.
        """
        if not self.passed:
            return self.given
        free = Answer(Unknown())
        return {number: free if self._differs(number) else one for number, one in self.given.items()}

    def is_explained_by(
        self, number: int, answer: Answer, relative: float, *, strictly: bool = False
    ) -> bool:
        """Tell whether a program that answers a call so could be the student's; see `explains`.

        What is due is computed only for an answer that is not hers: most candidates are out by then.
        """
        if _is_same(answer, self.given[number], relative):
            return True
        return explains(answer, self.answers[number], self.due[number], relative, strictly=strictly)

    @functools.cached_property
    def wrong(self) -> tuple[int, ...]:
        """The numbers of the calls that were answered wrongly."""
        return () if self.passed else tuple(number for number in self.given if self._differs(number))

    @functools.cached_property
    def size(self) -> int:
        """How much there is to replay: elements of arrays among the arguments."""
        parts = leaves([(call.args, call.kwargs) for call in self.trace])
        return sum(getattr(part, "size", 1) for part in parts)

    def _differs(self, number: int) -> bool:
        return not explains(self.due[number], self.given[number], self.due[number], COARSE)


def first_wrong(tests: Sequence[Recorded]) -> Recorded | None:
    """Return the smallest of those that have a wrong answer, None if there is none."""
    failed = sorted((test for test in tests if not test.passed), key=lambda test: test.size)
    return next((test for test in failed if test.wrong), None)


def recorded(
    function: str, trace: Trace, answers: Sequence[Answer], functions: Functions, *, passed: bool
) -> list[Recorded]:
    """Return what one test says of a function, nothing if it did not call it.

    A call that gives or gets an object is kept with all others of its test: these make the object.

    Args:
        function: its name.
        trace: the calls of the test.
        answers: the student's.
        functions: those of the reference.
        passed: whether the test did.
    """
    mine = sorted(calls_of(function, trace))
    # Where nothing gave an object, nothing got one: most tests need not be looked through.
    has_objects = any(isinstance(answer.value, Made) for answer in answers)
    if has_objects and any(_has_object(trace[number], answers[number]) for number in mine):
        return [Recorded(trace, {number: answers[number] for number in mine}, functions, passed)]
    return [Recorded([trace[number]], {0: answers[number]}, functions, passed) for number in mine]


def _has_object(call: Call, answer: Answer) -> bool:
    return isinstance(answer.value, Made) or any(
        isinstance(part, Made) for part in leaves([call.args, call.kwargs])
    )


def explains(
    answer: Answer, student: Answer, due: Answer, relative: float, *, strictly: bool = False
) -> bool:
    """Tell whether a program that answers so could be the student's.

    A call that was stopped does not matter, nor, unless `strictly`, what is returned in the place of a
    due exception.
    """
    if isinstance(student.value, Unknown):
        return True
    if not strictly and isinstance(due.value, Raised) and not isinstance(answer.value, Raised):
        return not isinstance(student.value, Raised)
    return _is_same(answer, student, relative)


def _is_same(answer: Answer, student: Answer, relative: float) -> bool:
    alike = answer.modified == student.modified or student.modified is None
    return alike and same_answer(answer.value, student.value, relative)
