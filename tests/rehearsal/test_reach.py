"""Which statements the functions that are asked for depend on."""

from __future__ import annotations

import pytest

from autograder.rehearsal.reach import reached, statements
from tests.rehearsal.test_code import read


def test_global_names_are_told_from_local_ones() -> None:
    """Attributes and parameters are none, and what a function binds for itself is not bound for all."""
    source = "def f(x, y=ONE):\n    global g\n    z = g = x.attribute\n    return lambda: TWO + z"
    (found,) = statements(read(source))
    assert (set(found.uses), set(found.binds)) == ({"ONE", "TWO"}, {"f", "g"})


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("def f(): return g()\ndef g(): return TABLE\nTABLE = {}\nTABLE['a'] = 1", [1, 2, 3, 4]),
        ("def show(x): f(x)\ndef f(): pass\nprint(f())\nx = f()", [2]),
        ("import a as b, c\nimport d\nclass f:\n    def m(self): return c.x", [1, 3]),
        ("from a import *\ndef f(): pass", [1, 2]),
        ("@decorated\ndef f(): pass\ndef decorated(f): return f\nf.y = await z()\nz = 1", [1, 3, 4, 5]),
    ],
)
def test_what_is_used_counts_and_what_uses_does_not(source: str, lines: list[int]) -> None:
    """Through helpers, tables that are filled, imports, classes and decorators."""
    assert sorted(one.first for one in reached(statements(read(source)), {"f"})) == lines


def test_own_modules_count_as_a_whole() -> None:
    """As soon as one of them is needed."""
    modules = statements(read("import pandas"))
    for use, found in (("mine.x", 1), ("1", 0)):
        code = statements(read(f"import mine\ndef f(): return {use}"))
        assert sum(one in modules for one in reached(code, {"f"}, modules, {"mine"})) == found
