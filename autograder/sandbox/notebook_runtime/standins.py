"""Harmless stand-ins for what a submission talks to but is not judged by: plots, progress bars, checks.

Standard library only. A stand-in accepts whatever is done with it and does nothing, so that a cell
that plots between two definitions does not fail, and a function that shows a progress bar still works.
"""

from __future__ import annotations

import builtins
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


def interactive_names() -> dict[str, Any]:
    """Return the names that a notebook has without importing them."""
    return {"display": StandIn(), "get_ipython": StandIn(), "In": [], "Out": {}}


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
        "trange": lambda *args, **_: Progress(range(*args)),
        "tnrange": lambda *args, **_: Progress(range(*args)),
        "subplots": _subplots,
        "plot": lambda *_, **__: [StandIn()],
        "hist": lambda *_, **__: (StandIn(), StandIn(), StandIn()),
    }
    return taken_apart.get(name) or StandIn()


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
