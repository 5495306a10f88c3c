"""Python files that staff wrote, executed as modules wherever they lie: none ends us without a word."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType

_LONG_SECONDS = 10.0
_AGAIN_SECONDS = 60.0


def load_module(path: Path, name: str) -> ModuleType:
    """Execute the file at `path` as a module, without a trace in `sys.modules` if it fails."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while it is executed
    try:
        with kept_alive(), waited_for(f"{path} to be executed", path.parent):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def line_of(error: BaseException, path: Path) -> int | None:
    """Return the line of a file at which an error came about, None if that was elsewhere."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename) == path.absolute():
        return error.lineno
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename) == path.absolute()
    ]
    return lines[-1] if lines else None


def not_executed(path: Path, error: BaseException) -> str:
    """Return the sentence on a file that raised an error when it was executed."""
    line = line_of(error, path)
    where = path if line is None else f"{path}, line {line},"
    return f"{where} cannot be executed: {type(error).__name__}: {error}"


@contextlib.contextmanager
def kept_alive() -> Iterator[None]:
    """Have `os._exit` raise RuntimeError meanwhile: it would end this process without a word."""
    leave, process = os._exit, os.getpid()

    def refuse(status: int = 0) -> None:
        if os.getpid() != process:  # a child that somebody forks may well end so
            leave(status)
        raise RuntimeError(f"os._exit({status}) would have ended the whole command")

    os._exit = refuse  # type: ignore[assignment]
    try:
        yield
    finally:
        os._exit = leave


@contextlib.contextmanager
def waited_for(what: str, folder: Path, seconds: float = _LONG_SECONDS) -> Iterator[None]:
    """Say on stderr what is waited for, if that takes long, and at which line of a folder's files it is.

    Args:
        what: ends a sentence: "words.py to be executed".
        folder: whose files are looked for among those that are at work.
        seconds: after which it is said first.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    started = time.monotonic()

    def tell(_: int, frame: FrameType | None) -> None:
        while frame is not None and Path(frame.f_code.co_filename).parent != folder:
            frame = frame.f_back
        at = f", now at line {frame.f_lineno} of {Path(frame.f_code.co_filename).name}" if frame else ""
        took = time.monotonic() - started
        # Past `sys.stderr`, in which this may be an interruption.
        os.write(2, f"autograder: waiting for {what}, for {took:.0f} seconds{at}\n".encode())

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)
