"""One submission in execution: its workers, their replacement, and the budget of all together."""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.assignment import Limits
from autograder.sandbox.channel import WALL_FACTOR
from autograder.sandbox.client import Client, start_client
from autograder.sandbox.lender import Lender
from autograder.sandbox.replies import Answer, parse_error
from autograder.sandbox.session import Session
from autograder.sandbox.stops import (
    CallTimeout,
    Frame,
    StudentStopped,
    WorkerCrashed,
    WorkerEnded,
)
from autograder.submission import Submission
from autograder.suite.bounds import ended_by_itself, quota, worker_bounds
from autograder.suite.progress import Progress
from autograder.suite.sources import Sources

_MAX_LOADS_IN_A_ROW = 4  # three cells may hang or end the process; a fourth ends the attempt
_MAX_WORKERS = 500  # time ends a submission earlier, unless it ends its process again and again
_REWIND_SECONDS = 2.0


@dataclass(frozen=True)
class CellFailure:
    """A statement outside any test that failed. Nothing hidden is known while cells are executed."""

    text: str


class Attempt:
    """Runs one submission and answers calls, on as many workers as it takes.

    Args:
        session: a zygote session from which one worker has been requested.
        submission: what to run.
        limits: the assignment's.
        helpers: source of functions that suites call in the worker beside hers.
        classes: names that are due to give objects with methods.
        gpu: whether its workers use one.
        hear: told of what they print.

    Attributes:
        limits: the assignment's.
        sources: the text that was handed in.
    """

    def __init__(
        self,
        session: Session,
        submission: Submission,
        limits: Limits,
        helpers: str = "",
        classes: Sequence[str] = (),
        *,
        gpu: bool = False,
        hear: Callable[[bytes], None] | None = None,
    ) -> None:
        self._session = session
        self.limits = limits
        self._quota = quota(limits, gpu=gpu)
        self._hear = hear
        self.sources = Sources(submission)
        self._request = {
            "kind": submission.kind,
            "cells": [
                {"label": cell.label, "source": cell.source, "demo": cell.is_demo}
                for cell in submission.cells
            ],
            "modules": dict(submission.modules),
            "helpers": helpers,
            "classes": list(classes),
        }
        self._called = False
        self._skip: set[tuple[int, int]] = set()
        self._progress: Progress | None = None
        self._client: Client | None = None
        self._requested = True
        self._workers = 0
        self._spent_before = 0.0
        self._end = time.monotonic() + WALL_FACTOR * limits.total_seconds
        self._beyond_help: StudentStopped | None = None
        self._rewound: str | None = None
        self._last_words = ""
        self._lender: Lender | None = None
        self.failures: list[CellFailure] = []
        self.layers: tuple[str, ...] = ()
        self.printed = ""
        self.called: set[str] = set()
        self.as_defined = False

    def start(self) -> None:
        """Run the cells; what hangs or ends the process is left out and the rest run again.

        Raises:
            StudentStopped: the submission cannot be run at all.
        """
        if self._beyond_help is not None:
            raise self._beyond_help
        for _ in range(_MAX_LOADS_IN_A_ROW):
            self._progress = None
            try:
                self._load()
            except StudentStopped as stop:
                position = self._progress.culprit(stop) if self._progress else None
                stop = self._bury(stop)
                self._beyond_help = stop
                # The worker's word: it may name a cell that is not there.
                if position is None or position[0] >= len(self.sources.labels):
                    break
                cell, statement, line = position
                self._skip.add((cell, statement))
                # Once it was called it may know hidden inputs, and could tell them by where it ends.
                if not self._called:
                    place = self.sources.place(Frame(self.sources.labels[cell], line, ""))
                    how = f" ({stop.detail})" if stop.detail else ""
                    self.failures.append(CellFailure(f"{place}: {stop}{how}; left out"))
            else:
                self._beyond_help = None
                return
        if self._beyond_help is not None:
            raise self._beyond_help

    def call(
        self,
        name: str,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        handle: int | None = None,
        workers: Collection[int] = (),
        *,
        made_by: str = "",
        seconds: float | None = None,
        helper: str | None = None,
    ) -> Answer:
        """Call a function (or, with `handle`, a method) in the current worker.

        Args:
            name: of the function or method.
            args: what it gets by position.
            kwargs: what it gets by name.
            handle: the object whose method it is.
            workers: those in which the objects live that it gets.
            made_by: the function or class that gave the object whose method it is.
            seconds: CPU seconds that it may take, if not those that any call may.
            helper: the helper that is called in the place of the function, which it uses.

        Raises:
            StudentError: it raised.
            MissingFunctionError: there is none.
            StudentStopped: no answer came; the next call starts another worker.
        """
        if self._client is None:
            self.start()
        if workers and any(worker != self._workers for worker in workers):
            raise WorkerCrashed("the object was lost when the Python process had to be replaced")
        if handle is None:
            self.called.add(name)
        self._called = True
        try:
            self._rewind((made_by or name) if self.as_defined else None)
            call = self._require_client().call
            seconds = self._seconds(seconds or self.limits.call_seconds)
            loan = self._lender.loan(name, args, kwargs, seconds) if self._lender else None
            return call(helper or name, args, kwargs, seconds, handle, helper=bool(helper), loan=loan)
        except StudentStopped as stop:
            raise self._bury(stop) from None

    @contextlib.contextmanager
    def borrowing(self, lender: Lender) -> Iterator[None]:
        """Replace functions and classes by what is lent, without its warnings, until this ends."""
        self.close()
        self._lender = lender
        try:
            with contextlib.closing(lender), warnings.catch_warnings(action="ignore"):
                yield
        finally:
            self.close()
            self._lender = None
            self._spent_before += lender.spent()

    def clobbered(self, names: set[str]) -> list[str]:
        """Say which names, of those that functions refer to, were bound anew after `names` were."""
        found: dict[str, str] = {}
        try:
            if self._client is None:
                self.start()
            for name in sorted(names):
                pairs = self._require_client().rewind(name, self._seconds(_REWIND_SECONDS))
                self._rewound = name
                for changed, cell in pairs:
                    labels = self.sources.labels
                    where = labels[cell] if cell < len(labels) else "a later cell"
                    # The worker's word, so only a name that the submission itself contains.
                    if changed.isidentifier() and self.sources.mention(changed):
                        found.setdefault(changed, f"{where} gave `{changed}` another value")
        except StudentStopped as stop:
            self._bury(stop)
        return list(found.values())

    @property
    def worker(self) -> int:
        """The number of the current worker; objects behind handles end with it."""
        return self._workers

    def spent(self) -> float:
        """Return the CPU seconds that the submission took in all its workers and by what it borrowed."""
        running = self._client.spent() if self._client else 0.0
        return self._spent_before + running + (self._lender.spent() if self._lender else 0.0)

    def pause(self) -> None:
        """Stop what the worker still does, until it is called the next time."""
        if self._client is not None:
            self._client.pause()

    def take_output(self) -> str:
        """Return what was printed since the last call of this, by a worker that has ended, too."""
        last_words, self._last_words = self._last_words, ""
        return last_words + (self._client.output.take() if self._client else "")

    def close(self) -> None:
        """End the current worker."""
        if self._client is not None:
            self._spent_before += self._client.spent()
            self._client.retire()
            self._client = None

    def _load(self) -> None:
        if self._workers >= _MAX_WORKERS:
            raise WorkerCrashed("not run: the Python process had to be replaced too often")
        seconds = self._seconds(self.limits.load_seconds)
        if not self._requested:
            self._session.request_worker(worker_bounds(self.limits))
        self._requested = False
        self._workers += 1
        client = self._client = start_client(self._session, self._quota, self._hear)
        progress = self._progress = Progress(client.output)
        self.layers = client.layers
        self._rewound = None
        headers = client.load(
            {**self._request, "skip": [list(at) for at in self._skip]},
            seconds,
            progress.reach,
        )
        if self._workers == 1 + len(self._skip):  # later runs fail in the same places
            texts = (self.sources.describe_in_cell(parse_error(one), one.get("at")) for one in headers)
            self.failures.extend(map(CellFailure, texts))
            self.printed = client.output.take()
        if self._lender is not None:
            client.lend(self._lender, self._seconds(self.limits.load_seconds))

    def _rewind(self, name: str | None) -> None:
        if name != self._rewound:
            self._require_client().rewind(name, self._seconds(_REWIND_SECONDS))
            self._rewound = name

    def _bury(self, stop: StudentStopped) -> StudentStopped:
        """Retire the worker that a call ended with, and say how it ended."""
        client, self._client = self._client, None
        if client is None:
            return stop
        self._spent_before += client.spent()
        ended = isinstance(stop, WorkerEnded)
        if ended:  # what one that is stopped has printed by then is a matter of chance
            self._last_words = client.last_words()
        status = client.retire(grace=ended)
        if ended and status is not None:
            return ended_by_itself(stop, status, self.limits)
        return stop

    def _seconds(self, wanted: float) -> float:
        """Return how many CPU seconds the next request may take, of those that are left of all."""
        total = self.limits.total_seconds
        left = min(total - self.spent(), (self._end - time.monotonic()) / WALL_FACTOR)
        if left <= 0:
            raise CallTimeout(f"not run: the submission has used up its {total:g} seconds")
        return min(wanted, left)

    def _require_client(self) -> Client:
        if self._client is None:
            raise WorkerCrashed("the Python process has ended")
        return self._client
