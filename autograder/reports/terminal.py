"""Results on the terminal. A student's text is shown as text: no markup, no escape sequences."""

from __future__ import annotations

import itertools
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.reports.words import beyond_the_message, in_points
from autograder.results import QuestionResult, Result, Status, TestOutcome
from autograder.text import scrub

_STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "red",
    Status.ERROR: "red",
    Status.TIMEOUT: "yellow",
    Status.MEMORY: "yellow",
    Status.OUTPUT: "yellow",
    Status.FILES: "yellow",
    Status.CRASHED: "magenta",
    Status.UNGRADED: "bold white on red",
}
_SHOWN_TESTS = 6  # of those that failed alike
_SHOWN_LINES = 12
_SHOWN_CHARACTERS = 400  # of one line
_HEADER_WIDTH = 10
_REMARK_WIDTH = 8  # less says nothing

_Row = tuple[str, Result]


def show(results: Sequence[tuple[Path, Result]], console: Console | None = None) -> None:
    """Print one submission in detail, or several in a row each."""
    console = console or Console(highlight=False)
    if len(results) == 1:
        console.print(_detail(results[0][1]))
    elif results:
        names = _short_names([path for path, _ in results])
        console.print(
            _overview(list(zip(names, (result for _, result in results), strict=True)), console)
        )


def _overview(rows: Sequence[_Row], console: Console) -> Group:
    first = rows[0][1]
    title = _text(first.assignment.title, "bold").append(f", {first.max_points:g} points", "dim")
    needed = Measurement.get(console, console.options, _table(rows, remarks=0)).maximum
    rest = console.width - needed - 2
    counts = Counter(result.status for _, result in rows)
    parts = [f"{len(rows)} submissions"]
    parts += [f"{counts[kind]} {kind}" for kind in ("ungraded", "unreadable") if counts[kind]]
    body = _table(rows, remarks=rest) if rest >= _REMARK_WIDTH else _list(rows)
    return Group(title, body, Text(", ".join(parts), "dim"))


