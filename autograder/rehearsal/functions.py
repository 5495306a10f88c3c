"""Whether the functions that are to be written are there, and can be called as agreed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from autograder.rehearsal.code import Definition, definitions, graded_trees
from autograder.rehearsal.finding import Finding
from autograder.rehearsal.model import Found, Rehearsal, Stumble
from autograder.rehearsal.signature import changes
from autograder.rehearsal.work import Work
from autograder.submission import Submission

_SHOWN = 6  # of those that are not written; in the end there are few


def function_findings(work: Work, submission: Submission, rehearsal: Rehearsal) -> Iterator[Finding]:
    """Give what is wrong with the functions of an assignment, those of a missing class in one."""
    if work.released is None:
        return
    asked = work.released.functions
    written = definitions(graded_trees(submission))
    gone: dict[str, None] = {}
    stubs: list[str] = []
    for name, parameters in asked.items():
        owner = name.rpartition(".")[0]
        definition, found = written.get(name), rehearsal.found.get(name)
        if owner and not _is_there(owner, written, rehearsal):
            gone[owner] = None
        elif definition is not None and definition.stub:
            stubs.append(f"`{name}` ({definition.cell})")
        elif found is not None:
            yield from _unlike(name, parameters, definition, found)
        elif definition is None or not rehearsal.problem:
            gone[name] = None
    for name in gone:
        yield _missing(name, asked, written, submission, rehearsal)
    if stubs:
        more = f" and {len(stubs) - _SHOWN} more" if len(stubs) > _SHOWN else ""
        yield Finding(f"not written yet: {', '.join(stubs[:_SHOWN])}{more}", loses=True)


def _unlike(
    name: str, parameters: str, definition: Definition | None, found: Found
) -> Iterator[Finding]:
    """Give what is unlike the function that was handed out."""
    where = f" ({definition.place})" if definition is not None else ""
    if not found.callable:
        yield _no_function(name, definition)
    elif found.parameters is not None:
        own = ", ".join(filter(None, ("self" if "." in name else "", parameters)))
        due = f"`def {name.rpartition('.')[2]}({own})`"
        for change in changes(parameters, found.parameters):
            yield Finding(f"`{name}`{where}: {change}; it was handed out as {due}", loses=True)


def is_unwritten(work: Work, submission: Submission, rehearsal: Rehearsal) -> bool:
    """Tell whether a function is missing or as it was handed out."""
    written = definitions(graded_trees(submission))
    asked = work.released.functions if work.released is not None else {}
    return any(name not in rehearsal.found or (name in written and written[name].stub) for name in asked)


def reason(name: str, submission: Submission, rehearsal: Rehearsal) -> Stumble | None:
    """Return what went wrong in the cell that defines a name, if that is why it is not there."""
    top = name.partition(".")[0]
    labels = {
        cell.label for cell in submission.cells if f" {top}(" in cell.source or f" {top}:" in cell.source
    }
    return next((one for one in rehearsal.stumbles if one.cell in labels), None)


def _is_there(owner: str, written: Mapping[str, Definition], rehearsal: Rehearsal) -> bool:
    if rehearsal.problem:
        return owner in written
    return owner.partition(".")[0] in rehearsal.names


def _missing(
    name: str,
    asked: Mapping[str, str],
    written: Mapping[str, Definition],
    submission: Submission,
    rehearsal: Rehearsal,
) -> Finding:
    why = reason(name, submission, rehearsal)
    if why is not None:
        return Finding(
            f"there is no `{name}` after a run from top to bottom: {why.place}: {why.says}", loses=True
        )
    owner = name.rpartition(".")[0]
    tops = {*asked, *(each.partition(".")[0] for each in asked)}
    others = [each for each in written if each not in tops and each.rpartition(".")[0] == owner]
    if near := difflib.get_close_matches(name, others, n=1):
        place = written[near[0]].place
        text = f"there is no `{name}`, but a `{near[0]}` ({place}): give it back the name `{name}`"
        return Finding(text, loses=True)
    return Finding(f"`{name}` is missing: no cell that is run defines it", loses=True)


def _no_function(name: str, definition: Definition | None) -> Finding:
    if definition is None:
        return Finding(f"`{name}` is no function", loses=True)
    return Finding(
        f"`{name}` ({definition.place}) is something else in the end: use another name for what you "
        "called so further down"
    )
