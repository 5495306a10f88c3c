"""Where an answer differs: numbers that can be compared, images where there are many, at any values."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image

from autograder.reports.site.pictures import Picture, picture
from autograder.reports.site.view import Difference


def drawn(due: Any, answer: Any, right: Any = None, plane: str = "") -> Picture:
    """Return the picture of two planes; what is not equal is wrong unless said otherwise."""
    first, second = np.asarray(due), np.asarray(answer)
    where = first == second if right is None else np.asarray(right)
    found = picture(Difference(plane=plane, given=second, due=first, right=where))
    assert found is not None
    return found


def pixels(source: str) -> NDArray[np.uint8]:
    """Return the image in a `data:` address, as RGBA."""
    head, _, data = source.partition(",")
    assert head == "data:image/png;base64"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))


def test_a_small_plane_is_shown_as_numbers() -> None:
    """Both, with the wrong ones marked and the first of them named."""
    found = drawn([[1.5, 2.0], [3.0, 4.0]], [[1.5, 2.0], [0.25, 4.0]], plane="[0, 1]")
    assert found.due == (("1.50", "2.00"), ("3.00", "4.00"))
    assert found.given == (("1.50", "2.00"), ("0.25", "4.00"))
    assert found.wrong == ((False, False), (True, False))
    assert (found.first, found.images) == ((1, 0), ())
    assert found.summary == "1 of 4 values of plane [0, 1] is wrong."


@pytest.mark.parametrize(
    ("due", "answer", "texts"),
    [
        ([1.0, 2.0], [1.0, 1e-17], ("1", "0")),
        ([1.0, 2.0], [1.0, -1e-12], ("1", "0")),
        ([0.123456, 1.0], [0.123456, 1.0002], ("0.1235", "1.0002")),
        ([np.pi, 100.0], [np.pi, 200.0], ("3", "200")),
        ([1.0, 2.0], [np.nan, np.inf], ("nan", "inf")),
        ([0.5, 1.0], [0.5, 3e12], ("0.5", "3.00e+12")),
        ([1e-9, 3e-9], [1e-9, 0.0], ("1.00e-09", "0")),
        ([0.0, 0.0], [0.0, 0.0], ("0", "0")),
        ([1 + 2j, 0j], [1 + 2j, -1j], ("1+2j", "0-1j")),
        ([True, False], [True, True], ("True", "True")),
        ([1, 2], [1, 250], ("1", "250")),
        ([1, 2], [1.0, 2.5], ("1.0", "2.5")),
    ],
)
def test_numbers_are_written_as_short_as_they_can_be_told_apart(
    due: list[Any], answer: list[Any], texts: tuple[str, str]
) -> None:
    """Noise is zero, what is whole has no decimals, and what has no number is said."""
    assert drawn([due], [answer]).given == (texts,)


def test_small_unsigned_numbers_do_not_wrap() -> None:
    """The difference of two bytes can be negative."""
    due, answer = np.zeros((1, 20), np.uint8), np.full((1, 20), 255, np.uint8)
    apart = drawn(due, answer).images[2]
    assert apart.scale.high == 255


@given(
    arrays.arrays(np.float64, (2, 3), elements=st.floats(-1e6, 1e6, allow_subnormal=False)),
    st.floats(2e-4, 1e3),
    st.sampled_from([-1, 1]),
)
@settings(deadline=None, max_examples=50)
def test_a_wrong_number_never_reads_as_the_one_that_was_due(
    due: NDArray[np.float64], off: float, sign: int
) -> None:
    """What differs by more than is allowed is seen to differ."""
    answer = due.copy()
    answer[1, 2] += sign * off * (np.abs(due).max() or 1.0)
    right = np.ones((2, 3), dtype=bool)
    right[1, 2] = False
    found = drawn(due, answer, right)
    assert found.given[1][2] != found.due[1][2]


KINDS = [np.bool_, np.int8, np.uint64, np.float16, np.float32, np.float64, np.longdouble, np.complex128]


@given(st.data(), st.sampled_from(KINDS), st.sampled_from(KINDS))
@settings(deadline=None, max_examples=40)
def test_any_numbers_can_be_drawn(data: st.DataObject, first: Any, second: Any) -> None:
    """Of any kind and magnitude, without a warning, and the same each time."""
    shape = data.draw(st.sampled_from([(1, 1), (2, 5), (13, 2), (1, 40)]))
    due, answer = (data.draw(arrays.arrays(kind, shape)) for kind in (first, second))
    right = data.draw(arrays.arrays(np.bool_, shape))
    assert drawn(due, answer, right) == drawn(due, answer, right)


def test_a_large_plane_is_shown_as_images() -> None:
    """On one scale; the third leaves out what is right, and the first wrong ones are listed."""
    due = np.arange(400.0).reshape(20, 20)
    answer = due.copy()
    answer[3, 4], answer[5, 6] = 0, 100
    found = drawn(due, answer)
    assert found.due == ()
    first, second, apart = found.images
    assert (first.scale, first.width) == (second.scale, second.width)
    assert (first.scale.low, first.scale.high) == (0, 399)
    assert pixels(first.source).shape == (20, 20, 4)
    assert (pixels(first.source) != pixels(second.source)).any(axis=2).sum() == 2
    assert (pixels(apart.source)[..., 3] > 0).sum() == 2
    assert [(one.row, one.column, one.due, one.given) for one in found.places] == [
        (3, 4, "64", "0"),
        (5, 6, "106", "100"),
    ]
    assert "0 to 399" in first.alt
    assert "at 2 values" in apart.alt
    assert found.notes == ()


def test_what_is_not_finite_has_a_colour_of_its_own() -> None:
    """And the page says which."""
    due = np.ones((20, 20))
    answer = due.copy()
    answer[0, 0], answer[1, 1] = np.nan, -np.inf
    found = drawn(due, answer)
    image = pixels(found.images[1].source)
    assert (image[0, 0] == image[1, 1]).all()
    assert (image[0, 0] != image[2, 2]).any()
    assert "NaN and infinities are pink." in found.notes


def test_one_giant_number_leaves_colours_to_the_others() -> None:
    """The scale is that of what was due, and no more than a span beyond."""
    due = np.linspace(0, 1, 400).reshape(20, 20)
    answer = due.copy()
    answer[0, 0] = 1e9
    found = drawn(due, answer)
    assert found.images[1].scale.high == 2
    assert "Numbers beyond the scale have its first or last colour." in found.notes


def test_an_image_is_bounded() -> None:
    """Of a giant plane some rows and columns are drawn, and the page says so."""
    due = np.zeros((3_000, 200))
    found = drawn(due, due + 1)
    assert max(pixels(found.images[0].source).shape) <= 128
    assert max(len(image.source) for image in found.images) < 40_000
    assert found.notes == ("Of the rows and columns one in 24 and one in 2 are drawn.",)
    assert len(found.places) == 6


def test_one_row_is_high_enough_to_be_seen() -> None:
    """An array of one axis is an image too."""
    found = drawn(np.zeros((1, 100)), np.ones((1, 100)))
    assert min(found.images[0].width, found.images[0].height) >= 16


@pytest.mark.parametrize("plane", [np.array([["a"]]), np.array([[None]]), np.zeros((0, 3))])
def test_what_has_no_numbers_has_no_picture(plane: NDArray[Any]) -> None:
    """Text, objects and nothing at all."""
    right = np.ones(plane.shape, dtype=bool)
    assert picture(Difference(plane="", given=plane, due=plane, right=right)) is None
