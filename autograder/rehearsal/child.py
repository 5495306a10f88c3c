"""The process in which a student's own code runs, on her own machine: as graded, but without a jail.

It reads a job from its input and leaves its answers as files in a folder (`post.py`). Whatever her code
does, the parent finds what was written until then, and where it was stuck.
"""

from __future__ import annotations

import contextlib
import faulthandler
import inspect
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import IO, Any, NoReturn

from autograder.rehearsal.post import CHECKS, POSITION, RAN, TRACE
from autograder.sandbox.notebook_runtime import standins
from autograder.sandbox.notebook_runtime.imports import Allowed, AllowedImports
from autograder.sandbox.packages import PackageError, import_allowed
from autograder.sandbox.program import Program

_CHANGED_SIGNATURE = ", and should take ("  # a note that `ready` has in its own words, line and all


def main() -> None:
    """Do the job that comes as JSON on standard input."""
    # Ctrl-C is for the parent, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job = json.loads(sys.stdin.buffer.read())
    folder = Path(job["folder"])
    _close_input()
    with (folder / TRACE).open("wb") as trace:
        faulthandler.enable(trace)
        _note_exits(trace)
        try:
            allowed = _allowed(job["allow"])
        except PackageError as error:
            _write(folder / RAN, {"problem": str(error.__cause__)})
            return
        if job["checks"] is not None:
            _load_checks()
        faulthandler.dump_traceback_later(job["seconds"], exit=True, file=trace)
        program, bystanders = _run(job, folder, allowed)
        if job["checks"] is not None and program is not None:
            faulthandler.dump_traceback_later(job["seconds"], exit=True, file=trace)
            _bring_back(bystanders)
            _write(folder / CHECKS, _check(program, job["checks"]))
        faulthandler.cancel_dump_traceback_later()


class _Bystanders:
    """What a submission must not meet: modules that only its checks need, and Python's finders."""

    def __init__(self, allowed: Allowed) -> None:
        strangers = [n for n in sys.modules if not allowed.includes(n) and n != "__main__"]
        self.modules = {name: sys.modules.pop(name) for name in strangers}
        self.finders = tuple(sys.meta_path)


def _run(job: dict[str, Any], folder: Path, allowed: Allowed) -> tuple[Program | None, _Bystanders]:
    """Run the cells and write how that went; no program if a script cannot be read at all."""
    bystanders = _Bystanders(allowed)
    began = time.perf_counter()
    sys.argv[:] = ["submission.py"]
    program = Program(job["kind"], job["cells"], job["modules"], allowed)
    with (folder / POSITION).open("w", encoding="ascii") as position:

        def report(*at: int) -> None:
            position.seek(0)
            position.write("{:9d} {:9d} {:9d}".format(*at))
            position.flush()

        failures = program.run({tuple(at) for at in job["skip"]}, report)
        report(len(job["cells"]), 0, 0)
    _write(
        folder / RAN,
        {
            "failures": [failure.as_header() for failure in failures],
            "names": [name for name in program.namespace if isinstance(name, str)],
            "found": dict(_found(program.namespace, job["functions"])),
            "importable": sorted(allowed.names),
            "seconds": time.perf_counter() - began,
        },
    )
    nothing = job["kind"] == "script" and any("SyntaxError" in f.builtins for f in failures)
    return (None if nothing else program), bystanders


def _bring_back(bystanders: _Bystanders) -> None:
    """Give Python's own finders back, and the modules that checks need."""
    own = [finder for finder in sys.meta_path if isinstance(finder, AllowedImports)]
    sys.meta_path[:] = [*map(_LaterImports, own), *bystanders.finders]
    for name in [name for name in sys.modules if _is_real(name)]:
        del sys.modules[name]  # a stand-in; checks would take that of IPython for a notebook
    sys.modules.update(bystanders.modules)


class _LaterImports:
    """Finds what her functions import while they are checked: her own modules, and stand-ins."""

    def __init__(self, own: AllowedImports) -> None:
        self._own = own

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Return how to load a module, None if Python's own finders are to be asked."""
        if _is_real(fullname):
            return None
        spec = self._own.find_spec(fullname, path, target)
        ours = spec is not None and type(spec.loader).__module__ == AllowedImports.__module__
        return spec if ours else None


def _is_real(module: str) -> bool:
    """Tell whether a module that the cells have as a stand-in is itself while they are checked."""
    return module.partition(".")[0] in {"autograder", "IPython"}


def _load_checks() -> None:
    """Load what checks, before anything of the student's can be in its way."""
    from autograder.checking import check_namespace  # noqa: F401, PLC0415


def _check(program: Program, wanted: dict[str, Any]) -> dict[str, Any]:
    from autograder.checking import check_namespace  # noqa: PLC0415 -- cells do without it
    from autograder.checking.terminal import printable  # noqa: PLC0415
    from autograder.errors import AutograderError  # noqa: PLC0415

    try:
        report = check_namespace(program.namespace, Path(wanted["folder"]), wanted["questions"])
    except AutograderError as error:
        return {"problem": str(error)}
    outcomes = [[one.id, outcome.status] for one in report.questions for outcome in one.outcomes]
    text = printable(report.text(wanted["colour"], wanted["width"]), wanted["encoding"])
    notes = [note for one in report.questions for note in one.notes if _CHANGED_SIGNATURE not in note]
    return {"outcomes": outcomes, "text": text, "notes": notes}


def _allowed(packages: list[str] | None) -> Allowed:
    """Return what may be imported: the packages that are given, or all that are installed."""
    if packages is not None:
        return import_allowed(tuple(packages))
    from importlib.metadata import packages_distributions  # noqa: PLC0415 -- old releases alone need it

    return Allowed((), frozenset(packages_distributions()) - standins.MODULES, ())


def _found(namespace: dict[str, Any], names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in names:
        owner, _, attribute = name.rpartition(".")
        where = namespace.get(owner) if owner else None
        if owner:
            value = inspect.getattr_static(where, attribute, None) if isinstance(where, type) else None
        elif attribute not in namespace:
            continue
        else:
            value = namespace[attribute]
        if owner and value is None:
            continue
        bound = bool(owner) and not isinstance(value, staticmethod)
        function = getattr(value, "__func__", value)
        yield name, {"callable": callable(function), "parameters": _parameters(function, bound)}


def _parameters(function: Any, bound: bool) -> list[list[str | None]] | None:
    """Return name, kind and default of each parameter; None for what is no function of Python's."""
    if not isinstance(inspect.unwrap(function) if callable(function) else None, FunctionType):
        return None
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    return [
        [p.name, p.kind.name, None if p.default is p.empty else _literal(p.default)]
        for p in parameters[bound:]
    ]


def _literal(value: object) -> str:
    simple = value is None or type(value) in {bool, int, float, str, tuple}
    return repr(value)[:200] if simple else "..."


def _close_input() -> None:
    """Have `input()` say that there is nobody to answer, as where it is graded."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 -- lives as long as we


def _note_exits(trace: IO[bytes]) -> None:
    """Note where `os._exit` is called, which leaves no other trace."""
    end = os._exit

    def noted(status: int = 0) -> NoReturn:
        faulthandler.dump_traceback(trace, all_threads=False)
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        end(status)

    os._exit = noted


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file that is whole as soon as it is there."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)
