"""What goes on with a submission that takes long, for whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable

from autograder.text import scrub

_SHOWN = 80  # characters of what a submission prints: its own words, made safe to show


class Live:
    """Says in one line what is done, for how long, and what the submission printed last.

    Args:
        show: shows a line, in the place of the one before.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._doing = ""
        self._since = time.monotonic()

    def begin(self, doing: str) -> None:
        """Say what begins."""
        self._doing, self._since = doing, time.monotonic()
        self._show(doing)

    def hear(self, printed: bytes) -> None:
        """Say what the submission prints."""
        lines = printed.decode("utf-8", errors="replace").splitlines()
        last = next((line for line in reversed(lines) if line.strip()), "")
        if self._doing and last:
            seconds = time.monotonic() - self._since
            self._show(f"{self._doing}, {seconds:.0f} s so far: {scrub(last.strip(), _SHOWN)}")
