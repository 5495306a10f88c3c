"""What runs within a worker of a Dask cluster; nothing is graded there, but by slots."""

from __future__ import annotations

import dataclasses
from typing import cast

from distributed import Worker, WorkerPlugin, get_worker
from distributed.utils import sync

from autograder.batch.backends.messages import encode
from autograder.batch.backends.slots import Slots


class SlotsPlugin(WorkerPlugin):
    """Has the slots of a worker for one run of a client, and ends them with the worker.

    The scheduler knows nothing of it: who joins the cluster for another purpose is not to be troubled.
    """

    def __init__(self) -> None:
        self.slots = Slots()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """End them."""
        self.slots.close()


def grade_in_slot(run: str, terms: bytes, job: bytes) -> bytes:
    """Have a slot of this worker do a job of a run, and return its answer."""
    worker = get_worker()
    # Dask walks through its plugins in its own thread.
    slots: Slots = sync(worker.loop, _slots, worker, run)
    answer = slots.answer(terms, job)
    return encode(dataclasses.replace(answer, worker=worker.address))


async def end_slots(run: str, dask_worker: Worker) -> None:
    """End the slots of a run, for which there are to be no more."""
    (await _slots(dask_worker, run)).close()


async def _slots(worker: Worker, run: str) -> Slots:
    if run not in worker.plugins:
        for plugin in worker.plugins.values():
            if isinstance(plugin, SlotsPlugin):
                plugin.slots.sweep()
    return cast("SlotsPlugin", worker.plugins.setdefault(run, SlotsPlugin())).slots
