"""The search for known mistakes that explain what a submission answered: all of it, right and wrong.

Faults are tried one by one, then in pairs; each candidate replays the recorded calls, those that went
wrong first and small ones before large ones, and is out with the first answer that is not the student's.
"""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.diagnosis.answers import COARSE, FINE
from autograder.diagnosis.fault import Fault, Operation, composes, faulty
from autograder.diagnosis.recorded import Functions, Recorded, explains, first_wrong
from autograder.diagnosis.trace import Raised, replay

_AS_DUE, _AS_STUDENT, _OTHERWISE = "as due", "as the student", "otherwise"


@dataclass(frozen=True)
class Explanation:
    """Sets of faults each of which, made together, give every answer that the student's function gave.

    Attributes:
        candidates: one set where it is clear which mistake it is; more where the calls cannot tell.
    """

    candidates: tuple[tuple[Fault, ...], ...]

    @property
    def certain(self) -> tuple[Fault, ...]:
        """Those that are in every set."""
        first, *others = self.candidates
        return tuple(fault for fault in first if all(fault in other for other in others))


@dataclass(frozen=True)
class Search:
    """What is known of one function, and the mistakes that it may make.

    Attributes:
        function: the name of what is diagnosed.
        operation: the same in stages.
        faults: of it.
        functions: those of the reference.
        tests: what was recorded of it where it went wrong, in the order of the calls.
        others: what was recorded of it elsewhere.
    """

    function: str
    operation: type[Operation]
    faults: Sequence[Fault]
    functions: Functions
    tests: Sequence[Recorded]
    others: Sequence[Recorded]

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
                if self._fits(candidate) and self._is_not_refuted(candidate):
                    found.append(candidate)
            for more in (self._fits_well, self._fits_elsewhere):
                found = (len(found) > 1 and [one for one in found if more(one)]) or found
            if found:
                return Explanation(tuple(found))
        return None

    def _stages(self) -> Iterator[Sequence[tuple[Fault, ...]]]:
        """Give candidates by how likely they are; what explains all ends the search after its stage."""
        yield [(one,) for one in self.faults]
        first = self._order[0]
        if all(isinstance(first.due[number].value, Raised) for number in first.wrong):
            return  # whether something is raised says too little for two mistakes at once
        pairs = [pair for pair in itertools.combinations(self.faults, 2) if composes(*pair)]
        yield [pair for pair in pairs if self._is_likely(pair)]
        yield [pair for pair in pairs if not self._is_likely(pair)]

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
            answers = dict(replay(test.trace, own, test.given))
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
        first = first_wrong(self.tests)
        rest = sorted(self.tests, key=lambda test: (test.passed, test.size))
        return [first, *(test for test in rest if test is not first)] if first else []

    def _fits(self, candidate: tuple[Fault, ...]) -> bool:
        program = faulty(self.operation, *candidate)
        fitting = self._replays(program, self._order)
        if vars(program):  # it keeps something from call to call: then their order matters
            fitting = self._replays(faulty(self.operation, *candidate), self.tests)
        return fitting

    def _is_not_refuted(self, candidate: tuple[Fault, ...]) -> bool:
        """Tell whether a candidate is right where tests of other questions found the student right."""
        program = faulty(self.operation, *candidate)
        return self._replays(program, [test for test in self.others if test.passed])

    def _fits_well(self, candidate: tuple[Fault, ...]) -> bool:
        return self._replays(faulty(self.operation, *candidate), self.tests, FINE, strictly=True)

    def _fits_elsewhere(self, candidate: tuple[Fault, ...]) -> bool:
        return self._replays(faulty(self.operation, *candidate), self.others)

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
        return all(
            test.is_explained_by(number, answer, relative, strictly=strictly)
            for test in tests
            for number, answer in replay(test.trace, own, test.given)
        )
