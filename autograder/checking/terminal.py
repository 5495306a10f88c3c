"""A report as text: for a plain terminal, a coloured one, and for files."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from autograder.checking.outcome import FULL, NO_MARKS, CheckOutcome, QuestionOutcome, Status
from autograder.checking.panel import Grid, Panel
from autograder.checking.report import Report

_MARKS: dict[Status, str] = {"passed": "✓", "failed": "✗", "unfinished": "…"}
_COLOURS: dict[Status, str] = {"passed": "32", "failed": "33", "unfinished": "2"}
_PLAIN = str.maketrans({"✓": "+", "✗": "-", "…": "?", "█": "#", "░": "."})
_BAR = 20
_INDENT = " " * 6
_GAP = 4  # between two pictures


def printable(text: str, encoding: str | None) -> str:
    """Return a text as a console can show it: old ones know few signs."""
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        known = encoding or "ascii"
        return text.translate(_PLAIN).encode(known, "replace").decode(known)
    return text


def report_text(report: Report, *, colour: bool, width: int) -> str:
    """Return a report as text.

    Args:
        report: to be shown.
        colour: whether escape sequences may be used.
        width: of a line, in characters.
    """
    ink = _Ink(colour)
    writer = _Writer(ink, max(width, 40))
    lines = list(writer.header(report)) if report.whole else []
    for question in report.questions:
        lines += writer.question(question, short=report.whole)
    lines += [line for note in report.notes for line in textwrap.wrap(f"note: {note}", width)]
    return "\n".join(line.rstrip() for line in lines)


@dataclass(frozen=True)
class _Ink:
    """Colours of a terminal, or none."""

    colour: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text


@dataclass(frozen=True)
class _Writer:
    ink: _Ink
    width: int

    def header(self, report: Report) -> Iterator[str]:
        """Give how far the whole assignment is."""
        count = len(report.questions)
        full = _BAR * report.done // max(count, 1)
        bar = f"[{'█' * full}{'░' * (_BAR - full)}]"
        title = f"{report.title}: " if report.title else ""
        yield from textwrap.wrap(
            f"{title}{bar} {report.done} of {count} questions pass their checks{report.worth}",
            self.width,
        )
        yield from textwrap.wrap(NO_MARKS, self.width)
        yield ""

    def question(self, question: QuestionOutcome, *, short: bool) -> Iterator[str]:
        """Give how the checks of a question ended; of a whole assignment, details of failing ones."""
        points = f" ({question.worth})" if short and question.worth else ""
        title = f" - {question.title}" if short and question.title else ""
        yield from self._headed(question, f"{question.summary}{title}{points}", short=short)
        if not short or question.status == "failed":
            failed: list[CheckOutcome] = []
            for outcome in question.worth_telling:
                yield from self.outcome(outcome, failed)
                failed += [outcome] if outcome.status == "failed" else []
            for sentence in question.likeness:
                yield from self._wrapped(f"what this looks like: {sentence}", "  ")
        for note in question.notes:
            yield from self._wrapped(f"note: {note}", "  ")

    def _headed(self, question: QuestionOutcome, text: str, *, short: bool) -> Iterator[str]:
        """Give a text behind the name of a question, which is inked once the lines are known."""
        mark, name = _MARKS[question.status], f"{question.id}:"
        plain = f"{mark} {name}" if short else name
        inked = f"{self.ink(question.id, '1')}:"
        inked = f"{self.ink(mark, _COLOURS[question.status])} {inked}" if short else inked
        first, *rest = textwrap.wrap(
            f"{plain} {text}",
            self.width,
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
        yield inked + first.removeprefix(plain) if first.startswith(plain) else first
        yield from rest

    def outcome(self, outcome: CheckOutcome, failed: Sequence[CheckOutcome]) -> Iterator[str]:
        """Give how one check ended.

        Args:
            outcome: of it.
            failed: those that failed before it, whose details are not told again.
        """
        pictured = len(failed) < FULL
        mark = self.ink(_MARKS[outcome.status], _COLOURS[outcome.status])
        first, *rest = textwrap.wrap(outcome.title, self.width - 4) or [""]
        yield f"  {mark} {first}"
        yield from (f"    {line}" for line in rest)
        as_before = bool(failed) and outcome.sentences == failed[-1].sentences
        for sentence in ("the same as above",) if as_before else outcome.sentences:
            yield from self._wrapped(sentence, _INDENT)
        if outcome.status == "failed":
            if pictured and len(outcome.repeat) > 1:
                yield ""
                yield from (f"{_INDENT}{line}" for line in outcome.repeat[:-1])
            if outcome.call:
                yield f"{_INDENT}called: {self.ink(outcome.call, '1')}"
            if pictured and outcome.answers:
                yield ""
                yield from (f"{_INDENT}{line}" for line in self._pictures(outcome.answers))
                yield ""
        yield from self._beside(outcome, short=outcome.status == "passed" or bool(failed))

    def _beside(self, outcome: CheckOutcome, *, short: bool) -> Iterator[str]:
        if outcome.warning and not short:
            yield from self._wrapped(f"warning: {outcome.warning}", _INDENT)
        lines = outcome.printed.split("\n") if outcome.printed else []
        if short and len(lines) > 1:
            lines = [f"{lines[0]} ..."]
        for number, line in enumerate(lines):
            yield f"{_INDENT}{'printed: ' if number == 0 else '         '}{line}"

    def _wrapped(self, text: str, indent: str) -> list[str]:
        """Return a text in lines; those that it has already stay, as those of code do."""
        return [
            f"{indent}{part}"
            for line in text.split("\n")
            for part in textwrap.wrap(line, self.width - len(indent), break_long_words=False) or [""]
        ]

    def _pictures(self, panels: Sequence[Panel]) -> list[str]:
        names = max(len(panel.name) for panel in panels)
        if any(panel.text for panel in panels):
            return [f"{panel.name + ':':<{names + 1}} {panel.text}" for panel in panels if panel.text]
        lines: list[str] = []
        row: list[list[tuple[str, int]]] = []
        for block in map(self._block, panels):
            if row and sum(map(_width, [*row, block])) + _GAP * len(row) > self.width - len(_INDENT):
                lines += [*_beside_each_other(row), ""]
                row = []
            row.append(block)
        return lines + _beside_each_other(row)

    def _block(self, panel: Panel) -> list[tuple[str, int]]:
        """Return the lines of a picture, each with the number of characters that are seen."""
        lines = [(self.ink(panel.name, "1"), len(panel.name))]
        if panel.remark:
            lines.append((self.ink(panel.remark, "2"), len(panel.remark)))
        if panel.grid:
            lines += self._rows(panel.grid)
        if panel.heat:
            where = f"from {panel.heat.low:.4g} to {panel.heat.high:.4g}"
            lines.append((self.ink(where, "2"), len(where)))
        return lines

    def _rows(self, grid: Grid) -> list[tuple[str, int]]:
        begin, end = self._columns(grid)
        size = max(len(text) for row in grid.rows for text in row[begin:end])
        lines: list[tuple[str, int]] = []
        if grid.corner:
            rows, columns = grid.corner[0], grid.corner[1] + begin
            where = f"from row {rows} and column {columns} on:"
            lines.append((self.ink(where, "2"), len(where)))
        for number, row in enumerate(grid.rows):
            cells = [
                self._cell(text, (number, begin + i), grid, size)
                for i, text in enumerate(row[begin:end])
            ]
            more = " ..." if end < len(row) else ""
            lines.append(("".join(cells) + more, (size + 2) * (end - begin) + len(more)))
        return lines

    def _columns(self, grid: Grid) -> tuple[int, int]:
        """Return which columns there is room for, those around the first wrong one."""
        count = len(grid.rows[0])
        size = 2 + max(len(text) for row in grid.rows for text in row)
        fit = max(1, (self.width - len(_INDENT) - 4) // size)
        middle = grid.first[1] if grid.first else 0
        begin = max(0, min(middle - fit // 2, count - fit))
        return begin, min(count, begin + fit)

    def _cell(self, text: str, place: tuple[int, int], grid: Grid, size: int) -> str:
        if place == grid.first:
            return " " * (size - len(text)) + self.ink(f"[{text}]", "1;33")
        padded = f" {text:>{size}} "
        return self.ink(padded, "33") if place in grid.wrong else padded


def _width(block: Sequence[tuple[str, int]]) -> int:
    return max((length for _, length in block), default=0)


def _beside_each_other(blocks: Sequence[Sequence[tuple[str, int]]]) -> list[str]:
    widths = [_width(block) for block in blocks]
    lines = []
    for parts in zip_longest(*blocks, fillvalue=("", 0)):
        cells = [
            text + " " * (full - length) for (text, length), full in zip(parts, widths, strict=True)
        ]
        lines.append((" " * _GAP).join(cells))
    return lines
