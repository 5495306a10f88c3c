"""How cells and statements are executed."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from autograder.sandbox.stops import MissingFunctionError, StudentError, StudentStopped
from tests.execution.conftest import Runner


def test_cells_share_one_namespace_in_order(notebook: Runner) -> None:
    """As in Jupyter after "restart and run all"."""
    attempt = notebook("x = 1", "x += 1", "def f():\n    return x, __name__")
    assert attempt.call("f", (), {}).value == (2, "__main__")
    assert attempt.failures == []


def test_a_script_is_not_the_main_module(script: Runner) -> None:
    """What is under `if __name__ == "__main__"` is for the student's own runs."""
    attempt = script("def f():\n    return __name__\nif __name__ == '__main__':\n    raise SystemExit\n")
    assert attempt.call("f", (), {}).value == "submission"
    assert attempt.failures == []


def test_a_failing_statement_loses_no_other(notebook: Runner) -> None:
    """In its own cell neither."""
    attempt = notebook("a = 1\nb = a / 0\nc = 3", "def f():\n    return a + c")
    assert attempt.call("f", (), {}).value == 4
    (failure,) = attempt.failures
    assert failure.text == "ZeroDivisionError: division by zero\n  code cell 1, line 2: b = a / 0"


def test_a_refused_module_loses_no_other_of_its_import(notebook: Runner) -> None:
    """One statement imports several; the failure names the one that is not there."""
    attempt = notebook(
        "import math, pandas as pd, numpy as np, os.path", "def f():\n    return np.pi, os.sep"
    )
    assert attempt.call("f", (), {}).value == (np.pi, "/")
    (failure,) = attempt.failures
    assert "No module named 'pandas'" in failure.text


@pytest.mark.parametrize(
    "cell",
    [
        "import sys\ndel sys.stdout, sys.stderr",
        "import sys\nclass Out:\n    def flush(self):\n        raise SystemExit\nsys.stdout = Out()",
    ],
    ids=["deleted", "ends when flushed"],
)
def test_an_output_that_cannot_be_flushed_loses_nothing(notebook: Runner, cell: str) -> None:
    """What is printed does, which is her affair."""
    attempt = notebook(cell, "def f():\n    return 2")
    assert attempt.call("f", (), {}).value == 2
    assert attempt.failures == []


def test_a_cell_that_cannot_be_parsed_loses_itself(notebook: Runner) -> None:
    """The error has the student's cell and line."""
    attempt = notebook("def f():\n    return 1", "def g(:\n    pass", "def h():\n    return 3")
    assert attempt.call("h", (), {}).value == 3
    with pytest.raises(MissingFunctionError, match="`g` is not defined"):
        attempt.call("g", (), {})
    assert "code cell 2, line 1: def g(:" in attempt.failures[0].text


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="it reads all of these")
@pytest.mark.parametrize(
    "cell",
    [
        "s = f'{d['a']}'",
        's = f"{d["a"]}"',
        "s = f'{chr(10).join([])} {\"\\n\"}'",
        "s = f'{\n1}'",
        "type Row = list[float]",
        "def f[T](x: T) -> T:\n    return x",
        "class Layer[T]:\n    pass",
    ],
)
def test_what_only_a_later_python_can_read_is_said_to_be_that(notebook: Runner, cell: str) -> None:
    """Whoever has that one finds nothing wrong."""
    (failure,) = notebook(cell).failures
    assert "your code is run by Python 3.11 here" in failure.text


@pytest.mark.parametrize("cell", ["def g(:", "x = 'abc", "type = 3 4", "f'{x}' 3", "class A(:"])
def test_what_no_python_can_read_is_a_mistake(notebook: Runner, cell: str) -> None:
    """No version of it would help."""
    (failure,) = notebook(cell).failures
    assert "your code is run by" not in failure.text


def test_a_notebook_may_await_outside_of_functions(notebook: Runner) -> None:
    """As it does where the student runs it."""
    attempt = notebook(
        "import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x\n"
        "async def two():\n    for n in range(2):\n        yield n",
        "x = await later(3)\ny = [n async for n in two()]\nasync for n in two():\n    z = n",
        "def f():\n    return x, y, z",
    )
    assert attempt.failures == []
    assert attempt.call("f", (), {}).value == (3, [0, 1], 1)


