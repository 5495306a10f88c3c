"""Says of a question that lost points which mistake it is, or what is true of its wrong answers."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import inspect
import itertools
import traceback
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from autograder.assignment import Assignment
from autograder.diagnosis import Catalogue
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.facts import Sample, facts
from autograder.diagnosis.functions import by_function
from autograder.diagnosis.recorded import Recorded, first_wrong
from autograder.diagnosis.search import Explanation, Search
from autograder.diagnosis.trace import Made, Raised, Unknown
from autograder.interruption import REFERENCE_MEMORY, interrupted_after, within_memory
from autograder.results import QuestionResult, Status
from autograder.sandbox.stops import StudentStopped
from autograder.scoring import share_of
from autograder.telling import diagnosed

_SEARCH_SHARE = 0.8  # of the time that a question has; what is left is for facts
WHAT_NEXT = "Make up a small call of that kind, and compare with what you work out by hand."
UNDECIDED = "one of these, and the tests cannot tell which"
_FUNCTIONS = 3  # of one question that anything is said of
_TO_DO = Raised("NotImplementedError")
_MANY = 2**16  # of an array: a part of it will do
_DIGITS = 1e4  # a fingerprint is blind to less than this part of the largest magnitude


class _OutOfTimeError(BaseException):
    """The search has used up its time; no `except Exception` of a fault's may take it."""


class Explainer:
    """Explains the questions of one submission that lost points.

    Args:
        assignment: what they are of.
        reference: the staff's solution, executed.
        catalogue: known mistakes, None if there are none.
        records: of the tests of all questions, by the ids of these.
    """

    def __init__(
        self,
        assignment: Assignment,
        reference: ModuleType,
        catalogue: Catalogue | None,
        records: Mapping[str, Sequence[TestRecord]],
    ) -> None:
        self._functions = vars(reference)
        self._catalogue = catalogue
        self._records = records
        self._seconds = assignment.limits.diagnosis_seconds
        self._questions = {question.id: question for question in assignment.questions}

    def explain(self, question: QuestionResult) -> QuestionResult:
        """Return a question's result with a diagnosis, if it lost points and there is something to say.

        What goes wrong here costs nobody a mark: staff are told.
        """
        asked = self._questions[question.id]
        statuses = {test.status for test in question.tests}
        # Points may change without a new search: rounding must not decide whether there is one.
        if statuses <= {Status.PASSED, Status.UNGRADED} or share_of(asked, question.tests) == 1.0:
            return question
        said: list[str] = []
        faults: list[str] = []
        note, fingerprint = "", ""
        try:
            with (
                interrupted_after(self._seconds, _OutOfTimeError),
                within_memory(REFERENCE_MEMORY),
                np.errstate(all="ignore"),
            ):
                found = self._evidence[question.id]
                fingerprint = _fingerprint(found)
                for function in _worst_first(found):
                    text, ids = self._explained(question.id, function)
                    if text:
                        said.append(f"`{function}`: {text}" if len(found) > 1 else text)
                    faults += ids
        except _OutOfTimeError:
            note = f"the search for known mistakes ran out of its {self._seconds:g} seconds"
        except (Exception, StudentStopped):  # noqa: BLE001 -- a fault of a fault's
            note = f"the search for known mistakes failed:\n{traceback.format_exc()}"
        explained = dataclasses.replace(
            question,
            explanation="\n".join(said),
            note=note,
            faults=tuple(faults),
            fingerprint=fingerprint,
        )
        return diagnosed(explained, asked.reveal)

    @functools.cached_property
    def _evidence(self) -> Mapping[str, Mapping[str, Sequence[Recorded]]]:
        """What was recorded in each question of each function, by their names."""
        return {name: by_function(tests, self._functions) for name, tests in self._records.items()}

    def _explained(self, question: str, function: str) -> tuple[str, tuple[str, ...]]:
        """Return what to say of one function, and the ids of the faults that it makes for certain."""
        catalogue, functions = self._catalogue, self._functions
        tests = self._evidence[question][function]
        if _unfinished(tests):
            return "", ()
        operation = catalogue.operations.get(function) if catalogue else None
        if catalogue and operation:
            elsewhere = [found for name, found in self._evidence.items() if name != question]
            others = [test for found in elsewhere for test in found.get(function, ())]
            search = Search(function, operation, catalogue.of(function), functions, tests, others)
            explanation = search.explain(_SEARCH_SHARE * self._seconds)
            if explanation is not None:
                return _in_words(explanation), tuple(fault.id for fault in explanation.certain)
        known = "; ".join(facts(_samples(functions[function], tests)))
        return known and f"{known}. {WHAT_NEXT}", ()


