"""The tests of a question as a page tells of them: those that ended alike together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograder.reports.words import STATUS_WORDS, beyond_the_message, how_it_ended, tells_more
from autograder.results import Line, Status, TestOutcome

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Row:
    """Tests of which the same is to be said: one, or the cases of one.

    Attributes:
        title: what it holds, without the case.
        name: of the function in the suite.
        cases: those of a parametrised test.
        message: what its student is told beyond what she is told of the whole group.
        note: for staff alone, without what the student is told.
        at: where her code raised.
        seconds: of CPU, together.
    """

    title: str
    name: str
    cases: tuple[str, ...]
    message: str
    note: str
    at: Line | None
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Group:
    """Tests that ended alike.

    Attributes:
        ended: how, in words.
        status: of all of them.
        headline: the first line of what the student is told.
        message: the lines after it, where they are the same for all.
        note: for staff alone, where it is the same for all.
        at: where the student's code raised, where that is the same for all.
        rows: their tests, each with what is not the same for all.
        size: how many tests these are.
        seconds: of CPU, together.
    """

    ended: str
    status: Status
    headline: str
    message: str
    note: str
    at: Line | None
    rows: tuple[Row, ...]
    size: int
    seconds: float

    @property
    def says_more(self) -> bool:
        """Whether there is something to say of single tests."""
        return any(row.at or row.message or row.note for row in self.rows)


def groups(tests: Iterable[TestOutcome]) -> tuple[Group, ...]:
    """Return tests in groups, in the order of their first ones; those that say nothing come last."""
    found: dict[tuple[bool, str, str], list[TestOutcome]] = {}
    for test in tests:
        key = (True, "", "")
        if tells_more(test):
            key = (False, how_it_ended(test), test.message.partition("\n")[0])
        found.setdefault(key, []).append(test)
    # Sorting keeps the order of those that are equal.
    return tuple(_group(found[key]) for key in sorted(found, key=lambda key: key[0]))


def _group(tests: Sequence[TestOutcome]) -> Group:
    first = tests[0]
    message = _common([_after_headline(test) for test in tests], "")
    note = _common([beyond_the_message(test) for test in tests], "")
    at = _common([test.at for test in tests], None)
    # What is said of the whole group is not said again of each.
    rows: dict[tuple[str, str, str, str, Line | None], list[TestOutcome]] = {}
    for test in tests:
        name, case = _name_and_case(test)
        title = test.title.removesuffix(f"[{case}]").rstrip() if case else test.title
        own = "" if message else _after_headline(test), "" if note else beyond_the_message(test)
        rows.setdefault((title, name, *own, None if at else test.at), []).append(test)
    return Group(
        ended=how_it_ended(first) if tells_more(first) else STATUS_WORDS[first.status],
        status=first.status,
        headline=first.message.partition("\n")[0],
        message=message,
        note=note,
        at=at,
        rows=tuple(_row(key, found) for key, found in rows.items()),
        size=len(tests),
        seconds=sum(test.seconds for test in tests),
    )


def _row(key: tuple[str, str, str, str, Line | None], tests: Sequence[TestOutcome]) -> Row:
    title, name, message, note, at = key
    return Row(
        title=title,
        name=name,
        cases=tuple(case for _, case in map(_name_and_case, tests) if case),
        message=message,
        note=note,
        at=at,
        seconds=sum(test.seconds for test in tests),
    )


def _name_and_case(test: TestOutcome) -> tuple[str, str]:
    name, _, case = test.id.rpartition("::")[2].partition("[")
    return name, case.removesuffix("]")


def _after_headline(test: TestOutcome) -> str:
    return test.message.partition("\n")[2]


def _common(values: Sequence[Value], otherwise: Value) -> Value:
    return values[0] if all(value == values[0] for value in values) else otherwise
