"""Places in a student's own code, as she calls them: a cell of her notebook, or a file."""

from __future__ import annotations

import linecache
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = str(Path(__file__).resolve().parents[1])
_SHOWN = 160  # characters of a line


@dataclass(frozen=True)
class OwnLine:
    """One line of the student's own code.

    Attributes:
        file: as Python calls it.
        line: from 1.
        function: in which it stands.
    """

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        text = linecache.getline(self.file, self.line).strip()[:_SHOWN]
        place = f"{_file_name(self.file)}, line {self.line}"
        return f"{place}: {text}" if text else place


def is_own(file: str, suite: Path) -> bool:
    """Tell whether a file is the student's own, and not ours, the suite's or a library's."""
    if file.startswith("<ipython"):
        return True
    others = (_PACKAGE, str(suite), sys.prefix, sys.base_prefix, "<frozen", "<__array_function__")
    return not file.startswith(others) and "site-packages" not in file


def own_lines(error: BaseException, suite: Path) -> Iterator[OwnLine]:
    """Give the lines of the student's own code that an error came through, innermost first."""
    frames = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    for frame, line in reversed(frames):
        if is_own(frame.f_code.co_filename, suite):
            yield OwnLine(frame.f_code.co_filename, line, frame.f_code.co_name)


def own_line(error: BaseException, suite: Path) -> OwnLine | None:
    """Return the innermost line of the student's own code that an error came through."""
    return next(own_lines(error, suite), None)


def _file_name(file: str) -> str:
    """Return what a student calls a file: "cell In[3]", or a name without its folders."""
    if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()) is not None:
        named = shell.compile.format_code_name(file)
        if named is not None:
            return " ".join(named).lower().replace("in[", "In[")
    return Path(file).name
