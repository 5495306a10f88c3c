"""Runs one check and says how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from autograder.checking.aside import Aside, kept_apart
from autograder.checking.code import Origin, call_line, lines_to_repeat, short
from autograder.checking.evidence import Judged, of_error, of_mismatch, of_passed
from autograder.checking.outcome import CheckOutcome
from autograder.checking.panel import Panel
from autograder.checking.place import OwnLine, is_own, own_line
from autograder.checking.planes import answer_panels, first_wrong, input_panel
from autograder.checking.watch import Seen, Watch
from autograder.checking.wrong import (
    SHORT,
    compared_texts,
    difference_sentences,
    exception_sentences,
    returned_sentences,
    unfinished_sentence,
)
from autograder.diagnosis.trace import Raised
from autograder.errors import SubmittedFileError
from autograder.suite.collection import title_of
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.plugin import MEASURING, item_id
from autograder.suite.runner import run
from autograder.suite.student import Call, Student
from autograder.text import scrub

_INPUTS = 4  # arrays that a call was given and that are shown
_WARNING = 200  # characters
_DEEP = "what is returned cannot be read: it is nested too deeply, as a list that holds itself is"


@dataclass(frozen=True, eq=False)
class Verdict:
    """How one check ended, and what that says of its calls."""

    outcome: CheckOutcome
    judged: tuple[Judged, ...]


def judge(item: pytest.Function, student: Student, watch: Watch, suite: Path) -> Verdict:
    """Run one check.

    Args:
        item: of the public suite.
        student: answers its calls.
        watch: is told of them.
        suite: the file.
    """
    watch.begin()
    with kept_apart(live=not MEASURING.isdisjoint(item.fixturenames)) as aside:
        error = run(item)
    printed = scrub(aside.printed.text)
    outcome = _outcome(item, error, _Room(watch, watch.seen(), student.last_call, suite, printed))
    return Verdict(
        replace(outcome, printed=printed, warning=_warning(aside, suite)),
        _judged(error, watch.seen(), suite),
    )


@dataclass(frozen=True, eq=False)
class _Room:
    """What there is to see after a check.

    Attributes:
        watch: which was told of its calls.
        calls: in order.
        last: the last one, with its arguments as they are now.
        suite: the file.
        printed: what was printed.
    """

    watch: Watch
    calls: tuple[Seen, ...]
    last: Call
    suite: Path
    printed: str


def _outcome(item: pytest.Function, error: BaseException | None, room: _Room) -> CheckOutcome:
    title = title_of(item)
    if error is None:
        return CheckOutcome(title=title, status="passed")
    if (unfinished := unfinished_sentence(error, room.suite)) is not None:
        return CheckOutcome(title=title, status="unfinished", sentences=(unfinished,))
    if isinstance(error, MismatchError):
        outcome = CheckOutcome(
            title=title,
            status="failed",
            sentences=tuple(_mismatch_sentences(error, room)),
            inputs=_pictures(lambda: _inputs(room.calls, error.mismatch)),
            answers=_pictures(lambda: _answers(error.mismatch, room)),
        )
    else:
        place = own_line(error, room.suite)
        outcome = CheckOutcome(
            title=title,
            status="failed",
            sentences=tuple(_error_sentences(error, place, item)),
            inputs=_pictures(lambda: _inputs(room.calls, None)) if place else (),
        )
    if not room.calls:
        return outcome
    origin = Origin(room.suite.name, item.obj.__code__.co_firstlineno)
    repeat = lines_to_repeat(room.calls, origin)
    return replace(outcome, call=call_line(room.calls[-1]), repeat=repeat)


def _mismatch_sentences(error: MismatchError, room: _Room) -> Iterator[str]:
    changed = room.calls[-1].changed if room.calls else ()
    yield from difference_sentences(error.mismatch, room.watch.value, changed)
    if error.__cause__ is not None and (place := own_line(error.__cause__, room.suite)) is not None:
        yield str(place)
    if error.mismatch.kind == "type":
        yield from returned_sentences(room.watch.value, room.printed)


def _judged(error: BaseException | None, calls: Sequence[Seen], suite: Path) -> tuple[Judged, ...]:
    if error is None:
        return tuple(of_passed(calls))
    if isinstance(error, MismatchError):
        return tuple(of_mismatch(calls, error.mismatch))
    hers = unfinished_sentence(error, suite) is None and own_line(error, suite) is not None
    return tuple(of_error(calls, hers=hers))


def _error_sentences(
    error: BaseException, place: OwnLine | None, item: pytest.Function
) -> Iterator[str]:
    if isinstance(error, SubmittedFileError):
        yield str(error)
    elif isinstance(error, AssertionError) and place is None:
        yield str(error) or f"the check {item_id(item)} does not hold"
    elif isinstance(error, RecursionError) and place is None:  # it was our code that went too deep
        yield _DEEP
    else:
        yield from exception_sentences(error, place)


def _pictures(make: Callable[[], tuple[Panel, ...]]) -> tuple[Panel, ...]:
    """Return pictures, or none where they cannot be made: what is said matters more."""
    try:
        return make()
    except Exception:  # noqa: BLE001 -- of an answer too large for this machine, for instance
        return ()


def _inputs(calls: Sequence[Seen], mismatch: Mismatch | None) -> tuple[Panel, ...]:
    """Return pictures of the arrays that the last call was given."""
    if not calls:
        return ()
    plane: tuple[int, ...] = ()
    if mismatch is not None and mismatch.right is not None and mismatch.right.ndim > 2:
        plane = first_wrong(mismatch.right)[:-2]
    panels = (
        input_panel(name, value, plane)
        for name, value in calls[-1].arguments.items()
        if hasattr(value, "dtype") and hasattr(value, "ndim")
    )
    return tuple(panel for panel in panels if panel is not None)[:_INPUTS]


def _answers(mismatch: Mismatch, room: _Room) -> tuple[Panel, ...]:
    """Return pictures of what is due and what came, or of an argument before and after the call."""
    if mismatch.actual is not None and mismatch.expected is not None:
        return answer_panels(mismatch.expected, mismatch.actual, mismatch.right)
    if mismatch.kind == "equal":
        due, given = compared_texts(mismatch, room.watch.value)
        if max(len(due), len(given)) <= SHORT:
            return ()
        return Panel(name="expected", text=due), Panel(name="yours", text=given)
    calls = room.calls
    if mismatch.kind == "raises" and calls and not isinstance(calls[-1].answer, Raised):
        text = short(calls[-1].answer)
        return (Panel(name="yours", text=text),) if text else ()
    return _changes(calls, room.last) if mismatch.kind == "modified" else ()


def _changes(calls: Sequence[Seen], last: Call) -> tuple[Panel, ...]:
    if not calls:
        return ()
    after = dict(zip(calls[-1].arguments, [*last.args, *last.kwargs.values()], strict=False))
    for name, before in calls[-1].arguments.items():
        now = after.get(name)
        if not isinstance(before, np.ndarray) or not isinstance(now, np.ndarray):
            continue
        if before.shape == now.shape and before.dtype.kind in "biufc" and now.dtype.kind in "biufc":
            same = (before == now) | (np.isnan(before) & np.isnan(now))
            if not same.all():
                panels = answer_panels(before, now, np.asarray(same))
                names = (f"{name} before", f"{name} after", "difference")
                return tuple(
                    Panel(name=title, remark=one.remark, grid=one.grid, heat=one.heat)
                    for title, one in zip(names, panels, strict=False)
                )
    return ()


def _warning(aside: Aside, suite: Path) -> str:
    """Return the first warning that came from the student's own code, with its place."""
    for one in aside.warned:
        if is_own(one.filename, suite):
            text = scrub(str(one.message), _WARNING).split("\n")[0]
            return f"{one.category.__name__}: {text} ({OwnLine(one.filename, one.lineno, '')})"
    return ""
