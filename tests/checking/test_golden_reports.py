"""What students read of usual mistakes, word for word. Change a file only where the change is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.checking import Report, check_namespace
from autograder.checking.terminal import printable
from tests.checking.mine import golden_names
from tests.grading.command import ROOT

EXPECTED = Path(__file__).parent / "expected"
CASES = {"flipped_kernel": "conv2d", "ignored_stride": "conv2d", "one_sided_padding": "pad2d"}


def report(case: str) -> Report:
    """Check the question that a golden submission gets wrong."""
    names = golden_names("stride_padding", case)
    return check_namespace(names, ROOT / "assignments" / "stride_padding", [CASES[case]])


@pytest.mark.parametrize("case", list(CASES))
def test_a_usual_mistake_reads_as_it_should(case: str) -> None:
    """Title, sentence, call, pictures and likeness."""
    assert f"{report(case)}\n" == (EXPECTED / f"{case}.txt").read_text(encoding="utf-8")


def test_a_flipped_kernel_is_named() -> None:
    """By asking the function with the kernel flipped: no catalogue of mistakes is at hand."""
    (likeness,) = report("flipped_kernel").questions[0].likeness
    assert likeness == "`conv2d` would be right if `kernel` were flipped both ways first"


def test_an_ignored_argument_is_named() -> None:
    """By comparison with a call that passed and differs in this argument alone."""
    failed = next(
        one for one in report("ignored_stride").questions[0].outcomes if one.status == "failed"
    )
    assert "`stride=2` changes nothing: the answer is the same as without it" in failed.sentences[-1]


def test_colours_are_all_that_a_coloured_terminal_adds() -> None:
    """The text is the same."""
    shown = report("flipped_kernel")
    coloured = shown.text(colour=True, width=100)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert [line.rstrip() for line in plain.split("\n")] == shown.text(width=100).split("\n")


def test_a_narrow_terminal_gets_narrow_lines() -> None:
    """Pictures go below each other."""
    text = report("one_sided_padding").text(colour=False, width=50)
    assert max(map(len, text.splitlines())) <= 50
    assert text.index("expected") < text.index("yours")


@pytest.mark.parametrize("colour", [False, True])
def test_a_narrow_terminal_gets_narrow_headings(colour: bool) -> None:
    """With titles and points, which take several lines."""
    names = golden_names("stride_padding", "flipped_kernel")
    shown = check_namespace(names, ROOT / "assignments" / "stride_padding", [])
    text = shown.text(colour=colour, width=60)
    head = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in text.split("\n") if "called:" not in line]
    assert max(map(len, head)) <= 60
    assert " ".join(" ".join(head).split()) == " ".join(
        " ".join(line for line in shown.text(width=60).split("\n") if "called:" not in line).split()
    )
    assert len(head) > len([one for one in shown.text(width=200).split("\n") if "called:" not in one])


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", None])
def test_an_old_console_can_show_it(encoding: str | None) -> None:
    """With other signs."""
    text = printable(report("flipped_kernel").text(), encoding)
    text.encode(encoding or "ascii")
    assert "  + A stride of 2" in text
    assert "[21] 210" in text
