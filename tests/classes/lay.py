"""A whole class: who is right, who is not, and the files in which they hand in.

Shares of a mixed class, of which each sort has somebody from six students on:

| sort | share | what |
| --- | --- | --- |
| right | 45 % | golden cases `perfect_*`, and restyled ones |
| wrong | 40 % | one mistake or two: golden cases that lose marks, changes of the master |
| partly | 7 % | some functions, or all, as they were released; a line half written |
| hang | 3 % | an endless loop, in a function or in a cell |
| crash | 2 % | ends its process or takes all memory |
| garbage | 3 % | no program at all: cut off, empty, of another type |

Nobody sleeps: a loop costs the processor seconds of its limit, a sleep ten times as many by the clock.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.assignment import load_assignment, load_course
from tests.assignments.restyle import restyle
from tests.assignments.test_restyled import KINDS, sources
from tests.classes.garbage import garbage
from tests.classes.habits import personal
from tests.classes.mistakes import Mistakes
from tests.classes.program import GOLDEN, ROOT, Program, of_golden, of_script, zipped

Kind = Literal["mixed", "right"]
SHARES: Mapping[str, float] = {
    "right": 0.45,
    "wrong": 0.40,
    "partly": 0.07,
    "hang": 0.03,
    "crash": 0.02,
    "garbage": 0.03,
}
RESTYLED = 0.4  # of those that are right
PROVEN = 100  # seeds of restyled programs: the tests grade each of them
FIRST = (
    "Ada",
    "Chloe",
    "Dmitri",
    "Esra",
    "Femi",
    "Hiro",
    "Ines",
    "Kavya",
    "Lars",
    "Mei",
    "Otto",
    "Zoë",
)
LAST = (
    "Abbott",
    "Costa",
    "Eze",
    "Fischer",
    "Haddad",
    "Ito",
    "Jensen",
    "Khan",
    "Lopez",
    "Müller",
    "Weiß",
)


@dataclass(frozen=True)
class Work:
    """What one student hands in.

    Attributes:
        sort: a key of `SHARES`.
        name: of the file or folder.
        content: of the file, or of the files of the folder.
    """

    sort: str
    name: str
    content: bytes | Mapping[str, bytes]


def lay_class(
    folder: Path, assignment: str, size: int, seed: int, *, kind: Kind = "mixed"
) -> list[Path]:
    """Write what a class hands in and return the paths, one a student; the same each time.

    Args:
        folder: where; it is made if it is not there.
        assignment: its name.
        size: how many students.
        seed: another one gives another class.
        kind: "right" for a class that makes no mistake.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for work in imagine(assignment, size, seed, kind):
        paths.append(path := folder / work.name)
        if isinstance(work.content, bytes):
            path.write_bytes(work.content)
            continue
        for name, data in work.content.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
    return paths


def imagine(assignment: str, size: int, seed: int, kind: Kind = "mixed") -> list[Work]:
    """Return what a class hands in; the arguments are those of `lay_class`."""
    dice = random.Random(f"{assignment} {size} {seed} {kind}")
    sorts = ["right"] * size if kind == "right" else _apportioned(size)
    dice.shuffle(sorts)
    mistakes = Mistakes(load_assignment(load_course(ROOT / "solutions"), assignment))
    right = list(sources(assignment, right=True).values()) if assignment in KINDS else []
    dice.shuffle(mistakes.wrong)  # each comes once before any comes twice
    made = 0
    works = []
    for number, sort in enumerate(sorts):
        author = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        if sort == "wrong":
            program = mistakes.program(mistakes.wrong[made % len(mistakes.wrong)], dice)
            made += 1
        elif sort == "partly":
            program = mistakes.partly_done(dice)
        elif sort == "hang":
            program = mistakes.hanging(dice)
        elif sort == "crash":
            program = mistakes.crashing(dice)
        else:
            program = _right(assignment, right, dice)
        program = personal(program, author, dice)
        stem = f"{author.lower().replace(' ', '_')}_{number:04}"
        if sort == "garbage":
            suffix, content = garbage(assignment, program, dice)
            works.append(Work(sort, stem + suffix, content))
        else:
            works.append(_handed_in(sort, stem, assignment, program, dice))
    return works


def _apportioned(size: int) -> list[str]:
    """Return as many sorts as there are students, close to their shares; the rest are right."""
    sorts = [sort for sort, share in SHARES.items() for _ in range(max(1, int(share * size)))]
    while len(sorts) > size:
        sorts.remove(max(SHARES, key=sorts.count))
    return sorts + ["right"] * (size - len(sorts))


def _right(assignment: str, sources: Sequence[str], dice: random.Random) -> Program:
    if sources and dice.random() < RESTYLED:
        seed = dice.randrange(PROVEN)
        return of_script(restyle(sources[seed % len(sources)], seed, KINDS[assignment]))
    return of_golden(dice.choice(sorted((GOLDEN / assignment).glob("perfect_*"))))


def _handed_in(sort: str, stem: str, assignment: str, program: Program, dice: random.Random) -> Work:
    draw = dice.random()
    if not program.files and draw < 0.85:
        if program.plain and draw < 0.35:
            return Work(sort, f"{stem}.py", program.script())
        return Work(sort, f"{stem}.ipynb", program.notebook())
    files = {f"{assignment}.ipynb": program.notebook(), **program.files}
    if dice.random() < 0.5:
        return Work(sort, stem, {**files, f".ipynb_checkpoints/{assignment}-checkpoint.ipynb": b"{}"})
    junk = {f"__MACOSX/{stem}/._{assignment}.ipynb": b"\0\5\26\7"}
    return Work(
        sort, f"{stem}.zip", zipped({f"{stem}/{name}": data for name, data in files.items()} | junk)
    )
