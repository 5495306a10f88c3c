"""What a submission gets in the places of tools: plots, progress bars, widgets."""

from __future__ import annotations

import numpy as np
import pytest

from tests.execution.conftest import Runner

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


def test_stand_ins_can_be_computed_with(notebook: Runner) -> None:
    """A bar is counted up by hand, a picture scaled; what comes of it is as harmless, and no number."""
    attempt = notebook(
        "from tqdm import tqdm\nimport matplotlib.pyplot as plt\nimport ipywidgets as widgets",
        "image = 1 - plt.imread('cat.png')[..., :3].mean(-1) / 255\nlow, high = plt.gca().get_xlim()\n"
        "slider = widgets.IntSlider(value=3)\nslider.value += 1\nif slider.value > 2: print('large')",
        "def f(x):\n    bar = tqdm(total=x)\n    for _ in range(x):\n        bar.n += 1\n"
        "    return x\ndef g(x):\n    return image * x",
    )
    assert attempt.failures == []
    assert attempt.call("f", (3,), {}).value == 3
    assert type(attempt.call("g", (np.ones(2),), {}).value).__name__ != "ndarray"


def test_a_stand_in_is_no_answer(notebook: Runner) -> None:
    """A function that returns one has not returned numbers."""
    attempt = notebook("import seaborn\ndef f():\n    return seaborn.anything")
    assert type(attempt.call("f", (), {}).value).__name__ == "Handle"
