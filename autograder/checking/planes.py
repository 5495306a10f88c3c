"""Arrays as panels: small planes in numbers, large ones in colours, and a part of them in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.checking.cutting import part_of
from autograder.checking.panel import Grid, Heat, Numbers, Panel, Place
from autograder.reports.site.grid import texts

_SIDE = 12  # rows and columns of a plane that is shown in numbers
_PART = 5  # likewise, of the part around the first wrong number of a larger one
_PIXELS = 64  # rows and columns of an image
_MOST = 4_000_000  # numbers of a plane that is made an image
_KINDS = "biufc"
_SAME = "."  # in the place of a difference that is none


def input_panel(name: str, array: Numbers, plane: tuple[int, ...]) -> Panel | None:
    """Return what a function was given; None where there is nothing to see.

    Args:
        name: of the parameter.
        array: of any kind and shape.
        plane: the indices of which plane is asked for; one that the array does not have is passed over.
    """
    if array.dtype.kind not in _KINDS or not array.size or not array.ndim:
        return None
    at = _nearest(array, plane)
    numbers = _plane(array, at)
    if _is_large(numbers):
        return Panel(name=name, remark=_remark(array, at), heat=_heat(numbers, _largest(numbers), None))
    grid = _grid(numbers, numbers, np.ones(numbers.shape, dtype=bool), None)[0]
    return Panel(name=name, remark=_remark(array, at), grid=grid)


def answer_panels(due: Numbers, given: Numbers, right: NDArray[np.bool_] | None) -> tuple[Panel, ...]:
    """Return what is due, what came and how they differ.

    Args:
        due: numbers.
        given: numbers.
        right: which elements are right, of the shape of both; None where the shapes differ.
    """
    if right is None:
        return _of_other_shape(due, given)
    if due.size == 1:
        return ()
    first = tuple(int(index) for index in np.argwhere(~right)[0])
    at, place = first[:-2], (first[-2:] if len(first) > 1 else (0, first[0]))
    place = (place[0], place[1])
    planes = (_plane(due, at), _plane(given, at))
    is_right = _plane(right, at)
    remark = _remark(due, at)
    grids = _grid(planes[0], planes[1], is_right, place)
    off = _difference(*planes)
    heats: list[Heat | None] = [None] * 3
    if _is_large(off):
        largest = _largest(planes[0]) or _largest(planes[1])
        heats = [_heat(plane, largest, place) for plane in planes]
        heats.append(_heat(np.where(is_right, 0, off), _largest(off), place, keep_peaks=True))
    return tuple(
        Panel(name=name, remark=remark, grid=grid, heat=heat)
        for name, grid, heat in zip(
            ("expected", "yours", "difference"),
            (*grids, _difference_grid(off, is_right, place)),
            heats,
            strict=True,
        )
    )


def _of_other_shape(due: Numbers, given: Numbers) -> tuple[Panel, ...]:
    """Return what is due and what came; where one is a part of the other, the rest is marked."""
    panels = []
    for name, array, other in (("expected", due, given), ("yours", given, due)):
        if not array.ndim or not array.size:
            text = str(array[()]) if not array.ndim else "no numbers"
            panels.append(Panel(name=name, remark=_remark(array, ()), text=text))
            continue
        part = part_of(array, other)
        within = None if part is None else part.mask(array.shape)
        at = (0,) * max(0, array.ndim - 2)
        if within is not None and not within.all():
            at = first_wrong(within)[:-2]
        numbers = _plane(array, at)
        is_image = _is_large(numbers) and numbers.size <= _MOST
        if numbers.size > _MOST:  # one number seen as many may be more than there is memory for
            numbers = numbers[: _SIDE + 1, : _SIDE + 1]
        inside = np.ones(numbers.shape, dtype=bool) if within is None else _plane(within, at)
        panels.append(
            Panel(
                name=name,
                remark=_remark(array, at),
                grid=_grid(numbers, numbers, inside, None)[0],
                heat=_heat(numbers, _largest(numbers), None) if is_image else None,
            )
        )
    return tuple(panels)


def first_wrong(right: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the index of the first wrong element, in the order of reading."""
    return tuple(int(index) for index in np.argwhere(~right)[0])


def _nearest(array: Numbers, plane: tuple[int, ...]) -> tuple[int, ...]:
    """Return indices of a plane of an array, those that are asked for where it has them."""
    sides = array.shape[:-2]
    if len(plane) == len(sides) and all(i < side for i, side in zip(plane, sides, strict=True)):
        return plane
    return (0,) * len(sides)


def _plane(array: NDArray[Any], at: tuple[int, ...]) -> NDArray[Any]:
    return np.atleast_2d(array[at] if at else array)


def _remark(array: Numbers, at: tuple[int, ...]) -> str:
    shape = f"shape {array.shape}"
    return f"{shape}, here {list(at)}" if at and array[at].size < array.size else shape