def _worst_first(found: Mapping[str, Sequence[Recorded]]) -> list[str]:
    """Return the functions that gave a wrong answer, those of the most failed tests first."""
    counts = {name: sum(not test.passed for test in tests) for name, tests in found.items()}
    order = sorted(found, key=lambda name: -counts[name])
    return list(itertools.islice((name for name in order if first_wrong(found[name])), _FUNCTIONS))


def _unfinished(tests: Sequence[Recorded]) -> bool:
    """Tell whether a function gave no value where values are due: its error says more than a search."""
    none = (Raised, Unknown, Made)
    values = [answer.value for test in tests for answer in test.given.values()]
    if not all(isinstance(value, none) for value in values):
        return False
    if all(value == _TO_DO for value in values):
        return True
    # One is enough: what is due has to be computed.
    dues = (answer.value for test in tests if not test.passed for answer in test.due.values())
    return any(not isinstance(due, none) for due in dues)


def _in_words(found: Explanation) -> str:
    if len(found.candidates) > 1:
        if found.certain:
            first = found.certain[0]
            return f"{first.title}, and something else. {first.hint}"
        titles = sorted({fault.title for each in found.candidates for fault in each})
        return f"{UNDECIDED}: {'; '.join(titles)}"
    (faults,) = found.candidates
    sentences = [f"{fault.title}. {fault.hint}" for fault in faults]
    return sentences[0] if len(faults) == 1 else "two mistakes. " + " And: ".join(sentences)


def _samples(function: Any, tests: Sequence[Recorded]) -> list[Sample]:
    """Return the calls of a function that were answered; facts are not stated of methods."""
    samples = []
    for test in tests:
        wrong = set(test.wrong)
        for number, answer in test.answers.items():  # without those that a passed test leaves free
            call = test.trace[number]
            if call.owner is not None or isinstance(answer.value, (Unknown, Made)):
                continue
            arguments = _bound(function, call.args, call.kwargs)
            due = test.due[number].value if number in wrong else answer.value
            samples.append(Sample(arguments, answer.value, due, number in wrong))
    return samples


def _bound(function: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return dict(inspect.signature(function).bind(*args, **kwargs).arguments)
    except (TypeError, ValueError):
        return dict(kwargs)


def _fingerprint(found: Mapping[str, Sequence[Recorded]]) -> str:
    """Return a digest of what was answered in the tests that failed, in their order."""
    digest = hashlib.sha256()
    failed = [(name, test) for name in sorted(found) for test in found[name] if not test.passed]
    for name, test in failed:
        for number, answer in test.given.items():
            digest.update(f"{name} {number} ".encode())
            digest.update(_rounded(answer.value))
    return digest.hexdigest()[:16] if failed else ""


def _rounded(value: Any) -> bytes:
    """Return an answer as bytes that are equal for answers which differ by rounding alone."""
    if isinstance(value, tuple):
        return b"".join(map(_rounded, value))
    if isinstance(value, dict):
        return b"".join(
            f"{key!r}".encode() + _rounded(one) for key, one in sorted(value.items(), key=str)
        )
    is_large = isinstance(value, np.ndarray) and value.size > _MANY  # all would take 16 bytes each
    part = value.ravel()[:: value.size // _MANY] if is_large else value
    try:
        numbers = np.asarray(part, dtype=np.complex128)
    except (TypeError, ValueError, OverflowError):
        return repr(value)[:1000].encode("utf-8", "replace")
    scale = float(np.abs(numbers).max(initial=0)) or 1.0
    rounded = np.round(numbers / scale * _DIGITS) + 0.0  # no -0
    return f"{np.shape(value)} {scale:.4g}".encode() + rounded.tobytes()
