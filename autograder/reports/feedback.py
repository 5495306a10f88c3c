"""What one student is told of her mark, fit to be sent to her: nothing in it is for staff alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import assert_never

from autograder.marks import Mark, QuestionMark, Standing
from autograder.reports.document import (
    Block,
    Heading,
    Paragraph,
    Verbatim,
    to_html,
    to_markdown,
)
from autograder.reports.told import NOT_YET, UNREADABLE, outcomes, remarks
from autograder.reports.words import in_points
from autograder.results import QuestionResult
from autograder.text import scrub

_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9@.-]{0,59}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")  # by Windows, with any ending


def feedback_markdown(mark: Mark) -> str:
    """Return the feedback as Markdown."""
    return to_markdown(list(_blocks(mark)))


def feedback_html(mark: Mark) -> str:
    """Return the feedback as a page of HTML that stands alone."""
    return to_html(list(_blocks(mark)), f"{mark.title}: {mark.student.label}")


def feedback_name(mark: Mark) -> str:
    """Return what a file of feedback is called, without its ending.

    It starts with the student's key, or, where no file can be called so, with what resembles it and a
    digest of it; what comes up to the first `_` belongs to her alone, also where case does not count.
    """
    key, name = mark.student.key, scrub(mark.student.name).lower()
    if not _PLAIN_KEY.fullmatch(key) or _RESERVED.match(key):
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        like = re.sub("[^a-z0-9]+", "-", key[:200].lower()).strip("-")[:40]
        key = f"{like or 'student'}~{digest}"
    words = re.sub(r"[\W_]+", "-", name)[:40].strip("-")
    # A name that is the key already says nothing more.
    return f"{key}_{words}" if words and words != key else key


def _blocks(mark: Mark) -> Iterator[Block]:
    yield Heading(mark.title, level=1)
    yield Paragraph(f"{mark.student.label}: {_points(mark.points, mark.max_points)}", strong=True)
    handed_in = [mark.submission, mark.handed_in, "late" if mark.late else ""]
    handed_in += ["together with " + ", ".join(mark.partners)] if mark.partners else []
    if any(handed_in):
        yield Paragraph("Handed in: " + ", ".join(filter(None, handed_in)))
    if sentence := _sentence(mark):
        yield Paragraph(sentence)
    if mark.result and mark.result.messages:
        yield Verbatim("\n".join(mark.result.messages))
    results = {question.id: question for question in mark.result.questions} if mark.result else {}
    was_judged = mark.standing in {Standing.GRADED, Standing.UNGRADED}
    for question in mark.questions:
        # Of what could not be run all is decided but for what a person grades.
        is_open = question.points is None and mark.standing is Standing.UNREADABLE
        if was_judged or question.by_hand or is_open:
            yield from _question(question, results.get(question.id) if was_judged else None)


def _sentence(mark: Mark) -> str:
    match mark.standing:
        case Standing.GRADED | Standing.UNGRADED:
            # Also of graded work a person may have to judge a part, and may have judged all of the rest.
            return NOT_YET if mark.points is None else ""
        case Standing.UNREADABLE:
            return UNREADABLE
        case Standing.MISSING:
            return (
                "We have nothing of yours for this assignment. If you did hand something in, please "
                "write to us, so that we can look for it."
            )
        case never:
            assert_never(never)


def _question(mark: QuestionMark, result: QuestionResult | None) -> Iterator[Block]:
    yield Heading(f"{mark.title}: {_points(mark.points, mark.max_points)}")
    if mark.by_hand:
        why = f": {mark.reason}" if mark.reason else "."
        yield Paragraph(f"We decided these points by hand{why}")
    if result is None:
        return
    yield from remarks(result)
    yield from outcomes(result.tests)


def _points(points: float | None, most: float) -> str:
    possible = f"{most:g} {'point' if most == 1 else 'points'}"
    if points is None:
        return f"not decided yet, of {possible}"
    return f"{in_points(points)} of {possible}"
