r"""The text of a notebook cell as plain Python, each line in its place.

A cell may hold IPython's syntax: `%matplotlib inline`, `!pip install numpy`, `np.zeros?`, `%%time`.
What binds names in a notebook runs here as well; the rest becomes `pass`, so that every statement keeps
its line number and a traceback names the student's own line.

Magic is magic only where a statement starts, or after its `=`; `% s` may as well continue an expression.
So a cell is read as Python reads it, through strings, brackets and comments. The `tokenize` module would
not do: it stops at the first line that is not Python, and differs between versions of Python.

Where IPython gives up on a cell, this module is lenient: it never costs marks that `%%time` stands below
a comment or above another cell magic, that `%%time` has a statement beside it, or that an extension is
not loaded. Automatic calls (`/f x`, `,f x`) are left alone, as are pasted prompts (`>>> x`).
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

_WRITES = frozenset({"writefile", "file"})
_SHELLS = frozenset({"!", "bash", "cmd", "script", "sh", "sx", "system"})
_LANGUAGES = frozenset({"R", "perl", "pypy", "python", "python2", "python3", "ruby", "sql"})
_PAGES = frozenset({"HTML", "SVG", "html", "javascript", "js", "latex", "markdown", "svg"})
# Another program reads these bodies; or they are Python, but none of its names reach the notebook.
_LEFT_OUT = _SHELLS | _LANGUAGES | _PAGES | {"code_wrap", "timeit"}
_RUN = frozenset({"capture", "debug", "prun", "time"})

# Most cells have no magic at all: these two tell so sooner than reading the cell would.
_SUSPECT = re.compile(r"[\n\r=?](?:[ \t\f]*+[%!?]|(?<=\?)[ \t]*+(?:[\n\r#]|\Z))")
_INDENTED = re.compile(r"\s*+(?<=[ \t])")
_INDENT = re.compile(r"[ \t\f]*")
_MAGIC = r"%[ \t]*[^\W\d]"
_ESCAPE = re.compile(rf"[!?]|%?{_MAGIC}")
# `%time statement` and `%prun statement` are the line magics that can bind names.
_RUNS_STATEMENT = re.compile(
    r"%%?(?:time[ \t]+(?:--no-raise-error[ \t]+)?|prun[ \t]+(?:(?:-[lsTD][ \t]*\S++|-[rq])[ \t]+)*+)"
    r"(?=[^\s#\\-])"
)
# Of the other line magics, those that bind names by what they do.
_BINDS = re.compile(r"%[ \t]*(?P<name>run|pylab)(?=[ \t\n]|\Z)(?P<line>[^\n]*(?:(?<=\\)\n[^\n]*)*)")
_CELL_MAGIC = re.compile(r"%%(?!\w+\?)[ \t]*(?P<name>\S*)(?P<rest>[^\n]*)\n?")
_WORD = re.compile(r"\"([^\"]+)\"|'([^']+)'|(\S+)")
_REST = re.compile(r"[^\n]*(?:(?<=\\)\n[^\n]*)*")

_QUOTES = ('"""', "'''", '"', "'")
_STRINGS = "|".join(
    rf"(?s:{quote}(?:\\.|.)*?(?:{quote}|\Z))"
    if len(quote) == 3
    else rf"{quote}(?:\\(?s:.)|[^{quote}\\\n])*+{quote}?"
    for quote in _QUOTES
)
# One step through code: whatever means nothing here, then something that may.
_CODE = re.compile(
    rf"""
    [^\#\\\n()\[\]{{}}'"=?:]*+
    (?: (?P<newline> \n )
      | (?P<open> [(\[{{] )
      | (?P<close> [)\]}}] )
      | (?: (?<=\b[fFtT]) | (?<=\b[fFtT][rR]) | (?<=\b[rR][fFtT]) ) (?P<template> {"|".join(_QUOTES)} )
      | (?P<colon> : )
      | (?<![=!<>+\-*/%&|^@:~]) (?P<assign> = ) (?=[ \t]*+(?:!|{_MAGIC}))
      | (?P<help> (?<=[\w*\]]) \?\?? ) (?=[ \t]*+(?:\n|\#|\Z))
      | \#[^\n]*+ | {_STRINGS} | \\(?s:.)? | [=?] | \Z
    )
    """,
    re.VERBOSE,
)
# One step through the text of an f-string, by what ends it: its quote, or "}" for a format
# specification. An expression in it is code again, with strings of its own.
_TEMPLATE = {"}": re.compile(r"[^{}\n]*+([{}]|)")} | {
    quote: re.compile(rf"(?s)(?:\\N\{{[^{{}}\n]*\}}|\\[^{{]|\{{\{{|(?!{stop}|\{{).)*+(\{{|{quote}|)")
    for quote, stop in ((quote, quote if len(quote) == 3 else rf"{quote}|\n") for quote in _QUOTES)
}
_EXPRESSION = "{...}"


@dataclass(frozen=True)
class WrittenFile:
    """A file that a cell writes with `%%writefile`.

    Attributes:
        name: as the student gave it.
        text: the body of the cell.
        append: whether the text goes to the end of a file that exists already.
    """

    name: str
    text: str
    append: bool = False


@dataclass(frozen=True)
class Transformed:
    """A cell as plain Python.

    Attributes:
        source: Python, as many lines as the cell.
        files: what the cell writes, in order.
    """

    source: str
    files: tuple[WrittenFile, ...] = ()


def transform(source: str) -> Transformed:
    """Return a cell as plain Python; what is neither magic nor Python is left as it is."""
    if not (_SUSPECT.search("\n" + source) or _INDENTED.match(source)):
        return Transformed(source)
    # As the parser does; so there is but one kind of line end below.
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    return _Cell(_dedented(source)).transform()


