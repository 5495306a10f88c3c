"""What the tests of a submission say of each function that they call."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.recorded import Functions, Recorded, recorded
from autograder.diagnosis.trace import Answer


def by_function(records: Iterable[TestRecord], functions: Functions) -> dict[str, list[Recorded]]:
    """Return what was recorded of each function, in the order of the tests.

    Args:
        records: of tests.
        functions: those of the reference; what it does not have is left out.
    """
    found: dict[str, list[Recorded]] = {}
    for record in records:
        answers = record.answers
        if not record.modified:  # then it does not matter which arguments were changed
            answers = tuple(Answer(answer.value, modified=None) for answer in answers)
        roots = dict.fromkeys(call.name for call in record.calls if call.owner is None)
        for name in (name for name in roots if callable(functions.get(name))):
            parts = recorded(name, record.calls, answers, functions, passed=record.passed)
            found.setdefault(name, []).extend(parts)
    return found
