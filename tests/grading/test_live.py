"""Whoever watches sees what goes on with a submission that takes long; nobody else does."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
from pathlib import Path

import numpy as np
import pytest

from autograder.grading.live import Live
from tests.grading.command import AUTOGRADER, run
from tests.samples import lay_course

CLEAR = "\r\x1b[K"  # the line, before another takes its place


@pytest.fixture
def shown() -> list[str]:
    """Give a list of what is shown."""
    return []


@pytest.fixture
def live(shown: list[str]) -> Live:
    """Show it."""
    return Live(shown.append)


def heard(live: Live, shown: list[str], printed: bytes) -> str:
    """Return what is shown of something that a submission prints, without its clock."""
    shown.clear()
    live.begin("training 1 of 3")
    live.hear(printed)
    assert shown[0] == "training 1 of 3"
    return shown[1].removeprefix("training 1 of 3, 0 s so far: ") if shown[1:] else ""


def test_the_last_line_that_says_something_is_shown(live: Live, shown: list[str]) -> None:
    """Beside what is done and for how long."""
    assert heard(live, shown, b"epoch 1\n  epoch 2  \n\n \t\n") == "epoch 2"
    assert heard(live, shown, b"50 %\r60 %\r") == "60 %"


@pytest.mark.parametrize("printed", [b"", b"\n", b" \n\t\r\n"])
def test_nothing_is_said_of_empty_lines(live: Live, shown: list[str], printed: bytes) -> None:
    """What was shown before stays."""
    assert heard(live, shown, printed) == ""


def test_her_words_cannot_write_across_the_screen(live: Live, shown: list[str]) -> None:
    """They are made safe, and cut."""
    text = heard(live, shown, "\x1b[2J\x1b]0;title\x07\N{RIGHT-TO-LEFT OVERRIDE}\xe4".encode() + b"\xff")
    assert not set("\x1b\x07\N{RIGHT-TO-LEFT OVERRIDE}") & set(text)
    assert "\xe4" in text
    assert len(heard(live, shown, b"x" * 10**6)) < 200


def test_nothing_is_shown_before_something_begins(live: Live, shown: list[str]) -> None:
    """What cells print while they are run is in the result."""
    live.hear(b"epoch 1\n")
    assert shown == []


@pytest.mark.parametrize("end", ["", "\n"])
def test_what_is_printed_in_pieces_is_shown_as_it_comes(live: Live, shown: list[str], end: str) -> None:
    """Each piece takes the place of the one before."""
    live.begin("training 1 of 3")
    for epoch in range(3):
        live.hear(f"epoch {epoch}{end}".encode())
    assert [text[-7:] for text in shown[1:]] == ["epoch 0", "epoch 1", "epoch 2"]


ASSIGNMENT = """schema_version = 1
title = "Bends"
allow = ["numpy", "torch"]
limits = { total_seconds = 60, memory_mb = 2048, load_seconds = 20, call_seconds = 20 }

[[questions]]
id = "right"
title = "Right"
points = 1

[[steps]]
question = "right"
title = "at least {} %"
at_least = [[1, 1.0]]

[training]
build = "build"
train = "train"
data = "data.npz"
held_out = "held_out.npz"
parameters = 1000
seeds = 1
seconds = { cpu = 5, cuda = 5 }
"""
NETWORK = """
import torch

def build():
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2))

def train(model, images, labels, device):
    del images, labels, device
"""
SUITE = """
import pytest

@pytest.mark.question("right")
def test_right(training, step):
    '''Many images.'''
    assert step.holds(training.accuracy().low, training.accuracy().high)
"""


def at_a_terminal(folder: Path, *arguments: str | Path) -> tuple[str, str]:
    """Return what `autograder` writes to a terminal as errors, and what to its output.

    Its temporary files are in a folder of its own: it waits for nobody who is timed beside it.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [AUTOGRADER, *map(str, arguments)],
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    printed = bytearray()
    with process:
        # A terminal ends with an error once nobody writes to it any more.
        with contextlib.suppress(OSError):
            while chunk := os.read(ours, 4096):
                printed += chunk
        os.close(ours)
        output = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 0, printed
    return printed.decode(), output


@pytest.mark.slow
def test_a_training_is_watched_at_a_terminal(tmp_path: Path) -> None:
    """Each line takes the place of the one before; the last one is gone before the report."""
    pytest.importorskip("torch")
    lay_course(tmp_path, assignment=ASSIGNMENT, bends=NETWORK, test_hidden=SUITE)
    images, labels = np.zeros((4, 2, 2), np.uint8), np.arange(4) % 2
    np.savez(tmp_path / "bends" / "data.npz", train_images=images, train_labels=labels)
    np.savez(tmp_path / "bends" / "held_out.npz", images=images, labels=labels)
    submission = tmp_path / "submission.py"
    told = "    print('epoch 1\\n\\x1b[2Jepoch 2', flush=True)\n"
    submission.write_text(NETWORK + told, encoding="utf-8")
    errors, report = at_a_terminal(tmp_path, "grade", "bends", submission, "--course", tmp_path)
    begin, *lines = errors.split(CLEAR)
    assert begin == ""
    assert lines[:2] == ["counting parameters", "run 1 of 1: training, at most 5 s"]
    assert lines[-4].startswith("run 1 of 1: training, at most 5 s, ")
    assert lines[-4].endswith("[2Jepoch 2")
    assert lines[-3] == "run 1 of 1: the reference's training"
    assert lines[-2:] == ["", ""]  # the training has ended, and so has the grading
    assert "epoch" not in report


@pytest.mark.slow
def test_nobody_watches_a_file(tmp_path: Path) -> None:
    """What a script that grades keeps has neither progress nor what clears it."""
    lay_course(tmp_path)
    done = run("grade", "bends", tmp_path / "bends" / "bends.py", "--course", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


@pytest.mark.slow
def test_what_is_quick_is_not_watched(tmp_path: Path) -> None:
    """The report alone is at the terminal."""
    lay_course(tmp_path)
    errors, report = at_a_terminal(
        tmp_path, "grade", "bends", tmp_path / "bends" / "bends.py", "--course", tmp_path
    )
    assert errors == CLEAR
    assert "3 of 3" in report
