"""One array, or what is shown in its place: numbers of a plane as text, or a plane as an image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Place = tuple[int, int]  # row and column
Numbers = NDArray[np.generic]


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """Numbers of a plane, or of a part of it, as text.

    Attributes:
        rows: of texts, all of one length.
        wrong: places, within these rows, of wrong elements.
        first: the place of the first wrong one, if it is here.
        corner: where in its plane the first of these numbers stands, where they are a part of it.
    """

    rows: tuple[tuple[str, ...], ...]
    wrong: frozenset[Place] = frozenset()
    first: Place | None = None
    corner: Place | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Heat:
    """A plane as an image, at most 64 pixels wide and high.

    Attributes:
        pixels: a number each; NaN stands for whatever is not finite.
        largest: the magnitude that has the strongest colours.
        low: the least number of the plane.
        high: the largest one.
        sides: rows and columns of the plane.
        first: the place in the plane of the first wrong element.
    """

    pixels: NDArray[np.float64]
    largest: float
    low: float
    high: float
    sides: tuple[int, int]
    first: Place | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """Something with a name, ready to be shown.

    Attributes:
        name: "image", "expected", "yours".
        remark: its shape, and which plane of it is shown.
        grid: its numbers, or those around the first wrong one.
        heat: in addition, where not all numbers are shown.
        text: in the place of both.
    """

    name: str
    remark: str = ""
    grid: Grid | None = None
    heat: Heat | None = None
    text: str = ""
