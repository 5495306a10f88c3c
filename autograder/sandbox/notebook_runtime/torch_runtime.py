"""What PyTorch offers and a jail does not admit, done without: compilers, processes, many threads.

Nothing of PyTorch is computed here, so that it can be prepared before the zygote forks.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from typing import Any

# Arguments of a DataLoader that are for its processes, and refused without them.
_FOR_PROCESSES = (
    "num_workers",
    "timeout",
    "multiprocessing_context",
    "prefetch_factor",
    "persistent_workers",
)


def prepare() -> None:
    """Have code that asks for compilers, processes and threads run without, if PyTorch is loaded."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return
    # Every optimiser loads it when it is made: a second and more, in each worker.
    importlib.import_module("torch._dynamo")
    torch.compile = _uncompiled
    torch.nn.Module.compile = _uncompiled
    # One more than a worker may have ends it, and the processors' time of all counts.
    torch.set_num_threads = torch.set_num_interop_threads = _unheard
    _load_data_here(importlib.import_module("torch.utils.data").DataLoader)


def _uncompiled(model: Any = None, **_: Any) -> Any:
    """Return what was to be compiled, as it is; without it, a decorator that does."""
    return _uncompiled if model is None else model


def _unheard(_: int) -> None:
    """Take a wish for a number of threads."""


def _load_data_here(loader: Any) -> None:
    """Have a loader of data do without processes of its own, whatever it is told."""
    make = loader.__init__
    signature = inspect.signature(make)

    @functools.wraps(make)
    def without_processes(*args: Any, **kwargs: Any) -> None:
        given = signature.bind(*args, **kwargs)
        for name in _FOR_PROCESSES:
            given.arguments.pop(name, None)
        make(*given.args, **given.kwargs)

    loader.__init__ = without_processes
