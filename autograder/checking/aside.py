"""Keeps a check and what a student's code does beside answering apart: printing, warnings, settings."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

import numpy as np

_CHARACTERS = 2_000  # of what is printed that are kept
_LINES = 12


class Printed(io.TextIOBase):
    """What is printed, of which the beginning alone is kept.

    Args:
        through: where all of it goes to as well, if it is to be seen at once.
    """

    encoding = "utf-8"

    def __init__(self, through: TextIO | None = None) -> None:
        super().__init__()
        self._through = through
        self._kept: list[str] = []
        self._left = _CHARACTERS
        self._lines = 0

    def writable(self) -> bool:
        """Take whatever is printed."""
        return True

    def write(self, text: str) -> int:
        """Keep the text as far as there is room."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._through is not None:
            self._through.write(text)
        self._lines += text.count("\n")
        self._kept.append(text[: self._left])
        self._left = max(0, self._left - len(text))
        return len(text)

    def flush(self) -> None:
        """Show what is printed at once."""
        if self._through is not None:
            self._through.flush()

    @property
    def text(self) -> str:
        """The beginning, and how many lines there are beside it."""
        lines = "".join(self._kept).rstrip("\n").split("\n")
        shown = "\n".join(lines[:_LINES])
        more = self._lines - min(len(lines), _LINES)
        cut = self._left == 0 or len(lines) > _LINES
        if not cut:
            return shown
        return f"{shown}\n... (and {more} more lines)" if more > 1 else f"{shown} ..."


@dataclass
class Aside:
    """What happened beside the answers of a check.

    Attributes:
        printed: what was printed.
        warned: the warnings, in order.
    """

    printed: Printed
    warned: list[warnings.WarningMessage] = field(default_factory=list)


@contextlib.contextmanager
def kept_apart(*, live: bool) -> Iterator[Aside]:
    """Keep what is printed and warned of, and put NumPy's settings right again afterwards.

    Args:
        live: whether what is printed is seen at once, too, since the check takes long.
    """
    aside = Aside(Printed(sys.stdout if live else None))
    with (
        contextlib.redirect_stdout(aside.printed),
        warnings.catch_warnings(record=True) as warned,
        np.errstate(),
        np.printoptions(),
    ):
        warnings.simplefilter("default")
        try:
            yield aside
        finally:
            aside.warned += warned[:50]
