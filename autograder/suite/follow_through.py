"""Lends a question what it uses: a mistake in an earlier function is not paid for a second time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

from autograder.sandbox.lender import Lender
from autograder.suite.attempt import Attempt
from autograder.suite.collection import TestCase
from autograder.suite.meter import Meter
from autograder.suite.plugin import BENCH


@contextlib.contextmanager
def lent(
    names: Sequence[str], cases: Sequence[TestCase], attempt: Attempt
) -> Iterator[Callable[[TestCase], None]]:
    """Put functions and classes of the reference in the places of the student's own while tests are run.

    Args:
        names: what is lent.
        cases: the tests.
        attempt: the submission.

    Yields:
        What has to be told of each test before it is run: it finds out what the test takes.
    """
    reference = cases[0].item.config.stash[BENCH].reference
    if reference is None:  # where a suite may not use it, nothing can be lent
        raise ValueError("there is no reference to lend from")
    lender = Lender({name: getattr(reference, name) for name in names})

    def prepare(case: TestCase) -> None:
        meter = Meter(reference, names)
        meter.measure(case)
        lender.expect(meter.costs)

    with attempt.borrowing(lender):
        yield prepare


def in_words(names: Sequence[str], *, right: bool) -> str:
    """Return what to tell a student who earned points by what was lent to her."""
    *first, last = (f"`{name}`" for name in names)
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{'right' if right else 'better'}, given a correct {listed}"
