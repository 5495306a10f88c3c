"""What a student is told of a question: the same words wherever she reads them."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator

from autograder.reports.document import Block, Listing, Paragraph, Verbatim
from autograder.reports.words import STATUS_WORDS, how_it_ended, tells_more
from autograder.results import QuestionResult, Status, TestOutcome

NOT_YET = (
    "Not all of your work has been judged yet. That is no fault of yours, and you need not do anything: "
    "one of us will look at it."
)
UNREADABLE = (
    "We could not read what you handed in, so none of it was run. Here is what went wrong; "
    "please write to us if you do not know how to mend it."
)
_SHOWN_TESTS = 6  # of those that ended alike


def remarks(question: QuestionResult) -> Iterator[Block]:
    """Give what is said of the question as a whole: how it was judged, and which mistake it is."""
    said = "\n".join((question.message, question.diagnosis))
    yield from (Paragraph(line, strong=True) for line in said.splitlines() if line.strip())


def outcomes(tests: Iterable[TestOutcome]) -> Iterator[Block]:
    """Give how tests ended, and of those that did not simply pass, what is told of them."""
    tests = list(tests)
    if tests:
        yield _count(tests)
    told = ((how_it_ended(test), test.title, test.message) for test in tests if tells_more(test))
    yield from _alike(told)


def public_outcomes(tests: Iterable[TestOutcome]) -> Iterator[Block]:
    """Give how public tests ended, and not whether they count, which hidden ones may decide."""
    tests = list(tests)
    if tests:
        yield _count(tests)
    failed = (test for test in tests if test.status is not Status.PASSED)
    yield from _alike((STATUS_WORDS[test.status], test.title, test.message) for test in failed)


def _count(tests: list[TestOutcome]) -> Paragraph:
    passed = sum(test.status is Status.PASSED for test in tests)
    return Paragraph(f"{passed} of {len(tests)} tests passed.")


def _alike(told: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
    """Tell together of tests that ended alike: a stub fails all of them in one way."""
    for (ended, message), group in itertools.groupby(told, operator.itemgetter(0, 2)):
        titles = [title for _, title, _ in group]
        shown = titles if len(titles) <= _SHOWN_TESTS else titles[: _SHOWN_TESTS - 1]
        more = len(titles) - len(shown)
        items = [f"{ended}: {title}" for title in shown]
        yield Listing((*items, *([f"{ended}: {more} more tests"] if more else [])))
        if message:
            yield Verbatim(message)
