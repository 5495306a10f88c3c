"""What the standard library offers of processes and a jail does not admit, done by threads instead."""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import sys
import threading
from collections.abc import Callable
from types import MappingProxyType, ModuleType
from typing import Any

_MOST = 8  # threads of a pool: a worker may have few, and more compute no faster on one processor
# Semaphores of the system lie in a folder that a jail does not open; pools of threads need some, too.
_OF_THREADS = ("Barrier", "BoundedSemaphore", "Condition", "Event", "Lock", "RLock", "Semaphore")


def adapt(module: ModuleType) -> None:
    """Have a module do without processes of its own, if it is one that would start some."""
    _ADAPTED.get(module.__name__, lambda _: None)(module)


def adapted(spec: importlib.machinery.ModuleSpec | None) -> importlib.machinery.ModuleSpec | None:
    """Return a specification whose module will do without processes."""
    if spec is not None and spec.name in _ADAPTED:
        spec.loader = _Loader(spec.loader)
    return spec


class _Loader(importlib.abc.Loader):
    def __init__(self, own: Any) -> None:
        self._own = own

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        created: ModuleType | None = self._own.create_module(spec)
        return created

    def exec_module(self, module: ModuleType) -> None:
        self._own.exec_module(module)
        adapt(module)


def _adapt_contexts(module: Any) -> None:
    for name in _OF_THREADS:
        setattr(module.BaseContext, name, staticmethod(getattr(threading, name)))
    module.BaseContext.Pool = _pool


def _pool(
    _: Any,
    processes: int | None = None,
    initializer: Callable[..., Any] | None = None,
    initargs: tuple[Any, ...] = (),
    *__: Any,
    **___: Any,
) -> Any:
    from multiprocessing.pool import ThreadPool  # noqa: PLC0415 -- few submissions need it

    return ThreadPool(processes, initializer, initargs)


def _adapt_pools(module: Any) -> None:
    _bound(module.ThreadPool)


def _adapt_threads(module: Any) -> None:
    _bound(module.ThreadPoolExecutor)


def _bound(pool: Any) -> None:
    """Have a pool start few threads: by itself it starts as many as the machine has processors."""
    make = pool.__init__

    @functools.wraps(make)
    def make_small(self: Any, wanted: int | None = None, *args: Any, **kwargs: Any) -> None:
        wanted = kwargs.pop("processes", kwargs.pop("max_workers", wanted))
        make(self, wanted if wanted is not None and wanted < _MOST else _MOST, *args, **kwargs)

    pool.__init__ = make_small


def _adapt_executor(module: Any) -> None:
    from concurrent.futures.thread import ThreadPoolExecutor  # noqa: PLC0415 -- as above

    def executor(
        max_workers: int | None = None,
        mp_context: object = None,  # noqa: ARG001 -- has no meaning for threads
        initializer: Callable[..., Any] | None = None,
        initargs: tuple[Any, ...] = (),
        **_: object,
    ) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers, "", initializer, initargs)

    module.ProcessPoolExecutor = executor


_ADAPTED = MappingProxyType(
    {
        "concurrent.futures.process": _adapt_executor,
        "concurrent.futures.thread": _adapt_threads,
        "multiprocessing.context": _adapt_contexts,
        "multiprocessing.pool": _adapt_pools,
    }
)


def adapt_loaded() -> None:
    """Adapt those that a package has loaded already."""
    for name in _ADAPTED:
        if name in sys.modules:
            adapt(sys.modules[name])
