"""One more assignment in the list of a `course.toml` that somebody wrote by hand."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.starting.listing import with_assignment
from tests.grading.command import ROOT

HEAD = '# Knots, autumn\nschema_version = 1\ntitle = "Knots"  # read by all\n'
TAIL = '\n# between us\nsecret = "s"\n'

WRITTEN = {
    "empty": ("[]", '["new"]'),
    "empty, with room": ("[ \n]", '["new" \n]'),
    "one line": ('["a", "b"]', '["a", "b", "new"]'),
    "one line, comma at its end": ("['a', \"b\",]", '[\'a\', "b", "new",]'),
    "one line below the bracket": ('[\n  "a", "b",\n]', '[\n  "a", "b", "new",\n]'),
    "a line each": ('[\n    "a",\n    "b",\n]', '[\n    "a",\n    "b",\n    "new",\n]'),
    "a line each, no comma": ('[\n\t"a",\n\t"b"\n]', '[\n\t"a",\n\t"b",\n\t"new"\n]'),
    "comments": (
        '[  # in order\n  "a", # easy, ]\n  "b" # "hard"\n  # end\n]  # all',
        '[  # in order\n  "a", # easy, ]\n  "b", # "hard"\n  "new"\n  # end\n]  # all',
    ),
    "bracket in the last line": ('[\n  "a",\n  "b"]', '[\n  "a",\n  "b", "new"]'),
    "ends of lines of Windows": ('[\r\n  "a",\r\n]', '[\r\n  "a",\r\n  "new",\r\n]'),
}


@pytest.mark.parametrize(("before", "after"), WRITTEN.values(), ids=WRITTEN)
def test_a_name_is_added_as_the_others_are_written(before: str, after: str) -> None:
    """Comments, order and white space of everything else stay."""
    text, added = (f"{HEAD}assignments = {each}{TAIL}" for each in (before, after))
    assert with_assignment(text, "new") == added


@pytest.mark.parametrize(
    "text",
    [
        '"assignments" = ["a"]\n',
        'assignments = ["""\na"""]\n',
        'title = """\nassignments = [""]\n"""\nassignments = ["a"]\n',
        '[other]\nassignments = ["a"]\n',
        "assignments = [1]",
        'assignments = ["a"',
    ],
    ids=["quoted key", "long text", "list within a text", "other table", "numbers", "no end"],
)
def test_what_is_not_understood_is_left_alone(text: str) -> None:
    """Nobody's file is guessed at."""
    assert with_assignment(text, "new") is None


def test_the_course_of_this_repository_can_be_added_to() -> None:
    """A list of several lines with several names each."""
    text = (ROOT / "solutions" / "course.toml").read_text(encoding="utf-8")
    added = with_assignment(text, "new")
    assert added is not None
    assert added.replace(', "new"', "") == text


_SPACES = st.sampled_from(["", " ", "\n", "\n    ", "  # a, ] comment\n", "\t", "\r\n  "])
_NAMES = st.lists(st.sampled_from(['"a"', "'b'", '"c_1"', r'"\u0064"']), max_size=4, unique=True)


@given(st.data())
def test_any_list_of_names_takes_one_more(data: st.DataObject) -> None:
    """However it is written: what is added is the last, and no character is lost."""
    names = data.draw(_NAMES)
    inside = data.draw(_SPACES)
    for place, name in enumerate(names):
        comma = "," if place + 1 < len(names) or data.draw(st.booleans()) else ""
        inside += name + data.draw(_SPACES) + comma + data.draw(_SPACES)
    text = f"{HEAD}assignments = [{inside}]{TAIL}"
    listed = tomllib.loads(text)["assignments"]
    added = with_assignment(text, "new")
    assert added is not None
    assert tomllib.loads(added)["assignments"] == [*listed, "new"]
    rest = iter(added)
    assert all(character in rest for character in text)
