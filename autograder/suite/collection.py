"""Collects the suites of an assignment once, hermetically, in this process."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.assignment import PUBLIC_SUITE, Assignment, Step
from autograder.errors import AutograderError, SuiteError
from autograder.loading import kept_alive, line_of, waited_for
from autograder.suite import plugin
from autograder.suite.rules import argument, broken_rules, default_weight
from autograder.suite.uncollected import advice

# No plugin, ini file, conftest or option of anyone's may have a say in a mark. `logging` and `warnings`
# cost 0.5 ms a test; the rest is for people at a terminal.
_OFF = "cacheprovider logging warnings junitxml doctest pastebin nose unraisableexception "
_OFF += "threadexception faulthandler setuponly setupplan stepwise debugging recwarn legacypath "
_OFF += "subtests terminalprogress"

_SHOWN_LINES = 20


@dataclass(frozen=True)
class TestCase:
    """One collected test.

    Attributes:
        id: stable within the assignment: `test_hidden::test_reverse[one word]`.
        title: the test's docstring, with the case's id where it is parametrised.
        question: the question that it belongs to.
        weight: what it counts among the tests of its question.
        public: whether students have it.
        needs: a question that has to earn half before this test counts.
        item: pytest's own.
    """

    __test__ = False  # the name starts with Test, and pytest would collect it

    id: str
    title: str
    question: str
    weight: float
    public: bool
    needs: str | None
    item: pytest.Function

    @property
    def measured(self) -> bool:
        """Whether it is about a figure, or a network, and so about no calls that others could answer."""
        return not plugin.MEASURING.isdisjoint(self.item.fixturenames)


def run_with_suite(
    assignment: Assignment, body: Callable[[pytest.Config, Sequence[TestCase]], None]
) -> None:
    """Collect the assignment's suites and call `body` while pytest's session is open.

    Raises:
        SuiteError: a suite cannot be collected, or breaks a rule that all suites keep.
    """
    collect(
        assignment.suites,
        assignment.name,
        lambda config, items: body(config, _read_cases(assignment, items)),
        assignment.steps_of,
    )


def collect(
    files: Sequence[Path],
    name: str,
    body: Callable[[pytest.Config, Sequence[pytest.Item]], None],
    steps_of: Callable[[str], Sequence[Step]] = lambda _: (),
) -> None:
    """Collect suites in one folder and call `body` while pytest's session is open.

    Args:
        files: the suites.
        name: what to call them in a message.
        body: is given pytest's configuration and what was collected.
        steps_of: gives the steps of a question.

    Raises:
        SuiteError: they cannot be collected.
        AutograderError: Python itself leaves out what suites are made of.
    """
    if sys.flags.optimize:
        raise AutograderError(
            "Python was started with -O or PYTHONOPTIMIZE, which takes assertions and docstrings out of "
            "suites: start it without"
        )
    for path in files:
        _require_syntax(path)
    inner = _Loop(files, body, steps_of)
    arguments = [
        *(str(path) for path in files),
        "--noconftest",
        "--import-mode=importlib",
        "--strict-markers",
        "--capture=no",
        "--assert=rewrite",
        f"--rootdir={files[0].parent}",
        f"--confcutdir={files[0].parent}",  # pytest lists each folder from there on, however large
        f"--config-file={os.devnull}",
        *(part for plugin_name in _OFF.split() for part in ("-p", f"no:{plugin_name}")),
    ]
    saved = dict(os.environ)
    _forget(files)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for variable in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DEBUG"):
        os.environ.pop(variable, None)
    try:
        # pytest's exit code says nothing that we rely on.
        pytest.main(arguments, plugins=[plugin, inner])
    finally:
        os.environ.clear()
        os.environ.update(saved)
        _forget(files)
    if inner.error is not None:
        raise inner.error
    if not inner.finished:
        marks = [mark.partition("(")[0] for mark in plugin.MARKS]
        why = "\n".join([*advice(files, name, marks), inner.report()])
        raise SuiteError(f"{name}: the suite could not be collected\n{why}")


class _Loop:
    """The pytest plugin that takes over once the suites are collected."""

    def __init__(
        self,
        files: Sequence[Path],
        body: Callable[[pytest.Config, Sequence[pytest.Item]], None],
        steps_of: Callable[[str], Sequence[Step]],
    ) -> None:
        self._files = files
        self._body = body
        self._steps_of = steps_of
        self._failures: list[str] = []
        self.error: BaseException | None = None
        self.finished = False

    def report(self) -> str:
        """Return what went wrong while the suites were collected."""
        return "\n".join(self._failures) or "pytest gave no reason"

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Silence pytest, whose terminal output is not ours, and tell it of the steps."""
        config.stash[plugin.STEPS] = self._steps_of
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        config.pluginmanager.unregister(reporter)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Have a suite that ends the program be one that cannot be collected, as any other."""
        try:
            return (yield)
        except SystemExit as end:
            line = line_of(end, collector.path)
            where = collector.path if line is None else f"{collector.path}, line {line}"
            why = f"{where}: sys.exit ends what runs the tests: take it out"
            return pytest.CollectReport(collector.nodeid, "failed", why, [])

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        """Have no file end this process, and say which is waited for."""
        names = " and ".join(str(path) for path in self._files)
        with kept_alive(), waited_for(f"{names} to be collected", self._files[0].parent):
            return (yield)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be collected."""
        if report.failed or report.skipped:
            why = report.longrepr
            # A skipped file has no traceback but a place and a reason.
            self._failures.append(why[2] if isinstance(why, tuple) else _tail(str(why)))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Carry an interruption past pytest, which would only note it."""
        self.error = excinfo.value

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Note an error inside pytest itself."""
        self._failures.append(_tail(str(excrepr)))
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the body in place of pytest's own loop."""
        if self._failures:
            return True
        try:
            self._body(session.config, session.items)
            self.finished = True
        except BaseException as error:  # noqa: BLE001 -- carried past pytest, then raised again
            self.error = error
        return True


