"""Names that browsers and platforms give to the second copy of a file, and which copy counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from autograder.submission.names import listed, shown

# "a (1)" of browsers, "a-Copy1" of Jupyter, "a - Copy" and "a copy 2" of desktops.
_COPY = r" ?\(\d{1,3}\)|-Copy\d{0,3}| - Copy| copy(?: \d{1,3})?"
_COPIED = re.compile(rf"(?<=.)(?:{_COPY})+$", re.DOTALL)
# Canvas keeps every upload of a student and calls the second one "a-1".
_UPLOADED = re.compile(rf"(?<=.)(?:{_COPY}|-\d{{1,2}})+$", re.DOTALL)


def original_stem(stem: str) -> str:
    """Return the stem of a file without what marks it as a copy."""
    return _COPIED.sub("", stem)


def original_upload(name: str) -> str:
    """Return the name of a file as it was before Canvas, too, numbered the copies of it."""
    path = PurePath(name)
    return _UPLOADED.sub("", path.stem) + path.suffix


def taken(name: str, others: Sequence[str]) -> str:
    """Return the message for a student that says which of her files counts."""
    older = [f"another {other}" if other == name else other for other in others]
    return f"{shown(name)} was taken, and not {listed(older)}: the newest that can be graded counts"
