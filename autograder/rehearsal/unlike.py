"""How a notebook's kernel differs from its file: only the file is handed in."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from autograder.rehearsal.code import Definition, graded_trees
from autograder.rehearsal.finding import Finding
from autograder.rehearsal.kernel import Kernel, Unsaved, unsaved
from autograder.rehearsal.model import Rehearsal
from autograder.rehearsal.reach import reached, statements
from autograder.rehearsal.work import Work, asked_names
from autograder.submission import Submission
from autograder.submission.names import listed

_SAVE = "press Ctrl+S and run this again"


def unsaved_work(work: Work, kernel: Kernel) -> Iterator[Finding]:
    """Give the functions that were run otherwise than they are saved, as hints if nothing needs them."""
    asked = asked_names(work)
    needed = {
        name
        for one in reached(statements(graded_trees(work.form.submission)), asked)
        for name in one.binds
    }
    for one in unsaved(kernel, work.form.submission.cells):
        if one.saved is not None:
            yield Finding(_unlike(one, one.saved), loses=one.name in needed)
        elif one.name in asked:
            text = f"the cell that defines `{one.name}` is not in the saved file: {_SAVE}"
            yield Finding(text, loses=True)


def gone_names(
    work: Work, kernel: Kernel, submission: Submission, rehearsal: Rehearsal
) -> Iterator[Finding]:
    """Say which names her code uses that exist now, but not after a run from top to bottom."""
    asked = asked_names(work)
    code = statements(graded_trees(submission))
    there = {name for name in kernel.names if not hasattr(builtins, name)}
    # A name that is bound somewhere is defined as it should be; why it is gone, something else says.
    there -= rehearsal.names | asked | {name for one in code for name in one.binds}
    needed = there & {name for one in reached(code, asked) for name in one.uses}
    told = {name for one in rehearsal.stumbles for name in there if f"'{name}'" in one.message}
    idle = (there & {name for one in code for name in one.uses}) - needed - told
    for names, loses in ((needed, True), (idle, False)):
        if names:
            verb = "exists" if len(names) == 1 else "exist"
            which = listed([f"`{name}`" for name in sorted(names)])
            yield Finding(
                f"your code uses {which}, which {verb} in this kernel, but not after a run from top to "
                "bottom: define it in a cell above (one that only shows something is not run)",
                loses=loses,
            )


def _unlike(one: Unsaved, saved: Definition) -> str:
    if one.twin is not None:
        where, counts = one.twin.cell, saved.cell
        if where == counts:
            where, counts = one.twin.place, saved.place
        return (
            f"`{one.name}` is defined twice: what you ran is that of {where}, and from top to bottom "
            f"that of {counts} counts: delete one"
        )
    text = f"`{one.name}` as you ran it is not in the saved file, where {saved.cell} has "
    if one.older:
        return f"{text}an older one: {_SAVE}"
    return f"{text}another one: {_SAVE}; if you have changed it since, run its cell again"
