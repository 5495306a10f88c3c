"""Decisions of staff, checked before they are kept: who and what they are about has to be there."""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from autograder.errors import GradebookError
from autograder.marks import Adjustment, Kind, Mark, QuestionMark

_FILE_BYTES = 16 * 2**20
_BY_HAND = "graded by hand"
_WHO = ("student", "key", "sid", "email", "login", "name")


class Decisions:
    """What staff can decide of a class.

    Args:
        marks: of all students, as they are.
        in_force: earlier decisions.
    """

    def __init__(self, marks: Sequence[Mark], in_force: Sequence[Adjustment]) -> None:
        self._marks = marks
        self._in_force = in_force

    def override(self, student: str, question: str, points: float, reason: str) -> Adjustment:
        """Return the decision that a student has so many points in a question, whatever grading says.

        Raises:
            GradebookError: there is no such student or question, or it is not worth that much.
        """
        mark = self.student(student)
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
            test: its id, or the end of one that no other test's id ends with.
            reason: why.

        Raises:
            GradebookError: there is no such test, or no other would be left for its question.
        """
        known = self._tests()
        name = named_test(known, test)
        dropped = {one.test for one in self._in_force if one.kind is Kind.DROP} | {name}
        rest = [other for other, question in known.items() if question == known[name]]
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
        if not (points > 0 and math.isfinite(points)):
            raise GradebookError(f"a question is worth more than 0 points, not {points:g}")
        return Adjustment(
            kind=Kind.QUESTION, question=question, title=title or question, points=points, reason=""
        )

    def from_csv(self, path: Path, question: str) -> list[Adjustment]:
        """Return the overrides of a CSV file with a row a student: who, `points`, perhaps `reason`.

        Rows without points are passed over.

        Raises:
            GradebookError: it cannot be read, or a row of it is not in order; none of it counts then.
        """
        decisions: dict[str, Adjustment] = {}
        for line, row in enumerate(_rows(path), start=2):
            points = row.get("points", "")
            if not points:
                continue
            who = next((row[name] for name in _WHO if row.get(name)), "")
            try:
                value = float(points.replace(",", "."))
                decision = self.override(who, question, value, row.get("reason") or _BY_HAND)
            except ValueError as error:
                raise GradebookError(f"{path}, row {line}: {points!r} is no number") from error
            except GradebookError as error:
                raise GradebookError(f"{path}, row {line}: {error}") from error
            if decision.student in decisions:
                raise GradebookError(f"{path}, row {line}: {who} is in an earlier row too")
            decisions[decision.student] = decision
        if not decisions:
            names = ", ".join(_WHO)
            raise GradebookError(
                f"{path} has no row with points: it needs a column `points`, and one of {names}"
            )
        return list(decisions.values())

    def student(self, text: str) -> Mark:
        """Return the mark of the one student whom a text names: by key, sid, e-mail, login or name.

        Raises:
            GradebookError: nobody is, or several are.
        """
        wanted = text.strip().casefold()
        for fields in (("key",), ("sid", "canvas_id"), ("email", "login"), ("name",)):
            found = [
                mark
                for mark in self._marks
                if wanted and wanted in {getattr(mark.student, field).casefold() for field in fields}
            ]
            if len(found) == 1:
                return found[0]
            if found:
                keys = ", ".join(mark.student.key for mark in found[:5])
                raise GradebookError(f"{text!r} names {len(found)} students; say which by key: {keys}")
        raise GradebookError(
            f"no student {text!r} in the gradebook: name one by the name, sid or e-mail in marks.csv"
        )

    def _tests(self) -> Mapping[str, str]:
        """Return the ids of all tests, and the question that each belongs to."""
        results = [mark.result for mark in self._marks if mark.result is not None]
        questions = [question for result in results for question in result.questions]
        return {test.id: question.id for question in questions for test in question.tests}


def named_test(known: Collection[str], text: str) -> str:
    """Return the one test whose id is a text, or ends with it.

    Raises:
        GradebookError: none is, or several are.
    """
    found = [text] if text in known else [name for name in known if text and name.endswith(text)]
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


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, its column names in lower case."""
    try:
        if path.stat().st_size > _FILE_BYTES:
            raise GradebookError(f"{path} is too large for a table of points")
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GradebookError(f"{path} cannot be read: {error}") from error
    return [
        {key.strip().casefold(): value.strip() for key, value in row.items() if key and value}
        for row in rows
    ]


def _reason(text: str) -> str:
    if not text.strip():
        raise GradebookError("say why with --reason: students read it")
    return text.strip()
