"""The template of a new fault: what staff paste, complete, and can rely on."""

from __future__ import annotations

import ast
import io
import resource
import tokenize
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.diagnosis import load_catalogue
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.fault import faulty
from autograder.diagnosis.template import fault_template
from autograder.diagnosis.trace import Answer, Call, Made, Raised, Unknown
from autograder.diagnosis.wrong_call import WrongCall, wrong_calls
from autograder.errors import CourseError

FAULTS = '''"""Known mistakes."""
from autograder.diagnosis import Operation, fault


class Scaled(Operation):
    def factor(self, by=2, *, more=0):
        return by + more


class Area(Scaled, of="area"):
    def corners(self, shape):
        return shape[0], shape[1]

    def run(self, shape, by=2):
        high, wide = self.corners(shape)
        return self.factor(by) * high * wide
'''
FINGERPRINT = "3fa2b1c0deadbeef"
SECONDS = 60.0


def area(shape: Any, by: int = 2) -> Any:
    """Stand for the reference."""
    return by * shape[0] * shape[1]


def odd(x: Any, /, *rest: Any, key: Any = np.float64, **more: Any) -> Any:
    """Take all kinds of parameters."""
    return x, rest, key, more


FUNCTIONS: Mapping[str, Callable[..., Any]] = {"area": area, "odd": odd}


def wrong(function: str = "area", given: Any = 7, args: tuple[Any, ...] = ((2, 3),)) -> WrongCall:
    """Return a call that was answered wrongly."""
    record = TestRecord("test_hidden::test", (Call(function, args, {}),), (Answer(given),), passed=False)
    return WrongCall(function, record, 0, due=Answer(12), given=Answer(given))


def lay(folder: Path, *parts: str) -> Path:
    """Write a catalogue and return its folder."""
    (folder / "faults.py").write_text("\n\n".join(parts), encoding="utf-8")
    return folder


def completed(template: str) -> str:
    """Return a template with a title and a hint."""
    return template.replace('title=""', 'title="Wrong"').replace('hint=""', 'hint="Think."')


@pytest.mark.parametrize("function", ["area", "odd"])
@pytest.mark.parametrize("before", [FAULTS, ""], ids=["a catalogue", "none"])
def test_what_is_pasted_lacks_a_title_and_a_hint(tmp_path: Path, function: str, before: str) -> None:
    """Nothing else: it is refused for that, and loads once they are there."""
    catalogue = load_catalogue(lay(tmp_path, before)) if before else None
    text = fault_template(wrong(function), FINGERPRINT, catalogue, FUNCTIONS)
    with pytest.raises(CourseError, match="mistake_3fa2b1c0 needs a title and a hint"):
        load_catalogue(lay(tmp_path, before, text))
    loaded = load_catalogue(lay(tmp_path, before, completed(text)))
    assert loaded is not None
    assert [fault.id for fault in loaded.of(function)] == ["mistake_3fa2b1c0"]


def test_it_does_what_is_right_until_it_is_changed(tmp_path: Path) -> None:
    """So that staff start from the stage as it is."""
    text = fault_template(wrong(), FINGERPRINT, load_catalogue(lay(tmp_path, FAULTS)), FUNCTIONS)
    for stage, takes in (("corners", "self, shape"), ("factor", "self, by=2, *, more=0")):
        assert f"#     {stage}({takes})" in text
    catalogue = load_catalogue(lay(tmp_path, FAULTS, completed(text)))
    assert catalogue is not None
    (fault,) = catalogue.of("area")
    assert fault.stage == "corners"
    assert faulty(catalogue.operations["area"], fault).run((2, 3), by=5) == area((2, 3), by=5)


def test_the_stages_end_with_the_whole(tmp_path: Path) -> None:
    """Each is there once, those of the operation itself before those that it shares."""
    text = fault_template(wrong(), FINGERPRINT, load_catalogue(lay(tmp_path, FAULTS)), FUNCTIONS)
    _, _, after = text.partition("The stages of Area")
    names = [line.split("(")[0].strip("# ") for line in after.splitlines()[1:4]]
    assert names == ["corners", "factor", "run"]


def test_small_arrays_can_be_pasted() -> None:
    """Large ones are named by their shape."""
    small = np.array([[1.5, np.nan], [-np.inf, 2.0]])
    text = fault_template(wrong(args=(small, np.ones((30, 30)))), FINGERPRINT, None, FUNCTIONS)
    lines = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    first = next(n for n, line in enumerate(lines) if line.startswith("np.array"))
    source = f"{lines[first]} {lines[first + 1]}".rstrip(",")
    read = eval(source, {"np": np})
    np.testing.assert_array_equal(read, small)
    assert "<array of shape (30, 30), float64>," in lines


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Raised("ValueError"), "ValueError was raised"),
        (Unknown(), "was stopped"),
        (Made(0), "an object"),
    ],
)
def test_what_is_no_value_has_words(answer: Any, said: str) -> None:
    """An exception, a call that was stopped, an object."""
    assert said in fault_template(wrong(given=answer), FINGERPRINT, None, FUNCTIONS)


