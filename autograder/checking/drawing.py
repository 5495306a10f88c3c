"""Panels as HTML: tables of numbers, and images with a legend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from autograder.checking import ink
from autograder.checking.colours import colour, image
from autograder.checking.panel import Grid, Heat, Panel

_EDGE = 180  # of the longer side of an image, in pixels of the screen, about
_LEAST = 14  # of the shorter one


def panels_html(inputs: Sequence[Panel], answers: Sequence[Panel]) -> str:
    """Return panels beside each other, as far as there is room."""
    if not inputs and not answers:
        return ""
    if any(panel.heat for panel in answers):  # which are wide
        rows = (f'<div style="{ink.ROW}">{"".join(map(_panel, row))}</div>' for row in (inputs, answers))
        return "".join(rows)
    arrow = f'<div style="{ink.ARROW}">&#8594;</div>' if inputs and answers else ""
    parts = f"{''.join(map(_panel, inputs))}{arrow}{''.join(map(_panel, answers))}"
    return f'<div style="{ink.ROW}">{parts}</div>'


def _panel(panel: Panel) -> str:
    remark = f' <span style="{ink.QUIET}">{escape(panel.remark)}</span>' if panel.remark else ""
    text = (
        f'<pre style="{ink.PRE};white-space:pre-wrap">{escape(panel.text)}</pre>' if panel.text else ""
    )
    heat = _heat(panel.heat, panel.name) if panel.heat else ""
    grid = _grid(panel.grid) if panel.grid else ""
    return f"<div><div><b>{escape(panel.name)}</b>{remark}</div>{text}{heat}{grid}</div>"


def _grid(grid: Grid) -> str:
    head = ""
    if grid.corner:
        numbers = range(grid.corner[1], grid.corner[1] + len(grid.rows[0]))
        cells = "".join(f'<td style="{ink.HEAD}">{number}</td>' for number in numbers)
        head = f'<tr style="{ink.TR}"><td style="{ink.HEAD}"></td>{cells}</tr>'
    return f'<table style="{ink.TABLE}"><tbody>{head}{"".join(_rows(grid))}</tbody></table>'


def _rows(grid: Grid) -> Iterator[str]:
    for number, row in enumerate(grid.rows):
        head = f'<td style="{ink.HEAD}">{grid.corner[0] + number}</td>' if grid.corner else ""
        cells = "".join(_cell(text, (number, column), grid) for column, text in enumerate(row))
        yield f'<tr style="{ink.TR}">{head}{cells}</tr>'


def _cell(text: str, place: tuple[int, int], grid: Grid) -> str:
    if place == grid.first:
        return f'<td style="{ink.TD}{ink.FIRST}" title="the first wrong one">{escape(text)}</td>'
    wrong = ink.WRONG if place in grid.wrong else ink.RIGHT
    return f'<td style="{ink.TD}{wrong}">{escape(text)}</td>'


def _heat(heat: Heat, name: str) -> str:
    rows, columns = heat.pixels.shape
    zoom = max(1, _EDGE // max(rows, columns))
    height, width = max(rows * zoom, _LEAST), max(columns * zoom, _LEAST)
    size = f"width:{width}px;height:{height}px"
    alt = f"{name} as an image, from {heat.low:.4g} to {heat.high:.4g}"
    return (
        f'<div style="position:relative;{size};margin:.2em 0">'
        f'<img src="{image(heat.pixels, heat.largest)}" alt="{escape(alt)}" '
        f'style="{size};max-width:none;margin:0;display:block;image-rendering:pixelated">'
        f"{_mark(heat, zoom)}</div>{_legend(heat)}"
    )


def _mark(heat: Heat, zoom: int) -> str:
    """Return a frame around the first wrong element."""
    if heat.first is None:
        return ""
    (row, column), (rows, columns) = heat.first, heat.sides
    edge = max(zoom, 5)
    top, left = 100 * (row + 0.5) / rows, 100 * (column + 0.5) / columns
    return (
        '<div title="the first wrong one" style="position:absolute;'
        f"top:calc({top:.2f}% - {edge // 2}px);left:calc({left:.2f}% - {edge // 2}px);"
        f"width:{edge}px;height:{edge}px;box-sizing:border-box;"
        'outline:2px solid #000;box-shadow:0 0 0 3px #fff"></div>'
    )


def _legend(heat: Heat) -> str:
    ends = [heat.low, heat.high]
    stops = [heat.low, 0.0, heat.high] if heat.low < 0 < heat.high else ends
    span = (heat.high - heat.low) or 1.0
    colours = ",".join(
        f"{colour(stop / (heat.largest or 1.0))} {100 * (stop - heat.low) / span:.0f}%" for stop in stops
    )
    low, high = (escape(f"{end:.4g}") for end in ends)
    bar = f"display:inline-block;width:6em;height:.7em;background:linear-gradient(90deg,{colours})"
    ends_html = [f'<span style="{ink.QUIET}">{end}</span>' for end in (low, high)]
    return (
        f'<div style="font-size:.85em">{ends_html[0]} <span style="{bar}"></span> {ends_html[1]}</div>'
    )
