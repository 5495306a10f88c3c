"""The pictures of a class: what they say, and that they are the same each time."""

from __future__ import annotations

import base64
import dataclasses
import itertools
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reports.site.charts import (
    DARK,
    LIGHT,
    Chart,
    bins,
    distribution,
    rate_and_discrimination,
    slopes,
)
from autograder.reports.site.progress import Progress, progress
from autograder.reports.statistics import items_of_tests
from tests.reports.site.views import graded, hand_ins

PATTERNS = ("ppp", "ppf", "pff", "fff", "ppp", "fpf")


def scatter_chart() -> Chart:
    """Return the picture of three tests."""
    found = rate_and_discrimination(
        items_of_tests([graded(f"{n}", tests) for n, tests in enumerate(PATTERNS)])
    )
    assert found
    return found


def slope_chart() -> Chart:
    """Return the picture of three students of whom two went up and one went down."""
    histories = {"a": hand_ins(1.0, 2.0), "b": hand_ins(0.0, 3.0), "c": hand_ins(2.0, None, 1.0)}
    found = slopes(progress(histories))
    assert found
    return found


def mark_chart() -> Chart:
    """Return the picture of four marks."""
    return distribution(bins([0.0, 1.0, 3.0, 3.0], 3.0), mean=1.75, median=2.0)


CHARTS = pytest.mark.parametrize("chart", [mark_chart, scatter_chart, slope_chart])


@CHARTS
def test_a_picture_is_the_same_each_time(chart: Callable[[], Chart]) -> None:
    """To the byte: a report of the same marks is the same report."""
    assert chart() == chart()


def test_colours_can_be_told_apart() -> None:
    """Each of the light picture is another in the dark one."""
    light, dark = set(dataclasses.astuple(LIGHT)), set(dataclasses.astuple(DARK))
    assert len(light) == len(dark) == len(dataclasses.fields(LIGHT))
    assert not light & dark


@CHARTS
def test_a_picture_is_whole_by_itself(chart: Callable[[], Chart]) -> None:
    """Valid SVG without scripts, and no address in it leads anywhere."""
    made = chart()
    for address, own in ((made.light, LIGHT), (made.dark, DARK)):
        kind, _, data = address.partition(",")
        assert kind == "data:image/svg+xml;base64"
        text = base64.b64decode(data).decode()
        used = set(re.findall(r"#[0-9a-f]{6}\b", text))
        assert own.accent in used
        assert used <= set(dataclasses.astuple(own)) | {"#000000"}
        for element in ElementTree.fromstring(text).iter():
            assert element.tag.rpartition("}")[2] not in {"script", "image", "foreignObject"}
            for name, value in element.attrib.items():
                assert not name.endswith("href") or value.startswith("#")


def test_words_say_what_a_picture_shows() -> None:
    """For who cannot see it: the finding, and not that there is a picture."""
    assert mark_chart().alt == (
        "Histogram of points: the mean is 1.75 and the median 2.00 of 3; "
        "most students, 2, have 2.75 to 3."
    )
    assert scatter_chart().alt.startswith("Scatter plot of 3 tests: 33 to 67% of students pass them")
    assert slope_chart().alt == (
        "Points of the first and the last piece of work of 3 students: the mean went from 1.00 to 2.00; "
        "2 went up, 1 went down, 0 stayed."
    )


def test_nothing_to_show_has_no_picture() -> None:
    """Neither of tests that all pass nor of a class of which nobody handed in again."""
    assert rate_and_discrimination([]) is None
    assert rate_and_discrimination(items_of_tests([graded("a", "pp"), graded("b", "pp")])) is None
    assert slopes([]) is None
    assert slopes([Progress(student="a", count=2, first=None, last=None, max_points=3.0)]) is None


@pytest.mark.parametrize(
    ("points", "most", "expected"),
    [
        ([0.0, 1.0, 3.0], 3.0, {0.0: 1, 1.0: 1, 2.75: 1}),
        ([9.999999, 9.4999999, 0.3], 10.0, {9.5: 2, 0.0: 1}),
        ([12.0], 10.0, {11.0: 1}),
        ([0.0], 0.0, {0.0: 1}),
        ([4999.0], 5000.0, {4750.0: 1}),
    ],
    ids=["edges", "rounded", "more than most", "worth nothing", "thousands"],
)
def test_points_fall_into_steps(points: list[float], most: float, expected: dict[float, int]) -> None:
    """A step begins with its lower edge, the last one ends with its upper edge."""
    assert {step.low: step.count for step in bins(points, most) if step.count} == expected


@given(st.lists(st.floats(0, 100), max_size=30), st.floats(0, 100))
def test_nobody_is_lost_between_steps(points: list[float], most: float) -> None:
    """All are in one of at most twenty steps that follow each other."""
    steps = bins(points, most)
    assert sum(step.count for step in steps) == len(points)
    assert len(steps) <= 20
    assert all(one.high == other.low for one, other in itertools.pairwise(steps))


def test_progress_is_from_the_first_to_the_last_that_has_points() -> None:
    """Work that was not judged is passed over; who handed in once has none."""
    found = progress({"a": hand_ins(None, 1.0, None, 2.5), "b": hand_ins(1.0), "c": hand_ins(1.0, None)})
    assert [(one.student, one.count, one.first, one.last, one.change) for one in found] == [
        ("a", 4, 1.0, 2.5, 1.5),
        ("c", 2, None, None, None),
    ]