def _is_large(plane: NDArray[Any]) -> bool:
    return bool(max(plane.shape) > _SIDE)


def _part(sides: tuple[int, ...], place: Place | None) -> tuple[slice, slice]:
    """Return which rows and columns of a plane are shown in numbers."""
    if max(sides) <= _SIDE:
        return slice(0, sides[0]), slice(0, sides[1])
    begins = [
        max(0, min((place[axis] if place else 0) - _PART // 2, side - _PART))
        for axis, side in enumerate(sides)
    ]
    return slice(begins[0], begins[0] + _PART), slice(begins[1], begins[1] + _PART)


def _grid(due: Numbers, given: Numbers, right: NDArray[np.bool_], place: Place | None) -> list[Grid]:
    part = _part(due.shape, place)
    # Only two planes can be told apart by more digits.
    told = right[part] if due is not given else np.ones(right[part].shape, dtype=bool)
    return [
        _marked(rows, right[part], place, part, due.shape)
        for rows in texts(due[part], given[part], told)
    ]


def _marked(
    rows: tuple[tuple[str, ...], ...],
    right: NDArray[np.bool_],
    place: Place | None,
    part: tuple[slice, slice],
    sides: tuple[int, ...],
) -> Grid:
    corner = (part[0].start, part[1].start)
    return Grid(
        rows=rows,
        wrong=frozenset((int(row), int(column)) for row, column in np.argwhere(~right)),
        first=(place[0] - corner[0], place[1] - corner[1]) if place else None,
        corner=corner if right.shape != sides else None,
    )


def _difference(due: Numbers, given: Numbers) -> NDArray[Any]:
    wide = np.complex128 if "c" in (due.dtype.kind, given.dtype.kind) else np.float64
    with np.errstate(all="ignore"):
        off: NDArray[Any] = given.astype(wide) - due.astype(wide)
    return off


def _difference_grid(off: NDArray[Any], right: NDArray[np.bool_], place: Place) -> Grid:
    part = _part(off.shape, place)
    own, is_right = off[part], right[part]
    left = np.where(is_right, 0, own)
    shown, _ = texts(left, left, np.ones(left.shape, dtype=bool))
    rows = tuple(
        tuple(_SAME if is_right[row, column] else _signed(text) for column, text in enumerate(line))
        for row, line in enumerate(shown)
    )
    return _marked(rows, is_right, place, part, off.shape)


def _signed(text: str) -> str:
    return text if text.startswith("-") or text == "nan" else f"+{text}"


def _largest(numbers: NDArray[Any]) -> float:
    size = np.abs(_floats(numbers))
    return float(size.max(initial=0.0, where=np.isfinite(size)))


def _floats(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Return real numbers; of complex ones the magnitude."""
    with np.errstate(all="ignore"):
        real = np.abs(numbers) if numbers.dtype.kind == "c" else numbers
        return real.astype(np.float64)


def _heat(
    numbers: NDArray[Any], largest: float, place: Place | None, *, keep_peaks: bool = False
) -> Heat:
    """Return a plane as an image.

    Args:
        numbers: of shape (rows, columns).
        largest: the magnitude that has the strongest colours.
        place: of the first wrong element.
        keep_peaks: whether a pixel that stands for several numbers has the colour of the largest one,
            so that a single wrong one can be seen, and not that of their mean.
    """
    real = _floats(numbers)
    finite = real[np.isfinite(real)]
    step = -(-max(real.shape) // _PIXELS)
    return Heat(
        pixels=_smaller(np.where(np.isfinite(real), real, np.nan), step, keep_peaks=keep_peaks),
        largest=largest,
        low=float(finite.min(initial=np.inf)) if finite.size else 0.0,
        high=float(finite.max(initial=-np.inf)) if finite.size else 0.0,
        sides=(real.shape[0], real.shape[1]),
        first=place,
    )


def _smaller(real: NDArray[np.float64], step: int, *, keep_peaks: bool) -> NDArray[np.float64]:
    """Return an image in which a pixel stands for `step` rows and columns; NaN stays NaN."""
    if step == 1:
        return real
    rows, columns = (-(-side // step) for side in real.shape)
    padding = [(0, rows * step - real.shape[0]), (0, columns * step - real.shape[1])]
    parts = np.pad(real, padding, mode="edge").reshape(rows, step, columns, step)
    blocks = parts.transpose(0, 2, 1, 3).reshape(rows, columns, step * step)
    with np.errstate(all="ignore"):
        if not keep_peaks:
            mean: NDArray[np.float64] = blocks.mean(axis=2)
            return mean
        # NaN is the largest of all to argmax.
        peaks = np.argmax(np.abs(blocks), axis=2)
        return np.take_along_axis(blocks, peaks[:, :, None], axis=2)[:, :, 0]
