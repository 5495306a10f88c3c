"""`ready()`: the last cell of a notebook."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.errors import AutograderError
from autograder.rehearsal.kernel import notebook_file, running_kernel
from autograder.rehearsal.readiness import Readiness, get_ready
from autograder.rehearsal.words import as_text
from autograder.rehearsal.work import find_work, work_in
from autograder.submission.names import NOTEBOOK


def ready(file: str | None = None) -> None:
    """Say whether the work in this notebook, as it is saved, can be handed in, and which file to upload.

    Nothing is run in the calling process: the saved file is, from top to bottom, in another one.

    Args:
        file: of the notebook, where nothing else tells which it is.
    """
    own = sys._getframe(1).f_globals.get("__file__")  # noqa: SLF001 -- of the script that calls
    try:
        found: Readiness | str = _look(file, own if isinstance(own, str) else None)
    except AutograderError as error:
        found = str(error)
    except Exception as error:  # noqa: BLE001 -- her code may have changed what this stands on
        found = (
            f"`ready` itself failed ({type(error).__name__}): restart the kernel and run all cells once "
            "more; if it is still so, hand in the file as it is, and show this to the staff"
        )
    except KeyboardInterrupt:
        found = "stopped before the end: nothing is known of it"
    _show(found)


def _look(file: str | None, script: str | None) -> Readiness:
    kernel = running_kernel()
    if file is not None:
        if not isinstance(file, (str, Path)) or not str(file).strip():
            raise AutograderError(f'name the file of your notebook in quotes, ready("NAME{NOTEBOOK}")')
        return get_ready(work_in(Path(file)), kernel)
    if kernel is not None:
        return get_ready(work_in(notebook_file(kernel, Path.cwd())), kernel)
    return get_ready(find_work(Path(script) if script is not None else Path.cwd()))


def _show(found: Readiness | str) -> None:
    if isinstance(found, Readiness) and running_kernel() is not None:
        from IPython.display import display  # noqa: PLC0415 -- there in notebooks alone

        display(found)  # type: ignore[no-untyped-call]
        return
    text = found if isinstance(found, str) else as_text(found)
    encoding = sys.stdout.encoding or "ascii"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201 -- what a student asked for
