"""The code of a student as lines of HTML: what she wrote, and nothing that acts."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reports.site.code import anchors, listings
from autograder.reports.site.view import CodeCell
from autograder.text import scrub
from tests.reports.marks import NASTY
from tests.reports.site.document import Document, read

SOURCE = 'def reef(turns):\n    """Right over left."""\n    return 2 * turns  # <twice>\n'


def cell(source: str, label: str = "code cell 1", **more: dict[int, str]) -> CodeCell:
    """Return a cell of this text."""
    return CodeCell(label=label, source=source, **more)


def line_html(source: str) -> list[str]:
    """Return the lines of one cell as HTML."""
    (listing,) = listings([cell(source)])
    return [line.text for line in listing.lines]


def shown(html: str) -> Document:
    """Return what a line consists of."""
    return read(f"<pre>{html}</pre>")


def test_words_have_classes() -> None:
    """Each by what it is, so that a style sheet can colour it."""
    first, second, third = line_html(SOURCE)
    assert first == (
        '<span class="k">def</span><span class="w"> </span><span class="nf">reef</span>'
        '<span class="p">(</span><span class="n">turns</span><span class="p">):</span>'
    )
    assert '<span class="sd">' in second
    assert "&lt;twice&gt;" in third


def test_lines_have_numbers_anchors_and_what_is_said_of_them() -> None:
    """Outcomes link to them by label and number; of cells of one label the first is meant."""
    cells = [cell("a\nb", failing={2: "NameError"}, wrong={1: "reef answers wrongly"}), cell("c\n\n")]
    first, second = listings(cells)
    assert [(one.number, one.failing, one.wrong) for one in first.lines] == [
        (1, "", "reef answers wrongly"),
        (2, "NameError", ""),
    ]
    assert [one.number for one in second.lines] == [1]
    assert anchors([first, second]) == {("code cell 1", 1): "code-1-1", ("code cell 1", 2): "code-1-2"}


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\n!ls *.py\n%%bash\necho $HOME\n?np.pad",
        "print 'old'\n\tif x:\n  y",
        '"""never closed\n\n',
        "f'{f\"{f'''{",
        "(" * 5_000,
        "\n\n  x\n\n",
        "",
    ],
)
def test_what_is_no_python_is_shown_as_it_is(source: str) -> None:
    """Magics, shell lines, old Python, what was never closed."""
    lines = [shown(html).all("pre")[0].text for html in line_html(source)]
    assert lines == [scrub(line) for line in source.rstrip("\n").split("\n")]


@given(st.lists(NASTY, max_size=6).map("\n".join))
@settings(deadline=None, max_examples=40)
def test_any_text_is_shown_as_text(source: str) -> None:
    """All of it, made safe, in elements that do nothing but carry a class."""
    documents = [shown(html) for html in line_html(source)]
    lines = [scrub(line) for line in source.rstrip("\n").split("\n")]
    assert [document.all("pre")[0].text for document in documents] == lines
    parts = [part for document in documents for part in document.elements if part.name != "pre"]
    assert {part.name for part in parts} <= {"span"}
    assert {name for part in parts for name in part.attributes} <= {"class"}


@pytest.mark.parametrize(
    "source",
    ["x" * 10**6, "x = 1\n" * 10**5, "\n" * 10**5 + "x", "(" * 10**6, "'\\N{" * 10**5, "é" * 10**6],
    ids=["long", "many", "blank", "deep", "escapes", "not ASCII"],
)
def test_a_page_holds_so_much_and_no_more(source: str) -> None:
    """Of a giant cell the beginning, and the page says how much is left out."""
    first, second = listings([cell(source), cell("y\n" * 10**5)])
    assert sum(len(line.text) for one in (first, second) for line in one.lines) < 3 * 10**6
    assert len(first.lines) + first.left_out == len(source.rstrip("\n").split("\n"))
    assert second.left_out > 90_000


def test_cells_beyond_what_a_page_holds_say_so() -> None:
    """They are named, without their lines."""
    found = listings([cell("x\n" * 4_000) for _ in range(3)])
    assert [(len(one.lines), one.left_out) for one in found] == [(4_000, 0), (2_000, 2_000), (0, 4_000)]


def test_a_giant_line_says_that_it_is_cut() -> None:
    """The lines around it are whole."""
    lines = line_html("a\n" + "b" * 10**6 + "\nc")
    assert lines[1].endswith("b [cut]")
    assert [len(line) for line in lines] == [1, 2_000, 1]


def luminance(colour: str) -> float:
    """Return how light a colour is (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("background", ["card", "bad-wash"])
def test_words_can_be_told_from_their_background(scheme: int, background: str) -> None:
    """Each colour of code with a contrast of 4.5, on a page and on a line that fails."""
    site = resources.files("autograder.reports.site")
    texts = [site.joinpath(name).read_text(encoding="utf-8") for name in ("site.css", "code.css")]
    found: dict[str, list[str]] = {}
    for text in texts:
        for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text):
            found.setdefault(name, []).append(colour)
    behind = luminance(found[background][scheme])
    words = {name: colours[scheme] for name, colours in found.items() if name.startswith("code-")}
    assert len(words) == 7
    for name, colour in words.items():
        low, high = sorted([behind, luminance(colour)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, name
