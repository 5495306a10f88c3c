"""The guides: commands that they name exist, and links lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from autograder.cli.commands import app
from tests.grading.command import ROOT

GUIDES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
_BLOCK_LINE = re.compile(r"^    (?:\.venv/bin/)?(autograder .*)$", re.MULTILINE)
_INLINE = re.compile(r"`(autograder [^`\n]+)`")
_LINK = re.compile(r"\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def names(path: Path) -> str:
    """Return a guide as people name it."""
    return path.relative_to(ROOT).as_posix()


def parsed(line: str) -> list[str]:
    """Parse a command line as click would, and return the problems; no path has to exist."""
    command: click.Command = app
    context = click.Context(app, info_name="autograder")
    words = shlex.split(line, comments=True)[1:]
    while isinstance(command, click.Group):
        if not words:
            return []  # a group that is only named
        found = command.get_command(context, words[0])
        if found is None:
            return [f"there is no command {words[0]!r}"]
        command, words = found, words[1:]
        context = click.Context(command, parent=context, info_name=command.name)
    try:
        values, rest, _ = command.make_parser(context).parse_args(list(words))
    except click.UsageError as error:
        return [error.message]
    missing = [
        str(parameter.name)
        for parameter in command.params
        if parameter.required and not _is_given(values.get(parameter.name or ""))
    ]
    return [*(f"{name} is missing" for name in missing), *(f"{word!r} is too much" for word in rest)]


def _is_given(value: object) -> bool:
    """Tell whether an argument has a value; click has marks of its own for those that have none."""
    return isinstance(value, (str, tuple, list)) and bool(value)


def block_lines(text: str) -> Iterator[str]:
    """Give the commands that stand in blocks, to be typed as they are."""
    yield from _BLOCK_LINE.findall(text)


def test_there_are_guides() -> None:
    """One for each kind of reader."""
    assert {"students.md", "teaching-assistants.md", "instructors.md", "write-an-assignment.md"} <= {
        path.name for path in GUIDES
    }


@pytest.mark.parametrize("path", GUIDES, ids=names)
def test_each_command_of_a_guide_exists(path: Path) -> None:
    """With its options and as many arguments as it takes."""
    text = path.read_text(encoding="utf-8")
    problems = {line: parsed(line) for line in block_lines(text)}
    assert {line: found for line, found in problems.items() if found} == {}


@pytest.mark.parametrize("path", GUIDES, ids=names)
def test_each_command_in_a_sentence_exists(path: Path) -> None:
    """Whatever else is left out there."""
    text = path.read_text(encoding="utf-8")
    problems = {
        line: [problem for problem in parsed(line) if not problem.endswith(" is missing")]
        for line in _INLINE.findall(text)
    }
    assert {line: found for line, found in problems.items() if found} == {}


def test_a_command_that_does_not_exist_would_be_found() -> None:
    """As would an option, and an argument too few or too many."""
    assert parsed("autograder grades pooling") == ["there is no command 'grades'"]
    assert parsed("autograder export moodle pooling") == ["there is no command 'moodle'"]
    assert "No such option" in parsed("autograder verify --fast")[0]
    assert parsed("autograder grade pooling") == ["submissions is missing"]
    assert parsed("autograder export otter a b") == ["'b' is too much"]
    assert parsed("autograder grade pooling a.py b.py --json x   # many") == []


def slug(heading: str) -> str:
    """Return what a heading is called in a link."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")


@pytest.mark.parametrize("path", GUIDES, ids=names)
def test_each_link_leads_somewhere(path: Path) -> None:
    """To a file of the repository, and to a heading of it."""
    lost = []
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        if file.startswith(("http://", "https://")):
            continue
        there = (path.parent / file).resolve() if file else path
        if not there.exists():
            lost.append(target)
        elif anchor:
            headings = _HEADING.findall(there.read_text(encoding="utf-8"))
            if anchor not in map(slug, headings):
                lost.append(target)
    assert lost == []


def test_the_guides_name_each_other() -> None:
    """Who opens one finds the next."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in GUIDES}
    assert "write-an-assignment.md" in texts["instructors.md"]
    assert "instructors.md" in texts["write-an-assignment.md"]
    assert "teaching-assistants.md" in texts["instructors.md"]
    assert "students.md" in texts["instructors.md"]
