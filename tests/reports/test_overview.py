"""How a class did, as staff read it in a terminal of 80 columns."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from autograder.marks import Mark, QuestionMark, Standing, Student
from autograder.reports.overview import show_changes, show_class
from tests.reports.hostile import TEXTS
from tests.reports.marks import NASTY, mark, missing, nasty_marks, question_mark
from tests.reports.test_hostile import hold_is_harmless

MARKUP = "[red]x[/red] g[/x] [link=http://x]y[/link] :smile:"


def console() -> Console:
    """Return a terminal that keeps what is printed."""
    return Console(file=io.StringIO(), width=80, highlight=False)


def printed(by: Console) -> str:
    """Return what was printed; nothing is wider than the terminal."""
    assert isinstance(by.file, io.StringIO)
    text = by.file.getvalue()
    assert all(cell_len(line) <= 80 for line in text.split("\n"))
    return text


def of_class(marks: Sequence[Mark], *remarks: str) -> str:
    """Return what is said of a class, without blanks at the ends of lines."""
    by = console()
    show_class(marks, remarks, by)
    return re.sub(" +$", "", printed(by), flags=re.MULTILINE)


def of_changes(*changes: tuple[Mark | None, Mark]) -> str:
    """Return what is said of changes, with one blank between words."""
    by = console()
    show_changes(changes, by)
    return " ".join(printed(by).split())


def named(name: str, **more: object) -> Mark:
    """Return the mark of a student of that name."""
    return mark(student=Student(key=name, name=name), **more)


def worth(points: float | None, most: float, *more: QuestionMark) -> Mark:
    """Return a mark of one question worth `most`, and of more questions."""
    questions = (question_mark(points=points, max_points=most), *more)
    all_points = [one.points for one in questions]
    return mark(
        questions=questions,
        points=None if None in all_points else sum(one or 0.0 for one in all_points),
        max_points=sum(one.max_points for one in questions),
    )


def test_a_class_reads_well() -> None:
    """As a whole, once: each question, the class, and whom to see to."""
    essay = question_mark(id="essay", points=None, max_points=5.0)
    marks = [
        named("Alice", questions=(question_mark(points=3.0), essay), points=None, max_points=8.0),
        named("Bob", questions=(question_mark(points=0.0),), points=0.0, remarks=("not on the roster",)),
        named("Carol", questions=(question_mark(points=None),), points=None, standing=Standing.UNGRADED),
        missing(student=Student(key="4", name="Dan")),
    ]
    assert (
        of_class(marks, "left out: notes.txt")
        == """
 question  points  mean  full marks  none  not judged
 ─────────────────────────────────────────────────────
 reef           3  1.50           1     1           1
 essay          5                                   1

mean 0.00, median 0.00 of 8 points
2 graded, 1 ungraded, 1 missing
could not be judged, look at them:
  Carol
nothing handed in:
  Dan
worth a look:
  left out: notes.txt
  Bob: not on the roster
"""
    )


def test_an_empty_class_has_no_students() -> None:
    """And no mean."""
    assert of_class([]) == "no students\n"


def test_a_class_that_handed_in_nothing_has_no_table() -> None:
    """A few are named, the others a number."""
    text = of_class([missing(student=Student(key=f"{n}", name=f"S{n}")) for n in range(40)])
    assert text.startswith("40 missing\nnothing handed in:\n  S0\n  S1\n")
    assert text.endswith("  S11\n  and 28 more, in marks.csv\n")


def test_remarks_that_are_not_shown_are_in_a_file() -> None:
    """In that which the run wrote, where there was one."""
    remarks = [f"note {number}" for number in range(14)]
    assert of_class([], *remarks).endswith("  and 2 more, in remarks.txt and marks.csv\n")
    noted = [named("Ann", remarks=tuple(remarks))]
    assert of_class(noted).endswith("  and 2 more, in marks.csv\n")


def test_questions_that_wait_for_a_person_hide_nothing() -> None:
    """Nobody has all of her points yet, and how the other questions went is told."""
    essay = question_mark(id="essay", points=None, max_points=5.0)
    text = of_class([worth(3.0, 3.0, essay), worth(1.0, 3.0, essay)])
    assert "mean 2" not in text
    assert re.search(r"reef +3 +2\.00 +1 +0\n", text)
    assert re.search(r"essay +5 +2\n", text)


def test_a_question_is_worth_the_most_that_anybody_can_have() -> None:
    """Results of before a change of points are still there; full marks are each student's own."""
    text = of_class([worth(3.0, 3.0), worth(5.0, 5.0), worth(2.0, 3.0)])
    assert re.search(r"reef +5 +3\.33 +2 +0\n", text)


def test_a_remark_on_many_is_told_once() -> None:
    """With how many, some names, and before what is true of fewer."""
    shared = "what counts has not been graded yet: give the grading command again"
    marks = [named("Zoe", remarks=("not on the roster",))]
    marks += [named(f"S{n}", remarks=(shared, shared)) for n in range(40)]
    marks += [named(name, remarks=("both",)) for name in ("Ann", "Ben")]
    said = " ".join(of_class(marks).partition("worth a look:")[2].split())
    assert (
        said
        == f"40 students (S0, S1, S2, ...): {shared} 2 students (Ann, Ben): both Zoe: not on the roster"
    )


