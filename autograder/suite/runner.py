"""Runs one collected test, here or against a worker: what `student` is decides."""

from __future__ import annotations

import contextlib

import pytest

from autograder.loading import kept_alive
from autograder.sandbox.stops import StudentStopped
from autograder.suite.inputs import inputs_of


def run(item: pytest.Function) -> BaseException | None:
    """Run one test with its fixtures and return what it raised.

    A test that asks for nothing but its parameters and our fixtures is simply called. For others this
    is what pytest's own runner does, without the hooks around each phase: they serve capture, skipping
    and reports, which a graded suite does without.
    """
    try:
        inputs = inputs_of(item)
        given = inputs.given_to(item)
        if inputs.complete:
            item.obj(**given)
        else:
            _run_with_fixtures(item, given)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- StudentStopped and pytest's outcomes are none
        return error
    return None


def run_alive(item: pytest.Function) -> BaseException | None:
    """Run one test as `run` does, where a test that ends the process would end all of us."""
    with kept_alive():
        return run(item)


def _run_with_fixtures(item: pytest.Function, given: dict[str, object]) -> None:
    item._initrequest()  # noqa: SLF001 -- a test may run twice, with fixtures of its own each time
    item.funcargs.update(given)
    state = item.session._setupstate  # noqa: SLF001 -- as above
    try:
        state.setup(item)
        item.runtest()
    except BaseException:
        # The first error counts: what is torn down after it may only lack what was not done.
        with contextlib.suppress(Exception, pytest.fail.Exception, StudentStopped):
            state.teardown_exact(None)
        raise
    state.teardown_exact(None)
