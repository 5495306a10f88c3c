"""The rules that every suite keeps, checked once it is collected: a broken one makes unfair marks."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from autograder.assignment import PUBLIC_SUITE, Assignment
from autograder.suite import plugin

_OURS = ("student", "submitted", "reference", "rng", "leaderboard", *plugin.MEASURING)
_STAFF_ONLY = frozenset({"reference", "speed", "training", "step", "leaderboard"})
_MARKS = ("question", "weight", "needs")
_REFUSED_MARKS = ("skip", "skipif", "xfail")  # a graded test is run and judged, always


def broken_rules(assignment: Assignment, items: Sequence[pytest.Item]) -> list[str]:
    """Return every rule that the suites of an assignment break, with the place where."""
    questions = [question.id for question in assignment.questions]
    problems = [
        problem
        for path in assignment.suites
        for problem in _source_problems(path.stem, ast.parse(path.read_bytes()))
    ]
    counted: list[object] = []
    for item in items:
        name = plugin.item_id(item).partition("[")[0]
        if not isinstance(item, pytest.Function) or item.cls is not None:
            problems.append(f"{name}: only plain test functions can be graded, not those of a class")
            continue
        problems += [f"{name}: {problem}" for problem in _item_problems(item, questions)]
        if argument(item, "weight", default_weight(item)) != 0:
            counted.append(argument(item, "question", None))
    problems += [f"question {name}: no test counts for it" for name in questions if name not in counted]
    graded = {argument(item, "question", None) for item in items if "step" in _fixtures(item)}
    unused = {steps.question for steps in assignment.steps} - graded
    problems += [f"question {name}: no test asks for its steps" for name in sorted(unused)]
    if assignment.training is None:
        problems += [
            f"{plugin.item_id(item)}: looks at a network, and assignment.toml has no [training]"
            for item in items
            if {"network", "training"} & _fixtures(item)
        ]
    return list(dict.fromkeys(problems))  # the cases of one test share most of theirs


def argument(item: pytest.Item, name: str, default: Any) -> Any:
    """Return the argument of a test's mark, `default` where it has none."""
    mark = item.get_closest_marker(name)
    return mark.args[0] if mark is not None and mark.args else default


def default_weight(item: pytest.Item) -> float:
    """Return what a test weighs whose suite does not say: public ones show the way and do not count."""
    return 0.0 if item.path.name == PUBLIC_SUITE else 1.0


def _item_problems(item: pytest.Function, questions: Sequence[str]) -> Iterator[str]:
    if not (item.obj.__doc__ or "").strip():
        yield "needs a docstring, which is the title that students read"
    if inspect.iscoroutinefunction(item.obj) or inspect.isasyncgenfunction(item.obj):
        yield "cannot be async"
    if hasattr(item.obj, "is_hypothesis_test"):
        yield "cannot use hypothesis, which would replay one student's example to the next"
    for name in _REFUSED_MARKS:
        if item.get_closest_marker(name):
            yield f"a graded test cannot have the mark {name!r}"
    yield from _mark_problems(item, questions)
    yield from _fixture_problems(item)
    if not _all_cases_named(item):
        yield "each of its cases needs an id of words (ids=[...]): generated ones would show the inputs"


def _mark_problems(item: pytest.Function, questions: Sequence[str]) -> Iterator[str]:
    for name in _MARKS:
        if sum(mark.name == name for mark in item.own_markers) > 1:
            yield f"has the mark {name!r} more than once"
        mark = item.get_closest_marker(name)
        if mark is not None and (len(mark.args) != 1 or mark.kwargs):
            yield f"its mark {name!r} takes one argument"
    if item.get_closest_marker("question") is None:
        yield "has no mark 'question'"
    question, needs = (argument(item, name, None) for name in ("question", "needs"))
    for name, value in (("question", question), ("needs", needs)):
        if value is not None and value not in questions:
            yield f"its mark {name!r} names {value!r}, which is no question of the assignment"
    if needs is not None and needs == question:
        yield "cannot need its own question"
    weight = argument(item, "weight", 1.0)
    number = isinstance(weight, (int, float)) and not isinstance(weight, bool)
    if not number or not 0 <= weight <= 1e6:
        yield f"its weight is {weight!r}, and not a number from 0 to a million"


def _fixture_problems(item: pytest.Function) -> Iterator[str]:
    known = item._fixtureinfo.name2fixturedefs  # noqa: SLF001 -- pytest says it only while tests run
    given = {"request", *(item.callspec.params if hasattr(item, "callspec") else ())}
    for name in item.fixturenames:
        definitions = known.get(name, ())
        if name == "subtests":
            yield "cannot use subtests, whose failures would be lost: parametrize it"
        elif not definitions and name not in given:
            yield f"asks for {name!r}, which is no fixture"
        elif name in _OURS and definitions[-1].func.__module__ != plugin.__name__:
            yield f"asks for {name!r}, which the suite defines itself"
        elif definitions and definitions[-1].params and not definitions[-1].ids:
            yield f"each case of the fixture {name!r} needs an id of words (ids=[...])"
    if item.path.name == PUBLIC_SUITE:
        for name in sorted(_STAFF_ONLY & _fixtures(item)):
            yield f"a public test cannot use {name!r}, which students do not have"


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _all_cases_named(item: pytest.Function) -> bool:
    for mark in item.iter_markers("parametrize"):
        ids = mark.kwargs.get("ids", mark.args[3] if len(mark.args) > 3 else None)
        values = mark.kwargs.get("argvalues", mark.args[1] if len(mark.args) > 1 else ())
        listed = isinstance(ids, (list, tuple)) and all(isinstance(name, str) for name in ids)
        each = isinstance(values, (list, tuple)) and all(
            isinstance(getattr(value, "id", None), str) for value in values
        )
        if not listed and not each:
            return False
    return True


def _source_problems(suite: str, tree: ast.Module) -> Iterator[str]:
    """Find what collection cannot show: tests that hide others, or that pass whatever happens."""
    seen: set[str] = set()
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        name = f"{suite}::{node.name}"
        if node.name in seen:
            yield f"{name}: two functions have this name, so that the first is never run"
        seen.add(node.name)
        if not node.name.startswith("test"):
            if any("mark.question" in ast.unparse(mark) for mark in node.decorator_list):
                yield f"{name}: is never run, since its name does not begin with 'test'"
        elif any(isinstance(part, ast.Return) and part.value is not None for part in _own_parts(node)):
            yield f"{name}: returns a value, which nobody looks at: is an `assert` meant?"
        elif any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in _own_parts(node)):
            yield f"{name}: cannot be a generator"


def _own_parts(function: ast.AST) -> Iterator[ast.AST]:
    """Walk through a function, but not into those that it defines."""
    for part in ast.iter_child_nodes(function):
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield part
            yield from _own_parts(part)