def test_a_script_knows_its_file(script: Runner) -> None:
    """By its name, without the folders of anybody's machine."""
    attempt = script(
        "import os\nfrom pathlib import Path\nHERE = os.path.dirname(os.path.abspath(__file__))\n"
        "def f():\n    return Path(__file__).resolve().name"
    )
    assert attempt.failures == []
    assert attempt.call("f", (), {}).value == "homework.py"


def test_demo_cells_are_not_run(notebook: Runner) -> None:
    """They train and plot, and take long."""
    assert notebook("demo:raise RuntimeError", "def f(): return 1").failures == []


def test_future_imports_hold_for_what_follows(notebook: Runner) -> None:
    """In later cells too."""
    attempt = notebook(
        "from __future__ import annotations", "def f(x: Undefined) -> Unknown:\n    return x"
    )
    assert attempt.call("f", (5,), {}).value == 5


def test_a_hint_of_a_type_that_is_not_there_loses_no_function(notebook: Runner) -> None:
    """It may be of a package that is not allowed; what a definition does need is missed."""
    attempt = notebook(
        "import pandas as pd",
        "def f(x: pd.Series) -> 'pd.Series':\n    return A(x).double()",
        "class A:\n    x: pd.Series\n    def __init__(self, x: pd.Series) -> None:\n        self.x = x\n"
        "    def double(self) -> pd.Series:\n        return 2 * self.x",
        "def g(x=pd.Series): pass",
        "@pd.cached\ndef h(x): pass",
        "def typed(x: int):\n    return typed.__annotations__['x'] is int",
    )
    assert attempt.call("f", (5,), {}).value == 10
    assert attempt.call("typed", (5,), {}).value is True
    texts = [failure.text.partition("\n")[0] for failure in attempt.failures]
    assert [text.partition(":")[2][:25] for text in texts[1:]] == [" name 'pd' is not defined"] * 2


def test_magics_do_nothing_and_time_runs_its_body(notebook: Runner) -> None:
    """Shell lines, help and line magics are left out; the lines keep their numbers."""
    attempt = notebook(
        "%matplotlib inline\n!pip install numpy\nimport numpy as np\nnp.zeros?",
        "%%time\ndef f(x):\n    s = 7\n    return (x\n       % s)",
        "%%bash\nrm -rf /",
        "def g():\n    %time y = 2\n    return y / 0",
    )
    assert attempt.failures == []
    assert attempt.call("f", (9,), {}).value == 2
    with pytest.raises(StudentError) as raised:
        attempt.call("g", (), {})
    assert isinstance(raised.value, ZeroDivisionError)
    assert "line 3" in attempt.sources.describe(raised.value, with_message=False)


def test_a_written_module_can_be_imported(notebook: Runner) -> None:
    """`%%writefile` goes to the scratch folder."""
    attempt = notebook(
        "%%writefile tools.py\ndef double(x):\n    return 2 * x",
        "%%writefile -a tools.py\ndef half(x):\n    return x / 0",
        "import tools\nfrom tools import double as f\ng = tools.half\nn = len(open('tools.py').read())",
    )
    assert attempt.failures == []
    assert attempt.call("f", (4,), {}).value == 8
    with pytest.raises(ZeroDivisionError):
        attempt.call("g", (4,), {})


def test_a_module_can_be_written_into_a_folder(notebook: Runner) -> None:
    """The shell line that makes the folder is left out, and nothing is lost by that."""
    attempt = notebook(
        "!mkdir -p src/deep",
        "%%writefile src/deep/tools.py\ndef double(x):\n    return 2 * x",
        "%%writefile ./src/__init__.py\nK = 3",
        "from src.deep.tools import double\nfrom src import K\nn = len(open('src/__init__.py').read())",
        "def f(x):\n    return K * double(x), n > 0",
    )
    assert attempt.failures == []
    assert attempt.call("f", (4,), {}).value == (24, True)


