"""Pictures of a class, in colours for a light page and for a dark one, without anybody's names.

They are SVG in `data:` addresses, so that a page stays one file; the same numbers give the same bytes.
"""

from __future__ import annotations

import base64
import dataclasses
import io
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.reports.site.progress import Progress
from autograder.reports.statistics import TestItem

_WIDTHS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0)
_MOST_BINS = 20
_NAMED = 6  # tests with a label in the picture: more would cover each other
_SIZE = (5.8, 3.1)  # inches of 100 pixels
_FRAME = (0.1, 0.165, 0.88, 0.815)  # shares: left, bottom, width, height of what is between the axes
_STYLE = {
    "svg.hashsalt": "autograder",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["system-ui", "Segoe UI", "Helvetica", "Arial", "DejaVu Sans"],
    "font.size": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of a picture."""

    ink: str
    quiet: str
    grid: str
    accent: str
    warn: str


LIGHT = Palette(ink="#1b1f24", quiet="#57606c", grid="#e3e6ea", accent="#2f5fd0", warn="#a8420f")
DARK = Palette(ink="#e8eaed", quiet="#a3adba", grid="#30363f", accent="#86abff", warn="#f2a468")


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture, as addresses that hold all of it.

    Attributes:
        light: for a light page.
        dark: for a dark one.
        alt: what it shows, in words.
        width: in pixels.
        height: in pixels.
    """

    light: str
    dark: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Bin:
    """How many have points from `low` to below `high`, or to `high` in the last one."""

    low: float
    high: float
    count: int


def bins(points: Sequence[float], most: float) -> list[Bin]:
    """Return how points spread over at most twenty steps of a round width.

    Args:
        points: of all who have any.
        most: that can be had.
    """
    top = max([most, *points])
    width = next((w for w in _WIDTHS if top / w <= _MOST_BINS), top / _MOST_BINS)
    steps = max(int(np.ceil(top / width - 1e-9)), 1)
    edges = [round(width * step, 6) for step in range(steps + 1)]
    # Sums of shares are rounded to six places: what misses an edge by that much is on it.
    found = Counter(min(int(value / width + 1e-6), steps - 1) for value in points)
    return [
        Bin(low=low, high=high, count=found[step])
        for step, (low, high) in enumerate(itertools.pairwise(edges))
    ]


def distribution(steps: Sequence[Bin], *, mean: float, median: float) -> Chart:
    """Return the picture of how many students have how many points."""

    def draw(axes: Axes, colours: Palette) -> None:
        width = steps[0].high - steps[0].low
        peak = max(step.count for step in steps)
        middles = [step.low + width / 2 for step in steps]
        counts = [step.count for step in steps]
        axes.bar(middles, counts, width=0.88 * width, color=colours.accent, linewidth=0)
        for middle, count in zip(middles, counts, strict=True):
            if count:
                axes.text(middle, count + 0.02 * peak, f"{count}", ha="center", va="bottom",
                          color=colours.quiet, fontsize=9)  # fmt: skip
        # Names stand where there is more room; the one that would cross the other's line is above it.
        left = mean + median > steps[-1].high
        named = sorted([(mean, "mean"), (median, "median")], reverse=left)
        for (value, name), height in zip(named, (1.32, 1.22), strict=True):
            bar = counts[min(int(value / width), len(steps) - 1)]
            axes.vlines(
                value, bar + 0.11 * peak, (height + 0.05) * peak, color=colours.quiet, linewidth=1
            )
            axes.annotate(f"{name} {value:.2f}", (value, height * peak), xytext=(-5 if left else 5, 0),
                          textcoords="offset points", ha="right" if left else "left", va="center",
                          color=colours.ink)  # fmt: skip
        axes.set_xlim(0, steps[-1].high)
        axes.set_ylim(0, 1.4 * peak)
        axes.set_position((0.02, _FRAME[1], 0.955, _FRAME[3]))
        axes.set_xlabel("points (on each bar: how many students)")
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        _quiet(axes, colours)

    top = max(steps, key=lambda step: step.count)
    alt = (
        f"Histogram of points: the mean is {mean:.2f} and the median {median:.2f} of "
        f"{steps[-1].high:g}; most students, {top.count}, have {top.low:g} to {top.high:g}."
    )
    return _chart(draw, alt)


def rate_and_discrimination(items: Sequence[TestItem]) -> Chart | None:
    """Return the picture of how many pass each test, and how well it separates; None without any.

    Tests that staff should look at have the numbers that they have in the table, from 1.
    """
    points = [
        (number, item, item.rate, item.discrimination)
        for number, item in enumerate(items, 1)
        if item.rate is not None and item.discrimination is not None
    ]
    if not points:
        return None
    named = _apart([(number, rate, value) for number, _, rate, value in points])
    suspicious = {number for number, item, _, _ in points if item.verdict}

    def draw(axes: Axes, colours: Palette) -> None:
        for number, _, rate, value in points:
            colour = colours.warn if number in suspicious else colours.accent
            axes.plot(100 * rate, value, "o", color=colour, markersize=6, alpha=0.5, markeredgewidth=0)
        for number, rate, value in named:
            axes.annotate(f"{number}", (100 * rate, value), xytext=(0, -6), textcoords="offset points",
                          ha="center", va="top", color=colours.quiet, fontsize=9)  # fmt: skip
        axes.axhline(0, color=colours.quiet, linewidth=1)
        lowest = min(0.0, *(value for *_, value in points))
        axes.set_xlim(-2, 102)
        axes.set_ylim(lowest - 0.12, 1.02)
        axes.set_xlabel("students who pass, %")
        axes.set_ylabel("discrimination")
        axes.grid(color=colours.grid, linewidth=0.8)
        _quiet(axes, colours)

    rates = [100 * rate for _, _, rate, _ in points]
    values = [value for *_, value in points]
    alt = (
        f"Scatter plot of {len(points)} tests: {min(rates):.0f} to {max(rates):.0f}% of students pass "
        f"them, and their discrimination is {min(values):.2f} to {max(values):.2f}; "
        f"{len(suspicious) or 'none'} {'is' if len(suspicious) == 1 else 'are'} negative."
    )
    return _chart(draw, alt)


def slopes(found: Sequence[Progress]) -> Chart | None:
    """Return the picture of points from the first to the last piece of work; None if nobody has two.

    Students who went the same way share a line, the thicker the more they are.
    """
    moves = [(one.first, one.last) for one in found if one.first is not None and one.last is not None]
    if not moves:
        return None
    ways = Counter((round(first, 1), round(last, 1)) for first, last in moves)
    up = sum(last > first for first, last in moves)
    down = sum(last < first for first, last in moves)
    before = sum(first for first, _ in moves) / len(moves)
    after = sum(last for _, last in moves) / len(moves)

    def draw(axes: Axes, colours: Palette) -> None:
        for (first, last), count in sorted(ways.items(), key=lambda way: (-way[1], way[0])):
            colour = colours.accent if last > first else colours.warn if last < first else colours.quiet
            width = 0.6 + 4 * (count / len(moves)) ** 0.5
            axes.plot((0, 1), (first, last), color=colour, alpha=0.45, linewidth=width)
        axes.plot((0, 1), (before, after), color=colours.ink, linewidth=2, marker="o", markersize=6)
        for x, side, value in ((0, "right", before), (1, "left", after)):
            axes.annotate(f"mean {value:.2f}", (x, value), xytext=(-9 if x == 0 else 9, 0), ha=side,
                          textcoords="offset points", va="center", color=colours.ink)  # fmt: skip
        axes.set_xlim(-0.35, 1.35)
        top = max(*(one.max_points for one in found), *itertools.chain.from_iterable(ways))
        axes.set_ylim(-0.03 * top, 1.04 * top)
        axes.set_xticks((0, 1), ("first", "last"))
        axes.set_ylabel("points")
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", color=colours.grid, linewidth=0.8)
        _quiet(axes, colours)

    alt = (
        f"Points of the first and the last piece of work of {len(moves)} students: the mean went from "
        f"{before:.2f} to {after:.2f}; {up} went up, {down} went down, {len(moves) - up - down} stayed."
    )
    return _chart(draw, alt)


def _apart(points: Sequence[tuple[int, float, float]]) -> list[tuple[int, float, float]]:
    """Return the lowest points whose names would not cover each other."""
    found: list[tuple[int, float, float]] = []
    for point in sorted(points, key=lambda point: (point[2], point[1])):
        near = (abs(point[1] - x) < 0.06 and abs(point[2] - y) < 0.12 for _, x, y in found)
        if len(found) < _NAMED and not any(near):
            found.append(point)
    return found


def _quiet(axes: Axes, colours: Palette) -> None:
    axes.tick_params(colors=colours.quiet)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(colours.quiet)
    for spine in axes.spines.values():
        spine.set_color(colours.grid)


def _chart(draw: Callable[[Axes, Palette], None], alt: str) -> Chart:
    # The default style first: what a person likes in her own pictures is not for these. And a figure of
    # its own: `pyplot` would keep it, and choose what to draw with by what is installed.
    with style.context(["default", _STYLE]):
        figure = Figure(figsize=_SIZE)
        draw(figure.add_axes(_FRAME), LIGHT)
        file = io.BytesIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(file, format="svg", transparent=True, metadata=nothing)
    light = file.getvalue().decode()
    dark = light
    for name, colour in dataclasses.asdict(LIGHT).items():
        dark = dark.replace(colour, getattr(DARK, name))
    width, height = (round(100 * inches) for inches in _SIZE)
    return Chart(light=_address(light), dark=_address(dark), alt=alt, width=width, height=height)


def _address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
