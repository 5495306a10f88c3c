"""Numbers of a small plane as text: as many digits as tell right from wrong, and no more."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = tuple[tuple[str, ...], ...]

_DIGITS = 3  # of the largest number, unless fewer say all
_MOST_DIGITS = 6
_NOISE = 1e-9  # of the largest number: less is what rounding leaves
_GIANT = 1e4  # times the largest number: more is not written out beside the others
_WRITTEN_OUT = range(-3, 7)  # exponents of ten


def texts(due: NDArray[Any], given: NDArray[Any], right: NDArray[np.bool_]) -> tuple[Texts, Texts]:
    """Return two planes of numbers as text, written alike.

    Args:
        due: of kind bool, integer, float or complex.
        given: of the same shape; the kinds may differ.
        right: which elements are right: where one is not, its two texts differ if that is possible.
    """
    if due.dtype.kind in "biu" and given.dtype.kind in "biu":
        return _written(due, str), _written(given, str)
    with np.errstate(all="ignore"):
        wide = np.complex128 if "c" in (due.dtype.kind, given.dtype.kind) else np.float64
        planes = due.astype(wide), given.astype(wide)
    wrong = np.argwhere(~right).tolist()
    style = _shortest(*planes)
    while True:
        first, second = (_written(plane, style) for plane in planes)
        are_told = all(first[row][column] != second[row][column] for row, column in wrong)
        if are_told or style.digits >= _MOST_DIGITS:
            return first, second
        style = style.longer()


def _written(plane: NDArray[Any], style: Callable[[Any], str]) -> Texts:
    return tuple(tuple(map(style, row)) for row in plane.tolist())


@dataclass(frozen=True)
class _Style:
    """How numbers are written.

    Attributes:
        largest: magnitude among them.
        digits: significant ones of it.
    """

    largest: float
    digits: int

    @property
    def exponent(self) -> int:
        """The power of ten that the largest number starts with."""
        return math.floor(math.log10(self.largest)) if self.largest else 0

    @property
    def decimals(self) -> int:
        """Digits after the point, if numbers are written out."""
        return max(0, self.digits - 1 - self.exponent)

    def longer(self) -> _Style:
        """Return the same with a digit more."""
        return _Style(self.largest, self.digits + 1)

    def __call__(self, number: complex) -> str:
        if not isinstance(number, complex):
            return self._real(number)
        imaginary = self._real(number.imag)
        return f"{self._real(number.real)}{'' if imaginary[0] == '-' else '+'}{imaginary}j"

    def _real(self, number: float) -> str:
        if not math.isfinite(number):
            return str(number)
        if abs(number) <= _NOISE * self.largest:
            number = 0.0
        if abs(number) >= _GIANT * self.largest or self.exponent not in _WRITTEN_OUT:
            return f"{number:.{max(self.digits, _DIGITS) - 1}e}" if number else "0"
        text = f"{number:.{self.decimals}f}"
        return text.removeprefix("-") if float(text) == 0 else text


def _shortest(due: NDArray[Any], given: NDArray[Any]) -> _Style:
    """Return the style with the fewest digits that say all, or with a few where that takes more."""
    numbers = np.concatenate([_parts(due), _parts(given)])
    largest = _largest(_parts(due)) or _largest(_parts(given))
    usual = numbers[np.abs(numbers) < _GIANT * largest].tolist()
    style = _Style(largest, 1)
    while style.digits < _DIGITS and any(
        abs(float(style(number)) - number) > _NOISE * largest for number in usual
    ):
        style = style.longer()
    return style


def _parts(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Return the real parts of numbers, and any imaginary ones."""
    parts = [numbers.real, numbers.imag] if numbers.dtype.kind == "c" else [numbers]
    return np.concatenate([part.ravel() for part in parts])


def _largest(numbers: NDArray[np.float64]) -> float:
    return float(np.abs(numbers).max(initial=0.0, where=np.isfinite(numbers)))
