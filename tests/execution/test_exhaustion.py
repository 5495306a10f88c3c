"""What a submission keeps of the memory that it may use leaves its worker enough to answer."""

from __future__ import annotations

import pytest

from autograder.sandbox.stops import MemoryExceeded
from tests.execution.conftest import Runner

KEEP = """
kept = []
def fill(size):
    try:
        while True:
            kept.append(bytearray(size))
    except MemoryError:
        return len(kept)
def twice(x):
    return 2 * x
"""


@pytest.mark.parametrize("size", [2**22, 2**15, 2**10])
def test_a_worker_answers_on_when_its_memory_has_been_used_up(notebook: Runner, size: int) -> None:
    """A function that keeps all that there is loses no call of another one."""
    attempt = notebook(KEEP)
    assert attempt.call("fill", (size,), {}).value > 0
    worker = attempt.worker
    assert [attempt.call("twice", (number,), {}).value for number in range(20)] == list(range(0, 40, 2))
    assert attempt.worker == worker


def test_memory_used_up_while_cells_run_costs_no_call(notebook: Runner) -> None:
    """Small pieces leave less than a request takes, as the stacks of many threads do."""
    attempt = notebook(KEEP, "fill(2**21)\nfill(2**15)\nfill(2**12)")
    assert attempt.failures == []
    assert [attempt.call("twice", (number,), {}).value for number in range(20)] == list(range(0, 40, 2))


def test_who_uses_memory_up_again_and_again_is_told_so(notebook: Runner) -> None:
    """What a worker holds back for itself is gone then, and the call that it cannot take ends."""
    attempt = notebook(KEEP)
    with pytest.raises(MemoryExceeded, match="more than the 128 MB of memory that it may use"):
        for _ in range(5):
            attempt.call("fill", (2**12,), {})
    assert attempt.call("twice", (4,), {}).value == 8  # by another worker


def test_a_statement_that_leaves_no_memory_for_its_report_is_told_so(notebook: Runner) -> None:
    """And left out, so that all others count."""
    attempt = notebook(KEEP, "fill(2**15)\nnest = []\nwhile True: nest = [nest]")
    (failure,) = attempt.failures
    assert failure.text == (
        "code cell 2, line 3: while True: nest = [nest]: the code needed more than the 128 MB of memory"
        " that it may use; left out"
    )
    assert attempt.call("twice", (4,), {}).value == 8
