"""Python files that staff wrote, executed as modules wherever they lie."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType


def load_module(path: Path, name: str) -> ModuleType:
    """Execute the file at `path` as a module, without a trace in `sys.modules` if it fails."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up while it is executed
    try:
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
