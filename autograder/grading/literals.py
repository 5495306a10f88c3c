"""Data that may have been handed in as code, where that is no honest way: for a person to look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.assignment import Assignment
from autograder.submission import Submission

_TEXT = 2_000  # characters of one literal
_NUMBERS = 1_000  # in one cell or file


def long_literals(submission: Submission, assignment: Assignment) -> Iterator[str]:
    """Say which cells and files of a submission hold long texts or many numbers, if it trains a network.

    A network that was trained at home is a text of some kilobytes, and no figure tells it from one that
    learns fast.
    """
    if assignment.training is None:
        return
    for label, source in submission.texts.items():
        try:
            values = [
                node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)
            ]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue  # such a cell or file is not run whole
        longest = max((len(value) for value in values if isinstance(value, str | bytes)), default=0)
        numbers = sum(isinstance(value, int | float) for value in values)
        if longest > _TEXT:
            yield f"{label} holds a text of {longest:,} characters: is a trained network in it?"
        if numbers > _NUMBERS:
            yield f"{label} holds {numbers:,} numbers: is a trained network in them?"
