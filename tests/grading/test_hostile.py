"""Submissions that try to fool the grader get what their answers deserve, and show nothing hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.results import Result, Status
from tests.grading.command import grade_sources, outcomes, points, shown_to_student, statuses

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

RIGHT = (
    Path(__file__).resolve().parents[1] / "golden/stride_padding/perfect_im2col/submission.py"
).read_text(encoding="utf-8")

WRONG = """
import numpy as np

def output_size(n, f, padding=0, stride=1):
    return 0

def pad2d(image, padding):
    return np.zeros((2, 2))

def conv2d(image, kernel, stride=1, padding=0):
    return np.zeros((2, 2))
"""

PATCHES = """
import builtins, sys, unittest
import numpy as np
import numpy.testing

def yes(*args, **kwargs):
    return True

for module in (np, np.testing):
    for name in dir(module):
        if "close" in name or "equal" in name or name.startswith("assert"):
            setattr(module, name, yes)
try:
    import pytest
    pytest.raises = pytest.approx = pytest.fail = yes
except ImportError:
    pass
unittest.TestCase.assertEqual = yes
"""

BUILTINS = """
builtins.all = builtins.any = yes
builtins.abs = lambda value: 0
builtins.AssertionError = KeyError
"""

EQUAL_TO_ALL = """
class Answer:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    def __lt__(self, other): return True
    def __hash__(self): return 0
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __index__(self): return 1
    def __array__(self, *args, **kwargs): raise SystemExit("runs in the grader")
    def __reduce__(self): raise SystemExit("runs in the grader")
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
"""

EQUAL_ARRAY = """
import numpy as np

class Answer(np.ndarray):
    def __new__(cls): return np.zeros((2, 2)).view(cls)
    def __eq__(self, other): return np.True_
    def __le__(self, other): return np.True_
    def __sub__(self, other): return np.zeros(())
    __rsub__ = __sub__
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(())
    def __array_function__(self, *args, **kwargs): return np.True_
    @property
    def shape(self): return Everything()

class Everything(tuple):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
"""

EQUAL_NUMBER = """
class Answer(float):
    def __eq__(self, other): return True
    def __hash__(self): return 0
"""

RETURNS_ANSWER = """
def output_size(*args, **kwargs): return Answer()
def pad2d(*args, **kwargs): return Answer()
def conv2d(*args, **kwargs): return Answer()
"""

# Every channel that a function has beside its value, each carrying its inputs.
LEAKS = """
import sys, warnings
import numpy as np

def tell(args, kwargs):
    return "LEAK" + repr([np.asarray(a).tolist() for a in (*args, *kwargs.values())])

def by_print(*args, **kwargs):
    print(tell(args, kwargs)); print(tell(args, kwargs), file=sys.stderr)

def by_message(*args, **kwargs):
    raise RuntimeError(tell(args, kwargs))

def by_class_name(*args, **kwargs):
    raise type(tell(args, kwargs), (ValueError,), {})("x")

def by_type(*args, **kwargs):
    return type(tell(args, kwargs)[:90], (), {})()

def by_function_name(*args, **kwargs):
    name = "LEAK" + "".join(c for c in tell(args, kwargs) if c.isalnum())[:60]
    scope = {}
    exec(compile(f"def {name}(): raise KeyError(1)\\n", "code cell 1", "exec"), scope)
    scope[name]()

def by_frame(*args, **kwargs):
    exec(compile("\\n" * 20 + "raise KeyError(1)", tell(args, kwargs), "exec"), {})

def by_import(*args, **kwargs):
    __import__(tell(args, kwargs))

def by_key(*args, **kwargs):
    return {tell(args, kwargs): 1}

def by_text(*args, **kwargs):
    return tell(args, kwargs)

def by_group(*args, **kwargs):
    raise ExceptionGroup(tell(args, kwargs), [ValueError(tell(args, kwargs))])

def by_note(*args, **kwargs):
    error = ValueError("x"); error.add_note(tell(args, kwargs)); raise error

def by_cause(*args, **kwargs):
    raise ValueError("x") from KeyError(tell(args, kwargs))

def by_exit(*args, **kwargs):
    sys.exit(tell(args, kwargs))

def by_warning(*args, **kwargs):
    warnings.warn(tell(args, kwargs)); raise ValueError
