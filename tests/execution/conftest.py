"""A real zygote, and submissions made of a few lines."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping

import pytest

from autograder.assignment import Limits
from autograder.sandbox.launcher import Zygote
from autograder.submission import Cell, Submission
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import worker_bounds

LIMITS = Limits(call_seconds=1.0, load_seconds=1.0, total_seconds=20.0, memory_mb=128)

Runner = Callable[..., Attempt]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Start a zygote that allows NumPy."""
    with Zygote(("numpy",)) as started:
        yield started


@pytest.fixture
def notebook(zygote: Zygote) -> Iterator[Runner]:
    """Give a function that runs the cells of a notebook; "demo:" before a cell tags it."""
    with _running(zygote) as run:

        def run_cells(*cells: str, modules: Mapping[str, str] | None = None) -> Attempt:
            return run(
                Submission(
                    name="homework.ipynb",
                    graded_file="homework.ipynb",
                    kind="notebook",
                    sha256="",
                    cells=tuple(
                        Cell(
                            f"code cell {number}",
                            source.removeprefix("demo:"),
                            frozenset({"demo"} if source.startswith("demo:") else ()),
                        )
                        for number, source in enumerate(cells, start=1)
                    ),
                    modules=dict(modules or {}),
                )
            )

        yield run_cells


@pytest.fixture
def script(zygote: Zygote) -> Iterator[Runner]:
    """Give a function that runs a script."""
    with _running(zygote) as run:

        def run_script(source: str, modules: Mapping[str, str] | None = None) -> Attempt:
            cells = (Cell("homework.py", source),)
            return run(
                Submission("homework.py", "homework.py", "script", "", cells, dict(modules or {}))
            )

        yield run_script


@contextlib.contextmanager
def _running(zygote: Zygote) -> Iterator[Callable[[Submission], Attempt]]:
    with contextlib.ExitStack() as opened:

        def run(submission: Submission) -> Attempt:
            session = zygote.open_session()
            opened.callback(session.close)
            session.request_worker(worker_bounds(LIMITS))
            attempt = Attempt(session, submission, LIMITS, classes=["Layer", "Pool", "Net", "Tanh"])
            opened.callback(attempt.close)
            attempt.start()
            return attempt

        yield run
