"""Masters: solutions out, everything else as it was."""

from __future__ import annotations

import pytest

from autograder.errors import ReleaseError
from autograder.release.master import split_master

MASTER = '''# %% [markdown]
# # Title

# %%
import numpy as np


# %%
def area(width, height):
    """Return the area."""
    # BEGIN SOLUTION
    size = width * height
    if size:
        return size
    else:
        return 0
    # END SOLUTION


class Layer:
    def forward(self, x):
        y = x + 1
        # BEGIN SOLUTION
        # a comment gives nothing away
        return y @ y
        # END SOLUTION
'''


def test_a_solution_becomes_a_todo_at_its_place() -> None:
    """With the name of its function, indented as it was; what is around it stays."""
    stub = split_master(MASTER, "area.py").stub
    assert '    """Return the area."""\n    raise NotImplementedError("TODO: write area")\n\n' in stub
    assert '        y = x + 1\n        raise NotImplementedError("TODO: write Layer.forward")\n' in stub
    assert "SOLUTION" not in stub
    assert stub.startswith("# %% [markdown]\n# # Title\n")
    compile(stub, "stub", "exec")


def test_lines_that_compute_are_what_must_not_leak() -> None:
    """`else:` and a comment are nothing to hide."""
    lines = split_master(MASTER, "area.py").solution_lines
    assert lines == {"size = width * height", "return y @ y"}


def test_parameters_of_what_is_to_be_written_are_kept() -> None:
    """All methods of a class that has something to write, too; what is given alone does not count."""
    text = """
def given(a): ...
def area(width, /, height=1, *rest: int, unit="m", **more):
    def inner(x):
        # BEGIN SOLUTION
        return x
        # END SOLUTION
class Given:
    def method(self): ...
class Layer:
    def __init__(self, n, *, seed=0): ...
    @staticmethod
    def made(n): ...
    def forward(this, x, /):
        # BEGIN SOLUTION
        return x
        # END SOLUTION
"""
    assert split_master(text, "area.py").functions == {
        "area": "width, /, height=1, *rest: int, unit='m', **more",
        "Layer.__init__": "n, *, seed=0",
        "Layer.made": "n",
        "Layer.forward": "x, /",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("def f():\n    return 1\n", "no solution is marked"),
        ("def f():\n    # BEGIN SOLUTION\n    return 1\n", "line 2: '# BEGIN SOLUTION' without"),
        ("def f():\n    return 1\n    # END SOLUTION\n", "line 3: '# END SOLUTION' without"),
        (
            "def f():\n    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n",
            "line 3: '# BEGIN SOLUTION' before the '# END SOLUTION' that line 2 needs",
        ),
        ("# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n", "line 1: a solution outside of any function"),
        ("def f(:\n", "line 1: "),
        ("def f():\n    ### BEGIN SOLUTION\n    return 1\n", "line 2: '### BEGIN SOLUTION': write"),
        ("def f():\n    #begin solution\n    return 1\n", "line 2: '#begin solution': write"),
        (
            "def f():\n    # BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n    # END SOLUTION\n",
            "line 4: '### END SOLUTION': write",
        ),
    ],
)
def test_a_master_that_is_not_in_order_is_refused(text: str, problem: str) -> None:
    """Naming the file and the line."""
    with pytest.raises(ReleaseError, match=r"master\.py") as raised:
        split_master(text, "master.py")
    assert problem in str(raised.value)


def test_lines_are_those_of_python() -> None:
    """A form feed or a line separator in a text ends none."""
    text = "# \u2028 and \f\n" + MASTER
    assert split_master(text, "master.py").stub.startswith("# \u2028 and \f\n# %% [markdown]\n")


def test_what_is_defined_within_a_solution_is_nobodys_business() -> None:
    """A method between the marks, and what its parameters stand for."""
    text = (
        "class A:\n    def f(self, x):\n        # BEGIN SOLUTION\n        return self._g(x)\n\n"
        "    def _g(self, x, magic=42):\n        return x * magic\n        # END SOLUTION\n"
    )
    assert split_master(text, "master.py").functions == {"A.f": "x"}
