"""What differs between two students who wrote the same: none of it may change a mark."""

from __future__ import annotations

import base64
import dataclasses
import random
from typing import Any

from tests.classes.program import Cell, Program

_COMMENTS = (
    "# done!",
    "# TODO: clean up",
    "# see the slides of week 3",
    "# this took me all afternoon",
    "# same as in the lab",
    "# asked in the forum: a copy is fine here",
    "#",
)
_REMARKS = (
    "It works on the examples of the lecture.",
    "**Note to self:** hand in before Friday.",
    "I first had this the wrong way round.",
    "## Trying things out",
    "",
)
_SCRATCH = (
    "print('all good')",
    "np.arange(6).reshape(2, 3)",
    "scratch = np.ones((3, 3))\nscratch.mean()",
    "for attempt in range(3):\n    print(attempt)",
    "help(np.pad)",
    "scratch = [1, 2, 3]\nscratch[7]",
    "assert 1 + 1 == 2",
    "",
)
_MAGICS = ("%timeit sum(range(10))", "!pip list", "%who")
_ENDINGS = ("", "\n", "\n\n\n", "  ", "\n# ")


def personal(program: Program, author: str, dice: random.Random) -> Program:
    """Return a program as this student would hand it in: comments, blanks, notes, trials, outputs."""
    cells = [_touched(cell, dice) for cell in program.cells]
    # After the last function, so that not even a name can get in its way.
    cells += [_extra(program, dice) for _ in range(dice.randint(0, 4))]
    head = Cell(f"# {author}, group {dice.randint(1, 30)}")
    if not program.plain:
        head = dataclasses.replace(head, kind="markdown")
    return dataclasses.replace(program, cells=(head, *cells))


def _touched(cell: Cell, dice: random.Random) -> Cell:
    if cell.kind != "code":
        return cell
    source = cell.source
    if not source.lstrip().startswith("%%"):  # which stands first, and takes the rest as it is
        start = f"{dice.choice(_COMMENTS)}\n" if dice.random() < 0.3 else ""
        source = start + source + dice.choice(_ENDINGS)
    outputs = cell.outputs or (() if dice.random() < 0.7 else (_output(dice),))
    return dataclasses.replace(cell, source=source, outputs=outputs)


def _extra(program: Program, dice: random.Random) -> Cell:
    if program.plain:
        return Cell(dice.choice(_COMMENTS))
    if dice.random() < 0.3:
        return Cell(dice.choice(_REMARKS), "markdown")
    outputs = () if dice.random() < 0.5 else (_output(dice),)
    return Cell(dice.choice([*_SCRATCH, *_MAGICS]), outputs=outputs)


def _output(dice: random.Random) -> dict[str, Any]:
    """Return an output of a cell: some text, or a picture of a few kilobytes."""
    if dice.random() < 0.7:
        text = [f"{dice.random():.4f}\n" for _ in range(dice.randint(1, 40))]
        return {"name": "stdout", "output_type": "stream", "text": text}
    picture = base64.b64encode(dice.randbytes(dice.randint(2_000, 20_000))).decode()
    return {"data": {"image/png": picture}, "metadata": {}, "output_type": "display_data"}
