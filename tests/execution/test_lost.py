"""What is told of definitions that fail, and of names that were to come from elsewhere."""

from __future__ import annotations

from tests.execution.conftest import Runner


def test_a_definition_lost_with_a_refused_package_is_said_to_be_that(notebook: Runner) -> None:
    """At her line, be it a decorator or a base class; so is any other use of what was to be imported."""
    attempt = notebook(
        "import numpy as np\nfrom numba import njit, jit as fast\nimport scipy.signal, pandas as pd",
        "@njit\ndef f(x):\n    return x",
        "@fast(parallel=True)\ndef g(x):\n    return x",
        "@scipy.cached\ndef h(x):\n    return x",
        "class A(pd.Series):\n    pass",
        "table = pd.DataFrame()",
        "def here(x):\n    return np.sum(x)",
    )
    none, allowed = (
        "there is no module named",
        "in this assignment, which allows the standard library and numpy",
    )
    assert [failure.text.splitlines() for failure in attempt.failures[3:]] == [
        [
            f"NameError: name '{name}' is not defined: {none} '{module}' {allowed}{lost}",
            f"  code cell {cell}, line 1: {line}",
        ]
        for cell, name, module, lost, line in [
            (2, "njit", "numba", "; so this `f` is not defined", "@njit"),
            (3, "fast", "numba", "; so this `g` is not defined", "@fast(parallel=True)"),
            (4, "scipy", "scipy", "; so this `h` is not defined", "@scipy.cached"),
            (5, "pd", "pandas", "; so this `A` is not defined", "class A(pd.Series):"),
            (6, "pd", "pandas", "", "table = pd.DataFrame()"),
        ]
    ]
    assert attempt.call("here", ([1, 2],), {}).value == 3


def test_a_definition_that_fails_is_said_to_be_lost(notebook: Runner) -> None:
    """Whatever its decorator or a default value raises; an earlier one of its name stands."""
    attempt = notebook("def f(x):\n    return 1", "def f(x, y=1 / 0):\n    return 2")
    (failure,) = attempt.failures
    assert failure.text.startswith("ZeroDivisionError: division by zero; so this `f` is not defined\n")
    assert attempt.call("f", (5,), {}).value == 1


def test_a_name_that_is_bound_after_all_is_of_no_refused_package(notebook: Runner) -> None:
    """She has written one herself where the import failed; of an allowed one it is not said either."""
    attempt = notebook(
        "from numba import njit",
        "def njit(f):\n    return f",
        "@njit\ndef f(x):\n    return x",
        "from numpy.nothing import some",
        "some",
    )
    assert attempt.call("f", (5,), {}).value == 5
    assert attempt.failures[-1].text.startswith("NameError: name 'some' is not defined\n")
