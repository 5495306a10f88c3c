"""Which of many files is the one to be graded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.errors import UnreadableSubmissionError
from autograder.submission.names import NOTEBOOK, SCRIPT, is_code, listed, shown, suffix

_GENERIC = "submission"


@dataclass(frozen=True)
class Selection:
    """What names alone can tell.

    Attributes:
        rivals: the files that may be meant, all in one folder; their content decides between them.
        passed_over: others that a student could have meant.
        copies: those of `passed_over` that are notebooks beside the rivals, of a similar name.
    """

    rivals: tuple[str, ...]
    passed_over: tuple[str, ...]
    copies: tuple[str, ...]


def select(files: Sequence[str], assignment: str, bundle: str) -> Selection:
    """Return which of the files in a folder or zip may be the graded one.

    In this order: those with the assignment's name; the notebook with that name among other words
    ("smith_pooling-Copy1"); the only notebook; such a script; the only script. Of the first two kinds
    those count that lie highest.

    Args:
        files: paths of all files that are not junk, relative and with "/".
        assignment: the assignment's name.
        bundle: what to call the folder or zip in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: there is none, or names cannot tell which.
    """
    code = sorted(file for file in files if is_code(file))
    if not code:
        raise _nothing(files, assignment, bundle)
    named = [file for file in code if _words(file) in (_normal(assignment), _GENERIC)]
    alike = [file for file in code if file not in named and _mentions(_words(file), assignment)]
    notebooks = [file for file in code if suffix(file) == NOTEBOOK]
    meant = (
        _with_renamed(_highest(named), alike)
        or _with_twins(_highest(file for file in alike if file in notebooks), alike)
        or notebooks
        or _highest(alike)
        or (code if len(code) == 1 else _at_top(code))
        or code
    )
    if not _is_one_work(meant, exact=bool(named)):
        raise ambiguous(meant, assignment, bundle)
    others = [file for file in code if file not in meant and file in {*named, *alike, *notebooks}]
    folder = folder_of(meant[0])
    copies = [
        file for file in others if file in alike and file in notebooks and folder_of(file) == folder
    ]
    return Selection(tuple(meant), tuple(others), tuple(copies))


def ambiguous(files: Sequence[str], assignment: str, bundle: str) -> UnreadableSubmissionError:
    """Return the error for several files of which any could be meant."""
    return UnreadableSubmissionError(
        f"{bundle} holds several files that could be the one to grade: {listed(files)}. Name the right "
        f"one {assignment}{NOTEBOOK} or {assignment}{SCRIPT}, or hand in that one alone."
    )


def folder_of(file: str) -> str:
    """Return the folder of a path with its "/", or nothing for one at the top."""
    head, slash, _ = file.rpartition("/")
    return head + slash


def _nothing(files: Sequence[str], assignment: str, bundle: str) -> UnreadableSubmissionError:
    nested = [file for file in files if suffix(file) == ".zip"]
    if nested:
        hint = f"The zip inside it, {shown(nested[0])}, is not opened: hand in that one"
    elif files:
        hint = f"It holds {listed(files)}; hand in {assignment}{NOTEBOOK} or {assignment}{SCRIPT}"
    else:
        hint = f"Put {assignment}{NOTEBOOK} or {assignment}{SCRIPT} in it, and hand it in again"
    return UnreadableSubmissionError(f"{bundle} holds no notebook and no Python file to grade. {hint}.")


def _stem(file: str) -> str:
    return file.rpartition("/")[2].rpartition(".")[0]


def _normal(name: str) -> str:
    """Return `name` in small letters, with "_" for all that is neither letter nor digit."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def _words(file: str) -> str:
    return _normal(_stem(file))


def _mentions(words: str, assignment: str) -> bool:
    return any(f"_{name}_" in f"_{words}_" for name in (_normal(assignment), _GENERIC))


def _highest(files: Iterable[str]) -> list[str]:
    by_depth: dict[int, list[str]] = {}
    for file in files:
        by_depth.setdefault(file.count("/"), []).append(file)
    return by_depth[min(by_depth)] if by_depth else []


def _at_top(code: Sequence[str]) -> list[str]:
    """Return the files in the topmost folder that holds them all; a package below it is imported."""
    common = folder_of(code[0])
    while not all(file.startswith(common) for file in code):
        common = folder_of(common[:-1])
    return [file for file in code if folder_of(file) == common]


def _with_twins(notebooks: Sequence[str], alike: Sequence[str]) -> list[str]:
    """Return `notebooks` and the scripts of the same names beside them."""
    paths = {file.rpartition(".")[0] for file in notebooks}
    return [file for file in alike if file.rpartition(".")[0] in paths]


def _with_renamed(named: list[str], alike: Sequence[str]) -> list[str]:
    """Return `named` and, where only scripts are, the one notebook beside them of a similar name.

    A release ships both forms: "pooling.py" may be untouched beside the work in "pooling (1).ipynb".
    """
    if any(suffix(file) == NOTEBOOK for file in named):
        return named
    folders = {folder_of(file) for file in named}
    renamed = [file for file in alike if suffix(file) == NOTEBOOK and folder_of(file) in folders]
    return [*named, *renamed] if len(renamed) == 1 else named


def _is_one_work(files: Sequence[str], *, exact: bool) -> bool:
    """Return whether `files` are forms of one work: in one folder, and of the same name."""
    if exact:
        return len({folder_of(file) for file in files}) == 1
    return len({file.rpartition(".")[0] for file in files}) == 1
