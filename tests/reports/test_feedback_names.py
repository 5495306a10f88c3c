"""What files of feedback are called."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.marks import Student
from autograder.reports.feedback import feedback_name
from tests.reports.hostile import TEXTS
from tests.reports.marks import NASTY, missing
from tests.reports.test_hostile import hold_is_harmless


def named(key: str, name: str = "Alice Adams") -> str:
    """Return the name of a file of feedback."""
    return feedback_name(missing(student=Student(key=key, name=name)))


@pytest.mark.parametrize(
    ("key", "name", "expected"),
    [
        ("1001", "Alice Adams", "1001_alice-adams"),
        ("alice@example.org", "", "alice@example.org"),
        ("u1", "Zoë O'Neill-李", "u1_zoë-o-neill-李"),
        ("1001", "../../etc/passwd\0", "1001_etc-passwd"),
        ("alice", "Alice", "alice"),
    ],
)
def test_files_of_feedback_have_names_to_read(key: str, name: str, expected: str) -> None:
    """The key first, so that they sort and can be looked up."""
    assert named(key, name) == expected


@pytest.mark.parametrize(
    "key", ["", "A", "a/b", "..", ".a", "a_b", "con", "nul.x", "com1", "a" * 300, "é"]
)
def test_a_key_that_no_file_can_have_gets_a_digest(key: str) -> None:
    """And what resembles it before that."""
    assert re.fullmatch(r"[a-z0-9-]+~[0-9a-f]{12}_alice-adams", named(key))


def test_a_name_stays_as_it_is() -> None:
    """Else each run would write files beside those of the one before."""
    assert named("Alice A") == "alice-a~34f06a745360_alice-adams"


@settings(deadline=None)
@given(st.tuples(NASTY, NASTY), st.tuples(NASTY, NASTY))
@example(("a", "b c"), ("a_b", "c"))
@example(("a-b", "c"), ("a", "b-c"))
@example(("ABC", ""), ("abc", ""))
@example(("con", ""), ("CON", ""))
@example(("x" * 400, ""), ("x" * 401, ""))
@example((TEXTS["surrogate"], "\u3164"), ("", ""))
def test_two_students_have_two_files_on_any_machine(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    """Also where case does not count, and never outside the folder."""
    for key, name in (one, other):
        stem = named(key, name)
        assert re.fullmatch(r"[\w@.~-]+", stem)
        assert stem[0].isalnum()
        assert len(f"{stem}.html.partial".encode()) <= 255
        hold_is_harmless(stem)
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", stem)
    if one[0] != other[0]:
        assert named(*one).casefold() != named(*other).casefold()
