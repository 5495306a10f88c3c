"""The notebooks that all graders get: golden cases, right and wrong, that judge alike everywhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tests.classes.program import GOLDEN, Cell, Program, of_golden

ASSIGNMENT = "stride_padding"
# Not those that other graders judge otherwise by design: endless loops, ends of the process, names that
# a later cell reuses, and a mistake that costs twice where the reference is not lent.
CASES = (
    "perfect_einsum_float32",
    "perfect_fft",
    "perfect_im2col",
    "perfect_lists",
    "perfect_loops",
    "ignored_stride",
    "flipped_kernel",
    "uint8_wraps",
    "always_value_error",
    "stub",
)


def programs() -> dict[str, Program]:
    """Return what is graded, by the names of the cases; each is a notebook everywhere."""
    return {case: of_golden(GOLDEN / ASSIGNMENT / case) for case in CASES}


def copies(folder: Path, count: int) -> list[Path]:
    """Write the notebooks over and over, no two of them alike, and return their paths.

    Args:
        folder: where; it is made.
        count: how many files.
    """
    folder.mkdir(parents=True)
    paths = []
    for number in range(count):
        case, program = list(programs().items())[number % len(CASES)]
        paths.append(path := folder / f"{case}_{number:04}.ipynb")
        mine = dataclasses.replace(program, cells=(Cell(f"# Copy {number}"), *program.cells))
        path.write_bytes(mine.notebook())
    return paths
