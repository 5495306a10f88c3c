"""Sibling modules: the Python files beside the graded one that it may import."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.bundle import Bundle
from autograder.submission.helper import imports
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
        files: path relative to the graded file's folder (with a "/" before it, to the top) and bytes, of
            those that were read.
        messages: what the student should know about them.
    """

    sources: dict[str, str]
    files: dict[str, bytes]
    messages: tuple[str, ...]


def read_modules(bundle: Bundle, graded: str, code: str, budget: int) -> Modules:
    """Return the modules in the folder of the graded file and in packages below it.

    One that lies elsewhere is among them if the code names it or a folder of it, under the name that it
    has from the top: a student can put any folder on `sys.path`. So is the graded script itself, if one
    of its modules imports it.

    Args:
        bundle: where the graded file lies.
        graded: its path there.
        code: its text.
        budget: how many bytes of source they may have in all.

    Raises:
        UnreadableSubmissionError: they are too large, or their zip is damaged.
    """
    folder = folder_of(graded)
    sources: dict[str, str] = {}
    files: dict[str, bytes] = {}
    unreadable: list[str] = []
    hidden: list[str] = []
    beside = [file for file in bundle.files if file.startswith(folder) and file != graded]
    for file in sorted(beside, key=_order):
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
    for file, name, data, source in _elsewhere(bundle, {*beside, graded}, code, budget):
        if sources.setdefault(name, source) is source:
            files[f"/{file}"] = data
    own = _dotted(graded.removeprefix(folder))
    if own is not None and any(imports(source, own) for source in sources.values()):
        sources.setdefault(own, code)
    return Modules(_with_packages(sources), files, tuple(_messages(unreadable, hidden)))


def _with_packages(sources: dict[str, str]) -> dict[str, str]:
    """Return modules with the packages above them, which need no file of their own."""
    packages = {name[: dot.start()]: "" for name in sources for dot in re.finditer(r"\.", name)}
    return dict(sorted({**packages, **sources}.items()))


def _messages(unreadable: Sequence[str], hidden: Sequence[str]) -> Iterator[str]:
    if unreadable:
        yield f"left out, since only UTF-8 text can be imported: {listed(unreadable)}"
    if hidden:
        yield f"left out, since a package of the same name hides it: {listed(hidden)}"


def _elsewhere(
    bundle: Bundle, known: set[str], code: str, budget: int
) -> Iterator[tuple[str, str, bytes, str]]:
    """Give files outside the graded one's folder that its code names: path, module, bytes and text."""
    words = set(re.findall(r"\w+", code))
    for file in sorted(set(bundle.files) - known, key=_order):
        name = _dotted(file)
        if name is None or words.isdisjoint(name.split(".")):
            continue
        # None of them is a reason to refuse the work: most are none of its modules.
        with contextlib.suppress(UnreadableSubmissionError):
            data = bundle.read(file)
            source = decode_script(data, shown(file))
            budget -= len(source.encode())
            if budget >= 0:
                yield file, name, data, source


def _order(file: str) -> tuple[bool, str]:
    # A package comes before a module of its name, as it does for Python.
    return not file.endswith(f"/{_PACKAGE}{SCRIPT}"), file


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
