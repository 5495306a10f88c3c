"""The files beside a student's own that it imports, and so has to be handed in with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.errors import UnreadableSubmissionError
from autograder.rehearsal.code import Import, Tree, imports, trees
from autograder.submission import Cell
from autograder.submission.limits import SCRIPT_BYTES
from autograder.submission.text import decode_script

_MOST = 200  # files; more are no homework


def siblings(submission_trees: Sequence[Tree], folder: Path) -> tuple[str, ...]:
    """Return the modules in a folder that code imports, and those that these import.

    Returns:
        Paths below the folder, with "/", the files of packages included.
    """
    found: dict[str, None] = {}
    waiting = [(tree, "") for tree in submission_trees]
    while waiting and len(found) < _MOST:
        tree, package = waiting.pop()
        for wanted in imports([tree]):
            for name in _files(wanted, package, folder):
                if name not in found:
                    found[name] = None
                    waiting += [(other, name.rpartition("/")[0]) for other in _trees(folder, name)]
    return tuple(sorted(found))


def _files(wanted: Import, package: str, folder: Path) -> Iterator[str]:
    """Give the files that an import runs: packages above a module, itself, and those taken from it."""
    module = _absolute(wanted.module, package)
    for parts in [module, *([*module, name] for name in wanted.names)]:
        for count in range(1, len(parts) + 1):
            path = "/".join(parts[:count])
            if (folder / path / "__init__.py").is_file():
                yield f"{path}/__init__.py"
            elif (folder / f"{path}.py").is_file():
                yield f"{path}.py"
                break


def _absolute(module: str, package: str) -> list[str]:
    """Return the parts of a module's name, those of a relative one within its package."""
    name = module.lstrip(".")
    dots = len(module) - len(name)
    above = package.split("/") if package and dots else []
    return [*above[: len(above) - dots + 1 if dots else None], *filter(None, name.split("."))]


def _trees(folder: Path, name: str) -> tuple[Tree, ...]:
    """Return a module, parsed; what cannot be read is told when it is packed."""
    try:
        with (folder / name).open("rb") as file:
            source = decode_script(file.read(SCRIPT_BYTES), name)
    except (OSError, UnreadableSubmissionError):
        return ()
    return trees([Cell(name, source)], script=True)
