"""What a submission can import, and the stand-ins that it gets for tools."""

from __future__ import annotations

import numpy as np
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


TOOLS = """
%matplotlib inline
import matplotlib
import matplotlib.pyplot as plt
from matplotlib import cm
from mpl_toolkits.mplot3d import Axes3D
import seaborn as sns
import ipywidgets as widgets
from IPython.display import display, HTML, clear_output
from IPython import get_ipython
import otter
from google.colab import drive
from autograder import check
from tqdm import tqdm, trange
from tqdm.notebook import tqdm as bar
import tqdm as progress
---
matplotlib.use("Agg")
plt.rcParams["figure.figsize"] = (4, 4)
plt.rcParams.update({"font.size": 8})
fig, ax = plt.subplots()
fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
fig, axes = plt.subplots(2, 3)
for i, a in enumerate(axes.flat):
    a.imshow([[i]], cmap="gray"); a.set_title(f"{i}")
axes[1, 2].axis("off")
line, = ax.plot([1, 2], [3, 4])
counts, edges, patches = plt.hist([1, 2, 3])
with plt.style.context("ggplot"):
    plt.figure(); plt.plot([1]); plt.savefig("x.png"); plt.show()
color = cm.viridis(0.5)
sns.heatmap([[1]])
display(HTML("<b>x</b>")); clear_output(wait=True)
get_ipython().run_line_magic("matplotlib", "inline")
grader = otter.Notebook("homework.ipynb"); grader.check("q1")
drive.mount("/content/drive")
check("f"); check()
plt
---
@widgets.interact(x=(0, 10))
def f(x):
    total = 0
    for i in tqdm(range(x), desc="sum"):
        total += i
    for i in trange(x, leave=False):
        total += i
    with bar(total=x) as b:
        for i in progress.tqdm([1] * x):
            total += i; b.update(1)
    tqdm.write("done")
    return total, len(tqdm([1, 2])), list(tqdm(c for c in "ab"))
"""


def test_tools_have_stand_ins(notebook: Runner) -> None:
    """Plots, widgets, progress bars and checks do no harm, and progress hands its values through."""
    attempt = notebook(*TOOLS.strip().split("\n---\n"))
    assert attempt.failures == []
    assert attempt.call("f", (4,), {}).value == (16, 2, ["a", "b"])


def test_plots_without_numpy_are_unpacked_too(script: Runner) -> None:
    """In every shape that `subplots` gives."""
    attempt = script(
        "import sys\nsys.modules.pop('numpy')\nimport matplotlib.pyplot as plt\n"
        "fig, one = plt.subplots()\none.plot()\nfig, (a, b) = plt.subplots(2)\na.plot()\n"
        "fig, (c, d, e) = plt.subplots(1, 3)\nd.plot()\nfig, ((g, h), (i, j)) = plt.subplots(2, 2)\n"
        "h.plot()\nfig, k = plt.subplots(1, 1, squeeze=False)\nk[0][0].plot()\n"
    )
    assert attempt.failures == []


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


@pytest.mark.parametrize(
    "cell",
    [
        "%pylab inline",
        "from pylab import *",
        "from matplotlib.pylab import *",
        "from pylab import zeros, randn, np\nimport pylab as pl\npl.ones(3), pl.figure()",
    ],
)
def test_pylab_is_numpy_too(notebook: Runner, cell: str) -> None:
    """Its plots are harmless, its numbers are numbers."""
    attempt = notebook(cell, "def f(n):\n    return zeros((n, n)).sum() + np.pi, randn(2).shape")
    assert attempt.failures == []
    assert attempt.call("f", (2,), {}).value == (np.pi, (2,))


def test_all_names_of_a_stand_in_can_be_imported(notebook: Runner) -> None:
    """Those that people use."""
    attempt = notebook(
        "from matplotlib.pyplot import *\nfrom tqdm.auto import *\nfrom ipywidgets import *",
        "fig, (a, b) = subplots(1, 2)\nfigure(); imshow([[1]]); title('x'); show()\ninteract(abs, x=1)",
        "def f(n):\n    return [i for i in trange(n)] + [i for i in tqdm([7])]",
    )
    assert attempt.failures == []
    assert attempt.call("f", (2,), {}).value == [0, 1, 7]


def test_bars_that_count_and_pair_hand_values_through(notebook: Runner) -> None:
    """Those of `tqdm.contrib`; of an array each number is counted by its place, as there."""
    attempt = notebook(
        "from tqdm.contrib import tenumerate, tmap, tzip\nfrom tqdm.contrib.concurrent import *",
        "import numpy as np\ndef f(n):\n"
        "    counted, pairs = tenumerate('ab', 1), tzip([1, 2], (3, 4), desc='x')\n"
        "    places = [place for place, _ in tenumerate(np.ones((1, 2)))]\n"
        "    return [*map(list, (counted, pairs, tmap(abs, [-1]))), thread_map(abs, [-2]), places]",
    )
    expected = [[(1, "a"), (2, "b")], [(1, 3), (2, 4)], [1], [2], [(0, 0), (0, 1)]]
    assert attempt.call("f", (2,), {}).value == expected


def test_a_stand_in_is_no_answer(notebook: Runner) -> None:
    """A function that returns one has not returned numbers."""
    attempt = notebook("import seaborn\ndef f():\n    return seaborn.anything")
    assert type(attempt.call("f", (), {}).value).__name__ == "Handle"


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
