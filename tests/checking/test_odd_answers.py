"""What a student's function does to its input, and what it returns in the place of an answer."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path

import pytest

from autograder.checking import Report
from tests.checking.mine import SUITE, checked

LATER = '''

@pytest.mark.question("total")
def test_later(student):
    """What an earlier check was given is as it was."""
    assert_matches(student.total(IMAGE), [5, 7, 9])
    assert IMAGE.shape == (2, 3) and IMAGE.flags.writeable
'''
TOTAL = "import numpy as np\ndef total(image):\n    return image.sum(0)\n"


def report(folder: Path, body: str) -> Report:
    """Check a function with a body, and a right one after it; show all of what is said."""
    source = f"{TOTAL}def double(image):\n    {body}\n"
    found = checked(folder, source, suite=SUITE + LATER)
    assert found._repr_html_()
    assert found.text(width=60)
    return found


@pytest.mark.parametrize(
    "change",
    [
        "image.shape = (-1,)",
        "image.dtype = 'uint8'",
        "image.resize((1, 1), refcheck=False)",
        "image.setflags(write=False)",
        "image *= 2",
    ],
)
def test_no_change_of_an_input_reaches_other_questions(tmp_path: Path, change: str) -> None:
    """The arrays of the suite are its own; that hers was changed is told where values or shape were."""
    found = report(tmp_path, f"{change}; return image")
    assert found.questions[1].status == "passed"
    assert bool(found.questions[0].notes) is ("setflags" not in change)


def test_an_answer_may_be_the_argument_itself(tmp_path: Path) -> None:
    """It is judged as any other."""
    assert report(tmp_path, "return image").questions[0].notes == ()


@pytest.mark.parametrize(
    "body",
    [
        "deep = []; deep.append(deep); return deep",
        "deep = {}; deep[1] = deep; return deep",
        "deep = []\n    for i in range(9000): deep = [deep]\n    return deep",
    ],
)
def test_an_answer_without_an_end_is_no_recursion_of_hers(tmp_path: Path, body: str) -> None:
    """No function of hers calls itself."""
    (says,) = report(tmp_path, body).questions[0].outcomes[0].sentences
    assert says.startswith("what is returned cannot be read: it is nested too deeply")


@pytest.mark.parametrize("shape", [(10**6, 10**6), (2, 10**6, 10**6), (10**10,)])
def test_an_answer_larger_than_memory_is_told_of(tmp_path: Path, shape: tuple[int, ...]) -> None:
    """One number seen as many takes no room, until a picture is made of it."""
    (wrong, _) = report(tmp_path, f"return np.broadcast_to(1.0, {shape})").questions[0].outcomes
    assert f"got shape {shape}, expected (2, 3)" in wrong.sentences
    assert [panel.name for panel in wrong.answers] == ["expected", "yours"]


def test_pictures_that_cannot_be_made_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said stays."""

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("autograder.checking.judge.answer_panels", fail)
    wrong = report(tmp_path, "return image").questions[0].outcomes[0]
    assert wrong.status == "failed"
    assert wrong.sentences
    assert not wrong.answers


def test_only_the_stub_s_own_error_is_unfinished_work(tmp_path: Path) -> None:
    """That of `input()` in a notebook is another kind of it."""
    body = "raise type('StdinNotImplementedError', (NotImplementedError,), {})('no input here')"
    wrong = report(tmp_path, body).questions[0].outcomes[0]
    assert wrong.status == "failed"
    assert wrong.sentences[0] == "StdinNotImplementedError: no input here"


def test_an_async_function_is_named(tmp_path: Path) -> None:
    """And Python's own warning is not given."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = checked(tmp_path, "async def double(image):\n    return image * 2\n")
        gc.collect()
    assert not warned
    assert "remove `async`" in found.questions[0].outcomes[0].sentences[-1]
