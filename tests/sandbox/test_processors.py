"""Where graders and workers run: a pair of them on one processor, where all processors are in use."""

from __future__ import annotations

import os
import sysconfig

import pytest

from autograder.grading.run import _slots
from autograder.sandbox.launcher import Zygote
from autograder.suite.bounds import worker_bounds
from tests.execution.conftest import LIMITS


@pytest.mark.parametrize(
    "chosen", [None, {min(os.sched_getaffinity(0))}, {max(os.sched_getaffinity(0))}]
)
def test_a_worker_runs_where_it_is_asked_for(chosen: set[int] | None) -> None:
    """On the processors of whoever asks, unless others are named."""
    with Zygote(()) as zygote:
        session = zygote.open_session()
        session.request_worker(worker_bounds(LIMITS), chosen)
        worker = session.receive_worker()
        worker.connection.recv(1)  # it is jailed, and has been put in its place before
        assert os.sched_getaffinity(worker.pid) == (chosen or os.sched_getaffinity(0))
        session.retire(worker)
        session.close()


def test_a_processor_that_is_gone_costs_no_worker() -> None:
    """It was there when the batch began; then the worker runs anywhere."""
    with Zygote(()) as zygote:
        session = zygote.open_session()
        session.request_worker(worker_bounds(LIMITS), {1023})
        worker = session.receive_worker()
        assert worker.connection.recv(1)
        assert os.sched_getaffinity(worker.pid) == os.sched_getaffinity(0)
        session.retire(worker)
        session.close()


@pytest.mark.parametrize(
    ("processors", "most", "slots"),
    [
        ({0, 1, 5}, 1, [{0, 1, 5}]),
        ({0, 1, 5}, 2, [{0, 1, 5}, {0, 1, 5}]),
        ({0, 1, 5}, 3, [{0}, {1}, {5}]),
        ({0, 1, 5}, 500, [{0}, {1}, {5}]),
        ({7}, 500, [{7}]),
        ({0, 1}, 0, []),
    ],
)
def test_each_slot_of_a_full_batch_has_a_processor(
    monkeypatch: pytest.MonkeyPatch, processors: set[int], most: int, slots: list[set[int]]
) -> None:
    """With fewer submissions than processors, the kernel chooses for each."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    assert _slots(most) == slots


def test_python_is_looked_for_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some are built for one folder and unpacked in another, as those that uv gets."""
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _: "/nowhere")
    with Zygote(()) as zygote:
        assert zygote.offer().layers
