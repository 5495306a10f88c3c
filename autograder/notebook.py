"""`check("conv2d")`: the public checks of a question, in the student's own process.

What it says is for learning and carries no marks. It works wherever Python does: nothing here or below
needs Unix.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

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
    file = names.get("__file__")
    folder = Path(file).resolve().parent if isinstance(file, str) else Path.cwd()
    try:
        _show(check_namespace(names, folder, questions))
    except AutograderError as error:
        _print(str(error))
    except Exception as error:  # noqa: BLE001 -- her code may have changed what this stands on
        _print(
            f"the check itself failed ({type(error).__name__}): restart the kernel and run all cells "
            "again; if it is still so, show this to the staff of your course"
        )


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
