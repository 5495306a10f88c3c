"""The suite of an assignment for graders that run tests in the process of the student's code.

A copy of this file lies in the peers' assignments, beside the suite and the master as they are, and
`setting.json`: it needs NumPy and nothing else. The tests make the same inputs, by the same seeds, ask
the same reference, and count as they do here. What a peer runs asks `judge(names)` for what it needs.
"""

from __future__ import annotations

import copy
import hashlib
import inspect
import json
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

HERE = Path(__file__).parent
SUITES = ("test_public", "test_hidden")


class Student:
    """A student's functions, by their names in a namespace."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self.modified = False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = self._names[name]

        def call(*args: Any, **kwargs: Any) -> Any:
            before = copy.deepcopy((args, kwargs))
            answer = function(*args, **kwargs)
            given = zip((*args, *kwargs.values()), (*before[0], *before[1].values()), strict=True)
            self.modified = any(not np.array_equal(now, then) for now, then in given)
            return answer

        return call


def assert_matches(actual: Any, expected: Any, magnitude: Callable[[], float] = lambda: 0.0) -> None:
    """Hold that an answer has the shape that is due, and its values within the tolerance."""
    answer, due = np.asarray(actual), np.asarray(expected)
    assert answer.shape == due.shape
    off, tolerance = (
        np.abs(answer - due.astype(float)),
        1e-4 * np.abs(due.astype(float)).max(initial=0.0),
    )
    assert (off <= tolerance).all() or (off <= tolerance + 1e-9 * magnitude()).all()


def magnitude_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], float]:
    """Return what gives the largest value of a function of absolute values."""
    absolute = [abs(each) for each in args]
    return lambda: float(function(*absolute, **kwargs).max())


def assert_equals(actual: Any, expected: Any) -> None:
    """Hold that an answer is what is due."""
    assert actual == expected


def assert_raises(
    expected: type[Exception], function: Callable[..., Any], *args: Any, **how: Any
) -> None:
    """Hold that a call raises."""
    try:
        function(*args, **how)
    except expected:
        return
    raise AssertionError(f"no {expected.__name__}")


def assert_unmodified(student: Student) -> None:
    """Hold that the last call left its arguments as they were."""
    assert not student.modified


@dataclass(frozen=True)
class Test:
    """One test, with one of its cases.

    Attributes:
        about: argument of each mark by the mark's name.
    """

    __test__ = False  # pytest would collect it by its name

    id: str
    function: Callable[..., None]
    about: Mapping[str, Any]
    case: Any = None

    @property
    def weight(self) -> float:
        """What it counts among the tests of its question."""
        hidden = self.id.startswith("test_hidden")
        return float(self.about.get("weight", 1.0)) if hidden else 0.0


class _Mark:
    """Stands for `pytest.mark`: notes on a test what is said of it."""

    def __getattr__(self, name: str) -> Callable[..., Callable[[Any], Any]]:
        def mark(*args: Any, **kwargs: Any) -> Callable[[Any], Any]:
            def note(function: Any) -> Any:
                function.about = getattr(function, "about", {}) | {name: (args, kwargs)}
                return function

            return note

        return mark


def _load(path: Path) -> ModuleType:
    module = ModuleType(path.stem)
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), vars(module))
    return module


def _suites(folder: Path) -> list[ModuleType]:
    """Load the suites with stand-ins for pytest and for the grader's own package."""
    asserts = (assert_matches, assert_equals, assert_raises, assert_unmodified, magnitude_of)
    suite = SimpleNamespace(**{one.__name__: one for one in asserts})
    stand_ins: dict[str, Any] = {
        "pytest": SimpleNamespace(mark=_Mark()),
        "autograder": SimpleNamespace(suite=suite),
        "autograder.suite": suite,
    }
    saved = {name: sys.modules[name] for name in stand_ins if name in sys.modules}
    sys.modules.update(stand_ins)
    try:
        return [_load(folder / f"{name}.py") for name in SUITES]
    finally:
        for name in stand_ins:
            del sys.modules[name]
        sys.modules.update(saved)


def _tests(folder: Path) -> Iterator[Test]:
    for module in _suites(folder):
        for name, function in vars(module).items():
            if not name.startswith("test_"):
                continue
            marks = dict(function.about)
            (_, cases), how = marks.pop("parametrize", ((None, [None]), {"ids": [""]}))
            about = {mark: args[0] for mark, (args, _) in marks.items()}
            for case, words in zip(cases, how["ids"], strict=True):
                identity = f"{module.__name__}::{name}" + (f"[{words}]" if words else "")
                yield Test(identity, function, about, case)


class Judge:
    """Judges the functions in a namespace; each test is run once."""

    def __init__(self, names: Mapping[str, Any], folder: Path = HERE) -> None:
        self._student = names
        self._setting = json.loads((folder / "setting.json").read_text(encoding="utf-8"))
        self._reference = _load(folder / "reference.py")
        self._passed: dict[str, bool] = {}
        self.tests = {test.id: test for test in _tests(folder)}

    def of(self, question: str) -> list[Test]:
        """Return the tests of a question."""
        return [test for test in self.tests.values() if test.about["question"] == question]

    def passes(self, identity: str) -> bool:
        """Run a test, unless it has been run, and return whether it is passed and counts."""
        test = self.tests[identity]
        if identity not in self._passed:
            self._passed[identity] = self._run(test)
        needs = test.about.get("needs")
        return self._passed[identity] and (needs is None or self._share(needs) >= 0.5)

    def points(self, question: str) -> float:
        """Return the points that a question earns."""
        return float(self._share(question) * self._setting["points"][question])

    def worth(self, test: Test) -> float:
        """Return the points that a test is worth."""
        question = test.about["question"]
        total = sum(one.weight for one in self.of(question))
        return float(self._setting["points"][question] * test.weight / total)

    def _share(self, question: str) -> float:
        tests = self.of(question)
        earned = sum(test.weight for test in tests if self.passes(test.id))
        return earned / sum(test.weight for test in tests)

    def _run(self, test: Test) -> bool:
        key = "\0".join((self._setting["secret"], self._setting["assignment"], test.id))
        seed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        given = {
            "student": Student(self._student),
            "reference": self._reference,
            "rng": np.random.default_rng(seed),
            "case": test.case,
        }
        asked = inspect.signature(test.function).parameters
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                test.function(**{name: given[name] for name in asked})
        except Exception:  # noqa: BLE001 -- whatever it is, the test is not passed
            return False
        return True


def judge(names: dict[str, Any]) -> Judge:
    """Return the judge of a namespace, the same for all tests that run in it."""
    if "_judge" not in names:
        names["_judge"] = Judge(names)
    found: Judge = names["_judge"]
    return found
