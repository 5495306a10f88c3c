"""The code of a student as lines of HTML: coloured, numbered, and with what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from autograder.reports.site.view import CodeCell
from autograder.text import scrub

# Of one page. What is coloured takes Pygments 5 seconds a megabyte, and much more of lines as no person
# writes them.
_LINES = 6_000
_CHARACTERS = 600_000
_COLOURED = 80_000
_LONGEST = 2_000  # characters of a line
_LONGEST_LABEL = 300  # as in a `Line` of a result
_LONGEST_COLOURED = 300
_BLANK = re.compile(r"\s{400}")  # over which the lexer goes again and again


@dataclass(frozen=True, kw_only=True)
class CodeLine:
    """One line.

    Attributes:
        number: from 1.
        anchor: its id in the page.
        text: its text as HTML.
        failing: why it failed, or nothing.
        wrong: what is said of the function that starts there, or nothing.
    """

    number: int
    anchor: str
    text: Markup
    failing: str
    wrong: str


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One cell.

    Attributes:
        anchor: its id in the page.
        label: what a student calls it.
        lines: from the first to the last that is shown.
        left_out: how many lines are not shown.
    """

    anchor: str
    label: str
    lines: tuple[CodeLine, ...]
    left_out: int


def listings(cells: Sequence[CodeCell]) -> tuple[Listing, ...]:
    """Return cells as HTML. Lines and cells beyond what a page can hold are left out."""
    return tuple(_listings(cells))


def anchors(shown: Sequence[Listing]) -> Mapping[tuple[str, int], str]:
    """Return the ids of lines in the page, by the labels of their cells and their numbers."""
    # Of two cells of one label the first is meant, as people would.
    return {
        (scrub(listing.label, _LONGEST_LABEL), line.number): line.anchor
        for listing in reversed(shown)
        for line in listing.lines
    }


def _listings(cells: Sequence[CodeCell]) -> Iterator[Listing]:
    lines_left, characters_left, brush = _LINES, _CHARACTERS, _Brush()
    for number, cell in enumerate(cells, start=1):
        anchor = f"code-{number}"
        every = cell.source.rstrip("\n").split("\n")
        shown = list(_fitting(every[:lines_left], characters_left))
        lines_left -= len(shown)
        characters_left -= sum(map(len, shown))
        yield Listing(
            anchor=anchor,
            label=cell.label,
            lines=tuple(
                CodeLine(
                    number=at,
                    anchor=f"{anchor}-{at}",
                    text=text,
                    failing=cell.failing.get(at, ""),
                    wrong=cell.wrong.get(at, ""),
                )
                for at, text in enumerate(brush.lines(shown), start=1)
            ),
            left_out=len(every) - len(shown),
        )


def _fitting(lines: Sequence[str], characters: int) -> Iterator[str]:
    """Give lines made safe, cut where they are long, while they fit into so many characters."""
    for line in lines:
        safe = scrub(line, _LONGEST)
        characters -= len(safe)
        if characters < 0:
            return
        yield safe


class _Brush:
    """Colours the code of one page, as long as there is not too much of it."""

    def __init__(self) -> None:
        self._lexer = PythonLexer(stripnl=False, ensurenl=False)
        self._formatter = HtmlFormatter(nowrap=True)
        self._left = _COLOURED

    def lines(self, lines: Sequence[str]) -> list[Markup]:
        """Return lines as HTML."""
        source = "\n".join(lines)
        is_odd = max(map(len, lines), default=0) > _LONGEST_COLOURED or _BLANK.search(source)
        if is_odd or len(source) > self._left:
            return [escape(line) for line in lines]
        self._left -= len(source)
        html = highlight(source, self._lexer, self._formatter).split("\n")
        return [Markup(line) for line in html[: len(lines)]]  # noqa: S704 -- which Pygments has escaped
