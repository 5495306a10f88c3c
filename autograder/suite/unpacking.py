"""Takes an answer of several parts apart: a wrong answer is a mismatch, and no crash of the suite."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.suite.kinds import describe
from autograder.suite.mismatch import Mismatch, MismatchError


def parts(answer: object, *names: str) -> tuple[Any, ...]:
    """Return the parts of an answer, of which there have to be as many as names.

    `dx, dw = student.f(x)` raises an error of the suite's own where the answer is None, and such a test
    counts as one that could not be judged. `dx, dw = parts(student.f(x), "dx", "dw")` fails as any wrong
    answer does. What is unpacked in order is fair: a tuple, a list, or an array along its first axis.

    Args:
        answer: what the student's function returned.
        names: what the parts are called, in order.

    Raises:
        MismatchError: the answer has no parts, or another number of them.
    """
    __tracebackhide__ = True
    due = ", ".join(names)
    if not isinstance(answer, (tuple, list)) and not (isinstance(answer, np.ndarray) and answer.ndim):
        hint = f"the answer is {describe(answer)}, {len(names)} values are due: {due}"
        raise MismatchError(Mismatch("type", hint))
    if len(answer) != len(names):
        # How many there are is hers to choose: the hint tells the direction alone.
        amount = "many" if len(answer) > len(names) else "few"
        hint = f"the answer has too {amount} values, {len(names)} are due: {due}"
        raise MismatchError(Mismatch("type", hint, f"got {len(answer)} values, expected {len(names)}"))
    return tuple(answer)
