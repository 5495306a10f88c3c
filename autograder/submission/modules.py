"""Sibling modules: the Python files beside the graded one that it may import."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.bundle import Bundle
from autograder.submission.names import SCRIPT, listed, shown
from autograder.submission.selection import folder_of
from autograder.submission.text import decode_script

_PACKAGE = "__init__"
_NEVER = re.compile(r"conftest|test_.*|sitecustomize|usercustomize|__main__")


@dataclass(frozen=True)
class Modules:
    """The modules beside a graded file.

    Attributes:
        sources: dotted name to source text; a folder without `__init__.py` is an empty package.
        files: path relative to the graded file's folder, and bytes, of those that were read.
        messages: what the student should know about them.
    """

    sources: dict[str, str]
    files: dict[str, bytes]
    messages: tuple[str, ...]


def read_modules(bundle: Bundle, graded: str, budget: int) -> Modules:
    """Return the modules in the folder of the graded file and in packages below it.

    Args:
        bundle: where the graded file lies.
        graded: its path there.
        budget: how many bytes of source they may have in all.

    Raises:
        UnreadableSubmissionError: they are too large, or their zip is damaged.
    """
    folder = folder_of(graded)
    sources: dict[str, str] = {}
    files: dict[str, bytes] = {}
    unreadable: list[str] = []
    hidden: list[str] = []
    # A package comes before a module of its name, as it does for Python.
    candidates = [file for file in bundle.files if file.startswith(folder) and file != graded]
    for file in sorted(candidates, key=lambda file: (not file.endswith(f"/{_PACKAGE}{SCRIPT}"), file)):
        inside = file.removeprefix(folder)
        name = _dotted(inside)
        if name is None:
            continue
        if name in sources:
            hidden.append(inside)
            continue
        data = bundle.read(file)
        try:
            source = decode_script(data, shown(inside))
        except UnreadableSubmissionError:
            unreadable.append(inside)
            continue
        budget -= len(source.encode())
        if budget < 0:
            raise UnreadableSubmissionError(
                f"The Python files in {bundle.name} hold more than {limits.CODE_BYTES // 2**20} MiB of "
                "code in all. Hand in only the file that is to be graded and what it imports."
            )
        sources[name] = source
        files[inside] = data
    for name in list(sources):
        while "." in name:
            name = name.rpartition(".")[0]  # noqa: PLW2901 -- climbs to the packages above
            sources.setdefault(name, "")
    messages = []
    if unreadable:
        messages.append(f"left out, since only UTF-8 text can be imported: {listed(unreadable)}")
    if hidden:
        messages.append(f"left out, since a package of the same name hides it: {listed(hidden)}")
    return Modules(dict(sorted(sources.items())), files, tuple(messages))


def _dotted(inside: str) -> str | None:
    """Return the name under which a file is imported, if it is."""
    if not inside.endswith(SCRIPT):
        return None
    # Python normalises the names that it imports; a Mac stores accents apart from their letters.
    parts = unicodedata.normalize("NFKC", inside.removesuffix(SCRIPT)).split("/")
    if any(not part.isidentifier() for part in parts) or _NEVER.fullmatch(parts[-1]):
        return None
    if parts[-1] == _PACKAGE:
        parts.pop()
    return ".".join(parts) or None
