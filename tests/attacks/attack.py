"""What an attack is: one sentence, a submission, and what that deserves."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
HONEST = (HERE / "neighbours" / "honest.py").read_text(encoding="utf-8")
CHEATING = HONEST.replace("** 2).sum()", "** 2).sum() + 1")  # whose energy is wrong: 6 points
_FIELD = re.compile(r"^# (earns|statuses|levels): (.+)$", re.MULTILINE)

Build = Callable[[Path], Path]  # makes the submission in a new folder, and returns its path


@dataclass(frozen=True)
class Attack:
    """One submission that cheats.

    Attributes:
        family: "forging", "files" and so on.
        name: of the file or function that holds it.
        sentence: what it tries.
        earns: the points that its answers deserve, of 10.
        build: makes it.
        status: of its result: "graded", or "unreadable" where it is to be refused.
        statuses: those of its tests, where that matters.
        levels: at which it makes sense; empty for all.
    """

    family: str
    name: str
    sentence: str
    earns: float
    build: Build
    status: str = "graded"
    statuses: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.family}-{self.name}"


def read_attack(path: Path) -> Attack:
    """Return the attack that is one Python file, which its docstring and comments describe."""
    text = path.read_text(encoding="utf-8")
    fields: dict[str, str] = dict(_FIELD.findall(text))
    return Attack(
        family=path.parent.name,
        name=path.stem,
        sentence=_one_line(ast.get_docstring(ast.parse(text))),
        earns=float(fields["earns"]),
        build=functools.partial(_copy, path),
        statuses=frozenset(fields.get("statuses", "").replace(",", " ").split()),
        levels=frozenset(fields.get("levels", "").split()),
    )


def built(*, earns: float = 0.0, statuses: str = "") -> Callable[[Build], Attack]:
    """Turn a function that builds a submission into an attack of the family "files".

    Args:
        earns: the points that it deserves; 0 for one that is to be refused as unreadable.
        statuses: those of its tests, with spaces between.
    """

    def decorate(build: Build) -> Attack:
        return Attack(
            family="files",
            name=build.__name__,
            sentence=_one_line(inspect.getdoc(build)),
            earns=earns,
            build=build,
            status="graded" if earns or statuses else "unreadable",
            statuses=frozenset(statuses.split()),
        )

    return decorate


def _copy(source: Path, folder: Path) -> Path:
    return Path(shutil.copyfile(source, folder / source.name))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