def test_magic_that_became_calls_does_the_same(script: Runner) -> None:
    """A notebook that was exported as a script has the text of whole cells in such calls."""
    attempt = script(
        "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('pip list')\n"
        "get_ipython().run_cell_magic('time', '', 'def f(x):\\n    return g(x)\\n\\ny = 5\\n')\n"
        "get_ipython().run_line_magic('time', 'z = y + 1')\n"
        "get_ipython().run_cell_magic('bash', '', 'rm -rf /')\n"
        "get_ipython().run_cell_magic('writefile', 'tools.py', 'def g(x):\\n    return 1 / x\\n')\n"
        "from tools import g\n"
    )
    assert attempt.failures == []
    assert attempt.call("f", (4,), {}).value == 0.25


def test_what_waits_for_a_person_does_not_wait(notebook: Runner) -> None:
    """`input()` fails, `breakpoint()` and `help()` do nothing, `exit()` ends its statement."""
    attempt = notebook(
        "name = input('your name? ')",
        "breakpoint()\nhelp(len)\nexit()",
        "def f():\n    breakpoint()\n    return display(1) is None",
    )
    assert attempt.call("f", (), {}).value is False
    assert [failure.text.partition(":")[0] for failure in attempt.failures] == ["EOFError", "SystemExit"]


def test_draws_without_a_seed_are_the_same_each_time(notebook: Runner) -> None:
    """A submission is graded twice and gets the same marks."""
    cell = "import random\nimport numpy as np\ndef f():\n    return random.random(), np.random.rand()"
    cell += "\ndef g():\n    return {'b', 'a'}.pop()"
    first, second = ([notebook(cell).call(name, (), {}).value for name in "fg"] for _ in range(2))
    assert first == second


def test_a_cell_that_ends_the_process_is_left_out(notebook: Runner) -> None:
    """It and no other; whoever wrote it is told."""
    attempt = notebook("def f():\n    return 1", "x = 1\nimport os\nos._exit(3)\ny = 2", "z = x + y")
    assert attempt.call("f", (), {}).value == 1
    (failure,) = attempt.failures
    assert failure.text == (
        "code cell 2, line 3: os._exit(3): the Python process ended while this code was running "
        "(exit code 3); left out"
    )


def test_a_hang_at_load_is_left_out(notebook: Runner) -> None:
    """A decorator or a default value can hang too."""
    attempt = notebook("def f(x=sum(iter(int, 1))):\n    pass", "def g():\n    return 1")
    assert attempt.call("g", (), {}).value == 1
    assert "stopped after 1 seconds of computing; left out" in attempt.failures[0].text


@pytest.mark.parametrize("beyond", [1, 8 * 2**10, 40_000, 2**20])
def test_a_flood_of_output_is_laid_to_the_statement_that_printed_it(script: Runner, beyond: int) -> None:
    """Though much has begun and ended before the last of it is read."""
    innocents = "\n".join(f"y{number} = [{number}]" for number in range(200))
    flood = f"import sys\nx = 1\nsys.stderr.write('x' * {8 * 2**20 + beyond})\n"
    for _ in range(4):
        attempt = script(f"{flood}{innocents}\ndef f():\n    return y199[0] + x\n")
        (failure,) = attempt.failures
        assert failure.text.startswith("homework.py, line 3: ")
        assert "the code printed more than 8 MB" in failure.text
        assert attempt.call("f", (), {}).value == 200


def test_a_submission_that_ends_everywhere_is_given_up(notebook: Runner) -> None:
    """After some tries; calls say why."""
    with pytest.raises(StudentStopped):
        notebook(*["import os\nos._exit(0)"] * 6)


def test_deep_and_long_code_does_not_harm(notebook: Runner) -> None:
    """A parser that runs out of stack is the cell's failure."""
    attempt = notebook(
        "x = " + "(" * 5000 + ")" * 5000, "y = " + "-" * 100_000 + "1", "def f(): return 1"
    )
    assert attempt.call("f", (), {}).value == 1
    assert len(attempt.failures) == 2


def test_arguments_are_the_callees_own(notebook: Runner) -> None:
    """Arrays arrive writable, and what is done to them does not come back."""
    attempt = notebook("def f(x):\n    x[:] = 0\n    return x")
    x = np.ones(3)
    answer = attempt.call("f", (x,), {})
    assert np.array_equal(answer.value, np.zeros(3))
    assert np.array_equal(x, np.ones(3))
