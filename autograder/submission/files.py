"""Files beside the code that an assignment asks for: trained weights, a table, a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.bundle import Bundle
from autograder.submission.names import listed, shown
from autograder.submission.selection import folder_of

_COPY = r"(?: ?\(\d+\)|-\d+|[ _-]+(?:copy|copie|kopie)(?: ?\(?\d+\)?)?)"


@dataclass(frozen=True)
class Files:
    """The files that were asked for and are there.

    Attributes:
        contents: name to bytes.
        messages: what the student should know about those that are not.
    """

    contents: dict[str, bytes]
    messages: tuple[str, ...]


def read_files(bundle: Bundle, graded: str, names: Sequence[str]) -> Files:
    """Return the files of these names: those beside the graded file, or the only one elsewhere.

    What is wrong with one of them is no reason to leave the code ungraded.

    Args:
        bundle: where the graded file lies.
        graded: its path there.
        names: those that the assignment asks for.
    """
    contents: dict[str, bytes] = {}
    messages: list[str] = []
    for name in names:
        candidates = [file for file in bundle.files if _base(file) == name.casefold()]
        if not candidates:
            candidates = [file for file in bundle.files if _is_copy(_base(file), name.casefold())]
            if len(candidates) == 1:
                messages.append(f"{shown(candidates[0])} was taken for {name}")
        beside = [file for file in candidates if folder_of(file) == folder_of(graded)]
        found = beside or candidates
        if len(found) > 1:
            messages.append(f"{name} was left out, since there are several: {listed(found)}")
            continue
        for file in found:
            try:
                contents[name] = bundle.read_data(file, limits.FILE_BYTES)
            except UnreadableSubmissionError as error:
                messages.append(f"{shown(file)} was left out: {error}")
    return Files(contents, tuple(messages))


def _is_copy(base: str, name: str) -> bool:
    """Tell whether a name is what a browser or an editor makes of another: `net (1).npz`."""
    stem, dot, ending = name.rpartition(".")
    return re.fullmatch(rf"{re.escape(stem)}{_COPY}{re.escape(dot + ending)}", base) is not None


def _base(file: str) -> str:
    return file.rpartition("/")[2].casefold()
