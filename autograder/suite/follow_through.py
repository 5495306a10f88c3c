"""Lends a question what it uses: a mistake in an earlier function is not paid for a second time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from types import ModuleType

from autograder.sandbox.lender import Lender
from autograder.suite.attempt import Attempt
from autograder.suite.collection import TestCase
from autograder.suite.meter import Meter
from autograder.suite.plugin import BENCH


class Loans:
    """What each test may borrow.

    Most take no more than is free of all. What a test takes if it is the reference that is called is
    measured once one has needed more, since that is as much work as the test itself.

    Args:
        reference: the staff's module.
        lender: who lends.
    """

    def __init__(self, reference: ModuleType, lender: Lender) -> None:
        self._reference = reference
        self._lender = lender
        self._measuring = False

    def prepare(self, case: TestCase) -> None:
        """Make known which test is run next."""
        if not self._measuring:
            self._lender.expect(None)
            return
        meter = Meter(self._reference, self._lender.stock.names)
        meter.measure(case)
        self._lender.expect(meter.costs)

    def fell_short(self) -> bool:
        """Tell whether the test that was run has to be run again, now that it can be measured."""
        self._measuring |= self._lender.fell_short
        return self._lender.fell_short


@contextlib.contextmanager
def lent(names: Sequence[str], cases: Sequence[TestCase], attempt: Attempt) -> Iterator[Loans]:
    """Put functions and classes of the reference in the places of the student's own while tests are run.

    Args:
        names: what is lent.
        cases: the tests.
        attempt: the submission.

    Yields:
        What has to be told of each test before it is run.
    """
    reference = cases[0].item.config.stash[BENCH].reference
    if reference is None:  # where a suite may not use it, nothing can be lent
        raise ValueError("there is no reference to lend from")
    lender = Lender({name: getattr(reference, name) for name in names})
    with attempt.borrowing(lender):
        yield Loans(reference, lender)


def in_words(names: Sequence[str], *, right: bool) -> str:
    """Return what to tell a student who earned points by what was lent to her."""
    *first, last = (f"`{name}`" for name in names)
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"{'right' if right else 'better'}, given a correct {listed}"
