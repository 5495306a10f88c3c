"""The search for known mistakes that explain what a submission answered: all of it, right and wrong.

Faults are tried one by one, then in pairs; each candidate replays the recorded calls, those that went
wrong first and small ones before large ones, and is out with the first answer that is not the student's.
"""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.diagnosis.answers import FINE, same_answer
from autograder.diagnosis.fault import Fault, Operation, composes, faulty
from autograder.diagnosis.trace import Answer, Made, Raised, Trace, Unknown, calls_of, replay

COARSE = 1e-4  # of the largest magnitude: what suites allow, so that float32 arithmetic is the same

_AS_DUE, _AS_STUDENT, _OTHERWISE = "as due", "as the student", "otherwise"

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
    return answer.modified == student.modified and same_answer(answer.value, student.value, relative)


@dataclass(frozen=True)
class Search:
    """What is known of one function, and the mistakes that it may make.

    Attributes:
        function: the name of what is diagnosed.
        operation: the same in stages.
        faults: of it.
        functions: those of the reference.
        tests: what was recorded of it where it went wrong, in the order of the calls.
        others: gives what was recorded of it elsewhere.
    """

    function: str
    operation: type[Operation]
    faults: Sequence[Fault]
    functions: Functions
    tests: Sequence[Recorded]
    others: Callable[[], Sequence[Recorded]]

    def explain(self, seconds: float) -> Explanation | None:
        """Return the faults that explain every answer, None if none do or nothing is wrong.

        Where several do, only those count that explain more: the last digits, what was returned in the
        place of an exception, what was answered elsewhere.

        Args:
            seconds: CPU seconds after which nothing more is tried, and None is returned.
        """
        end = time.process_time() + seconds
        for candidates in self._stages() if self._order else ():
            found = []
            for candidate in candidates:
                if time.process_time() > end:
                    return None
                if self._fits(candidate):
                    found.append(candidate)
            for more in (self._fits_well, self._fits_elsewhere):
                found = (len(found) > 1 and [one for one in found if more(one)]) or found
            if found:
                return Explanation(tuple(found))
        return None

    def _stages(self) -> Iterator[Sequence[tuple[Fault, ...]]]:
        """Give candidates by how likely they are; what explains all ends the search after its stage."""
        yield [(one,) for one in self.faults]
        pairs = [pair for pair in itertools.combinations(self.faults, 2) if composes(*pair)]
        likely = [pair for pair in pairs if self._is_likely(pair)]
        yield likely
        yield [pair for pair in pairs if pair not in likely]

    def _is_likely(self, pair: tuple[Fault, Fault]) -> bool:
        """Tell by the smallest wrong call whether a pair can explain it.

        As a rule it cannot if neither fault alone shows there, or one does and answers otherwise.
        """
        shows = [self._alone[fault.id] for fault in pair if self._alone[fault.id] != _AS_DUE]
        return len(shows) == 2 or shows == [_AS_STUDENT]

    @functools.cached_property
    def _alone(self) -> dict[str, str]:
        """How each fault alone answers the smallest wrong call."""
        test = self._order[0]
        found = {}
        for fault in self.faults:
            own = {**self.functions, self.function: faulty(self.operation, fault).run}
            with np.errstate(all="ignore"):
                answers = dict(replay(test.trace, own, test.answers))
            for answers_so, like in ((_AS_STUDENT, test.answers), (_AS_DUE, test.due)):
                if all(explains(answers[n], like[n], test.due[n], COARSE) for n in answers):
                    found[fault.id] = answers_so
                    break
            else:
                found[fault.id] = _OTHERWISE
        return found

    @functools.cached_property
    def _order(self) -> list[Recorded]:
        """What was recorded, wrong before right and small before large; nothing if nothing is wrong."""
        wrong = sorted((test for test in self.tests if test.wrong), key=lambda test: test.size)
        right = sorted((test for test in self.tests if not test.wrong), key=lambda test: test.size)
        return wrong and wrong + right

    def _fits(self, candidate: tuple[Fault, ...]) -> bool:
        program = faulty(self.operation, *candidate)
        fitting = self._replays(program, self._order)
        if vars(program):  # it keeps something from call to call: then their order matters
            fitting = self._replays(faulty(self.operation, *candidate), self.tests)
        return fitting

    def _fits_well(self, candidate: tuple[Fault, ...]) -> bool:
        return self._replays(faulty(self.operation, *candidate), self.tests, FINE, strictly=True)

    def _fits_elsewhere(self, candidate: tuple[Fault, ...]) -> bool:
        return self._replays(faulty(self.operation, *candidate), self.others())

    def _replays(
        self,
        program: Operation,
        tests: Sequence[Recorded],
        relative: float = COARSE,
        *,
        strictly: bool = False,
    ) -> bool:
        """Tell whether a program gives the student's answers, up to the first that it does not."""
        own = {**self.functions, self.function: program.run}
        with np.errstate(all="ignore"):
            return all(
                explains(answer, test.answers[number], test.due[number], relative, strictly=strictly)
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
