"""The clock that all sides are measured by."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import Any, TypeVar

torch: Any = importlib.import_module("torch")  # not among what the project needs

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return how many seconds a piece of work takes, all that the GPU has to do for it included."""
    _wait_for_gpu()
    started = time.perf_counter()
    answer = work()
    _wait_for_gpu()
    return time.perf_counter() - started, answer


def _wait_for_gpu() -> None:
    if torch.cuda.is_initialized():  # the start of CUDA itself belongs to the first run
        torch.cuda.synchronize()