def test_a_name_is_no_markup() -> None:
    """Shown as it was written: a folder, a student, a question, a remark."""
    hostile = named(MARKUP, remarks=(MARKUP,), questions=(question_mark(id="[b]reef[/x]"),))
    text = " ".join(of_class([hostile], MARKUP).split())
    assert text.count(MARKUP) == 2
    assert "[b]reef[/x]" in text
    changed = dataclasses.replace(hostile, questions=(question_mark(id="[b]reef[/x]", points=0.0),))
    text = of_changes((hostile, changed))
    assert "[red]x[/red] g[/x]" in text
    assert "[b]reef[/x] 1.5 -> 0" in text


@pytest.mark.parametrize("name", TEXTS.values(), ids=TEXTS.keys())
def test_a_name_is_one_line(name: str) -> None:
    """And acts on no terminal."""
    text = of_class([missing(student=Student(key="1", name=name), remarks=(name,))])
    hold_is_harmless(text)
    assert "\ntotal" not in text


def test_points_that_change_are_told() -> None:
    """Of the questions those that changed, and without what they are worth."""
    bowline = question_mark(id="bowline", points=1.0, max_points=1.0)
    text = of_changes((worth(1.5, 3.0, bowline), worth(3.0, 3.0, bowline)))
    assert "Alice Adams 2.5 4 reef 1.5 -> 3 the marks of 1 would change; nothing was written" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (worth(3.0, 7.0), worth(3.0, 41.0), "3 of 7 3 of 41 reef 3 of 7 -> 3 of 41"),
        (worth(3.0, 7.0), worth(1.5, 41.0), "3 of 7 1.5 of 41 reef 3 of 7 -> 1.5 of 41"),
        (worth(None, 7.0), worth(None, 41.0), "? of 7 ? of 41 reef ? of 7 -> ? of 41"),
        (
            worth(3.0, 7.0, question_mark(id="knot", points=0.0, max_points=2.0)),
            worth(3.0, 6.0, question_mark(id="knot", points=0.0, max_points=3.0)),
            "3 3 reef 3 of 7 -> 3 of 6 knot 0 of 2 -> 0 of 3",
        ),
        (
            worth(3.0, 7.0),
            worth(3.0, 7.0, question_mark(id="knot", points=None, max_points=5.0)),
            "3 of 7 ? of 12 knot (new) ? of 5",
        ),
        (worth(3.0, 7.0), mark(questions=(), points=0.0, max_points=0.0), "3 of 7 0 of 0 reef (gone)"),
        (missing(), missing(max_points=41.0), "missing missing of 3 of 41"),
        (missing(), worth(0.0, 3.0), "missing 0 reef ? -> 0"),
        (mark(), mark(standing=Standing.UNREADABLE), "1.5 1.5 unreadable"),
    ],
    ids=["most", "both", "open", "same-sum", "added", "gone", "missing", "arrived", "standing"],
)
def test_what_changed_can_be_seen(old: Mark, new: Mark, said: str) -> None:
    """Also if it is only what a question is worth, or what became of the work."""
    assert said in of_changes((old, new))


def test_who_is_new_is_told() -> None:
    """With what she has, and no word on her questions."""
    assert "Alice Adams new 1.5 the marks of 1" in of_changes((None, mark()))
    assert of_changes() == "nobody's marks would change"


def test_many_changes_fit() -> None:
    """Long names and six questions in 80 columns, each change in one line."""
    name = "Bartholomew Featherstonehaugh-Cholmondeley"
    old, new = (
        named(
            name,
            questions=tuple(
                question_mark(id=f"question_{n}", points=points, max_points=most) for n in range(6)
            ),
            points=6 * points,
            max_points=6 * most,
        )
        for points, most in ((2.25, 3.0), (2.75, 4.0))
    )
    by = console()
    show_changes([(old, new)], by)
    lines = printed(by).splitlines()
    assert "13.5 of 18  16.5 of 24  question_0 2.25 of 3 -> 2.75 of 4" in lines[3]
    assert lines[3].startswith(" Bartholomew  ")
    assert all(f"question_{n} 2.25 of 3 -> 2.75 of 4" in lines[3 + n] for n in range(6))


def test_numbers_that_nobody_expects_are_shown() -> None:
    """More than the maximum, and a maximum without end."""
    above, endless = worth(5.0, 3.0), worth(None, float("inf"))
    assert re.search(r"reef +inf +5\.00 +1 +0 +1\n", of_class([above, endless]))
    assert "5 of 3 ? of inf" in of_changes((above, endless))


@settings(deadline=None, max_examples=40)
@given(st.lists(nasty_marks(), max_size=3), NASTY)
def test_any_text_is_harmless(marks: list[Mark], remark: str) -> None:
    """In a class and in what changed of it."""
    hold_is_harmless(of_class(marks, remark))
    for one in marks:
        changed = dataclasses.replace(one, max_points=9.0, questions=(question_mark(id=remark),))
        hold_is_harmless(of_changes((one, changed)))
