"""What a submission can import."""

from __future__ import annotations

import pytest

from autograder.sandbox.stops import StudentError
from tests.execution.conftest import Runner


def test_its_own_modules_can_be_imported(script: Runner) -> None:
    """Single files, packages with and without `__init__`, and relative imports in these."""
    attempt = script(
        "import helpers\nfrom shapes.square import area\nfrom shapes import NAME\nimport plain.deep\n"
        "def f():\n    return helpers.one() + area(3), NAME, plain.deep.VALUE\n",
        {
            "helpers": "def one():\n    return 1\n",
            "shapes": "NAME = 'shapes'\n",
            "shapes.square": "from .tools import power\ndef area(x):\n    return power(x)\n",
            "shapes.tools": "def power(x):\n    return x * x\n",
            "plain": "",
            "plain.deep": "VALUE = 7\n",
        },
    )
    assert attempt.failures == []
    assert attempt.call("f", (), {}).value == (10, "shapes", 7)


def test_an_error_in_its_own_module_names_that_file(script: Runner) -> None:
    """With the line as it was handed in."""
    attempt = script(
        "from tools.maths import f\n",
        {"tools": "", "tools.maths": "def f(x):\n    return x / 0\n"},
    )
    with pytest.raises(StudentError) as raised:
        attempt.call("f", (1,), {})
    assert isinstance(raised.value, ZeroDivisionError)
    text = attempt.sources.describe(raised.value, with_message=False)
    assert text == "ZeroDivisionError\n  tools/maths.py, line 2: return x / 0"


def test_what_is_not_allowed_is_not_there(notebook: Runner) -> None:
    """`except ImportError` works, to ask for it finds nothing, and the message says what is allowed."""
    attempt = notebook(
        "try:\n    import scipy.signal\nexcept ImportError as error:\n    found = str(error)",
        "import torch\nimport numpy as np, importlib.util",
        "def f():\n    return found, importlib.util.find_spec('scipy'), np.pi",
    )
    found, spec, _ = attempt.call("f", (), {}).value
    assert (found, spec) == ("No module named 'scipy'", None)
    allowed = "in this assignment, which allows the standard library and numpy"
    assert [failure.text.partition("\n")[0] for failure in attempt.failures] == [
        f"ModuleNotFoundError: No module named 'torch' {allowed}"
    ]


def test_an_allowed_package_says_its_version(notebook: Runner) -> None:
    """Its metadata can be read, too."""
    attempt = notebook(
        "import numpy\nfrom importlib import metadata",
        "def f():\n    return metadata.version('numpy') == numpy.__version__",
    )
    assert attempt.call("f", (), {}).value is True


@pytest.mark.parametrize("module", ["pytest", "msgspec", "rich", "nbformat", "click", "pip", "pluggy"])
def test_the_graders_own_packages_are_not_there(notebook: Runner, module: str) -> None:
    """Though they are installed beside NumPy."""
    attempt = notebook(f"import {module}")
    assert attempt.failures[0].text.startswith("ModuleNotFoundError")


def test_the_closure_of_an_allowed_package_works(notebook: Runner) -> None:
    """Its own lazy imports included."""
    attempt = notebook(
        "import numpy as np\nfrom numpy.lib.stride_tricks import sliding_window_view\n"
        "import numpy.fft, numpy.linalg, numpy.random, numpy.testing, numpy.polynomial",
        "def f():\n    return float(np.linalg.norm(np.fft.fft(np.ones(4))))",
    )
    assert attempt.failures == []
    assert attempt.call("f", (), {}).value == 4.0


HELPERS = """
import numpy as np
K = 3
_private = 4
def helper(x):
    return K * x
if __name__ == "__main__":
    raise RuntimeError
"""


