"""Results on a terminal."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from autograder.reports.terminal import show
from autograder.results import Result, Status, SubmissionInfo
from tests.samples import outcome, question, result

FULL = result(question(outcome(), outcome()))
HALF = result(question(outcome(), outcome(Status.FAILED, message="the shape is wrong"), points=1.5))
UNGRADED = result(
    question(outcome(Status.UNGRADED, message="could not be judged", note="boom"), points=None),
    status="ungraded",
    messages=("this submission could not be judged",),
)
UNREADABLE = result(
    question(outcome(Status.ERROR), points=0.0), status="unreadable", messages=("not a notebook",)
)


def shown(
    results: Result | Sequence[tuple[str, Result]], width: int = 100, *, terminal: bool = False
) -> str:
    """Return what a terminal of that width, or a pipe, would get."""
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, highlight=False)
    pairs = [("alice.ipynb", results)] if isinstance(results, Result) else results
    show([(Path(path), one) for path, one in pairs], console)
    return out.getvalue()


def test_a_failure_is_told_with_its_question() -> None:
    """Points, which test, why, and what staff may know beyond that."""
    failed = outcome(Status.FAILED, title="Half a turn", message="the shape is wrong", note="got (2, 3)")
    assert shown(result(question(outcome(), failed, points=1.5))).split("\n") == [
        "Bends  alice.ipynb",
        "",
        "reef  1.5 of 3  1 of 2 tests",
        "  failed  Half a turn  test_reef",
        "          the shape is wrong    ",
        "          staff: got (2, 3)     ",
        "",
        "total  1.5 of 3  0.25 s, isolation A",
        "",
    ]


def test_an_explanation_is_for_staff_where_the_student_is_not_shown_it() -> None:
    """And said once where she is."""
    lost = question(outcome(Status.FAILED), points=0.0, explanation="a turn too few", note="took long")
    text = shown(result(lost))
    assert "staff: a turn too few" in text
    assert "staff: took long" in text
    told = shown(result(dataclasses.replace(lost, diagnosis=lost.explanation)))
    assert told.count("a turn too few") == 1
    assert "staff: a turn" not in told


def test_tests_that_failed_alike_are_told_about_once() -> None:
    """A stub fails every test in one way; another way gets words of its own."""
    same = [outcome(Status.ERROR, title=f"Turn {i}", message="not defined") for i in range(4)]
    other = outcome(Status.ERROR, title="Turn 9", message="another")
    text = shown(result(question(*same, other, points=0.0)))
    assert text.count("not defined") == 1
    assert all(f"error  Turn {i}" in text for i in (0, 1, 2, 3, 9))
    text = shown(result(question(*same * 5, points=0.0)))
    assert text.count("error  Turn") == 5
    assert "and 15 more tests" in text


def test_a_note_does_not_repeat_the_message() -> None:
    """What the student reads is not said a second time for staff."""
    failed = outcome(Status.ERROR, message="ValueError\n  line 3", note="ValueError: x\n  line 3")
    text = shown(result(question(failed, points=0.0)))
    assert text.count("line 3") == 1
    assert "staff: ValueError: x" in text


def test_a_passed_test_is_told_only_if_it_does_not_count() -> None:
    """Otherwise the number of passed tests says enough."""
    idle = outcome(title="Bad turns", counts=False, needs="reef", message="does not count")
    text = shown(result(question(outcome(title="Turns"), idle)))
    assert "passed  Bad turns" in text
    assert "does not count" in text
    assert "Turns" not in text


def test_what_could_not_be_judged_stands_out() -> None:
    """Never as a zero, alone or among others."""
    text = shown(UNGRADED)
    assert "reef  ungraded of 3" in text
    assert "total  ungraded of 3" in text
    assert "staff: boom" in text
    overview = shown([("a.py", UNGRADED), ("b.py", UNREADABLE), ("c.py", FULL)])
    assert "ungraded: this submission could not be judged" in overview
    assert "3 submissions, 1 ungraded, 1 unreadable" in overview


def test_an_unreadable_submission_lists_no_tests() -> None:
    """None was run: why it could not be read is all there is to say."""
    text = shown(UNREADABLE)
    assert "not a notebook" in text
    assert "test_reef" not in text
    assert "total  0 of 3" in text


def test_an_overview_has_a_row_each() -> None:
    """With the points of every question and in a few words what happened."""
    rows = shown([("a.py", FULL), ("b.py", HALF)]).splitlines()
    assert [row.split() for row in rows if ".py" in row] == [
        ["a.py", "3", "3"],
        ["b.py", "1.5", "1.5", "1", "failed"],
    ]


@pytest.mark.parametrize("width", [20, 40, 60])
def test_a_narrow_terminal_loses_nothing(width: int) -> None:
    """Names, points and messages are folded and never cut."""
    long = "ein_sehr_langer_name/" * 4
    many = [question(outcome(), id=f"question_{i}", points=float(i)) for i in range(9)]
    one = result(*many, messages=("x" * 70,))
    for text in (shown([(long + "a.py", one), ("other/b.py", one)], width), shown(one, width)):
        assert max(map(len, text.splitlines())) <= width
        flat = "".join(text.split())
        assert "x" * 70 in flat
        assert all(f"question_{i}{i}" in flat for i in range(9))
        assert "…" not in text


def test_files_of_one_name_are_told_apart() -> None:
    """By the folders that differ; the same file twice is two rows of one name."""
    text = shown([("course/monday/alice/hw.py", FULL), ("course/monday/bob/hw.ipynb", HALF)])
    assert [line.split()[0] for line in text.splitlines()[-4:-2]] == ["alice", "bob"]
    assert "course" not in text
    assert "hw" not in text
    both = shown([("alice/hw.py", FULL), ("alice/hw.ipynb", HALF)])
    assert "hw.py" in both
    assert "hw.ipynb" in both
    assert shown([("a.py", FULL), ("a.py", FULL)]).count("a.py") == 2
    mixed = shown([(str(Path.cwd() / "x" / "a.py"), FULL), ("x/b.py", HALF), ("x", HALF)])
    assert all(name in mixed for name in ("x/a.py", "x/b.py", " x "))


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m[red]all passed[/red] \u202eevil\u2066 \ud800 :smile: \r[/]"


@pytest.mark.parametrize("terminal", [True, False])
def test_student_text_is_shown_as_text(terminal: bool) -> None:
    """Neither markup nor escape sequences nor overrides of direction have an effect, anywhere."""
    failed = outcome(
        Status.ERROR, title=HOSTILE, message=HOSTILE, note=HOSTILE + "!", id=f"a::{HOSTILE}"
    )
    one = result(
        question(failed, message=HOSTILE),
        messages=(HOSTILE,),
        notes=(HOSTILE,),
        submission=SubmissionInfo(name=HOSTILE, graded_file=HOSTILE, sha256=""),
    )
    for width in (30, 200):
        for text in (
            shown(one, width, terminal=terminal),
            shown([(HOSTILE, one), ("b", one)], width, terminal=terminal),
        ):
            assert not set(text) & set("\x07\x9b\r\u202e\u2066\ud800")
            assert "\x1b[2J" not in text
            assert "\x1b]" not in text
            if width == 200:
                assert "[red]all passed[/red]" in text
                assert ":smile:" in text


def test_a_name_cannot_forge_a_line() -> None:
    """A newline in a file's name does not begin one."""
    forged = SubmissionInfo(name="a.py\ntotal  3 of 3", graded_file="", sha256="")
    assert "\ntotal  3 of 3" not in shown(result(question(points=0.0), submission=forged))
    assert "\ntotal  3 of 3" not in shown([("a\ntotal  3 of 3", FULL), ("b", FULL)])


