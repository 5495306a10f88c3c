"""`check("conv2d")`: the public checks of a question, in the student's own process.

What it says is for learning and carries no marks. It works wherever Python does: nothing here or below
needs Unix.
"""

from __future__ import annotations

import html
import linecache
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import PUBLIC_SUITE
from autograder.errors import AutograderError, SubmittedFileError
from autograder.sandbox.stops import MissingFunctionError
from autograder.suite.advice import advice
from autograder.suite.collection import collect, title_of
from autograder.suite.contest import local_contest
from autograder.suite.mismatch import MismatchError
from autograder.suite.picture import call_text
from autograder.suite.plugin import BENCH, item_id, local_bench
from autograder.suite.rules import argument
from autograder.suite.runner import run
from autograder.suite.student import LocalStudent

_MARKS = {"passed": "✓", "failed": "✗", "unfinished": "…"}
_ASCII = str.maketrans({"✓": "+", "✗": "-", "…": "?"})
_COLOURS = {"passed": "#1a7f37", "failed": "#b35900", "unfinished": "#57606a"}


@dataclass(frozen=True)
class CheckOutcome:
    """How one public check ended: "passed", "failed" or "unfinished", and what to know about it."""

    question: str
    title: str
    status: str
    message: str = ""


@dataclass(frozen=True)
class Report:
    """The outcomes of checks, as text and as HTML."""

    outcomes: tuple[CheckOutcome, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(outcome.status == "passed" for outcome in self.outcomes)

    def __str__(self) -> str:
        lines: list[str] = []
        for question, outcomes in self._by_question().items():
            lines.append(f"{question}: {_summary(outcomes)}")
            for outcome in _worth_telling(outcomes):
                lines.append(f"  {_MARKS[outcome.status]} {outcome.title}")
                lines += [f"      {line}" for line in outcome.message.splitlines()]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Return the report for a notebook; everything in it is escaped."""
        parts: list[str] = []
        for question, outcomes in self._by_question().items():
            parts.append(f"<p><b>{html.escape(question)}</b>: {html.escape(_summary(outcomes))}</p><ul>")
            for outcome in _worth_telling(outcomes):
                mark = f'<span style="color:{_COLOURS[outcome.status]}">{_MARKS[outcome.status]}</span>'
                text = f"<pre>{html.escape(outcome.message)}</pre>" if outcome.message else ""
                title = html.escape(outcome.title)
                parts.append(f'<li style="list-style:none">{mark} {title}{text}</li>')
            parts.append("</ul>")
        return "".join(parts)

    def _by_question(self) -> dict[str, list[CheckOutcome]]:
        found: dict[str, list[CheckOutcome]] = {}
        for outcome in self.outcomes:
            found.setdefault(outcome.question, []).append(outcome)
        return found


def check_namespace(names: Mapping[str, Any], folder: Path, questions: Sequence[str]) -> Report:
    """Run the public checks in `folder` against the functions among `names`.

    Args:
        names: the student's global names.
        folder: where `test_public.py` lies.
        questions: which questions to check; none means all of them.

    Raises:
        AutograderError: there are no checks there, or none of a question of that name.
    """
    suite = folder / PUBLIC_SUITE
    if not suite.is_file():
        raise AutograderError(
            f"there is no {PUBLIC_SUITE} in {folder}: keep it in the folder of your notebook, where it "
            "came with the assignment"
        )
    found: list[CheckOutcome] = []
    known: list[str] = []

    def body(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
        student = LocalStudent(_Names(names))
        config.stash[BENCH] = local_bench(folder, student, contest=local_contest(names))
        for item in items:
            question = str(argument(item, "question", ""))
            known.append(question)
            if isinstance(item, pytest.Function) and (not questions or question in questions):
                found.append(_outcome(item, question, suite, student))

    collect([suite], PUBLIC_SUITE, body)
    if missing := [question for question in questions if question not in known]:
        there = ", ".join(dict.fromkeys(known))
        raise AutograderError(f"there is no check of {missing[0]!r} here; there are: {there}")
    return Report(tuple(found))


def check(*questions: str) -> None:
    """Run the public checks of questions, or of all, against the functions of the calling notebook.

    Args:
        questions: ids of questions, `check("conv2d")`; none means all of them.
    """
    names = sys._getframe(1).f_globals  # noqa: SLF001 -- the notebook or script that calls
    file = names.get("__file__")
    folder = Path(file).resolve().parent if isinstance(file, str) else Path.cwd()
    try:
        report: Report | str = check_namespace(names, folder, questions)
    except AutograderError as error:
        report = str(error)
    _show(report)


def _worth_telling(outcomes: Sequence[CheckOutcome]) -> Sequence[CheckOutcome]:
    """Return all outcomes, but one of a question that is not written yet: the others say the same."""
    return outcomes[:1] if all(one.status == "unfinished" for one in outcomes) else outcomes


def _summary(outcomes: Sequence[CheckOutcome]) -> str:
    passed = sum(outcome.status == "passed" for outcome in outcomes)
    if all(outcome.status == "unfinished" for outcome in outcomes):
        return "not written yet"
    return f"{passed} of {len(outcomes)} checks passed"


def _show(report: Report | str) -> None:
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        from IPython.display import display  # noqa: PLC0415 -- there in notebooks alone

        if isinstance(report, Report):
            display(report)  # type: ignore[no-untyped-call]
            return
    text = str(report)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:  # an old Windows console
        text = text.translate(_ASCII).encode("ascii", "replace").decode()
    print(text)  # noqa: T201 -- this is what a student asked for


class _Names:
    """The student's names as the module that a suite expects."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        value = self._names.get(name)
        if callable(value):
            return value
        if name in self._names:
            raise MissingFunctionError(
                f"`{name}` is not a function any more: run the cell that defines it, and use another "
                "name for what you called so since"
            )
        raise MissingFunctionError(f"`{name}` is not defined: run the cell that defines it first")


def _outcome(item: pytest.Function, question: str, suite: Path, student: LocalStudent) -> CheckOutcome:
    error = run(item)
    match error:
        case None:
            return CheckOutcome(question, title_of(item), "passed")
        case NotImplementedError():
            return CheckOutcome(question, title_of(item), "unfinished", str(error) or "not written yet")
        case MissingFunctionError():
            return CheckOutcome(question, title_of(item), "unfinished", str(error))
        case SubmittedFileError():
            status = "unfinished" if error.missing else "failed"
            return CheckOutcome(question, title_of(item), status, str(error))
        case MismatchError():
            call = student.last_call
            called = call_text(call.name, call.args, call.kwargs)
            message = f"{error.mismatch.full_text()}\ncalled: {called}"
            if error.__cause__ is not None:
                message = f"{message}\n{_own_line(error.__cause__, suite)}"
        case AssertionError():
            message = str(error) or f"the check {item_id(item)} does not hold"
        case _:
            says = advice(str(error))
            message = f"{type(error).__name__}: {error}\n{_own_line(error, suite)}\n{says}"
    return CheckOutcome(question, title_of(item), "failed", message.rstrip())


def _own_line(error: BaseException, suite: Path) -> str:
    """Return the innermost line of the student's own code that an error came from."""
    package = str(Path(__file__).resolve().parent)
    others = (package, str(suite), sys.prefix, sys.base_prefix, "<frozen")
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not frame.filename.startswith(others) or frame.filename.startswith("<ipython"):
            text = linecache.getline(frame.filename, frame.lineno or 0).strip()
            return f"{_place(frame.filename)}, line {frame.lineno}: {text}"
    return ""


def _place(filename: str) -> str:
    """Return what a student calls a file: "cell In[3]", or a name without its folders."""
    if "IPython" in sys.modules and (shell := sys.modules["IPython"].get_ipython()) is not None:
        named = shell.compile.format_code_name(filename)
        if named is not None:
            return " ".join(named).lower().replace("in[", "In[")
    return Path(filename).name