@pytest.mark.parametrize(
    "cell",
    [
        "%run helpers.py",
        "%run ./helpers.py 5",
        "%run -m src.helpers",
        "if True:\n    %run 'C:\\\\homework\\\\src\\\\helpers.py'",
        "from IPython import get_ipython\nget_ipython().magic('%run helpers')",
        "exec(open('src/helpers.py').read().partition('if __name__')[0])",
        "import sys\nsys.path.append('../src')\nfrom helpers import *\nfrom helpers import _private",
    ],
)
def test_a_file_that_is_run_leaves_its_names(notebook: Runner, cell: str) -> None:
    """Whatever folder it lies in on the student's own machine."""
    attempt = notebook(
        cell,
        "def f(x):\n    return helper(x) + _private + K",
        modules={"src": "", "src.helpers": HELPERS},
    )
    assert attempt.failures == []
    assert attempt.call("f", (1,), {}).value == 10


def test_a_file_that_is_run_keeps_to_itself_unless_it_is_told_to_share(notebook: Runner) -> None:
    """Its functions have names of their own; with `-i` they have the notebook's."""
    modules = {"a": "K = 1\ndef f():\n    return K, 'M' in globals()\n1 / 0\nL = 2\n"}
    attempt = notebook(
        "M = 0\n%run a.py\nK = 5", "def g():\n    return 'L' in globals()", modules=modules
    )
    assert attempt.call("f", (), {}).value == (1, False)
    assert attempt.call("g", (), {}).value is False
    assert attempt.failures[0].text == "ZeroDivisionError: division by zero\n  a.py, line 4: 1 / 0"
    attempt = notebook("M = 0\n%run -i a.py\nK = 5", modules=modules)
    assert attempt.call("f", (), {}).value == (5, True)


def test_a_file_that_is_not_there_is_missed(notebook: Runner) -> None:
    """And not silently left out."""
    attempt = notebook("%run helpers.ipynb", modules={"a": "", "a.x": "y = 1", "b": "", "b.x": "y = 2"})
    assert attempt.failures[0].text == (
        "FileNotFoundError: helpers.ipynb is not there: hand in the Python file of that name beside the "
        "notebook\n  code cell 1, line 1: %run helpers.ipynb"
    )
    assert "ModuleNotFoundError" in notebook("import x", modules={"a.x": "", "b.x": ""}).failures[0].text


def test_a_module_that_hangs_is_the_statement_that_imports_it(script: Runner) -> None:
    """What comes after it counts."""
    attempt = script("import endless\ndef f():\n    return 1\n", {"endless": "while True:\n    pass\n"})
    assert attempt.call("f", (), {}).value == 1
    assert attempt.failures[0].text.startswith("homework.py, line 1: import endless: stopped after")


def test_an_import_that_fails_in_a_function_is_its_error(notebook: Runner) -> None:
    """With the student's own line."""
    attempt = notebook("def f():\n    import scipy\n    return 1")
    with pytest.raises(StudentError) as raised:
        attempt.call("f", (), {})
    assert isinstance(raised.value, ModuleNotFoundError)
    assert "line 2: import scipy" in attempt.sources.describe(raised.value, with_message=False)


THREADS = """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
import multiprocessing as mp
import multiprocessing.dummy
import time
def square(n):
    time.sleep(0.001)
    return n * n
def mapped(pool, n):
    with pool as opened:
        return list(opened.map(square, range(n)))
def queue(n):
    numbers = mp.Queue()
    numbers.put(n)
    return [numbers.get()]
"""


@pytest.mark.parametrize(
    "pool",
    [
        "ThreadPool()",
        "ThreadPool(200)",
        "mp.dummy.Pool(2)",
        "mp.Pool(processes=2)",
        "mp.get_context('spawn').Pool()",
        "ThreadPoolExecutor()",
        "ThreadPoolExecutor(max_workers=200)",
        "ProcessPoolExecutor(2, mp_context=None)",
    ],
)
def test_pools_are_of_few_threads(notebook: Runner, pool: str) -> None:
    """A worker can start no processes and few threads; the answers are the same."""
    attempt = notebook(THREADS, f"def f(n):\n    return mapped({pool}, n)")
    assert attempt.call("f", (99,), {}).value == [n * n for n in range(99)]
    assert attempt.call("queue", (5,), {}).value == [5]
