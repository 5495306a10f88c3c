"""Adds an assignment to the list of a `course.toml` that somebody wrote, and changes nothing else."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

_LIST = re.compile(r"^assignments[ \t]*=[ \t]*\[", re.MULTILINE)
# What can stand in a list of short texts: these, commas, white space and comments.
_PART = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*')|(?P<comma>,)|(?P<end>\])|[ \t\r\n]+|\#[^\n]*"""
)


@dataclass(frozen=True)
class _List:
    """Where the list stands in a text: positions of characters.

    Attributes:
        start: behind the opening bracket.
        end: of the closing one.
        last: from where to where the last name goes, with its quotes; None in an empty list.
        comma: behind the comma that follows the last name; None if there is none.
    """

    start: int
    end: int
    last: tuple[int, int] | None
    comma: int | None


def with_assignment(text: str, name: str) -> str | None:
    """Return the text of a `course.toml` with one more assignment, the last.

    Args:
        text: of the file, with its ends of lines as they are.
        name: of the assignment, which is not in the list.

    Returns:
        The new text; None where the list is written in a way that this cannot add to.
    """
    found = _find(text)
    if found is None:
        return None
    added = _added(text, found, name)
    return added if _says_one_more(text, added, name) else None


def _find(text: str) -> _List | None:
    opening = _LIST.search(text)
    if opening is None:
        return None
    place, last, comma = opening.end(), None, None
    while part := _PART.match(text, place):
        if part["text"] is not None:
            last, comma = part.span(), None
        elif part["comma"] is not None:
            comma = part.end()
        elif part["end"] is not None:
            return _List(opening.end(), part.start(), last, comma)
        place = part.end()
    return None


def _added(text: str, found: _List, name: str) -> str:
    if found.last is None:
        return f'{text[: found.start]}"{name}"{text[found.start :]}'
    first, behind = found.last
    line = text.rfind("\n", 0, first) + 1
    indent = text[line:first]
    alone = line > found.start and not indent.strip()
    if not alone:
        return f'{text[:behind]}, "{name}"{text[behind:]}'
    # One name a line: a line of its own, below the comment that may follow the last one.
    line_end = text.find("\n", found.comma or behind) + 1
    if not behind < line_end <= found.end:
        return f'{text[:behind]}, "{name}"{text[behind:]}'
    comma = "" if found.comma is not None else ","
    newline = "\r\n" if text[line_end - 2 : line_end] == "\r\n" else "\n"
    kept = f"{text[:behind]}{comma}{text[behind:line_end]}"
    ending = "," if found.comma is not None else ""
    return f'{kept}{indent}"{name}"{ending}{newline}{text[line_end:]}'


def _says_one_more(text: str, added: str, name: str) -> bool:
    """Tell whether nothing but the list differs, by that name: a file may hold what is not expected."""
    try:
        before, after = tomllib.loads(text), tomllib.loads(added)
    except tomllib.TOMLDecodeError:
        return False
    listed = before.get("assignments")
    return isinstance(listed, list) and after == {**before, "assignments": [*listed, name]}
