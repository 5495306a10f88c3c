"""Slots as a worker of a cluster has them: a process each, started where there is none to spare."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import msgspec

from autograder.batch.backends.messages import Answer, Ending, Terms, decode
from autograder.text import scrub

_PROGRAM = "autograder.batch.backends.slot"
_START_SECONDS = 300.0  # a cold disk, and a suite that computes much while it is collected
_FRESH_SECONDS = 5.0  # a slot that was idle for longer may be about to end
_MARGIN_SECONDS = 60.0  # beyond what a slot gives a submission
_END_SECONDS = 1.0  # for a slot that has nothing to do
_REASON = 2000
# BLAS would start threads, and a grader that forks must not have any.
_ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


class SlotEndedError(Exception):
    """A slot ended or hung while it graded; the text says what is known."""


class SlotRefusedError(Exception):
    """A slot cannot grade anything here; the text says why."""


class Slot:
    """A process that grades one submission at a time.

    Args:
        terms: what it grades for, as bytes.

    Raises:
        SlotEndedError: it ended before it was ready.
        SlotRefusedError: it cannot.
    """

    def __init__(self, terms: bytes) -> None:
        self._seconds = decode(terms, Terms).seconds
        self._used = time.monotonic()
        with contextlib.ExitStack() as stack:
            folder = tempfile.mkdtemp(prefix="autograder-")
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            self._errors = stack.enter_context(tempfile.TemporaryFile())
            mine, theirs = socket.socketpair()
            self._line: Connection[bytes, bytes] = stack.enter_context(Connection(mine.detach()))
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                    [sys.executable, "-P", "-m", _PROGRAM, str(theirs.fileno()), folder],
                    env={**os.environ, **_ONE_THREAD},
                    cwd="/",
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    start_new_session=True,  # Ctrl-C is the cluster's to handle
                )
            stack.callback(self._process.wait)
            stack.callback(self._process.kill)
            self._ask(terms, _START_SECONDS)
            self._cleanup = stack.pop_all()

    @property
    def fresh(self) -> bool:
        """Whether it can be expected to wait for a job."""
        return self._process.poll() is None and time.monotonic() - self._used < _FRESH_SECONDS

    def grade(self, job: bytes) -> Answer:
        """Have a job done, and return what came of it.

        Raises:
            SlotEndedError: nothing did, and nothing can come of another.
            SlotRefusedError: no submission can be graded here any more.
        """
        answer = self._ask(job, self._seconds + _MARGIN_SECONDS)
        self._used = time.monotonic()
        return answer

    def kill(self) -> None:
        """End the process; whoever waits for it learns that it has ended."""
        self._process.kill()

    def close(self) -> None:
        """End the process, and remove what it leaves; nobody waits for it."""
        self._line.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)  # it removes what a zygote that was killed has left
        self._cleanup.close()

    def _ask(self, message: bytes, seconds: float) -> Answer:
        killer = threading.Timer(seconds, self._process.kill)
        killer.daemon = True
        killer.start()
        try:
            self._line.send_bytes(message)
            answer = decode(self._line.recv_bytes(), Answer)
        except (EOFError, OSError, msgspec.DecodeError) as error:
            raise SlotEndedError(self._reason()) from error
        finally:
            killer.cancel()
        if answer.ending is Ending.REFUSED:
            raise SlotRefusedError(answer.why)
        return answer

    def _reason(self) -> str:
        self._process.kill()
        status = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read()[-_REASON:].decode(errors="replace").strip()
        last = f": {scrub(said.splitlines()[-1])}" if said else ""
        return f"a slot ended with status {status}{last}"


class Slots:
    """The slots of a worker for one run: as many as it has threads that grade at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Slot] = []
        self._busy: set[Slot] = set()
        self._closed = False

    def answer(self, terms: bytes, job: bytes) -> Answer:
        """Have a job done; one that costs a slot its life is tried once more, in another one.

        Args:
            terms: what is graded for, the same for all jobs.
            job: what to grade.
        """
        why = ""
        for again in (False, True):
            try:
                with self._slot(terms) as slot:
                    return dataclasses.replace(slot.grade(job), again=again)
            except SlotEndedError as error:
                why = str(error)
            except SlotRefusedError as error:
                return Answer(Ending.REFUSED, why=str(error), again=again)
        return Answer(Ending.FAILED, why=why, again=True)

    def close(self) -> None:
        """End all slots; those who wait for one are told that it has ended."""
        with self._lock:
            self._closed = True
            for slot in self._busy:
                slot.kill()
            for slot in self._idle:
                slot.close()
            self._idle.clear()

    @contextlib.contextmanager
    def _slot(self, terms: bytes) -> Iterator[Slot]:
        """Lend a slot: an idle one, or a new one."""
        slot = self._take() or self._start(terms)
        try:
            yield slot
        except BaseException:
            self._give_back(slot, usable=False)
            raise
        self._give_back(slot, usable=True)

    def sweep(self) -> None:
        """Remove what is left of slots that had nothing to do for long: their client may be gone."""
        with self._lock:
            idle, self._idle = self._idle, []
            for slot in idle:
                if slot.fresh:
                    self._idle.append(slot)
                else:
                    slot.close()

    def _take(self) -> Slot | None:
        self.sweep()
        with self._lock:
            if not self._idle:
                return None
            slot = self._idle.pop()
            self._busy.add(slot)
            return slot

    def _start(self, terms: bytes) -> Slot:
        slot = _started(terms)
        with self._lock:
            if not self._closed:
                self._busy.add(slot)
                return slot
        slot.close()
        raise SlotRefusedError("grading was stopped")

    def _give_back(self, slot: Slot, *, usable: bool) -> None:
        with self._lock:
            self._busy.discard(slot)
            if usable and not self._closed:
                self._idle.append(slot)
                return
        slot.close()


def _started(terms: bytes) -> Slot:
    """Start a slot, once more if it ends at that: the machine may have killed it, for want of memory.

    Raises:
        SlotRefusedError: none can grade here.
    """
    try:
        with contextlib.suppress(SlotEndedError):
            return Slot(terms)
        return Slot(terms)
    except (OSError, SlotEndedError) as error:
        raise SlotRefusedError(f"grading could not start: {error}") from error
