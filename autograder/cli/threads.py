"""One thread a process for commands that grade."""

from __future__ import annotations

import importlib
import os

from autograder.cli.loading import loading


def keep_to_one_thread() -> None:
    """Have BLAS start no threads: the grader forks, and threads do not survive that.

    To be called before NumPy is loaded, which is why commands import what grades within themselves.
    """
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"


def load_numpy() -> None:
    """Load NumPy, which keeps to one thread: most of what is loaded before a command grades."""
    keep_to_one_thread()
    with loading():
        importlib.import_module("numpy.random")
