"""What the real command prints and writes of hostile submissions, byte for byte."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.results import from_json
from tests.grading.command import AUTOGRADER, SECONDS
from tests.reports.hostile import ALL, TEXTS, lay
from tests.samples import ASSIGNMENT, lay_course

STYLE = re.compile(r"\x1b\[[\d;]*m")  # what rich colours with, on a terminal alone
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
INVISIBLE = set("\xad\u061c\u180e\u200b\u200e\u200f\u2060\u3164\ufeff")


class Grading:
    """Grades submissions of a small course and gives what was printed and written."""

    def __init__(self, folder: Path) -> None:
        self._course = lay_course(folder / "course", assignment=f'{ASSIGNMENT}reveal = "full"\n')
        self._file = folder / "results.json"
        (folder / "submissions").mkdir()
        self.paths = lay(folder / "submissions")

    def __call__(self, paths: Sequence[Path], **env: str) -> tuple[str, str]:
        """Return what the command printed, strictly decoded, and the file of results."""
        done = subprocess.run(
            [AUTOGRADER, "grade", "bends", *paths, "--course", self._course, "--json", self._file],
            env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "", **env},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode(), self._file.read_bytes().decode()


@pytest.fixture(scope="module")
def table(grading: Grading) -> tuple[str, str]:
    """Grade all of them in one run."""
    return grading(grading.paths)


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Lay out the course and the submissions."""
    return Grading(tmp_path_factory.mktemp("hostile"))


def hold_is_harmless(text: str) -> None:
    """Hold that a text acts on nobody: not on a terminal, and not on how its parts are read."""
    for character in set(text) - {"\n", "\t"}:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}, ascii(character)
        assert unicodedata.bidirectional(character) not in DIRECTIONS, ascii(character)
        assert character not in INVISIBLE
    assert not re.search("\u0301{9}", text)


def texts(tree: Any) -> Iterator[str]:
    """Give every text of a JSON document."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, (dict, list)):
        for one in tree.values() if isinstance(tree, dict) else tree:
            yield from texts(one)


def test_a_table_of_hostile_submissions_is_harmless(grading: Grading, table: tuple[str, str]) -> None:
    """A row each, with the name as text."""
    printed, lines = table
    hold_is_harmless(printed)
    for text in ("[red]all passed[\\red][\\]", ":smile:", "<script>", "=cmd|'\\C calc'!A0"):
        assert text in printed
    assert f"{len(grading.paths)} submissions" in printed
    results = [from_json(line.encode()) for line in lines.splitlines()]
    assert len(results) == len(grading.paths)
    assert all(result.points == 0 for result in results)


def test_every_text_of_a_stored_result_is_harmless(table: tuple[str, str]) -> None:
    """Whoever renders it later, as HTML or in a spreadsheet, finds no control character in it."""
    _, lines = table
    for line in lines.splitlines():
        for text in texts(json.loads(line)):
            hold_is_harmless(text)


@pytest.mark.slow
def test_hostile_submissions_in_detail_are_harmless(grading: Grading) -> None:
    """Names of functions and classes, messages, output and the lines of the source among it."""
    for path in grading.paths:
        printed, document = grading([path])
        hold_is_harmless(printed)
        for text in texts(json.loads(document)):
            hold_is_harmless(text)
        assert printed.count("\ntotal  ") == 1


def test_on_a_terminal_nothing_but_colours_is_added(grading: Grading) -> None:
    """Markup in a text is no markup, and a link none."""
    for paths in (grading.paths, grading.paths[10:11]):
        printed, _ = grading(paths, FORCE_COLOR="1", TERM="xterm-256color")
        assert STYLE.search(printed)
        hold_is_harmless(STYLE.sub("", printed))
        assert "\x1b[8m" not in printed


def test_the_texts_are_what_they_should_be() -> None:
    """Each would be found, were it let through."""
    for name in ("escape", "control", "direction", "surrogate", "invisible", "heap", "lines"):
        with pytest.raises(AssertionError):
            hold_is_harmless(TEXTS[name])
    assert all(text in ALL for text in TEXTS.values())
