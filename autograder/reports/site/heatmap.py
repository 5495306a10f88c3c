"""A plane of numbers as a small image in the page itself."""

from __future__ import annotations

import base64
import functools
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SHADES = 254  # the two that are left of a byte are for what has no shade
_ODD, _CLEAR = 254, 255
_PINK = (224, 33, 138)  # of NaN and infinities: in neither colour map
_EDGE = 224  # of the longer side of an image, in pixels of the screen, about
_LEAST = 16  # of the shorter one


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Which numbers the first and the last colour of a colour map of matplotlib stand for."""

    low: float
    high: float
    colours: str = "viridis"

    @property
    def bar(self) -> str:
        """The colours from the first to the last, as a `data:` address."""
        return _png(np.arange(_SHADES, dtype=np.uint8)[None, ::4], self.colours)


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """One image.

    Attributes:
        title: what it shows.
        alt: what is said to those who cannot see it.
        source: a `data:` address with a pixel a number.
        width: on the screen, in its pixels.
        height: likewise.
    """

    title: str
    alt: str
    source: str
    width: int
    height: int
    scale: Scale


def heatmap(
    title: str,
    alt: str,
    numbers: NDArray[np.float64],
    scale: Scale,
    clear: NDArray[np.bool_] | None = None,
) -> HeatMap:
    """Return an image of a plane, in which NaN and infinities are pink.

    Args:
        title: what it shows.
        alt: the same in words that say more.
        numbers: of shape (rows, columns). Those beyond the scale have its first or last colour.
        scale: of its colours.
        clear: which numbers are not drawn, of the same shape.
    """
    with np.errstate(all="ignore"):
        shades = (numbers - scale.low) / ((scale.high - scale.low) or 1.0) * (_SHADES - 1)
    is_odd = ~np.isfinite(shades)
    pixels = np.where(is_odd, _ODD, np.clip(np.where(is_odd, 0, shades), 0, _SHADES - 1))
    if clear is not None:
        pixels = np.where(clear, _CLEAR, pixels)
    rows, columns = numbers.shape
    # Whole pixels of the screen, or squares of one size would differ.
    zoom = max(1, _EDGE // max(rows, columns))
    return HeatMap(
        title=title,
        alt=alt,
        source=_png(pixels.astype(np.uint8), scale.colours),
        width=max(columns * zoom, _LEAST),
        height=max(rows * zoom, _LEAST),
        scale=scale,
    )


def _png(pixels: NDArray[np.uint8], colours: str) -> str:
    # matplotlib needs Pillow, and so it is there. With a palette it takes a third of what RGBA takes.
    from PIL import Image  # noqa: PLC0415

    image = Image.fromarray(pixels)
    image.putpalette(_palette(colours))
    file = io.BytesIO()
    image.save(file, "PNG", transparency=_CLEAR)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


@functools.cache
def _palette(colours: str) -> bytes:
    from matplotlib import colormaps  # noqa: PLC0415

    shades: NDArray[Any] = colormaps[colours](np.linspace(0, 1, _SHADES), bytes=True)
    return shades[:, :3].tobytes() + bytes((*_PINK, 0, 0, 0))
