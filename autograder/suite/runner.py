"""Runs one collected test, here or against a worker: what `student` is decides."""

from __future__ import annotations

import pytest

from autograder.suite import plugin


def run(item: pytest.Function) -> BaseException | None:
    """Run one test with its fixtures and return what it raised.

    A test that asks for nothing but its parameters and our fixtures is simply called. For others this
    is what pytest's own runner does, without the hooks around each phase: they serve capture, skipping
    and reports, which a graded suite does without.
    """
    try:
        known = plugin.arguments(item)
        # `request` is in every list, since fixtures from here ask for it.
        if known.keys() >= {*item.fixturenames} - {"request"} | {*item._fixtureinfo.argnames}:  # noqa: SLF001
            item.obj(**known)
        else:
            _run_with_fixtures(item, known)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 -- StudentStopped and pytest's outcomes are none
        return error
    return None


def _run_with_fixtures(item: pytest.Function, known: dict[str, object]) -> None:
    item._initrequest()  # noqa: SLF001 -- a test may run twice, with fixtures of its own each time
    item.funcargs.update(known)
    state = item.session._setupstate  # noqa: SLF001 -- as above
    try:
        state.setup(item)
        item.runtest()
    finally:
        state.teardown_exact(None)
