"""Results as tables on the terminal. Student text is shown as text: no markup, no escape sequences."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from autograder.results import QuestionResult, Result, Status, TestOutcome
from autograder.text import scrub

_STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "red",
    Status.ERROR: "red",
    Status.TIMEOUT: "yellow",
    Status.CRASHED: "magenta",
    Status.UNGRADED: "bold white on red",
}
_SHOWN_LINES = 12


def show(results: Sequence[tuple[Path, Result]], console: Console | None = None) -> None:
    """Print one submission in detail, or several as a table of a row each."""
    console = console or Console(highlight=False)
    if len(results) == 1:
        console.print(_detail(results[0][1]))
    elif results:
        console.print(_overview(results))


def _overview(results: Sequence[tuple[Path, Result]]) -> Table:
    first = results[0][1]
    table = Table(title=Text(first.assignment.title), title_justify="left", header_style="bold")
    table.add_column("submission", overflow="fold")
    for question in first.questions:
        header = Text(f"{question.id}\n/{question.max_points:g}", justify="right")
        table.add_column(header, justify="right")
    table.add_column(Text(f"points\n/{first.max_points:g}", justify="right"), justify="right")
    table.add_column("what happened", overflow="fold", ratio=1)
    names = _short_names([path for path, _ in results])
    for name, (_, result) in zip(names, results, strict=True):
        cells = [_points(question.points, question.max_points) for question in result.questions]
        total = _points(result.points, result.max_points)
        total.stylize("bold")
        table.add_row(Text(name), *cells, total, Text(_summary(result)))
    return table


def _summary(result: Result) -> str:
    if result.status != "graded":
        return f"{result.status}: {result.messages[0] if result.messages else ''}"
    counts: dict[Status, int] = {}
    for question in result.questions:
        for test in question.tests:
            if test.status is not Status.PASSED:
                counts[test.status] = counts.get(test.status, 0) + 1
    parts = [f"{count} {status.value}" for status, count in counts.items()]
    if any(question.message for question in result.questions):
        parts.append("names clobbered")
    if result.messages:
        parts.append(result.messages[0].partition("\n")[0])
    return "; ".join(parts)


def _detail(result: Result) -> Group:
    parts: list[RenderableType] = [
        Text.assemble(
            (f"{result.assignment.title}  ", "bold"),
            Text(scrub(result.submission.name)),
            (f"  isolation: {result.isolation.level}", "dim"),
        )
    ]
    parts += [_note(message, "yellow") for message in result.messages]
    for question in result.questions:
        parts.append(_question_line(question))
        if question.message:
            parts.append(Padding(_note(question.message, "yellow"), (0, 0, 0, 2)))
        parts += [
            Padding(_test_line(test), (0, 0, 0, 2))
            for test in question.tests
            if test.status is not Status.PASSED or test.message
        ]
    parts.append(
        Text.assemble(("total  ", "bold"), _points(result.points, result.max_points), _of(result))
    )
    parts += [Panel(Text(_short(note)), title="for staff", style="dim") for note in result.notes]
    return Group(*parts)


def _of(result: Result) -> str:
    return f" of {result.max_points:g} points in {result.seconds:.2f} s"


def _question_line(question: QuestionResult) -> Text:
    passed = sum(test.status is Status.PASSED for test in question.tests)
    return Text.assemble(
        (f"{question.id}  ", "bold cyan"),
        _points(question.points, question.max_points),
        f" of {question.max_points:g}  ",
        (f"{passed} of {len(question.tests)} tests passed", "dim"),
    )


def _test_line(test: TestOutcome) -> Text:
    line = Text.assemble(
        (test.status.value, _STYLES[test.status]), "  ", test.title, (f"  {test.id}", "dim")
    )
    for text, style in ((test.message, ""), (test.note, "dim")):
        if text and text not in line.plain:
            line.append("\n" + "\n".join("    " + part for part in _short(text).split("\n")), style)
    return line


def _note(text: str, style: str) -> Text:
    return Text(_short(text), style)


def _short(text: str) -> str:
    lines = text.split("\n")
    more = [f"... {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(lines[:_SHOWN_LINES] + more)


def _points(points: float | None, maximum: float) -> Text:
    if points is None:
        return Text("ungraded", _STYLES[Status.UNGRADED])
    style = "green" if points == maximum else "red" if points == 0 else "yellow"
    return Text(f"{points:.2f}".rstrip("0").rstrip("."), style)


def _short_names(paths: Sequence[Path]) -> list[str]:
    """Name each path by what distinguishes it from the others."""
    texts = [str(path) for path in paths]
    common = os.path.commonpath(texts) if len({p.is_absolute() for p in paths}) == 1 else ""
    return [scrub(os.path.relpath(text, common) if common else text) for text in texts]