"""
CHANNELS = [
    line.split("(")[0].removeprefix("def ") for line in LEAKS.splitlines() if line.startswith("def by_")
]

LEAKING = {channel: f"{LEAKS}\noutput_size = pad2d = conv2d = {channel}\n" for channel in CHANNELS}
FOOLING = {
    "wrong": WRONG,
    "patches": PATCHES + WRONG,
    "builtins": PATCHES + BUILTINS + WRONG,
    "equal to all": EQUAL_TO_ALL + RETURNS_ANSWER,
    "equal array": EQUAL_ARRAY + RETURNS_ANSWER,
    "equal number": EQUAL_NUMBER + RETURNS_ANSWER,
}
HARMLESS = {"right": RIGHT, "right after patches": PATCHES + RIGHT}


# Functions that remember what hidden tests passed, and tell it later.
REMEMBERING = """
import os
seen = []
_size, _pad = output_size, pad2d
def output_size(n, f, padding=0, stride=1):
    seen.append((n, f))
    return _size(n, f, padding, stride)
"""
LATER = {
    "in public tests": RIGHT + REMEMBERING + """
def pad2d(image, padding):
    raise RuntimeError("LE" + "AK" if (9, 4) in seen else "nothing hidden yet")
""",
    "by exit codes": RIGHT + "\ndef output_size(*args, **kwargs):\n    import os; os._exit(77)\n",
    "by names": RIGHT + REMEMBERING + """
LEAK = LEAKED = 1
def pad2d(image, padding):
    if (9, 4) in seen:
        globals()["LEAK"] = globals()["np"] = 5
    return _pad(image, padding) + LEAK * (len(seen) > 30)
LEAK = 0
""",
}  # fmt: skip


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade all of them in one run."""
    folder = tmp_path_factory.mktemp("hostile")
    return grade_sources("stride_padding", LEAKING | FOOLING | HARMLESS | LATER, folder)


@pytest.mark.parametrize("attack", FOOLING)
def test_wrong_answers_earn_nothing(results: dict[str, Result], attack: str) -> None:
    """Whatever else they do."""
    assert results[attack].points == 0
    assert not any(test.status is Status.UNGRADED for test in outcomes(results[attack]))


@pytest.mark.parametrize("attack", HARMLESS)
def test_right_answers_earn_everything(results: dict[str, Result], attack: str) -> None:
    """Whatever else they do."""
    assert results[attack].points == results[attack].max_points


@pytest.mark.parametrize("channel", CHANNELS)
def test_hidden_inputs_do_not_reach_the_student(results: dict[str, Result], channel: str) -> None:
    """Through none of the channels that a call has beside its value."""
    result = results[channel]
    hidden = [test for test in outcomes(result) if not test.public]
    assert "LEAK" not in "\n".join(test.title + test.message for test in hidden)
    assert "LEAK" not in "\n".join([*result.messages, *(q.message for q in result.questions)])
    assert result.points == 0


def test_hidden_inputs_are_not_told_later(results: dict[str, Result]) -> None:
    """Neither in a public test of another question nor by how a process ends."""
    assert "LEAK" not in shown_to_student(results["in public tests"])
    assert "nothing hidden yet" in shown_to_student(results["in public tests"])
    assert "code 77" not in shown_to_student(results["by exit codes"])
    assert "exit code 77" in "\n".join(test.note for test in outcomes(results["by exit codes"]))
    assert "LEAK" not in "\n".join(q.message for q in results["by names"].questions)


def test_the_channels_work(results: dict[str, Result]) -> None:
    """In public tests, whose inputs are no secret, and in the notes for staff, the words arrive."""
    assert "LEAK" in shown_to_student(results["by_message"])
    notes = "\n".join(test.note for test in outcomes(results["by_print"]) if not test.public)
    assert "LEAK" in notes


def test_the_patches_are_in_place(tmp_path: Path) -> None:
    """The attack is one: a comparison made by the student's side would be fooled."""
    source = PATCHES + RIGHT.replace(
        "def pad2d(image, padding):",
        "def pad2d(image, padding):\n    return np.allclose(1, 2)\n\n\ndef unused(image, padding):",
    )
    assert "def unused" in source
    result = grade_sources("stride_padding", {"one": source}, tmp_path)["one"]
    hidden = [test for test in outcomes(result, "pad2d") if not test.public]
    assert {test.status for test in hidden} == {Status.FAILED}
    assert points(result)["output_size"] == 2
    assert statuses(result, "output_size") == {Status.PASSED}