PLACES = st.sampled_from(["\n", "\r", "\x0c", "\x85", "\u2028", '"""', "'''", "\\", "\0", "\ud800"])
TEXTS = st.lists(st.one_of(PLACES, st.text(max_size=8), st.just("import os; os._exit(1)"))).map("".join)
ANSWERS = st.one_of(
    TEXTS,
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.lists(TEXTS, max_size=3),
    TEXTS.map(lambda text: np.array([text], dtype=np.str_)),
    TEXTS.map(lambda text: np.array([text.encode("utf-8", "replace")])),
)


@settings(deadline=None)
@given(ANSWERS, ANSWERS)
def test_nothing_that_was_answered_gets_out_of_its_comment(answer: Any, argument: Any) -> None:
    """The program is the same whatever a submission says, and so is its encoding."""
    plain = fault_template(wrong(), FINGERPRINT, None, FUNCTIONS)
    text = fault_template(wrong(given=answer, args=(argument,)), FINGERPRINT, None, FUNCTIONS)
    data = text.encode()
    assert ast.dump(ast.parse(data)) == ast.dump(ast.parse(plain))
    assert tokenize.detect_encoding(io.BytesIO(data).readline)[0] == "utf-8"
    assert max(map(len, text.split("\n"))) <= 105


def test_an_answer_cannot_name_an_encoding() -> None:
    """Python would look for one in the first two lines."""
    text = fault_template(wrong(given="# -*- coding: utf-7 -*-"), FINGERPRINT, None, FUNCTIONS)
    assert "coding: utf-7" in text
    assert tokenize.detect_encoding(io.BytesIO(text.encode()).readline)[0] == "utf-8"


def test_the_smallest_wrong_call_is_the_example() -> None:
    """Right ones, larger ones, and those of tests that passed are none."""
    shapes = [np.array([4, 5, 6]), np.array([3, 4]), np.array([1, 2])]
    calls = tuple(Call("area", (shape,), {}) for shape in shapes)
    answers = tuple(Answer(value) for value in (1, 1, area(shapes[2])))
    failed = TestRecord("failed", calls, answers, passed=False)
    passed = TestRecord("passed", calls[2:], (Answer(0),), passed=True)
    (found,) = wrong_calls([passed, failed], FUNCTIONS, SECONDS)
    assert (found.record, found.number, found.call) == (failed, 1, calls[1])
    assert (found.given.value, found.due.value, found.function) == (1, 24, "area")
    assert wrong_calls([passed], FUNCTIONS, SECONDS) == []


def test_the_example_of_an_object_is_the_call_of_its_method() -> None:
    """By the number that it has in its test."""

    class Box:
        def size(self, more: int) -> int:
            return more

    calls = (Call("Box", (), {}), Call("size", (1,), {}, Made(0)), Call("size", (5,), {}, Made(0)))
    record = TestRecord("t", calls, (Answer(Made(0)), Answer(1), Answer(6)), passed=False)
    (found,) = wrong_calls([record], {"Box": Box}, SECONDS)
    assert (found.function, found.number, found.due.value) == ("Box", 2, 5)
    text = fault_template(found, FINGERPRINT, None, {"Box": Box})
    assert "# call 1:\n#     Box()\n# call 3:\n#     <what call 1 gave>.size(5)\n" in text


def test_a_call_on_which_the_reference_takes_too_long_is_no_example() -> None:
    """What it is given may be what a submission answered before."""

    def endless(x: int) -> int:
        while x:
            pass
        return x

    record = TestRecord("t", (Call("f", (1,), {}),), (Answer(2),), passed=False)
    assert wrong_calls([record], {"f": endless}, 0.1) == []


def test_the_reference_gets_no_more_memory_than_a_bound_and_then_all_again() -> None:
    """A student's function chose what it is called with."""
    calls = (Call("f", (2 * 10**8,), {}), Call("g", (1,), {}))
    record = TestRecord("t", calls, (Answer(Unknown()), Answer(3)), passed=False)
    before = resource.getrlimit(resource.RLIMIT_AS)
    (found,) = wrong_calls([record], {"f": np.zeros, "g": abs}, SECONDS)
    assert found.function == "g"
    wrong = TestRecord("t", calls[:1], (Answer(3),), passed=False)
    (found,) = wrong_calls([wrong], {"f": np.zeros}, SECONDS)
    assert found.due.value == Raised("MemoryError")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
