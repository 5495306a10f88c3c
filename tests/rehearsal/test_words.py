"""What a student reads before she hands in."""

from __future__ import annotations

from pathlib import Path

from autograder.rehearsal.finding import Finding
from autograder.rehearsal.readiness import Readiness
from autograder.rehearsal.words import as_text


def made(*findings: Finding, packed: tuple[str, ...] = ()) -> Readiness:
    """Return what was found of an assignment."""
    return Readiness(
        title="Words",
        upload=Path("/home/words.ipynb"),
        packed=packed,
        readable=True,
        findings=findings,
        checks="1 of 2 public checks pass.",
    )


def test_marks_come_first() -> None:
    """Then hints, the checks, and the file; lines are as long as the terminal."""
    text = as_text(
        made(Finding("one " * 20, loses=True), Finding("a hint"), packed=("words.py", "net.npz")),
        width=60,
    )
    assert text.splitlines() == [
        "Words: words.ipynb can be handed in, but would lose marks as it is.",
        "",
        "What would lose marks",
        "  - one one one one one one one one one one one one one one",
        "    one one one one one one",
        "",
        "Good to know (loses no marks by itself)",
        "  - a hint",
        "",
        "1 of 2 public checks pass.",
        "",
        "Hand in: /home/words.ipynb",
        "It was made just now, of words.py and net.npz.",
    ]


def test_colours_are_for_terminals_that_show_them() -> None:
    """And for nothing else."""
    assert "\033[" not in str(made())
    assert as_text(made(), colour=True).startswith(
        "\033[1m\033[32mWords: words.ipynb can be handed in.\033[0m"
    )


def test_a_page_is_escaped() -> None:
    """Names and messages are text; what is code looks like it."""
    page = made(Finding("`f` <script>", loses=True), Finding("a ` alone"))._repr_html_()
    assert "<code>f</code> &lt;script&gt;" in page
    assert "a ` alone" in page
    assert "<script>" not in page
