"""The call, to be copied into a cell: it gives the same answer again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.checking.mine import checked, names_of

HEAD = """
import numpy as np
import pytest
from autograder.suite import assert_matches
"""


def repeat(folder: Path, source: str, test: str) -> tuple[str, ...]:
    """Return the lines that repeat the only call of a test."""
    suite = (
        f'{HEAD}\n@pytest.mark.question("q")\ndef test_q(student):\n    """It holds."""\n    {test}\n'
    )
    (outcome,) = checked(folder, source, suite=suite).questions[0].outcomes
    assert outcome.status == "failed", outcome.sentences
    return outcome.repeat


def answer(source: str, lines: tuple[str, ...]) -> object:
    """Return what the last of some lines gives, as in a notebook that imports NumPy."""
    names = {**names_of(source), "np": np}
    exec("\n".join(lines[:-1]), names)
    return eval(lines[-1], names)


def test_arrays_are_written_out(tmp_path: Path) -> None:
    """With their type where it is not the usual one, in rows below each other."""
    source = "def f(image, weight, by=1):\n    return image.astype(float) + weight * by\n"
    image, weight = "np.arange(4, dtype='uint8').reshape(2, 2)", "np.array([.5, -np.inf])"
    lines = repeat(tmp_path, source, f"assert_matches(student.f({image}, {weight}, by=2), 9)")
    assert lines[0] == "image = np.array([[0, 1],"
    assert lines[1].endswith("[2, 3]], dtype=np.uint8)")
    assert lines[-1] == "f(image, weight, by=2)"
    np.testing.assert_array_equal(answer(source, lines), [[1, -np.inf], [3, -np.inf]])


def test_objects_are_made_again(tmp_path: Path) -> None:
    """With the calls that changed them, and no others."""
    source = """
class Counter:
    def __init__(self, start=0): self.n = start
    def add(self, by): self.n += by
    def total(self): return self.n
def other(): return 1
"""
    test = "c = student.Counter(start=3); student.other(); c.add(4); assert_matches(c.total(), 9)"
    lines = repeat(tmp_path, source, test)
    assert lines == ("counter = Counter(start=3)", "counter.add(4)", "counter.total()")
    assert answer(source, lines) == 7


def test_what_is_too_large_is_found_in_the_checks(tmp_path: Path) -> None:
    """By the line of its check."""
    lines = repeat(tmp_path, "def f(x): return 0\n", "assert_matches(student.f(np.ones((50, 50))), 9)")
    assert lines[0] == "x = ...  # an array of numbers, shape (50, 50): made in test_public.py, line 6"
