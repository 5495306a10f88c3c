"""The mistakes of the catalogue that a class made, the commonest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.marks import Mark
from autograder.reports.site.view import KnownFault, fault_of


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One known mistake in one question.

    Attributes:
        question: its id.
        fault: what is known of it.
        students: the keys of those who made it.
    """

    question: str
    fault: KnownFault
    students: tuple[str, ...]


def mistakes(marks: Sequence[Mark], faults: Mapping[str, KnownFault]) -> list[Mistake]:
    """Return the known mistakes that were made, the commonest first.

    Args:
        marks: of a class.
        faults: the catalogue by ids; a fault that is not in it any more is called by its id.
    """
    made: dict[tuple[str, str], dict[str, None]] = {}
    for mark in marks:
        for question in mark.result.questions if mark.result else ():
            for fault in question.faults:
                made.setdefault((question.id, fault), {})[mark.student.key] = None
    found = [
        Mistake(
            question=question,
            fault=fault_of(fault, faults),
            students=tuple(students),
        )
        for (question, fault), students in made.items()
    ]
    return sorted(found, key=lambda one: (-len(one.students), one.question, one.fault.id))
