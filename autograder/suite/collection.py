"""Collects the suites of an assignment once, hermetically, in this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from autograder.assignment import PUBLIC_SUITE, Assignment
from autograder.errors import SuiteError
from autograder.suite import plugin

# No plugin, ini file, conftest or option of anyone's may have a say in a mark. `logging` and `warnings`
# cost 0.5 ms a test; the rest is for people at a terminal.
_OFF = "cacheprovider logging warnings junitxml doctest pastebin nose unraisableexception "
_OFF += "threadexception faulthandler setuponly setupplan stepwise debugging recwarn legacypath"

# A graded test is run and judged, always.
_REFUSED_MARKS = ("skip", "skipif", "xfail")


@dataclass(frozen=True)
class TestCase:
    """One collected test.

    Attributes:
        id: stable within the assignment: `test_hidden::test_stride[stride 2]`.
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


def run_with_suite(
    assignment: Assignment, body: Callable[[pytest.Config, Sequence[TestCase]], None]
) -> None:
    """Collect the assignment's suites and call `body` while pytest's session is open.

    Raises:
        SuiteError: a suite cannot be collected, or breaks a rule that all suites keep.
    """
    inner = _Loop(assignment, body)
    arguments = [
        *(str(path) for path in assignment.suites),
        "--noconftest",
        "--import-mode=importlib",
        "--strict-markers",
        "--capture=no",
        "--assert=rewrite",
        f"--rootdir={assignment.folder}",
        f"--config-file={os.devnull}",
        *(part for name in _OFF.split() for part in ("-p", f"no:{name}")),
    ]
    saved = dict(os.environ)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DEBUG"):
        os.environ.pop(name, None)
    try:
        # pytest's exit code says nothing that we rely on.
        pytest.main(arguments, plugins=[plugin, inner])
    finally:
        os.environ.clear()
        os.environ.update(saved)
    if inner.error is not None:
        raise inner.error
    if not inner.finished:
        raise SuiteError(f"{assignment.name}: the suite could not be collected\n{inner.report()}")


class _Loop:
    """The pytest plugin that takes over once the suites are collected."""

    def __init__(
        self,
        assignment: Assignment,
        body: Callable[[pytest.Config, Sequence[TestCase]], None],
    ) -> None:
        self._assignment = assignment
        self._body = body
        self._failures: list[str] = []
        self.error: BaseException | None = None
        self.finished = False

    def report(self) -> str:
        """Return what went wrong while the suites were collected."""
        return "\n".join(self._failures) or "pytest gave no reason"

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Silence pytest: its terminal output is not ours."""
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        config.pluginmanager.unregister(reporter)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be collected."""
        if report.failed:
            self._failures.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Note an error inside pytest itself."""
        self._failures.append(str(excrepr))
        return True

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the body in place of pytest's own loop."""
        if self._failures:
            return True
        try:
            cases = _read_cases(self._assignment, session.items)
            self._body(session.config, cases)
            self.finished = True
        except BaseException as error:  # noqa: BLE001 -- carried past pytest, then raised again
            self.error = error
        return True


def _read_cases(assignment: Assignment, items: Sequence[pytest.Item]) -> tuple[TestCase, ...]:
    """Return the cases, or raise a `SuiteError` that lists every rule broken."""
    functions = [item for item in items if isinstance(item, pytest.Function)]
    cases = tuple(_read_case(item) for item in functions)
    problems = [
        f"{item.name}: only plain test functions can be graded"
        for item in items
        if item not in functions
    ]
    questions = {question.id for question in assignment.questions}
    for case in cases:
        problems += _case_problems(case, questions)
    ids = [case.id for case in cases]
    problems += [
        f"{name}: two tests have this id" for name in sorted({n for n in ids if ids.count(n) > 1})
    ]
    for question in assignment.questions:
        if not any(case.question == question.id and case.weight > 0 for case in cases):
            problems.append(f"question {question.id}: no test counts for it")
    if problems:
        raise SuiteError("\n  ".join([f"{assignment.name}: the suite breaks rules", *problems]))
    return cases


def _case_problems(case: TestCase, questions: set[str]) -> list[str]:
    problems: list[str] = []
    if case.question not in questions:
        problems.append(f"{case.id}: its mark `question` names no question of the assignment")
    if case.needs is not None and case.needs not in questions:
        problems.append(f"{case.id}: its mark `needs` names no question of the assignment")
    if not case.title:
        problems.append(f"{case.id}: needs a docstring, which is the title that students read")
    marks = [name for name in _REFUSED_MARKS if case.item.get_closest_marker(name)]
    return problems + [f"{case.id}: a graded test cannot have the mark {name!r}" for name in marks]


def _read_case(item: pytest.Function) -> TestCase:
    public = item.path.name == PUBLIC_SUITE
    lines = (item.obj.__doc__ or "").strip().split("\n\n")[0].split()
    title = " ".join(lines)
    callspec = getattr(item, "callspec", None)
    if callspec is not None and title:
        title = f"{title.rstrip('.')} [{callspec.id}]"
    return TestCase(
        id=plugin.item_id(item),
        title=title,
        question=str(_argument(item, "question", "")),
        weight=float(_argument(item, "weight", 0.0 if public else 1.0)),
        public=public,
        needs=_argument(item, "needs", None),
        item=item,
    )


def _argument(item: pytest.Item, name: str, default: Any) -> Any:
    mark = item.get_closest_marker(name)
    return mark.args[0] if mark is not None and mark.args else default
