"""Statements are compiled when their cell begins, or at their turn: whichever is right for them."""

from __future__ import annotations

import pytest

from tests.execution.conftest import Runner

LONG = "1" + " + 1" * 1500  # more terms than Python compiles by itself


def test_what_an_earlier_statement_makes_possible_is_compiled_at_its_turn(script: Runner) -> None:
    """More recursion, say, which lets a long sum through."""
    attempt = script(
        f"import sys\nsys.setrecursionlimit(100_000)\ndef f():\n    return {LONG}",
    )
    assert attempt.failures == []
    assert attempt.call("f", (), {}).value == 1501


def test_a_statement_that_cannot_be_compiled_loses_no_other_of_its_cell(notebook: Runner) -> None:
    """Those around it are run, and it is told with its line."""
    attempt = notebook("def f():\n    return 1\nreturn 5\nbreak\ndef g():\n    return 2")
    assert [failure.text.splitlines()[0] for failure in attempt.failures] == [
        "SyntaxError: 'return' outside function",
        "SyntaxError: 'break' outside loop",
    ]
    assert [attempt.call(name, (), {}).value for name in ("f", "g")] == [1, 2]


@pytest.mark.parametrize(
    ("filters", "printed", "failed"),
    [
        pytest.param("", "SyntaxWarning", 0, id="by default"),
        pytest.param("warnings.simplefilter('ignore')", "", 0, id="none"),
        pytest.param("warnings.simplefilter('error')", "", 1, id="taken for errors"),
    ],
)
def test_warnings_of_the_compiler_follow_the_filters_of_the_cell(
    notebook: Runner, filters: str, printed: str, failed: int
) -> None:
    """Those that an earlier statement of it has set."""
    attempt = notebook(f"import warnings\n{filters}\nx = 1 is 1\ndef f():\n    return 1")
    assert printed in attempt.printed
    assert bool(printed) == bool(attempt.printed)
    assert len(attempt.failures) == failed
    assert attempt.call("f", (), {}).value == 1


@pytest.mark.parametrize(
    "trick",
    [
        "import warnings\ndel warnings.filters",
        "import warnings\nwarnings.catch_warnings = None\nwarnings.simplefilter = None",
        "import sys\nsys.modules['warnings'] = None",
    ],
)
def test_who_breaks_what_compiles_loses_no_statement(notebook: Runner, trick: str) -> None:
    """As far as Python itself goes on without it."""
    attempt = notebook(trick, "def f():\n    return 1", "def g():\n    return f() + 1")
    assert attempt.failures == []
    assert attempt.call("g", (), {}).value == 2


def test_a_future_import_holds_from_its_line_on(notebook: Runner) -> None:
    """Not for what stands before it in the same cell."""
    attempt = notebook(
        "def before(x: int): pass\nfrom __future__ import annotations\ndef after(x: int): pass",
        "def f():\n    return [type(one.__annotations__['x']).__name__ for one in (before, after)]",
    )
    assert attempt.call("f", (), {}).value == ["type", "str"]