def _read_cases(assignment: Assignment, items: Sequence[pytest.Item]) -> tuple[TestCase, ...]:
    """Return the cases, or raise a `SuiteError` that lists every rule broken."""
    if problems := broken_rules(assignment, items):
        raise SuiteError("\n  ".join([f"{assignment.name}: the suite breaks rules", *problems]))
    return tuple(_read_case(item) for item in items if isinstance(item, pytest.Function))


def _read_case(item: pytest.Function) -> TestCase:
    return TestCase(
        id=plugin.item_id(item),
        title=title_of(item),
        question=argument(item, "question", ""),
        weight=float(argument(item, "weight", default_weight(item))),
        public=item.path.name == PUBLIC_SUITE,
        needs=argument(item, "needs", None),
        item=item,
    )


def title_of(item: pytest.Function) -> str:
    """Return the first paragraph of the docstring, and which case it is."""
    title = " ".join((item.obj.__doc__ or "").strip().split("\n\n")[0].split())
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return title
    # pytest writes ids in ASCII: `gr\\xf6\\xdfer`.
    case = callspec.id.encode("ascii", "backslashreplace").decode("unicode_escape")
    return f"{title.rstrip('.')} [{case}]"


def _require_syntax(path: Path) -> None:
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise SuiteError(f"{path}{line}: {getattr(error, 'msg', error)}") from error


def _tail(trace: str) -> str:
    # What the suite did stands last, after what pytest did to get there.
    return "\n".join(trace.split("\n")[-_SHOWN_LINES:])


def _forget(files: Sequence[Path]) -> None:
    """Let pytest import the suites afresh: another assignment's have the same module names."""
    names = {path.stem for path in files}
    for name in [name for name in sys.modules if name in names]:
        del sys.modules[name]
