"""Pictures of arrays: as many digits as tell, the first wrong cell marked, and never an error."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.checking.drawing import panels_html
from autograder.checking.outcome import CheckOutcome, QuestionOutcome
from autograder.checking.panel import Grid, Panel
from autograder.checking.planes import answer_panels, input_panel
from autograder.checking.report import Report
from autograder.suite.comparison import assert_matches
from autograder.suite.mismatch import Mismatch, MismatchError

VOID = {"img", "br"}


class Balanced(HTMLParser):
    """Holds that every element is closed in order, and that there is no script."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert tag != "script"
        assert not any(name.startswith("on") for name, _ in attrs)
        assert all(
            value.startswith("data:image/png") for name, value in attrs if name == "src" and value
        )
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that it is the innermost one."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.text += data


def read(page: str) -> str:
    """Return the text of a well-formed page."""
    parser = Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser.text


def mismatch(actual: Any, expected: Any) -> Mismatch:
    """Return how two differ."""
    with pytest.raises(MismatchError) as caught:
        assert_matches(actual, expected)
    return caught.value.mismatch


def pictures(actual: Any, expected: Any) -> tuple[Panel, ...]:
    """Return the pictures of a wrong answer."""
    found = mismatch(actual, expected)
    assert found.expected is not None
    assert found.actual is not None
    return answer_panels(found.expected, found.actual, found.right)


def grids(actual: Any, expected: Any) -> list[Grid]:
    """Return their numbers."""
    return [panel.grid for panel in pictures(actual, expected) if panel.grid]


def test_digits_tell_the_difference() -> None:
    """4 and 4.001 do not both read as 4, and whole numbers have no point."""
    due, given, off = grids([[4.001, 2.0]], [[4.0, 2.0]])
    assert due.rows == (("4.000", "2.000"),)
    assert given.rows == (("4.001", "2.000"),)
    assert off.rows == (("+0.001", "."),)
    due, given, _ = grids([[4, 3]], [[4, 2]])
    assert (due.rows, given.rows) == ((("4", "2"),), (("4", "3"),))


def test_what_is_no_number_is_shown() -> None:
    """NaN, infinity and complex numbers."""
    _, given, _ = grids([[np.nan, np.inf, 1]], [[1, 1, 1]])
    assert given.rows == (("nan", "inf", "1"),)
    _, given, _ = grids([[1j, 2]], [[1, 2]])
    assert given.rows == (("0+1j", "2+0j"),)


def test_the_first_wrong_cell_is_marked_in_all() -> None:
    """Of the plane in which it is, which is named."""
    expected = np.zeros((2, 3, 4, 4))
    actual = expected + 0.0
    actual[1, 2, 3, 0] = actual[1, 2, 3, 1] = 7
    expected[0, 0, 0, 0] = actual[0, 0, 0, 0] = 1
    panels = pictures(actual, expected)
    assert [panel.remark for panel in panels] == ["shape (2, 3, 4, 4), here [1, 2]"] * 3
    for panel in panels:
        assert panel.grid
        assert panel.grid.first == (3, 0)
        assert panel.grid.wrong == {(3, 0), (3, 1)}


def test_a_large_plane_is_an_image_and_the_numbers_around_the_first_wrong_one() -> None:
    """With their place; a single wrong pixel of a very large one can still be seen."""
    expected = np.ones((300, 200))
    actual = expected.copy()
    actual[150, 60] = 9
    panels = pictures(actual, expected)
    for panel in panels:
        assert panel.grid
        assert panel.heat
        assert max(panel.heat.pixels.shape) <= 64
        assert panel.grid.corner == (148, 58)
        assert panel.grid.first == (2, 2)
    assert panels[2].heat
    assert panels[2].heat.pixels.max() == 8


def test_a_part_of_what_is_due_has_the_rest_marked() -> None:
    """Where the last row and column lack."""
    expected = np.arange(12.0).reshape(3, 4)
    due, given = grids(expected[:-1, :-1], expected)
    assert due.wrong == {(0, 3), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3)}
    assert given.wrong == frozenset()


numbers = arrays.arrays(
    dtype=st.sampled_from(
        ["bool", "int8", "uint8", "int64", "float16", "float32", "float64", "complex128"]
    ),
    shape=arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=16),
)


@settings(max_examples=60, deadline=None)
@given(numbers, numbers, st.booleans())
def test_any_pair_of_arrays_can_be_shown(due: Any, given: Any, alike: bool) -> None:
    """As text and as well-formed HTML."""
    if alike:
        given = np.broadcast_to(given.ravel()[0] if given.size else 0, due.shape)
    right = None
    if due.shape == given.shape:
        with np.errstate(all="ignore"):
            right = np.asarray(due == given)
        if right.all():
            return
    inputs = tuple(panel for one in (due, given) if (panel := input_panel("<x>", one, (0, 1))))
    outcome = CheckOutcome(
        title="<t>", status="failed", inputs=inputs, answers=answer_panels(due, given, right)
    )
    report = Report(questions=(QuestionOutcome(id="q", outcomes=(outcome,)),))
    assert "<t>" in read(report._repr_html_())
    for width in (40, 100):
        assert "<t>" in report.text(colour=True, width=width)


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_escaped(title: str, sentence: str, printed: str) -> None:
    """Whatever is in it, also between backticks."""
    outcome = CheckOutcome(
        title=title,
        status="failed",
        sentences=(sentence, f"`{printed}`"),
        call=title,
        repeat=(sentence, title),
        printed=printed,
        warning=sentence,
        answers=(Panel(name=title, text=sentence or "-"),),
    )
    question = QuestionOutcome(id=title, outcomes=(outcome,), likeness=(sentence,), notes=(printed,))
    read(Report(questions=(question,), whole=True, title=title, notes=(sentence,))._repr_html_())


def test_pictures_say_in_words_what_they_show() -> None:
    """For those who cannot see them."""
    page = panels_html((), pictures(np.ones((20, 20)), np.eye(20) * 3))
    assert 'alt="expected as an image, from 0 to 3"' in page
    assert page.count('title="the first wrong one"') == 6
