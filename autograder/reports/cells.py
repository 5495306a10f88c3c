"""Tables in CSV that people open in a spreadsheet: what is text stays text there, and no formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.text import scrub

# What starts a formula, in full width too, as some spreadsheets read it; after a semicolon as well,
# which separates cells for whoever's decimals have a comma.
_FORMULA = re.compile("(^|;\\s*)(?=[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def text_cell(text: str, limit: int = 2000) -> str:
    """Return text of anybody's as a cell: one line, harmless, no formula."""
    return _FORMULA.sub(r"\1'", " ".join(scrub(text, limit).split()))


def number_cell(value: float | None) -> str:
    """Return a number as a cell, which is empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as RFC 4180 has it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
