"""How a notebook's kernel differs from its file: only the file is handed in."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from autograder.rehearsal.code import graded_trees, names_used
from autograder.rehearsal.finding import Finding
from autograder.rehearsal.kernel import Kernel, unsaved
from autograder.rehearsal.model import Rehearsal
from autograder.rehearsal.work import Work
from autograder.submission import Submission
from autograder.submission.names import listed

_SAVE = "press Ctrl+S and run this again"


def unsaved_work(work: Work, kernel: Kernel) -> Iterator[Finding]:
    """Give the functions that were run otherwise than they are saved."""
    asked = _asked(work)
    for one in unsaved(kernel, work.form.submission.cells):
        if one.saved is None:
            if one.name in asked:
                text = f"the cell that defines `{one.name}` is not in the saved file: {_SAVE}"
                yield Finding(text, loses=True)
        else:
            text = f"`{one.name}` as you ran it is not in the saved file, where {one.saved.cell} has "
            if one.older:
                yield Finding(f"{text}an older one: {_SAVE}", loses=True)
            else:
                again = "if you have changed it since, run its cell again"
                yield Finding(f"{text}another one: {_SAVE}; {again}", loses=True)


def gone_names(
    work: Work, kernel: Kernel, submission: Submission, rehearsal: Rehearsal
) -> Iterator[Finding]:
    """Say which names her code uses that exist now, but not after a run from top to bottom."""
    used = names_used(graded_trees(submission))
    there = {name for name in kernel.names if not hasattr(builtins, name)}
    gone = sorted((used & there) - rehearsal.names - _asked(work))
    if gone:
        names = listed([f"`{name}`" for name in gone])
        verb = "exists" if len(gone) == 1 else "exist"
        yield Finding(
            f"your code uses {names}, which {verb} in this kernel, but not after a run from top to "
            "bottom: define it in a cell above (one that only shows something is not run)",
            loses=True,
        )


def _asked(work: Work) -> set[str]:
    """Return the functions and classes that are to be written."""
    functions = work.released.functions if work.released is not None else {}
    return {name.partition(".")[0] for name in functions}
