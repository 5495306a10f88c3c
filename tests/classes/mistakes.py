"""Programs with mistakes: wrong answers, unfinished work, endless loops, ends of the process."""

from __future__ import annotations

import dataclasses
import importlib
import random
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path

from autograder.assignment import Assignment
from autograder.release.master import BEGIN, END
from tests.assignments import mutation
from tests.assignments.mutation import Mutant, Trial
from tests.classes.program import GOLDEN, MARKS, Cell, Program, of_golden, of_master

TWO_MISTAKES = 0.3  # of those whose mistake is a changed line, as many have a second one
_NOT_MERELY_WRONG = ("stub", "infinite_loop", "os_exit")
_UNWRITTEN = 'raise NotImplementedError("TODO")'
_HALF_WRITTEN = "result = np.zeros("
_ENDLESS = ("while True:\n    pass", "n_left = 10\nwhile n_left > 0:\n    n_left + 1")
_ENDS = (
    "import os\nos._exit(0)",
    "import sys\nsys.exit()",
    "exit()",
    "import ctypes\nctypes.string_at(0)",
    "import os\nos.abort()",
)
_HOARDS = (
    "hoard = []\nwhile True:\n    hoard.append(bytearray(10**7))",
    "table = [[0] * 10**6 for row in range(10**6)]",
    "import numpy as np\nbig = np.ones((300_000, 300_000))\nbig += 1",
)

_Changed = tuple[str, Mutant]


class Mistakes:
    """All mistakes that are known of one assignment.

    Attributes:
        wrong: golden cases that lose marks, and changes of the master by function, in any order.
    """

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._master = assignment.master.read_text(encoding="utf-8")
        module = importlib.import_module(f"tests.assignments.{assignment.name}_mutants")
        self._trial: Callable[[str, str, Mutant], Trial] = getattr(module, "trial_of", mutation.trial)
        self._changes: list[_Changed] = [
            (function, mutant) for function, some in module.MUTANTS.items() for mutant in some
        ]
        self.wrong: list[Path | _Changed] = [*_losing_cases(assignment.name), *self._changes]

    def program(self, mistake: Path | _Changed, dice: random.Random) -> Program:
        """Return a program with a mistake out of `wrong`, and perhaps another one elsewhere."""
        if isinstance(mistake, Path):
            return of_golden(mistake)
        changes = [mistake]
        if dice.random() < TWO_MISTAKES:
            changes.append(dice.choice([one for one in self._changes if one[0] != mistake[0]]))
        text = self._master
        for function, mutant in changes:
            text = self._trial(text, function, mutant).source
        return of_master(self._assignment, text)

    def partly_done(self, dice: random.Random) -> Program:
        """Return the release with some functions written: none, a few, or one of them half."""
        places = range(self._master.count(BEGIN))
        left = dice.sample(places, dice.choice([len(places), *places[1:]]))
        instead = dict.fromkeys(left, _UNWRITTEN)
        if dice.random() < 0.25:
            instead[left[0]] = _HALF_WRITTEN  # which breaks its cell

        def left_out(place: int, solution: str) -> str:
            return instead.get(place, solution)

        return of_master(self._assignment, _rewritten(self._master, left_out))

    def hanging(self, dice: random.Random) -> Program:
        """Return a right program but for an endless loop, in a function or in a cell."""
        return self._spoilt(dice, dice.choice(_ENDLESS))

    def crashing(self, dice: random.Random) -> Program:
        """Return a right program but that it ends its process or takes all memory."""
        return self._spoilt(dice, dice.choice([*_ENDS, *_HOARDS]))

    def _spoilt(self, dice: random.Random, lines: str) -> Program:
        if dice.random() < 0.5:
            place = dice.randrange(self._master.count(BEGIN))
            text = _rewritten(self._master, lambda at, old: f"{lines}\n{old}" if at == place else old)
            return of_master(self._assignment, text)
        program = of_master(self._assignment, self._master)
        cells = list(program.cells)
        cells.insert(dice.randint(1, len(cells)), Cell(lines))
        return dataclasses.replace(program, cells=tuple(cells))


def _losing_cases(assignment: str) -> list[Path]:
    cases = sorted((GOLDEN / assignment).iterdir())
    marks = {case: tomllib.loads((case / MARKS).read_text(encoding="utf-8"))["points"] for case in cases}
    full = next(points for case, points in marks.items() if case.name.startswith("perfect"))
    return [case for case in cases if marks[case] != full and case.name not in _NOT_MERELY_WRONG]


def _rewritten(master: str, change: Callable[[int, str], str]) -> str:
    """Return a master whose solutions, numbered as they come, are changed."""
    head, *rest = master.split(BEGIN + "\n")
    text = head
    for number, part in enumerate(rest):
        solution, after = part.split(END, 1)
        indent = " " * (len(text) - len(text.rstrip(" ")))
        new = change(number, textwrap.dedent(solution).rstrip("\n"))
        text = text.rstrip(" ") + textwrap.indent(new, indent) + after
    return text