def test_long_text_is_shortened_in_its_middle() -> None:
    """A traceback says most in its last lines; one endless line does not fill the screen."""
    note = "first\n" + "middle\n" * 500 + "last\n"
    text = shown(result(question(outcome(Status.UNGRADED, note=note), points=None)))
    assert "first" in text
    assert "last" in text
    assert text.count("middle") < 12
    assert len(shown(result(question(), messages=("y" * 10**6,)))) < 2000


def test_full_marks_look_full_in_spite_of_rounding() -> None:
    """0.1 + 0.2 points of 0.3 are all of them."""
    full, most = (shown(result(points=p, max_points=0.1 + 0.2), terminal=True) for p in (0.3, 0.29))
    assert "\x1b[32m0.3" in full
    assert "\x1b[33m0.29" in most


@settings(max_examples=40)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=3), st.integers(20, 120))
def test_no_text_makes_a_report_fail(texts: list[str], width: int) -> None:
    """Whatever a message holds, something is shown."""
    failed = [outcome(Status.FAILED, title=text, message=text, note=text * 2) for text in texts]
    one = result(question(*failed, points=0.0), messages=tuple(texts))
    assert "total" in shown(one, width)
    assert "2 submissions" in shown([("a", one), (f"b{texts[0]}".replace("\0", ""), one)], width)
