"""Says of a question that lost points which mistake it is, or what is true of its wrong answers."""

from __future__ import annotations

import dataclasses
import hashlib
import inspect
import itertools
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import numpy as np

from autograder.diagnosis.facts import Sample, facts
from autograder.diagnosis.recorded import Recorded, first_wrong, recorded
from autograder.diagnosis.search import Explanation, Search
from autograder.diagnosis.trace import Made, Raised, Unknown
from autograder.grading.setting import Setting
from autograder.results import QuestionResult, Status
from autograder.suite.expectations import CHANGED_INPUT
from autograder.suite.questions import Judged

_SEARCH_SHARE = 0.8  # of the time that a question has; what is left is for facts
_WHAT_NEXT = "Make up a small call of that kind, and compare with what you work out by hand."
_FUNCTIONS = 3  # of one question that anything is said of
_DIGITS = 1e4  # a fingerprint is blind to less than this part of the largest magnitude


class _OutOfTime(BaseException):
    """The search has used up its time; no `except Exception` of a fault's may take it."""


def explain(
    setting: Setting, question: QuestionResult, judged: Mapping[str, Sequence[Judged]]
) -> QuestionResult:
    """Return a question's result with a diagnosis, if it lost points and there is something to say.

    What goes wrong here costs nobody a mark: staff are told.

    Args:
        setting: the assignment and its reference.
        question: what it earned.
        judged: the tests of all questions, by the ids of these.
    """
    own = judged[question.id]
    failed = [one for one in own if one.outcome.status not in (Status.PASSED, Status.UNGRADED)]
    reveal = next(q.reveal for q in setting.assignment.questions if q.id == question.id)
    if not failed or question.points == question.max_points:
        return question
    seconds = setting.assignment.limits.diagnosis_seconds
    said: list[str] = []
    faults: list[str] = []
    note, fingerprint = "", ""
    try:
        with _at_most(seconds), np.errstate(all="ignore"):
            found = _recorded(setting, own)
            fingerprint = _fingerprint(found)
            elsewhere = [one for name, some in judged.items() if name != question.id for one in some]

            def others(function: str) -> Sequence[Recorded]:
                return _recorded(setting, elsewhere).get(function, ())

            for function, tests in _worst_first(found):
                text, ids = _explained(setting, function, tests, partial(others, function))
                if text:
                    said.append(f"`{function}`: {text}" if len(found) > 1 else text)
                faults += ids
    except _OutOfTime:
        note = f"the search for known mistakes ran out of its {seconds:g} seconds"
    except Exception:  # noqa: BLE001 -- a fault of a fault's
        note = f"the search for known mistakes failed:\n{traceback.format_exc()}"
    text = "\n".join(said)
    shown = reveal != "nothing"
    return dataclasses.replace(
        question,
        diagnosis=text if shown else "",
        note="\n".join(part for part in ("" if shown else text, note) if part),
        faults=tuple(faults),
        fingerprint=fingerprint,
    )


def _recorded(setting: Setting, judged: Sequence[Judged]) -> dict[str, list[Recorded]]:
    """Return what was recorded of each function, but for tests that were cut short."""
    functions = vars(setting.reference)
    found: dict[str, list[Recorded]] = {}
    for one in (one for one in judged if one.recording.complete):
        recording, passed = one.recording, one.passed
        answers = recording.answers
        if CHANGED_INPUT not in one.outcome.note + one.outcome.message:  # then nobody looked at that
            answers = [dataclasses.replace(answer, modified=None) for answer in answers]
        roots = dict.fromkeys(call.name for call in recording.calls if call.owner is None)
        for name in (name for name in roots if callable(functions.get(name))):
            found.setdefault(name, []).extend(
                recorded(name, recording.calls, answers, functions, passed=passed)
            )
    return found


def _worst_first(found: Mapping[str, Sequence[Recorded]]) -> list[tuple[str, Sequence[Recorded]]]:
    """Return the functions that gave a wrong answer, those of the most failed tests first."""
    counts = {name: sum(not test.passed for test in tests) for name, tests in found.items()}
    order = sorted(found, key=lambda name: -counts[name])
    wrong = (name for name in order if first_wrong(found[name]))
    return [(name, found[name]) for name in itertools.islice(wrong, _FUNCTIONS)]


def _explained(
    setting: Setting,
    function: str,
    tests: Sequence[Recorded],
    others: Callable[[], Sequence[Recorded]],
) -> tuple[str, tuple[str, ...]]:
    """Return what to say of one function, and the ids of the faults that it makes for certain."""
    catalogue, functions = setting.catalogue, vars(setting.reference)
    if _unfinished(tests):
        return "", ()
    operation = catalogue.operations.get(function) if catalogue else None
    if catalogue and operation:
        faults = catalogue.of(function)
        search = Search(function, operation, faults, functions, tests, others)
        found = search.explain(_SEARCH_SHARE * setting.assignment.limits.diagnosis_seconds)
        if found is not None:
            return _in_words(found), _for_certain(found)
    known = "; ".join(facts(_samples(functions[function], tests)))
    return known and f"{known}. {_WHAT_NEXT}", ()


def _unfinished(tests: Sequence[Recorded]) -> bool:
    """Tell whether a function gave no value where values are due: its error says more than a search."""
    none = (Raised, Unknown, Made)
    values = [answer.value for test in tests for answer in test.given.values()]
    if not all(isinstance(value, none) for value in values):
        return False
    dues = [answer.value for test in tests if not test.passed for answer in test.due.values()]
    return any(not isinstance(due, none) for due in dues)


def _in_words(found: Explanation) -> str:
    if len(found.candidates) > 1:
        common = [f for f in found.candidates[0] if all(f in each for each in found.candidates)]
        if common:
            return f"{common[0].title}, and something else. {common[0].hint}"
        titles = sorted({fault.title for each in found.candidates for fault in each})
        return f"one of these, and the tests cannot tell which: {'; '.join(titles)}"
    (faults,) = found.candidates
    sentences = [f"{fault.title}. {fault.hint}" for fault in faults]
    return sentences[0] if len(faults) == 1 else "two mistakes. " + " And: ".join(sentences)


def _for_certain(found: Explanation) -> tuple[str, ...]:
    first, *others = found.candidates
    return tuple(fault.id for fault in first if all(fault in other for other in others))


def _samples(function: Any, tests: Sequence[Recorded]) -> list[Sample]:
    """Return the calls of a function that were answered; facts are not stated of methods."""
    samples = []
    for test in tests:
        wrong = set(test.wrong)
        for number, answer in test.given.items():
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
    try:
        numbers = np.asarray(value, dtype=np.complex128)
    except (TypeError, ValueError, OverflowError):
        return repr(value)[:1000].encode("utf-8", "replace")
    with np.errstate(all="ignore"):
        scale = float(np.abs(numbers).max(initial=0)) or 1.0
        return (
            f"{numbers.shape} {scale:.4g}".encode()
            + (np.round(numbers / scale * _DIGITS) + 0.0).tobytes()
        )


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer: arguments may be the student's own answers, passed on."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


def _stop(_: int, __: FrameType | None) -> None:
    raise _OutOfTime
