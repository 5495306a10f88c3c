"""The workers of a Dask cluster as a client sees them; what Dask raises reads as an error of ours."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import os
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from typing import Any, Self

import dask
import msgspec
from dask.utils import parse_timedelta
from distributed import Client, Future, KilledWorker, Status, wait

from autograder.batch.backends import plugin
from autograder.batch.backends.messages import Answer, Ending, Terms, decode, encode
from autograder.errors import AutograderError
from autograder.text import scrub

_A_PLACE = 2  # jobs, so that a worker that is done need not wait for its next
_IN_FLIGHT = 256 * 2**20  # bytes, which the scheduler holds
_LOOK_SECONDS = 2.0  # while nothing comes
_PATIENCE = "60s"  # if Dask's own setting says nothing
_END_SECONDS = 5.0
_GPU = {"GPU": 1}


class Crew:
    """Workers that answer jobs, while the context is open.

    Args:
        address: of the scheduler, or the path of a scheduler file.
        terms: what is graded for.
        gpu: whether a job needs a GPU for itself.

    Raises:
        AutograderError: there are no workers, or some that cannot grade.
    """

    def __init__(self, address: str, terms: Terms, *, gpu: bool) -> None:
        self._address = address
        self._gpu = gpu
        self._run = f"autograder-{uuid.uuid4()}"
        self._terms = encode(terms)
        self._patience = parse_timedelta(
            dask.config.get("distributed.scheduler.no-workers-timeout", None) or _PATIENCE
        )
        with contextlib.ExitStack() as stack:
            stack.enter_context(_quiet())
            self._client: Any = self._connect()
            stack.callback(self._close)
            self._places()
            self._require_package()
            stack.callback(self._tell, self._client.sync, self._end_slots)
            self._stack = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def answers(self, jobs: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, Answer]]:
        """Have jobs done and give the answers, each with the number of its job, as they come.

        A job is asked for when there is room for it. One whose worker dies is given to another.

        Raises:
            AutograderError: the cluster was lost.
        """
        waiting: dict[Future[bytes], tuple[int, int]] = {}
        try:
            while True:
                room = _A_PLACE * self._places()
                while len(waiting) < room and sum(size for _, size in waiting.values()) < _IN_FLIGHT:
                    if (job := next(jobs, None)) is None:
                        break
                    waiting[self._submit(job[1])] = job[0], len(job[1])
                if not waiting:
                    return
                for future in self._some_done(list(waiting)):
                    answer = self._answer(future)
                    number, _ = waiting.pop(future)
                    yield number, answer
        finally:
            self._tell(self._client.cancel, list(waiting))

    def _connect(self) -> Client:
        if os.path.isfile(self._address):  # noqa: PTH113 -- which raises for no name at all
            where = {"scheduler_file": self._address}
        elif "://" in self._address:
            where = {"address": self._address}
        else:
            raise AutograderError(
                f"{self._address} is neither an address of a Dask scheduler (tcp://HOST:PORT) nor its "
                "scheduler file"
            )
        try:
            return Client(**where, name="autograder")  # type: ignore[no-untyped-call]
        except Exception as error:
            raise AutograderError(
                f"the Dask scheduler at {self._address} cannot be reached: {_said(error)}\n"
                "Start it with `dask scheduler`, and give the address that it prints"
            ) from error

    def _require_package(self) -> None:
        """Make sure that the workers that are there have this package."""
        with self._readable_errors():
            found: dict[str, object] = self._client.run(
                importlib.import_module, plugin.__name__, on_error="return"
            )
        for worker, answer in found.items():
            if isinstance(answer, Exception):
                raise AutograderError(
                    f"the worker {worker} cannot grade: {_said(answer)}\n"
                    "Install the same version of cnn-autograder there, with the extra `cluster`"
                )

    def _places(self) -> int:
        """Return how many jobs can be done at once, waiting for workers if there are none.

        Raises:
            AutograderError: none come.
        """
        end = time.monotonic() + self._patience
        while not (places := sum(map(self._places_of, self._workers()))):
            if time.monotonic() > end:
                raise AutograderError(self._nobody())
            time.sleep(min(_LOOK_SECONDS, self._patience / 4))
        return places

    def _workers(self) -> list[dict[str, Any]]:
        with self._readable_errors():
            return list(self._client.sync(self._client.scheduler.identity)["workers"].values())

    def _places_of(self, worker: dict[str, Any]) -> int:
        if worker["status"] == Status.paused.name:
            return 0
        places = int(worker["nthreads"])
        return min(places, int(worker["resources"].get("GPU", 0))) if self._gpu else places

    def _nobody(self) -> str:
        command = f"dask worker {self._address} --nthreads 1"
        if self._gpu:
            return (
                f"no worker of the Dask cluster at {self._address} offers the GPU on which this "
                f"assignment is timed: start one with `{command} --resources GPU=1`"
            )
        return (
            f"the Dask cluster at {self._address} has had no worker for {self._patience:g} seconds, or "
            f"none with memory to spare: start one with `{command}`"
        )

    def _submit(self, job: bytes) -> Future[bytes]:
        with self._readable_errors():
            future: Future[bytes] = self._client.submit(
                plugin.grade_in_slot,
                self._run,
                self._terms,
                job,
                pure=False,
                resources=_GPU if self._gpu else None,
            )
        return future

    def _some_done(self, waiting: list[Future[bytes]]) -> list[Future[bytes]]:
        """Wait for jobs to be done; none are if that takes long, and it is time to look for workers."""
        with self._readable_errors():
            try:
                done: set[Future[bytes]] = wait(  # type: ignore[no-untyped-call]
                    waiting, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED"
                ).done
                return list(done)
            except TimeoutError:
                return []

    def _answer(self, future: Future[bytes]) -> Answer:
        with self._readable_errors():
            # Data on a worker that dies now is made again by another.
            failure = future.exception() if future.status == "error" else None  # type: ignore[no-untyped-call]
            if failure is None:
                return decode(future.result(), Answer)
        if isinstance(failure, KilledWorker):
            return Answer(Ending.FAILED, why="the workers of the cluster died over it", again=True)
        raise AutograderError(
            f"a worker of the Dask cluster at {self._address} cannot grade: {_said(failure)}"
        )

    @contextlib.contextmanager
    def _readable_errors(self) -> Iterator[None]:
        try:
            yield
        except msgspec.DecodeError as error:
            raise AutograderError(f"a worker answered what is no answer: {_said(error)}") from error
        except (Exception, asyncio.CancelledError) as error:
            raise AutograderError(
                f"the Dask cluster at {self._address} was lost: {_said(error)}"
            ) from error

    def _tell(self, how: Callable[..., object], *what: object) -> None:
        """Tell a cluster that something has come to its end, if it is not lost."""
        with contextlib.suppress(Exception, asyncio.CancelledError):
            if self._client.status == "running":
                how(*what)

    async def _end_slots(self) -> None:
        # A worker that does not answer ends its slots with itself.
        await asyncio.wait_for(self._client.run(plugin.end_slots, self._run), _END_SECONDS)

    def _close(self) -> None:
        with contextlib.suppress(Exception, asyncio.CancelledError):
            self._client.close(timeout=_END_SECONDS)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling people at length what is said in a sentence, or no concern of theirs."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _said(error: BaseException) -> str:
    """Return in a line what an error says."""
    text = scrub(str(error), 500).strip()
    return text.splitlines()[0] if text else type(error).__name__
