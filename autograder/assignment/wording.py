"""What is wrong with a TOML file, in the words of that file and not in those of Python."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import get_args

from autograder.assignment.model import Visibility
from autograder.assignment.names import IN_WORDS
from autograder.assignment.steps import Data, Device
from autograder.results import Reveal

_CHOICES = MappingProxyType(
    {"reveal": Reveal, "hidden_outcomes": Visibility, "device": Device, "data": Data}
)
_HINTS = MappingProxyType({"secret": ": any text that nobody guesses, another one each term"})


def in_words(error: str, keys: Iterable[str]) -> str:
    """Return what msgspec says of a value, in words.

    Args:
        error: its text.
        keys: all that may be there, somewhere.
    """
    problem, _, place = error.partition(" - at `$.")
    where = place.rstrip("`")
    if found := re.fullmatch(r"Object contains unknown field `(.*)`", problem, re.DOTALL):
        problem = f"unknown key {found[1]!r}{suggest(found[1], {*keys} - {found[1]})}"
    elif found := re.fullmatch(r"Object missing required field `(.*)`", problem):
        problem = f"the key {found[1]!r} is missing{_HINTS.get(found[1], '')}"
    elif found := re.fullmatch(r"Expected `str` matching regex (.*)", problem):
        due = next((words for pattern, words in IN_WORDS.items() if repr(pattern) == found[1]), found[1])
        problem = f"what stands there is not {due}"
    elif found := re.fullmatch(r"Invalid enum value '(.*)'", problem, re.DOTALL):
        choices = get_args(_CHOICES.get(where.rpartition(".")[2]))
        problem = f"{found[1]!r} is none of {', '.join(map(repr, choices))}"
    return f"{where}: {problem}" if where else problem


def suggest(name: str, known: Iterable[str]) -> str:
    """Return which of the names that are known is probably meant, in brackets; nothing if none is."""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f" (is {close[0]!r} meant?)" if close else ""
