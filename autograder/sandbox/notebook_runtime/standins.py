"""Harmless stand-ins for what a submission talks to but is not judged by: plots, progress bars, checks.

Standard library only. A stand-in accepts whatever is done with it and does nothing, so that a cell
that plots between two definitions does not fail, and a function that shows a progress bar still works.
"""

from __future__ import annotations

import builtins
import contextlib
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

MODULES = frozenset(
    {
        "IPython",
        "autograder",  # its `check` is for the student's own machine
        "google",  # google.colab
        "ipywidgets",
        "matplotlib",
        "mpl_toolkits",
        "otter",
        "plotly",
        "pylab",
        "seaborn",
        "tqdm",
    }
)


_PYPLOT = """
annotate axes axhline axis axvline bar barh boxplot cla clf close cm colorbar contour contourf
draw errorbar figaspect figure fill fill_between gca gcf get_cmap gray grid hist hist2d hlines hot
imread imsave imshow ioff ion jet legend loglog margins matshow pause pcolor pcolormesh pie plot
quiver rc rcParams savefig scatter semilogx semilogy show spy stairs stem step style subplot
subplots subplots_adjust subplot_mosaic suptitle text tick_params tight_layout title twinx
violinplot viridis vlines xlabel xlim xscale xticks ylabel ylim yscale yticks
"""
_TQDM = "tqdm trange tqdm_notebook tnrange"
_STARRED = {
    "IPython.display": "Audio HTML IFrame Image Latex Markdown Math Video clear_output display",
    "google.colab": "auth drive files output",
    "ipywidgets": "Button Checkbox Dropdown FloatSlider HBox IntSlider Output Text ToggleButtons VBox "
    "fixed interact interact_manual interactive interactive_output",
    "matplotlib.pylab": _PYPLOT,
    "matplotlib.pyplot": _PYPLOT,
    "pylab": _PYPLOT,
    "tqdm": _TQDM,
    "tqdm.auto": _TQDM,
    "tqdm.contrib": "tenumerate tmap tzip",
    "tqdm.contrib.concurrent": "process_map thread_map",
    "tqdm.notebook": _TQDM,
}
_PYLABS = frozenset({"matplotlib.pylab", "pylab"})
# As matplotlib has it; its last line undoes what NumPy hides of Python's own.
_PYLAB = """
from numpy import *
from numpy.fft import *
from numpy.random import *
from numpy.linalg import *
import datetime
import numpy as np
import numpy.ma as ma
from builtins import abs, bool, bytes, max, min, pow, round
"""


class StandIn:
    """An object that can be called, indexed, entered and asked for any attribute, to no effect."""

    def __getattr__(self, name: str) -> Any:
        # NumPy, copy and pickle ask for `__array__` and the like, and take any answer seriously.
        if name.startswith("__"):
            raise AttributeError(name)
        return _special(name)

    def __call__(self, *args: Any, **_: Any) -> Any:
        """Return the function given, since a decorator must not swallow it, or another stand-in."""
        return args[0] if args and isinstance(args[0], types.FunctionType) else StandIn()

    def __getitem__(self, key: object) -> StandIn:
        return StandIn()

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __repr__(self) -> str:
        return "<not shown while grading>"

    def _another(self, *_: object) -> StandIn:
        return StandIn()

    def _never(self, _: object) -> bool:
        return False

    # A counter of a bar, the value of a slider, the pixels of a picture are computed with.
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _another
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __pow__ = _another
    __lt__ = __le__ = __gt__ = __ge__ = _never


class Progress:
    """A progress bar that shows nothing and hands through what it is given."""

    def __init__(self, iterable: Iterable[Any] = (), *_: object, **__: object) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._iterable)

    def __len__(self) -> int:
        return len(self._iterable)  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        return True

    @staticmethod
    def write(*_: object, **__: object) -> None:
        """Print beside the bar, in tqdm; nothing here."""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()


class Module(types.ModuleType):
    """A module in which every name can be found."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _special(name)


def interactive_names(shell: StandIn) -> dict[str, Any]:
    """Return the names that a notebook has without importing them; `shell` is what runs it."""
    return {"display": StandIn(), "get_ipython": lambda: shell, "In": [], "Out": {}}


def fill(module: types.ModuleType, shell: StandIn) -> None:
    """Give a stand-in what an import of all its names takes from it, and the shell that runs it all."""
    names = vars(module)
    if module.__name__ == "IPython":
        names["get_ipython"] = lambda: shell
    names.update({name: _special(name) for name in _STARRED.get(module.__name__, "").split()})
    if module.__name__ in _PYLABS:
        with contextlib.suppress(ImportError):  # NumPy is not allowed everywhere
            exec(_PYLAB, names)  # noqa: S102 -- text of ours


def install_builtins() -> None:
    """Provide what Python adds for people at a terminal, and disarm what would wait for one."""
    for name in ("exit", "quit"):
        setattr(builtins, name, _exit)
    builtins.help = StandIn()  # type: ignore[assignment]
    sys.breakpointhook = lambda *_, **__: None


def _special(name: str) -> Any:
    """Return the stand-in for an attribute whose value a program takes apart."""
    taken_apart: dict[str, Callable[..., Any]] = {
        "tqdm": Progress,
        "tqdm_notebook": Progress,
        "tenumerate": _enumerated,
        "tzip": lambda *args, **_: Progress(zip(*args, strict=False)),
        "tmap": lambda function, *args, **_: Progress(map(function, *args)),
        "thread_map": lambda function, *args, **_: list(map(function, *args)),
        "process_map": lambda function, *args, **_: list(map(function, *args)),
        "trange": lambda *args, **_: Progress(range(*args)),
        "tnrange": lambda *args, **_: Progress(range(*args)),
        "subplots": _subplots,
        "plot": lambda *_, **__: [StandIn()],
        "get_xlim": _two,
        "get_ylim": _two,
        "get_legend_handles_labels": _two,
        "hist": lambda *_, **__: (StandIn(), StandIn(), StandIn()),
    }
    return taken_apart.get(name) or StandIn()


def _two(*_: object, **__: object) -> tuple[StandIn, StandIn]:
    return StandIn(), StandIn()


def _enumerated(values: Any, start: int = 0, *_: object, **__: object) -> Progress:
    """Return what tqdm counts: of an array each number, with its place."""
    numpy = sys.modules.get("numpy")
    of_array = numpy is not None and isinstance(values, numpy.ndarray)
    return Progress(numpy.ndenumerate(values) if numpy and of_array else enumerate(values, start))


def _subplots(nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **_: object) -> Any:
    """Return a figure and axes in the shape in which matplotlib gives them."""
    axes: Any = [[StandIn() for _ in range(ncols)] for _ in range(nrows)]
    if (numpy := sys.modules.get("numpy")) is not None:
        grid = numpy.empty((nrows, ncols), dtype=object)
        for row in range(nrows):
            for column in range(ncols):
                grid[row, column] = axes[row][column]
        return StandIn(), grid if not squeeze else grid.item() if grid.size == 1 else grid.squeeze()
    if squeeze and nrows == 1:
        axes = axes[0]
        return StandIn(), axes[0] if ncols == 1 else axes
    return StandIn(), [row[0] for row in axes] if squeeze and ncols == 1 else axes


def _exit(code: object = None) -> None:
    raise SystemExit(code)
