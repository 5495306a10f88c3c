"""A class on the terminal: how it went, and what a person has to look at."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.marks import Mark, Standing
from autograder.text import scrub

_LISTED = 12  # of one kind; the gradebook has all


def show_class(marks: Sequence[Mark], remarks: Sequence[str], console: Console) -> None:
    """Print how a class did, and what staff should see to."""
    judged = [mark.points for mark in marks if mark.points is not None]
    if judged:
        console.print(_questions(marks))
        best = max(mark.max_points for mark in marks)
        console.print(
            f"mean {statistics.fmean(judged):.2f}, median {statistics.median(judged):.2f} "
            f"of {best:g} points"
        )
    counts = Counter(mark.standing for mark in marks)
    console.print(", ".join(f"{counts[kind]} {kind.value}" for kind in Standing if counts[kind]))
    ungraded = [mark.student.label for mark in marks if mark.standing is Standing.UNGRADED]
    missing = [mark.student.label for mark in marks if mark.standing is Standing.MISSING]
    own = [f"{mark.student.label}: {remark}" for mark in marks for remark in mark.remarks]
    for title, entries in (
        ("could not be judged, look at them", ungraded),
        ("nothing handed in", missing),
        ("worth a look", [*remarks, *own]),
    ):
        _print_list(title, entries, console)


def show_changes(changes: Sequence[tuple[Mark | None, Mark]], console: Console) -> None:
    """Print whose marks would change, from what to what."""
    if not changes:
        console.print("nobody's marks would change")
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
    for header in ("student", "now", "then", "questions"):
        table.add_column(
            header, overflow="fold", justify="right" if header in {"now", "then"} else "left"
        )
    for old, new in changes:
        before = {question.id: question.points for question in old.questions} if old else {}
        parts = [
            f"{question.id} {_number(before.get(question.id))} -> {_number(question.points)}"
            for question in new.questions
            if old is not None and before.get(question.id) != question.points
        ]
        table.add_row(
            Text(scrub(new.student.label, 60)),
            _standing(old) if old else "new",
            _standing(new),
            Text(", ".join(parts)),
        )
    console.print(table)
    console.print(f"the marks of {len(changes)} would change; nothing was written")


def _questions(marks: Sequence[Mark]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
    for header in ("question", "points", "mean", "full marks", "none"):
        table.add_column(header, justify="left" if header == "question" else "right")
    titles = {question.id: question for mark in marks for question in mark.questions}
    for name, question in titles.items():
        own = [one.points for mark in marks for one in mark.questions if one.id == name]
        judged = [points for points in own if points is not None]
        if judged:
            full = sum(points >= question.max_points for points in judged)
            none = sum(points == 0 for points in judged)
            cells = (f"{statistics.fmean(judged):.2f}", f"{full}", f"{none}")
        else:
            cells = ("", "", "")
        table.add_row(Text(scrub(name, 60)), f"{question.max_points:g}", *cells)
    return table


def _print_list(title: str, entries: Sequence[str], console: Console) -> None:
    if entries:
        console.print(f"{title}:", style="bold")
        for entry in entries[:_LISTED]:
            console.print(Text(f"  {scrub(entry, 300)}"))
        if len(entries) > _LISTED:
            console.print(f"  and {len(entries) - _LISTED} more")


def _standing(mark: Mark) -> str:
    if mark.standing is Standing.GRADED or mark.points:
        return _number(mark.points)
    return f"{mark.standing.value}"


def _number(points: float | None) -> str:
    return "?" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")
