"""`check("conv2d")`: the public checks of a question, in the student's own process.

What it says is for learning and carries no marks. It works wherever Python does: nothing here or below
needs Unix.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.assignment import PUBLIC_SUITE
from autograder.checking import Report, check_namespace
from autograder.checking.terminal import printable
from autograder.errors import AutograderError

__all__ = ["check", "check_namespace"]

_WIDTH = 100  # of a line where nobody says how wide the window is


def check(*questions: str) -> None:
    """Run the public checks of questions, or of all, against the functions of the calling notebook.

    Args:
        questions: ids of questions, `check("conv2d")`; none means all of them.
    """
    names = sys._getframe(1).f_globals  # noqa: SLF001 -- the notebook or script that calls
    try:
        _show(check_namespace(names, _folder(names), questions))
    except AutograderError as error:
        _print(str(error))
    except Exception as error:  # noqa: BLE001 -- her code may have changed what this stands on
        _print(
            f"the check itself failed ({type(error).__name__}): restart the kernel and run all cells "
            "again; if it is still so, show this to the staff of your course"
        )


def _folder(names: Mapping[str, Any]) -> Path:
    """Return the folder of the script or notebook: the current one, unless a cell changed that.

    Raises:
        AutograderError: the current folder was deleted.
    """
    try:
        current = Path.cwd()
    except OSError as error:
        raise AutograderError(
            "the current folder is not there any more: open the notebook from the folder of the "
            "assignment again, or restart the kernel"
        ) from error
    if isinstance(file := names.get("__file__"), str):
        return Path(file).resolve().parent
    # What VS Code and Jupyter say; a notebook may have been moved since.
    for notebook in (names.get("__vsc_ipynb_file__"), os.environ.get("JPY_SESSION_NAME")):
        if (
            isinstance(notebook, str)
            and (folder := Path(notebook).parent).is_absolute()
            and (folder / PUBLIC_SUITE).is_file()
        ):
            return folder
    return current


def _show(report: Report) -> None:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "kernel"):  # a notebook's, and not that of a terminal
        from IPython.display import display  # noqa: PLC0415 -- there in notebooks alone

        display(report)  # type: ignore[no-untyped-call]
        return
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if is_terminal else _WIDTH
    colour = is_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    _print(report.text(colour=colour and sys.platform != "win32", width=width))


def _print(text: str) -> None:
    print(printable(text, sys.stdout.encoding))  # noqa: T201 -- this is what a student asked for
