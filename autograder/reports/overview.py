"""A class on the terminal: how it went, and what a person has to look at.

Names, titles and remarks are shown as text: no markup, no escape sequences, a line each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.marks import Mark, QuestionMark, Standing
from autograder.reports.remarks import remarks_about
from autograder.reports.statistics import items_of_questions, spread
from autograder.reports.words import in_points
from autograder.text import scrub

_LISTED = 12  # of one kind; files in the gradebook's folder have all
_NAMED = 3  # of those whom a remark is about
_NAME_LENGTH = 40
_NAME_WIDTH = 18  # leaves room for what changed


def show_class(marks: Sequence[Mark], remarks: Sequence[str], console: Console) -> None:
    """Print how a class did, and what staff should see to.

    Args:
        marks: of the class, as `marks.csv` has them.
        remarks: further ones, on the run that ends with this, as `remarks.txt` has them.
        console: where to.
    """
    if any(question.points is not None for mark in marks for question in mark.questions):
        console.print(_questions(marks))
    points = spread(marks)
    if points.count:
        console.print(
            f"mean {points.mean:.2f}, median {points.median:.2f} of {points.max_points:g} points"
        )
    counts = Counter(mark.standing for mark in marks)
    standings = [f"{counts[kind]} {kind.value}" for kind in Standing if counts[kind]]
    console.print(", ".join(standings) or "no students")
    for title, entries, file in (
        ("could not be judged, look at them", _labels(marks, Standing.UNGRADED), "marks.csv"),
        ("nothing handed in", _labels(marks, Standing.MISSING), "marks.csv"),
        (
            "worth a look",
            [*remarks, *_remarks(marks)],
            "remarks.txt and marks.csv" if remarks else "marks.csv",
        ),
    ):
        _print_list(title, entries, file, console)


def show_changes(changes: Sequence[tuple[Mark | None, Mark]], console: Console) -> None:
    """Print whose marks would change, from what to what."""
    if not changes:
        console.print("nobody's marks would change")
        return
    table = _table("student", "now", "then", "questions")
    table.columns[0].max_width = _NAME_WIDTH
    table.columns[3].justify = "left"
    for column in table.columns[1:3]:
        column.no_wrap = True
    for old, new in changes:
        with_most = old is not None and old.max_points != new.max_points
        table.add_row(
            _text(new.student.label),
            Text(_mark(old, with_most=with_most) if old else "new"),
            Text(_mark(new, with_most=with_most)),
            Text("\n".join(_question_changes(old, new)) if old else ""),
        )
    console.print(table)
    console.print(f"the marks of {len(changes)} would change; nothing was written")


def _questions(marks: Sequence[Mark]) -> Table:
    table = _table("question", "points", "mean", "full marks", "none", "not judged")
    for item in items_of_questions(marks):
        own = item.spread
        cells = (f"{own.mean:.2f}", f"{own.full}", f"{own.none}") if own.count else ("",) * 3
        table.add_row(_text(item.id), f"{own.max_points:g}", *cells, f"{item.not_judged or ''}")
    return table


def _table(first: str, *others: str) -> Table:
    """Return an empty table: text to the left, and numbers to the right."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column(first, overflow="fold")
    for header in others:
        table.add_column(header, overflow="fold", justify="right")
    return table


def _labels(marks: Sequence[Mark], standing: Standing) -> list[str]:
    return [_line(mark.student.label, _NAME_LENGTH) for mark in marks if mark.standing is standing]


def _remarks(marks: Sequence[Mark]) -> list[str]:
    """Return what is remarked on students, what is true of most first, each with some of their names."""
    said = []
    for remark, about in remarks_about(marks):
        names = [_line(mark.student.label, _NAME_LENGTH) for mark in about]
        some = ", ".join([*names[:_NAMED], *(["..."] if len(names) > _NAMED else [])])
        said.append(f"{names[0] if len(names) == 1 else f'{len(names)} students ({some})'}: {remark}")
    return said


def _print_list(title: str, entries: Sequence[str], file: str, console: Console) -> None:
    if entries:
        console.print(f"{title}:", style="bold")
        for entry in entries[:_LISTED]:
            console.print(Text(f"  {_line(entry, 500)}", overflow="fold"))
        if len(entries) > _LISTED:
            console.print(f"  and {len(entries) - _LISTED} more, in {file}")


def _question_changes(old: Mark, new: Mark) -> list[str]:
    before = {question.id: question for question in old.questions}
    after = {question.id: question for question in new.questions}
    parts = []
    for name in after | before:
        was, now = before.get(name), after.get(name)
        if was and now:
            if (was.points, was.max_points) == (now.points, now.max_points):
                continue
            with_most = was.max_points != now.max_points
            change = f"{_points(was, with_most=with_most)} -> {_points(now, with_most=with_most)}"
        else:
            change = f"(new) {_points(now, with_most=True)}" if now else "(gone)"
        parts.append(f"{_line(name, _NAME_LENGTH)} {change}")
    return parts


def _mark(mark: Mark, *, with_most: bool) -> str:
    """Return what a student has in all, and what became of her work where that is not the same."""
    if mark.standing is Standing.GRADED:
        return _points(mark, with_most=with_most)
    if mark.points:
        return f"{_points(mark, with_most=with_most)}\n{mark.standing.value}"
    return f"{mark.standing.value}\nof {mark.max_points:g}" if with_most else mark.standing.value


def _points(earned: Mark | QuestionMark, *, with_most: bool) -> str:
    points = "?" if earned.points is None else in_points(earned.points)
    return f"{points} of {earned.max_points:g}" if with_most else points


def _line(text: str, length: int) -> str:
    return " ".join(scrub(text, length).split())


def _text(name: str) -> Text:
    return Text(_line(name, _NAME_LENGTH))
