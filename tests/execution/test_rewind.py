"""A question that fails is judged again as things stood after the cell that defines its function."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.sandbox.stops import StudentError
from autograder.suite.attempt import Attempt
from autograder.suite.recording import Recorder
from autograder.suite.remote import RemoteStudent
from tests.execution.conftest import Runner


def as_defined(attempt: Attempt, name: str, *args: object) -> object:
    """Call a function in the namespace of its definition."""
    attempt.as_defined = True
    return attempt.call(name, args, {}).value


def test_a_built_in_that_was_hidden_later_is_there_again(notebook: Runner) -> None:
    """`sum = 0` in a scratch cell must not lose a right answer."""
    attempt = notebook("def f(x):\n    return sum(x)", "sum = 0\nfor i in range(3): sum += i")
    with pytest.raises(TypeError):
        attempt.call("f", ([1, 2],), {})
    assert attempt.clobbered({"f"}) == ["code cell 2 gave `sum` another value"]
    assert as_defined(attempt, "f", [1, 2]) == 3


def test_a_reused_function_name_is_a_function_again(notebook: Runner) -> None:
    """`conv = conv(x)` binds the result to the name."""
    attempt = notebook("def conv(x):\n    return 2 * x", "conv = conv(3)")
    assert attempt.clobbered({"conv"}) == ["code cell 2 gave `conv` another value"]
    assert as_defined(attempt, "conv", 4) == 8


def test_a_deleted_function_is_there_again(notebook: Runner) -> None:
    """`del` is one way to clobber a name."""
    attempt = notebook("def f():\n    return 1", "del f")
    assert attempt.clobbered({"f"})
    assert as_defined(attempt, "f") == 1


def test_the_last_definition_counts(notebook: Runner) -> None:
    """A student who writes a function anew means the new one."""
    attempt = notebook("def f():\n    return 1", "def f():\n    return 2", "f = None")
    assert as_defined(attempt, "f") == 2


def test_helpers_further_down_are_found(notebook: Runner) -> None:
    """A function may well use what is defined below it."""
    attempt = notebook("def f(x):\n    return helper(x)", "def helper(x):\n    return x + 1", "f = 1")
    assert as_defined(attempt, "f", 1) == 2


def test_a_helper_that_was_reused_is_named(notebook: Runner) -> None:
    """Names are followed through the functions that a function calls."""
    attempt = notebook(
        "def pad(x):\n    return [0, *x]",
        "def f(x):\n    return pad(x)",
        "pad = 1",
    )
    assert attempt.clobbered({"f"}) == ["code cell 3 gave `pad` another value"]
    assert as_defined(attempt, "f", [1]) == [0, 1]


def test_nothing_to_put_back_is_said(notebook: Runner) -> None:
    """Judging again is pointless then."""
    attempt = notebook("def f():\n    return 1", "x = 2")
    assert attempt.clobbered({"f", "missing"}) == []


def test_the_final_namespace_comes_back(notebook: Runner) -> None:
    """For the next question."""
    attempt = notebook("x = 1\ndef f():\n    return x", "x = 2")
    assert as_defined(attempt, "f") == 1
    attempt.as_defined = False
    assert attempt.call("f", (), {}).value == 2


def test_a_script_is_rewound_statement_by_statement(script: Runner) -> None:
    """It has no cells."""
    attempt = script("def f(x):\n    return len(x)\nlen = 3\n")
    assert attempt.clobbered({"f"}) == ["homework.py gave `len` another value"]
    assert as_defined(attempt, "f", [1, 2]) == 2


def test_names_that_no_function_uses_are_no_reason(notebook: Runner) -> None:
    """Scratch values are bound again all the time, also those that are called as an attribute is."""
    attempt = notebook("x = 1\ndef f(a):\n    return a.x", "x = 2\ny = x + 1")
    assert attempt.clobbered({"f"}) == []


def test_methods_are_called_as_things_stood_where_their_class_was_defined(notebook: Runner) -> None:
    """Also after a function has been called that was defined when things were otherwise."""
    attempt = notebook(
        "class Layer:\n    def forward(self, x):\n        return sum(x)\n"
        "    def again(self):\n        return [Layer()]",
        "sum = 0",
        "def g():\n    return 1",
        "g = 2",
    )
    attempt.as_defined = True
    student = RemoteStudent(attempt, Recorder())
    layer = student.Layer()
    assert layer.forward([1, 2]) == 3
    assert student.g() == 1
    assert layer.forward([1, 2]) == 3
    (other,) = layer.again()
    assert student.g() == 1
    assert other.forward([1, 2]) == 3
    attempt.as_defined = False
    with pytest.raises(TypeError):
        layer.forward([1, 2])


def test_a_class_is_followed_through_its_methods(notebook: Runner) -> None:
    """A layer that uses a function is one."""
    attempt = notebook(
        "def act(x):\n    return 2 * x",
        "class Layer:\n    def forward(self, x):\n        return act(x)",
        "def run(x):\n    return Layer().forward(x)",
        "act = 0",
    )
    assert attempt.clobbered({"run"}) == ["code cell 4 gave `act` another value"]
    assert as_defined(attempt, "run", 2) == 4


_DECORATED = """
import functools
def timed(f):
    @functools.wraps(f)
    def inner(*args):
        return f(*args)
    return inner
@timed
def f(x):
    return sum(x)
"""


@pytest.mark.parametrize(
    "wrapped",
    [
        _DECORATED,
        "import functools\ndef g(k, x):\n    return k * sum(x)\nf = functools.partial(g, 1)",
        "class F:\n    def __call__(self, x):\n        return sum(x)\nf = F()",
        "class F:\n    @staticmethod\n    def go(x):\n        return sum(x)\nf = F.go",
        "import functools\n@functools.singledispatch\ndef f(x):\n    return sum(x)",
        "def g(x):\n    return sum(x)\nf = __import__('functools').partial(lambda k, x: k(x), g)",
        "class B:\n    def __call__(self, x):\n        return sum(x)\nclass F(B):\n    pass\nf = F()",
        "WAYS = {'a': lambda x: sum(x)}\ndef f(x):\n    return WAYS['a'](x)",
        "def g(x):\n    return sum(x)\ndef f(x, *, way=g):\n    return way(x)",
        "import numpy as np\nf = np.vectorize(lambda x: sum(x), signature='(n)->()')",
    ],
    ids=[
        "decorator",
        "partial",
        "callable object",
        "static method",
        "single dispatch",
        "argument of a partial",
        "base class",
        "dict",
        "default",
        "vectorize",
    ],
)
def test_a_function_is_reached_however_it_is_held(notebook: Runner, wrapped: str) -> None:
    """Decorators, containers, classes and defaults cost no marks."""
    attempt = notebook(wrapped, "sum = 0")
    assert attempt.clobbered({"f"}) == ["code cell 2 gave `sum` another value"]
    assert as_defined(attempt, "f", [1, 2]) == 3


def test_an_import_under_another_name_is_put_back(notebook: Runner) -> None:
    """`np = 5` happens."""
    attempt = notebook("import numpy as np\ndef f():\n    return np.ones(2)", "np = 5")
    with pytest.raises(StudentError):
        attempt.call("f", (), {})
    assert np.array_equal(as_defined(attempt, "f"), np.ones(2))  # type: ignore[arg-type]
