"""What stands for the notebook's own shell: of its magic, what binds names is done."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from typing import Any

from autograder.sandbox.notebook_runtime.standins import StandIn

# As IPython has it.
_PYLAB = """
import numpy
import matplotlib
from matplotlib import pylab, pyplot
np = numpy
plt = pyplot
from IPython.display import display
from pylab import *
from numpy import *
"""


class Shell(StandIn):
    """What `get_ipython()` gives.

    Args:
        namespace: of the notebook.
        run: executes a file of the submission's own, given its path as the student wrote it, and whether
            it shares the notebook's namespace.
        cell: executes the text of a cell.
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        run: Callable[[str, bool], None],
        cell: Callable[[str], None],
    ) -> None:
        self._namespace = namespace
        self._run = run
        self._cell = cell

    def run_line_magic(self, name: str, line: str = "", *_: object, **__: object) -> None:
        """Do what a line of magic does, if it binds names."""
        if name == "run":
            self._run_file(shlex.split(line))
        elif name == "pylab":
            exec(_PYLAB, self._namespace)  # noqa: S102 -- text of ours
        else:
            self._cell(f"%{name} {line}")

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Do what magic does with a cell: a notebook that was made a script has it so."""
        self._cell(f"%%{name} {line}\n{cell}")

    def magic(self, text: str) -> None:
        """Do what a line of magic does: its older spelling."""
        name, _, line = text.lstrip("%").partition(" ")
        self.run_line_magic(name, line)

    def _run_file(self, words: list[str]) -> None:
        files = [number for number, word in enumerate(words) if not word.startswith("-")]
        if not files:
            return
        options, words = words[: files[0]], words[files[0] :]
        file = f"{words[0].replace('.', '/')}.py" if "-m" in options else words[0]
        before, sys.argv[:] = sys.argv[:], words
        try:
            self._run(file, "-i" in options)
        finally:
            sys.argv[:] = before
