"""The search for known mistakes that explain what a submission answered: all of it, right and wrong.

Faults are tried one by one, then in pairs; each candidate replays the recorded calls, those that went
wrong first and small ones before large ones, and is out with the first answer that is not the student's.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.answers import FINE, same_answer
from autograder.diagnosis.fault import Fault, Operation, composes, faulty
from autograder.diagnosis.trace import Answer, Made, Raised, Trace, Unknown, calls_of, replay

COARSE = 1e-4  # of the largest magnitude: what suites allow, so that float32 arithmetic is the same

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Recorded:
    """A call of one function, or all those of a test where they share objects.

    Attributes:
        trace: the call, or all calls of the test.
        answers: what the student's function answered, by the numbers of its calls.
        due: what the reference answers.
    """

    trace: Trace
    answers: Mapping[int, Answer]
    due: Mapping[int, Answer]

    @functools.cached_property
    def wrong(self) -> tuple[int, ...]:
        """The numbers of the calls that were answered wrongly."""
        return tuple(
            number
            for number, answer in self.answers.items()
            if not explains(self.due[number], answer, self.due[number], COARSE)
        )

    @functools.cached_property
    def size(self) -> int:
        """How much there is to replay: elements of arrays among the arguments."""
        return sum(_elements((call.args, call.kwargs)) for call in self.trace)


@dataclass(frozen=True)
class Explanation:
    """Sets of faults each of which, made together, give every answer that the student's function gave.

    Attributes:
        candidates: one set where it is clear which mistake it is; more where the calls cannot tell.
    """

    candidates: tuple[tuple[Fault, ...], ...]


def recorded(
    function: str, trace: Trace, answers: Sequence[Answer], functions: Functions
) -> list[Recorded]:
    """Return what one test says of a function, nothing if it did not call it.

    Args:
        function: its name.
        trace: the calls of the test.
        answers: the student's.
        functions: those of the reference.
    """
    mine = sorted(calls_of(function, trace))
    with np.errstate(all="ignore"):
        due = dict(replay(trace, functions, mine))
    if any(isinstance(due[number].value, Made) for number in mine):
        return [Recorded(trace, {number: answers[number] for number in mine}, due)]
    return [Recorded([trace[number]], {0: answers[number]}, {0: due[number]}) for number in mine]


def explains(answer: Answer, student: Answer, due: Answer, relative: float) -> bool:
    """Tell whether a program that answers so could be the student's.

    What is returned in the place of a due exception does not matter, nor does a call that was stopped.
    """
    if isinstance(student.value, Unknown):
        return True
    if isinstance(due.value, Raised) and not isinstance(answer.value, Raised):
        return not isinstance(student.value, Raised)
    return answer.modified == student.modified and same_answer(answer.value, student.value, relative)


def search(
    function: str,
    operation: type[Operation],
    faults: Sequence[Fault],
    tests: Sequence[Recorded],
    functions: Functions,
) -> Explanation | None:
    """Return the faults that explain every answer, None if none do or there is nothing to explain.

    Args:
        function: the name of what is diagnosed.
        operation: the same in stages.
        faults: of it.
        tests: the recorded tests that call it, in the order in which they were run.
        functions: those of the reference.
    """
    order = sorted((test for test in tests if test.wrong), key=lambda test: test.size)
    if not order:
        return None
    order += sorted((test for test in tests if not test.wrong), key=lambda test: test.size)

    def fits(candidate: tuple[Fault, ...], relative: float = COARSE) -> bool:
        program = faulty(operation, *candidate)
        with np.errstate(all="ignore"):
            fitting = _fits(program, function, order, functions, relative)
            if vars(program):  # it keeps something from call to call: then their order matters
                fitting = _fits(faulty(operation, *candidate), function, tests, functions, relative)
        return fitting

    singles = [(one,) for one in faults]
    pairs = ((one, other) for one, other in itertools.combinations(faults, 2) if composes(one, other))
    for candidates in (singles, pairs):
        found = [candidate for candidate in candidates if fits(candidate)]
        if len(found) > 1:  # two that differ by less than rounding in float32, perhaps
            found = [candidate for candidate in found if fits(candidate, FINE)] or found
        if found:
            return Explanation(tuple(found))
    return None


def _fits(
    program: Operation,
    function: str,
    tests: Sequence[Recorded],
    functions: Functions,
    relative: float,
) -> bool:
    own = {**functions, function: program.run}
    return all(
        explains(answer, test.answers[number], test.due[number], relative)
        for test in tests
        for number, answer in replay(test.trace, own, test.answers)
    )


def _elements(value: Any) -> int:
    return sum(getattr(one, "size", 1) for one in _leaves(value))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, (list, tuple)):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, Mapping):
        yield from _leaves(list(value.values()))
    else:
        yield value