def _dedented(source: str) -> str:
    """Return a cell without the indentation that all its lines share, as a notebook runs it."""
    margins = re.findall(r"(?m)^[ \t]*+(?=\S)", source)
    margin = min(margins, key=len, default="")
    if not margin or not all(each.startswith(margin) for each in margins):
        return source
    return "\n".join(line.removeprefix(margin) for line in source.split("\n"))


class _Cell:
    """A cell on its way to Python."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._copied = 0
        self._files: list[WrittenFile] = []
        self._doubtful: int | None = None

    def transform(self) -> Transformed:
        """Rewrite statement after statement."""
        at = 0
        while at < len(self._source):
            at = self._rewrite_statement(at)
        self._pieces.append(self._source[self._copied :])
        if self._doubtful is not None:
            body = "".join(self._pieces[self._doubtful :])
            if not _is_python(body):
                self._pieces[self._doubtful :] = ["\n" * body.count("\n")]
        return Transformed("".join(self._pieces), tuple(self._files))

    def _rewrite_statement(self, start: int) -> int:
        """Rewrite the statement whose first line starts here; return where the next one does."""
        at = self._strip_runs(_match(_INDENT, self._source, start).end())
        cell_magic = _CELL_MAGIC.match(self._source, at) if at == start else None
        if cell_magic:
            return self._rewrite_cell_magic(cell_magic)
        if binding := _BINDS.match(self._source, at):
            line = " ".join(binding["line"].replace("\\\n", " ").split())
            at = self._replace_rest(at, f"get_ipython().run_line_magic({binding['name']!r}, {line!r})")
        elif _ESCAPE.match(self._source, at):
            at = self._replace_rest(at, "pass")
        return self._read_statement(at)

    def _rewrite_cell_magic(self, magic: re.Match[str]) -> int:
        """Decide what becomes of all that is below a `%%` line; return where to go on."""
        start, body, end = magic.start(), magic.end(), len(self._source)
        name = magic["name"]
        if name in _WRITES:
            self._write_file(magic["rest"], self._source[body:])
        if name in _WRITES | _LEFT_OUT:
            self._replace(start, end, "pass")
            return end
        self._replace(start, body, "pass")
        if name not in _RUN and self._doubtful is None:
            self._doubtful = len(self._pieces)
        return body

    def _write_file(self, arguments: str, text: str) -> None:
        words = ["".join(word) for word in _WORD.findall(arguments)]
        names = [word for word in words if not word.startswith("-")]
        if names:
            text = text if text.endswith("\n") or not text else text + "\n"
            self._files.append(WrittenFile(names[0], text, append=len(names) < len(words)))

    def _read_statement(self, start: int) -> int:
        """Rewrite magic within a statement, as far as there is any; return where the next one starts."""
        at = start
        # What is open: brackets, f-strings (by their quote), expressions in these, and "}" for the
        # format specification of such an expression.
        nested: list[str] = []
        while at < len(self._source):
            if nested and nested[-1] in _TEMPLATE:
                at = self._read_template(at, nested)
                continue
            step = _match(_CODE, self._source, at)
            at = step.end()
            if step["newline"] and not nested:
                return at
            if step["assign"] and not nested:
                at = self._rewrite_value(_match(_INDENT, self._source, at).end())
            elif step["help"] and not nested:
                self._replace(start, at, "pass")
            else:
                _nest(step, nested)
        return at

    def _read_template(self, at: int, nested: list[str]) -> int:
        """Step over text of an f-string: to an expression in it, or to its end."""
        step = _match(_TEMPLATE[nested[-1]], self._source, at)
        if step[1] == "{":
            nested.append(_EXPRESSION)
        elif nested.pop() == "}":
            nested.pop()
        return step.end()

    def _rewrite_value(self, start: int) -> int:
        """Rewrite the magic that is assigned; return where to read on."""
        at = self._strip_runs(start)
        if _ESCAPE.match(self._source, at):
            return self._replace_rest(at, "[]" if self._source[at] == "!" else "None")
        return at

    def _strip_runs(self, at: int) -> int:
        """Take away each `%time` that stands before a statement; return where the statement starts."""
        while runs := _RUNS_STATEMENT.match(self._source, at):
            at = runs.end()
            self._replace(runs.start(), at, "")
        return at

    def _replace_rest(self, start: int, text: str) -> int:
        """Replace the rest of a line, with the lines that backslashes add to it."""
        end = _match(_REST, self._source, start).end()
        self._replace(start, end, text)
        return end

    def _replace(self, start: int, end: int, text: str) -> None:
        start = max(start, self._copied)
        lines = self._source.count("\n", start, end)
        self._pieces += self._source[self._copied : start], text, "\n" * lines
        self._copied = end


def _nest(step: re.Match[str], nested: list[str]) -> None:
    """Note what a step through code opens or closes."""
    if step["open"]:
        nested.append(step["open"])
    elif step["template"]:
        nested.append(step["template"])
    elif step["colon"] and nested and nested[-1] == _EXPRESSION:
        nested.append("}")
    elif step["close"] and nested:
        nested.pop()


def _match(pattern: re.Pattern[str], source: str, at: int) -> re.Match[str]:
    """Return the match of a pattern that matches anywhere, if only an empty text."""
    found = pattern.match(source, at)
    assert found  # noqa: S101
    return found


def _is_python(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source)
        except Exception:  # noqa: BLE001 -- SyntaxError, ValueError, RecursionError, MemoryError
            return False
    return True
