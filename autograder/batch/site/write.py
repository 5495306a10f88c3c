"""Writes the pages of a report: every file is whole, and pages of who is gone are gone."""

from __future__ import annotations

import dataclasses
import functools
import gc
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment, Course
from autograder.batch.children import in_children
from autograder.batch.clusters import clusters
from autograder.batch.gradebook import Gradebook
from autograder.batch.hold import writing
from autograder.batch.kept import Work
from autograder.batch.marking import all_marks
from autograder.batch.site.classes import class_view
from autograder.batch.site.students import Students
from autograder.diagnosis import load_catalogue
from autograder.errors import AutograderError
from autograder.forked import ChildFailedError
from autograder.grading.setting import load_reference
from autograder.marks import Mark
from autograder.reports.atomic import write_atomically
from autograder.reports.site.class_page import class_page
from autograder.reports.site.disguise import Disguise
from autograder.reports.site.student_page import student_page
from autograder.reports.site.view import ClassView, CodeCell, StudentView

INDEX, STUDENTS = "index.html", "students"
_MARKER = ".autograder-report"  # tells a folder of ours from one in which nothing may be deleted
_CLUSTERS = 60  # that get an example
_SECONDS_A_PAGE = 30.0
_SHARE = 20  # students whose pages one process writes


@dataclass(frozen=True)
class Site:
    """A report that was written.

    Attributes:
        index: the page to open.
        pages: how many there are of students.
        incomplete: labels of students whose pages show marks alone, and why.
    """

    index: Path
    pages: int
    incomplete: tuple[str, ...]


def write_site(
    book: Gradebook, course: Course, assignment: Assignment, folder: Path, *, anonymous: bool = False
) -> Site:
    """Write the report of a class: a page of the class, and one a student.

    Args:
        book: its gradebook.
        course: that it takes.
        assignment: that was graded.
        folder: where to; what is no report is not overwritten.
        anonymous: whether nobody is to be told by name, number or address.

    Raises:
        AutograderError: the folder or a file cannot be written, or the course cannot be read.
    """
    with writing(book.folder):
        _claim(folder)
        catalogue = load_catalogue(assignment.folder)
        students = Students(book, assignment, vars(load_reference(assignment)))
        marks = all_marks(book, assignment)
        works = {student.key: work for student, work in book.students()}
        found = students.clusters(clusters(marks), works, catalogue, most=_CLUSTERS)
        view = class_view(
            book, course, assignment, marks, works=works, catalogue=catalogue, clusters=found
        )
        disguise = Disguise([mark.student for mark in marks], course.secret) if anonymous else None
        shown = disguise.whole(view) if disguise else view
        pages = _Pages(book.folder, folder, students, view, shown, disguise)
        jobs = [(mark, works[mark.student.key]) for mark in marks]
        if disguise:  # the times of the files would tell who comes before whom in the list
            jobs.sort(key=lambda job: disguise.page(job[0].student.key))
        incomplete = pages.write(jobs)
        write_atomically(folder / INDEX, class_page(shown).encode(), private=True)
        _remove_others(folder / STUDENTS, {f"{name}.html" for name in shown.pages.values()})
    return Site(folder / INDEX, len(marks), tuple(incomplete))


def _claim(folder: Path) -> None:
    """Make a folder for a report, or find that it is one.

    Raises:
        AutograderError: it holds something else, or cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / _MARKER).exists():
            if any(folder.iterdir()):
                raise AutograderError(
                    f"{folder} holds other files than a report: name a new folder with --out"
                )
            (folder / _MARKER).touch(mode=0o600)
        (folder / STUDENTS).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise AutograderError(f"{folder} cannot be written ({error.strerror or error})") from error


def _remove_others(folder: Path, current: Collection[str]) -> None:
    """Remove pages of students who are gone, and what a report that was killed has left of any.

    Raises:
        AutograderError: that cannot be done.
    """
    try:
        for path in [*folder.glob("*.html"), *folder.glob("*.html.partial")]:
            if path.name not in current:
                path.unlink()
    except OSError as error:
        raise AutograderError(
            f"pages that are out of date cannot be removed from {folder} ({error.strerror or error})"
        ) from error


_Job = tuple[Mark, Work | None]


@dataclass(frozen=True)
class _Pages:
    """The pages of students, written by several processes.

    Attributes:
        grades: the folder of the gradebook.
        folder: that of the report.
        students: what gathers their views.
        whole: the view of the class.
        shown: the same, as readers see it.
        disguise: of everybody, if the report is to be anonymous.
    """

    grades: Path
    folder: Path
    students: Students
    whole: ClassView
    shown: ClassView
    disguise: Disguise | None

    def write(self, jobs: Sequence[_Job]) -> list[str]:
        """Write all pages; return whose show marks alone, and why."""
        for mark, _ in jobs[:1]:  # children need not load anew what the first page takes
            student_page(
                StudentView(mark=mark, page="", code=(CodeCell(label="", source=""),)), self.shown
            )
        gc.freeze()  # what is shared with them stays shared
        shares = [jobs[start : start + _SHARE] for start in range(0, len(jobs), _SHARE)]
        # What one student handed in costs nobody else a page.
        alone = [[job] for share, _ in self._round(shares) for job in share]
        incomplete = []
        for ((mark, _),), why in self._round(alone):
            page = self.whole.pages[mark.student.key]
            note = f"nothing more can be shown: {why}"
            self._write_page(StudentView(mark=mark, page=page, code_note=note))
            incomplete.append(f"{mark.student.label}: {why}")
        return incomplete

    def _round(self, shares: Sequence[Sequence[_Job]]) -> list[tuple[Sequence[_Job], str]]:
        """Write the pages of shares of a class; return the shares that failed, and why."""
        tasks = [(share, functools.partial(self._write_share, share)) for share in shares]
        return [
            (share, str(outcome).strip().splitlines()[-1])
            for share, outcome in in_children(tasks, _SHARE * _SECONDS_A_PAGE)
            if isinstance(outcome, ChildFailedError)
        ]

    def _write_share(self, share: Sequence[_Job]) -> bytes:
        """Write some pages, in a process of their own with its own connection to the gradebook."""
        with Gradebook.open(self.grades) as book:
            students = dataclasses.replace(self.students, book=book)
            for mark, work in share:
                self._write_page(students.view(mark, work, self.whole.pages[mark.student.key]))
        return b""

    def _write_page(self, view: StudentView) -> None:
        view = dataclasses.replace(view, history=self.whole.histories[view.mark.student.key])
        shown = self.disguise.student(view) if self.disguise else view
        write_atomically(
            self.folder / STUDENTS / f"{shown.page}.html",
            student_page(shown, self.shown).encode(),
            private=True,
        )
