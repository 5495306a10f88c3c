"""Where an answer differs from what was due: numbers side by side, or images where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.reports.site.grid import Texts, texts
from autograder.reports.site.heatmap import HeatMap, Scale, heatmap
from autograder.reports.site.view import Difference

_SIDE = 12  # rows and columns of a plane that is shown as numbers
_PIXELS = 128  # rows and columns of an image
_PLACES = 6  # wrong elements that are listed beside an image
_KINDS = frozenset("biufc")


@dataclass(frozen=True, kw_only=True)
class Place:
    """One element that is wrong."""

    row: int
    column: int
    due: str
    given: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A difference, ready to be shown.

    Attributes:
        summary: how much is wrong, in a sentence.
        first: row and column of the first wrong element.
        due: its numbers, or none where there are too many.
        given: likewise.
        wrong: which of them are wrong, of the same shape.
        images: in the place of numbers.
        places: with images, the first wrong elements.
        notes: what is to be known of the images.
    """

    summary: str
    first: tuple[int, int] | None
    due: Texts = ()
    given: Texts = ()
    wrong: tuple[tuple[bool, ...], ...] = ()
    images: tuple[HeatMap, ...] = ()
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()


def picture(difference: Difference) -> Picture | None:
    """Return what is to be shown of a difference, None if it has no numbers."""
    due, given, right = difference.due, difference.given, difference.right
    if not due.size or not {due.dtype.kind, given.dtype.kind} <= _KINDS:
        return None
    indices = [(int(row), int(column)) for row, column in np.argwhere(~right)[:_PLACES]]
    summary, first = _summary(difference), indices[0] if indices else None
    if max(due.shape) <= _SIDE:
        due_texts, given_texts = texts(due, given, right)
        wrong = tuple(tuple(row) for row in (~right).tolist())
        return Picture(summary=summary, first=first, due=due_texts, given=given_texts, wrong=wrong)
    images, notes = _images(due, given, right)
    places = _places(due, given, indices)
    return Picture(summary=summary, first=first, images=images, places=places, notes=notes)


def _summary(difference: Difference) -> str:
    right = difference.right
    wrong = int(np.count_nonzero(~right))
    where = f" of plane {difference.plane}" if difference.plane else ""
    if wrong == right.size > 1:
        return f"Every value{where} is wrong."
    return f"{wrong:,} of {right.size:,} values{where} {'is' if wrong == 1 else 'are'} wrong."


def _places(
    due: NDArray[Any], given: NDArray[Any], indices: Sequence[tuple[int, int]]
) -> tuple[Place, ...]:
    rows, columns = [row for row, _ in indices], [column for _, column in indices]
    (due_texts,), (given_texts,) = texts(
        due[rows, columns][None], given[rows, columns][None], np.zeros((1, len(indices)), dtype=bool)
    )
    return tuple(
        Place(row=row, column=column, due=first, given=second)
        for (row, column), first, second in zip(indices, due_texts, given_texts, strict=True)
    )


def _images(
    due: NDArray[Any], given: NDArray[Any], right: NDArray[np.bool_]
) -> tuple[tuple[HeatMap, ...], tuple[str, ...]]:
    """Return images of both planes on one scale, and of how far they are apart where that is wrong."""
    down, across = (-(-side // _PIXELS) for side in due.shape)
    drawn = (slice(None, None, down), slice(None, None, across))
    is_complex = "c" in (due.dtype.kind, given.dtype.kind)
    with np.errstate(all="ignore"):
        wide = np.complex128 if is_complex else np.float64
        pair = due.astype(wide), given.astype(wide)
        off: NDArray[np.float64] = np.abs(pair[1] - pair[0])
        planes: list[NDArray[Any]] = [np.abs(plane) for plane in pair] if is_complex else [*pair]
    (lowest, highest), (low, high) = map(_range, planes)
    span = (highest - lowest) or abs(highest) or 1.0
    # One giant number would leave a single colour to all others.
    scale = Scale(low=max(min(low, lowest), lowest - span), high=min(max(high, highest), highest + span))
    apart = Scale(low=0.0, high=_range(off[~right])[1], colours="plasma")
    images = (
        heatmap("due", f"due: {lowest:.4g} to {highest:.4g}", planes[0][drawn], scale),
        heatmap("given", f"given: {low:.4g} to {high:.4g}", planes[1][drawn], scale),
        heatmap(
            "how far apart, where wrong",
            f"how far apart: up to {apart.high:.4g}, at {np.count_nonzero(~right):,} values",
            off[drawn],
            apart,
            clear=right[drawn],
        ),
    )
    notes = {
        "Colours stand for the magnitudes of complex numbers.": is_complex,
        f"Of the rows and columns one in {down} and one in {across} are drawn.": down * across > 1,
        "NaN and infinities are pink.": not np.isfinite(planes).all(),
        "Numbers beyond the scale have its first or last colour.": low < scale.low or high > scale.high,
    }
    return images, tuple(note for note, holds in notes.items() if holds)


def _range(numbers: NDArray[Any]) -> tuple[float, float]:
    """Return the least and the greatest of the finite numbers, zeros if there is none."""
    finite = numbers[np.isfinite(numbers)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
