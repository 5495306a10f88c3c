"""A zygote, and another one when it ends: the machine may kill it, for want of memory for instance."""

from __future__ import annotations

from collections.abc import Collection

from autograder.errors import SandboxError
from autograder.sandbox.isolation import Offer
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.launcher import Zygote
from autograder.sandbox.session import Session

_MAX_REPLACED = 5
_END_SECONDS = 1.0  # from the end of its socket to that of the process


class Zygotes:
    """Keeps one zygote running, until it is closed.

    Args:
        packages: names of the distributions that student code may import.
        gpu: whether workers may use an NVIDIA GPU; see `launcher`.
    """

    def __init__(self, packages: tuple[str, ...], *, gpu: bool = False) -> None:
        self._packages = packages
        self._gpu = gpu
        self._started = [Zygote(packages, gpu=gpu)]

    def offer(self) -> Offer:
        """Wait until the zygote is ready and return what stands between its workers and the grader.

        Raises:
            SandboxError: it could not start.
        """
        return self._started[-1].offer()

    def request_worker(self, bounds: Bounds, processors: Collection[int] | None = None) -> Session:
        """Open a session for one submission and ask for its worker.

        Args:
            bounds: of the worker.
            processors: those that it is to run on; by default those of the calling process.

        Raises:
            SandboxError: no zygote could start, or too many have ended.
        """
        while True:
            zygote = self._current()
            try:
                session = zygote.open_session()
                session.request_worker(bounds, processors)
            except SandboxError:
                if not zygote.has_ended(_END_SECONDS):
                    raise
            else:
                return session

    def _current(self) -> Zygote:
        """Return the zygote, a new one if it has ended."""
        zygote = self._started[-1]
        offer = zygote.offer()
        if not zygote.has_ended():
            return zygote
        if len(self._started) > _MAX_REPLACED:
            raise SandboxError(
                "the process that starts workers was killed again and again: look for what does it "
                "(the machine may be short of memory)"
            )
        self._started.append(Zygote(self._packages, gpu=self._gpu))
        if self._started[-1].offer().layers != offer.layers:
            raise SandboxError("the isolation of submissions is not what it was a moment ago")
        return self._started[-1]

    def close(self) -> None:
        """End it."""
        for zygote in self._started:
            zygote.close()
