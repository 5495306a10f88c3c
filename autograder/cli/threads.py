"""One thread a process for commands that grade."""

from __future__ import annotations

import os


def keep_to_one_thread() -> None:
    """Have BLAS start no threads: the grader forks, and threads do not survive that.

    To be called before NumPy is loaded, which is why commands import what grades within themselves.
    """
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
