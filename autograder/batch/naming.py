"""Whom of a class staff mean: by a text that they write, or by a row of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.batch.intake.people import spellings
from autograder.batch.likeness import Index, is_bare, plain
from autograder.batch.matching import called
from autograder.batch.roster import student_of
from autograder.errors import GradebookError
from autograder.marks import Student
from autograder.submission.names import listed

_BY_KEY = (
    "say which by sid or e-mail as in marks.csv, or by the key, in brackets where it is not what she is "
    "called; a file that is called so is named by its key in a table with a column `key` alone, for "
    "`autograder adjust import`"
)
_WITH_KEY = (
    "say which by her key, here in brackets where it is not what she is called, in a column `key`"
)


class Naming:
    """The students of a gradebook, by what staff call them.

    Whoever might be another one is refused: a mark that is given to the wrong student is seen by nobody.
    """

    def __init__(self, students: Sequence[Student]) -> None:
        self._students = students
        self._by_key = {student.key: student for student in students}
        self._index = Index(students)

    def by_text(self, text: str) -> Student:
        """Return the one student whom a text names: by key, sid, e-mail, login or name.

        Raises:
            GradebookError: nobody is, or several are.
        """
        wanted = text.strip()
        known = self._by_key.get(wanted)
        if known is not None and wanted in (known.sid, known.canvas_id, known.email):
            return known
        exactly = [one for one in self._students if wanted and wanted in (one.key, *_numbers(one))]
        alike = [one for one in self._students if _may_be(one, wanted)]
        found = exactly or alike
        if len(exactly) == 1 and wanted not in _numbers(exactly[0]):
            # The key is a name, or what a file was called: of people it tells who resembles it.
            found += [one for one in alike if one is not exactly[0] and not is_bare(one)]
        if len(found) > 1:
            raise GradebookError(f"{text!r} names {len(found)} students, {_all(found)}: {_BY_KEY}")
        if not found:
            raise GradebookError(
                f"no student {text!r} in the gradebook: name one by the name, sid or e-mail in marks.csv"
            )
        return found[0]

    def by_row(self, row: Mapping[str, str]) -> Student:
        """Return the student whom a row of a table is about.

        Args:
            row: cells by the names of their columns, those of a roster and `key`.

        Raises:
            GradebookError: that is nobody, several, or in doubt.
        """
        if "key" in row:
            return self._by_key.get(row["key"]) or self.by_text(row["key"])
        wanted = student_of(row)
        if wanted is None:
            raise GradebookError("no student is named: fill in sid, email or name")
        claim = self._index.meant(wanted)
        found = [self._students[place] for place in claim.places]
        if len(found) == 1 and not claim.doubts:
            return found[0]
        who, certain = repr(wanted.label), "no student of the gradebook is certain to be meant by"
        if len(found) > 1:
            raise GradebookError(f"{certain} {who}, which could be {_all(found)}: {_WITH_KEY}")
        if found:
            but = f"which looks like {called(found[0])}, but {listed(claim.doubts)}"
            raise GradebookError(f"{certain} {who}, {but}: {_WITH_KEY}")
        others = [self._students[place] for place in {*claim.contradicted, *claim.namesakes}]
        if others:
            but = f"{_all(others)} has the same name, number or address, and another one beside"
            raise GradebookError(f"{certain} {who}: {but}; {_WITH_KEY}")
        raise GradebookError(f"{certain} {who}: nobody is like that; marks.csv has all")


def _all(students: Sequence[Student]) -> str:
    return listed([called(one) for one in students])


def _numbers(student: Student) -> tuple[str, ...]:
    return tuple(filter(None, (student.sid, student.canvas_id, student.email, student.login)))


def _may_be(student: Student, wanted: str) -> bool:
    """Tell whether a text can mean a student, as people and spreadsheets write."""
    if not spellings(wanted):
        return False
    name = student.key if is_bare(student) else student.name
    return not spellings(name).isdisjoint(spellings(wanted)) or plain(wanted) in {
        plain(one) for one in (student.key, *_numbers(student))
    }