def _table(rows: Sequence[_Row], *, remarks: int) -> Table:
    """Return a row a submission, with a column of remarks that is `remarks` characters wide."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("submission", overflow="fold")
    for question in rows[0][1].questions:
        header = f"{_broken(question.id)}\n/{question.max_points:g}"
        table.add_column(Text(header, justify="right"), justify="right", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    if remarks:
        table.add_column("what happened", width=remarks, no_wrap=True)
    for name, result in rows:
        cells = [_points(question.points, question.max_points) for question in result.questions]
        total = _points(result.points, result.max_points)
        total.stylize("bold")
        remark = _text(_remark(result).replace("\n", " "))
        remark.overflow = "ellipsis"
        table.add_row(Text(name), *cells, total, *([remark] if remarks else []))
    return table


def _list(rows: Sequence[_Row]) -> Table:
    """Return what a table of a column a question says, for a terminal too narrow for it."""
    grid = _grid("right")
    for name, result in rows:
        grid.add_row(_points(result.points, result.max_points), Text(name, "bold"))
        each = [
            Text.assemble((f"{question.id} ", "dim"), _points(question.points, question.max_points))
            for question in result.questions
        ]
        grid.add_row("", Text(", ").join(each))
        if remark := _remark(result):
            grid.add_row("", _text(remark))
    return grid


def _remark(result: Result) -> str:
    message = result.messages[0].partition("\n")[0] if result.messages else ""
    if result.status != "graded":
        return f"{result.status}: {message}"
    tests = [test.status for question in result.questions for test in question.tests]
    counts = Counter(status for status in tests if status is not Status.PASSED)
    parts = [", ".join(f"{count} {status.value}" for status, count in counts.items())]
    said = [question.message or question.diagnosis for question in result.questions]
    parts += [_shortened(text.partition("\n")[0], 80) for text in said if text][:1]
    return "; ".join(part for part in (*parts, _shortened(message, 80)) if part)


def _detail(result: Result) -> Group:
    name = _text(result.submission.name.replace("\n", "\ufffd"))
    parts: list[RenderableType] = [Text.assemble(_text(result.assignment.title, "bold"), "  ", name), ""]
    if result.messages:
        parts += [*_indented(_text(message, "yellow") for message in result.messages), ""]
    if result.status == "graded" or any(test.message for q in result.questions for test in q.tests):
        width = max((len(question.id) for question in result.questions), default=0)
        for question in result.questions:
            details = _question_details(question)
            parts += [_question_line(question, width), *details, *[""][: len(details)]]
        parts += [""] if parts[-1] else []
    if notes := (*result.measured, *result.notes):
        parts += [*_indented(_staff(note) for note in notes), ""]
    end = Text.assemble(("total  ", "bold"), _score(result.points, result.max_points))
    parts.append(end.append(f"  {result.seconds:.2f} s, isolation {result.isolation.level}", "dim"))
    return Group(*parts)


def _question_line(question: QuestionResult, width: int) -> Text:
    passed = sum(test.status is Status.PASSED for test in question.tests)
    return Text.assemble(
        (f"{question.id:<{width}}  ", "bold cyan"),
        _score(question.points, question.max_points),
        (f"  {passed} of {len(question.tests)} tests", "dim"),
    )


def _question_details(question: QuestionResult) -> list[RenderableType]:
    said = [(question.message, "yellow"), (question.diagnosis, "bold yellow")]
    parts = _indented(_text(text, style) for text, style in said if text)
    unshown = "" if question.diagnosis else question.explanation
    parts += _indented(_staff(text) for text in (unshown, question.note) if text)
    grid = _grid()
    told = [test for test in question.tests if test.status is not Status.PASSED or test.message]
    # Tests that failed alike are told about together: a stub fails all of them in one way.
    for _, group in itertools.groupby(told, lambda test: (test.status, test.message, test.note)):
        tests = list(group)
        for test in tests if len(tests) <= _SHOWN_TESTS else tests[: _SHOWN_TESTS - 1]:
            function = test.id.partition("::")[2].partition("[")[0]
            status = Text(test.status.value, _STYLES[test.status])
            grid.add_row(status, _text(test.title).append(f"  {scrub(function)}", "dim"))
        if len(tests) > _SHOWN_TESTS:
            grid.add_row("", Text(f"and {len(tests) - _SHOWN_TESTS + 1} more tests", "dim"))
        for line in _explanation(tests[0]):
            grid.add_row("", line)
    return [*parts, *_indented([grid])] if grid.row_count else parts


def _explanation(test: TestOutcome) -> list[Text]:
    note = beyond_the_message(test)
    return ([_text(test.message)] if test.message else []) + ([_staff(note)] if note else [])


def _staff(note: str) -> Text:
    return Text.assemble(("staff: ", "dim bold"), _text(note, "dim"))


def _indented(parts: Iterable[RenderableType]) -> list[RenderableType]:
    return [Padding.indent(part, 2) for part in parts]


def _grid(justify: Literal["left", "right"] = "left") -> Table:
    grid = Table.grid(padding=(0, 0, 0, 2))
    grid.add_column(justify=justify, no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _text(raw: str, style: str = "") -> Text:
    """Return text of anybody's, made safe, and short enough that a screen holds it."""
    lines = [
        _shortened(line, _SHOWN_CHARACTERS) for line in scrub(raw, 100_000).rstrip("\n").split("\n")
    ]
    if len(lines) > _SHOWN_LINES + 1:
        # A traceback says most in its last lines.
        half, more = _SHOWN_LINES // 2, len(lines) - _SHOWN_LINES
        lines[half:-half] = [f"... {more} more lines ..."]
    return Text("\n".join(lines), style, overflow="fold")


def _shortened(line: str, length: int) -> str:
    return line if len(line) <= length else line[:length] + " ..."


def _points(points: float | None, maximum: float) -> Text:
    if points is None:
        return Text("?", _STYLES[Status.UNGRADED])
    full = math.isclose(points, maximum)
    style = "green" if full else "red" if points == 0 else "yellow"
    return Text(in_points(points), style)


def _score(points: float | None, maximum: float) -> Text:
    if points is None:
        return Text.assemble(("ungraded", _STYLES[Status.UNGRADED]), f" of {maximum:g}")
    return _points(points, maximum).append(f" of {maximum:g}", "default")


def _broken(name: str) -> str:
    """Break a name at underscores into lines that make a narrow column."""
    lines = [""]
    for part in re.findall(r"[^_]*_|[^_]+$", name):
        if lines[-1] and len(lines[-1] + part) > _HEADER_WIDTH:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _short_names(paths: Sequence[Path]) -> list[str]:
    """Name each path by what distinguishes it from the others."""
    texts = [os.path.abspath(path) for path in paths]  # noqa: PTH100 -- which `Path` cannot: no links
    folders = [os.path.dirname(text) for text in texts]  # noqa: PTH120
    # Where each student has a folder and all files have one name, the folder says who it is.
    if len({path.stem for path in paths}) == 1 and len(set(folders)) == len(folders) > 1:
        texts = folders
    common = os.path.commonpath([os.path.dirname(text) for text in texts])  # noqa: PTH120
    return [scrub(os.path.relpath(text, common).replace("\n", "\ufffd")) for text in texts]
