"""Decisions of staff, checked before they are kept: who and what they are about has to be there."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from autograder.batch.naming import Naming
from autograder.batch.roster import COLUMNS
from autograder.batch.table import read_table
from autograder.errors import GradebookError
from autograder.marks import Adjustment, Kind, Mark, QuestionMark
from autograder.text import scrub

_BY_HAND = "graded by hand"
_MOST = 1e6  # as in assignment.toml
OWN_COLUMNS = ("key", "points", "reason")  # of a table of points, beside those of a roster


class Decisions:
    """What staff can decide of a class.

    Args:
        marks: of all students, as they are.
        in_force: earlier decisions.
    """

    def __init__(self, marks: Sequence[Mark], in_force: Sequence[Adjustment]) -> None:
        self._marks = marks
        self._in_force = in_force
        self._by_key = {mark.student.key: mark for mark in marks}
        self._naming = Naming([mark.student for mark in marks])
        self._results = [mark.result for mark in marks if mark.result is not None]

    def override(self, student: str, question: str, points: float, reason: str) -> Adjustment:
        """Return the decision that a student has so many points in a question, whatever grading says.

        Raises:
            GradebookError: there is no such student or question, or it is not worth that much.
        """
        return self._override(self.student(student), question, points, reason)

    def _override(self, mark: Mark, question: str, points: float, reason: str) -> Adjustment:
        now = _question(mark, question)
        if not 0 <= points <= now.max_points:  # which NaN is not either
            raise GradebookError(f"{question} is worth 0 to {now.max_points:g} points, not {points:g}")
        results = mark.result.questions if mark.result else ()
        return Adjustment(
            kind=Kind.OVERRIDE,
            student=mark.student.key,
            question=question,
            points=points,
            was=next((one.points for one in results if one.id == question), None),
            reason=_reason(reason),
        )

    def for_everybody(self, kind: Kind, test: str, reason: str) -> Adjustment:
        """Return the decision to drop or void a test.

        Args:
            kind: DROP or VOID.
            test: its id, or the end of one from a `::` or `_` on, if no other test's id ends so.
            reason: why.

        Raises:
            GradebookError: there is no such test, or no other would be left for its question.
        """
        known = self._tests()
        name = named_test(known, test)
        last = {one.test: one.kind for one in self._in_force if one.kind in (Kind.DROP, Kind.VOID)}
        dropped = {test for test, decided in last.items() if decided is Kind.DROP} | {name}
        rest = [other for other, question in self._counting().items() if question == known[name]]
        if kind is Kind.DROP and dropped.issuperset(rest):
            raise GradebookError(
                f"no test would be left for question {known[name]}: void it, or override the points"
            )
        return Adjustment(kind=kind, test=name, reason=_reason(reason))

    def added_question(self, question: str, title: str, points: float) -> Adjustment:
        """Return the decision to add a question that a person grades.

        Raises:
            GradebookError: there is one of that name, or it is worth nothing.
        """
        if not (question.isascii() and question.isidentifier()):
            raise GradebookError(f"{question!r} is no id of a question: use letters, digits and _")
        if any(one.id == question for mark in self._marks for one in mark.questions):
            raise GradebookError(f"there is a question {question!r} already")
        if not 0 < points <= _MOST:
            raise GradebookError(f"a question is worth more than 0 and at most {_MOST:g} points")
        title = scrub(title, 200).strip() or question
        return Adjustment(kind=Kind.QUESTION, question=question, title=title, points=points, reason="")

    def from_csv(self, path: Path, question: str) -> list[Adjustment]:
        """Return the overrides of a CSV file with a row a student: who, `points`, perhaps `reason`.

        Rows without points are passed over, and so are those that change nothing.

        Raises:
            AutograderError: it cannot be read, or a row of it is not in order; none of it counts then.
        """
        decisions: dict[str, Adjustment] = {}
        for line, row in read_table(path, (*COLUMNS, *OWN_COLUMNS), prose=("reason",)).rows:
            if "points" not in row:
                continue
            try:
                mark = self._by_key[self._naming.by_row(row).key]
                points, reason = number_of_points(row["points"]), row.get("reason", _BY_HAND)
                decision = self._override(mark, question, points, reason)
            except GradebookError as error:
                raise GradebookError(f"{path}, line {line}: {error}") from error
            if decision.student in decisions:
                raise GradebookError(f"{path}, line {line}: {mark.student.label} is in an earlier line")
            decisions[decision.student] = decision
        if not decisions:
            raise GradebookError(
                f"{path} has no line with points: it needs a column `points`, and columns that tell who "
                "it is, such as sid, email or name"
            )
        return [one for one in decisions.values() if not self._is_in_force(one)]

    def _is_in_force(self, new: Adjustment) -> bool:
        about = [
            one
            for one in self._in_force
            if one.kind is Kind.OVERRIDE and (one.student, one.question) == (new.student, new.question)
        ]
        return bool(about) and (about[-1].points, about[-1].reason) == (new.points, new.reason)

    def student(self, text: str) -> Mark:
        """Return the mark of the one student whom a text names: by key, sid, e-mail, login or name.

        Raises:
            GradebookError: nobody is, or several are.
        """
        return self._by_key[self._naming.by_text(text).key]

    def _tests(self) -> Mapping[str, str]:
        """Return the ids of all tests, and the question that each belongs to."""
        questions = [question for result in self._results for question in result.questions]
        return {test.id: question.id for question in questions for test in question.tests}

    def _counting(self) -> Mapping[str, str]:
        """Return likewise those that count; a dropped one is known by the decision alone."""
        decided = {one.test for one in self._in_force}
        return {
            test.id: question.id
            for result in self._results
            for question in result.questions
            for test in question.tests
            if test.weight > 0 or test.id in decided
        }


def named_test(known: Collection[str], text: str) -> str:
    """Return the one test whose id is a text, or ends with it from a `::` or `_` on.

    Raises:
        GradebookError: none is, or several are.
    """
    ends = (f"::{text}", f"_{text}")
    found = [text] if text in known else [name for name in known if text and name.endswith(ends)]
    if len(found) == 1:
        return found[0]
    some = ", ".join(itertools.islice(found or known, 5))
    what = f"{len(found)} tests have ids that end with" if found else "there is no test"
    raise GradebookError(f"{what} {text!r}; there are, for instance: {some}")


def _question(mark: Mark, question: str) -> QuestionMark:
    for one in mark.questions:
        if one.id == question:
            return one
    known = ", ".join(one.id for one in mark.questions)
    raise GradebookError(f"there is no question {question!r}; there are: {known}")


def number_of_points(text: str) -> float:
    """Return a number with a decimal point or a decimal comma.

    Raises:
        GradebookError: it is none, or may be two.
    """
    plain = re.fullmatch(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)", text)
    if plain and not re.fullmatch(r"[+-]?[0-9]+,[0-9]{3}", text):
        return float(text.replace(",", "."))
    raise GradebookError(f"{text!r} is no number, or may be two: write 2.5 or 2,5")


def _reason(text: str) -> str:
    reason = scrub(text, 1000).strip()
    if not reason:
        raise GradebookError("say why with --reason: students read it")
    return reason
