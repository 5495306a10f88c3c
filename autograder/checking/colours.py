"""A plane of numbers as an image in the page itself, blue below 0 and red above."""

from __future__ import annotations

import base64
import math
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

_BLUE, _WHITE, _RED = (33, 102, 172), (247, 247, 247), (178, 24, 43)
_ODD = (30, 30, 30)  # of NaN and infinities
_SHADES = 255  # an odd number, so that 0 has the one in the middle


def image(pixels: NDArray[np.float64], largest: float) -> str:
    """Return an image as a `data:` address, with a pixel a number.

    Args:
        pixels: of shape (rows, columns); NaN has a colour of its own.
        largest: the magnitude that has the strongest colours.
    """
    with np.errstate(all="ignore"):
        scaled = np.nan_to_num(pixels / (largest or 1.0), nan=0.0)
        shades = np.rint((np.clip(scaled, -1, 1) + 1) / 2 * (_SHADES - 1))
    indices = np.where(np.isfinite(pixels), shades, _SHADES).astype(np.uint8)
    return f"data:image/png;base64,{base64.b64encode(_png(indices)).decode()}"


def colour(share: float) -> str:
    """Return the colour of a number, as CSS.

    Args:
        share: the number as a share of the magnitude that has the strongest colours.
    """
    return "#{:02x}{:02x}{:02x}".format(
        *_shade(max(-1.0, min(1.0, share if math.isfinite(share) else 0)))
    )


def _shade(share: float) -> tuple[int, ...]:
    end = _RED if share > 0 else _BLUE
    return tuple(round(w + abs(share) * (e - w)) for w, e in zip(_WHITE, end, strict=True))


def _png(indices: NDArray[np.uint8]) -> bytes:
    rows, columns = indices.shape
    shades = [_shade(2 * number / (_SHADES - 1) - 1) for number in range(_SHADES)]
    lines = np.zeros((rows, columns + 1), dtype=np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = indices
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for shade in [*shades, _ODD] for part in shade)),
            _chunk(b"IDAT", zlib.compress(lines.tobytes(), 6)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
