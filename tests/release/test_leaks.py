"""Lines of a solution are found in what students get, however they are set there."""

from __future__ import annotations

import pytest

from autograder.release.leaks import solution_lines

LONG = 'return {word: text.count(word) for word in "ab"}'
SHORT = "counts = {}"
SOLUTION = frozenset({LONG, SHORT, "total += len(text.split())  # of the words"})


@pytest.mark.parametrize(
    "line",
    [
        LONG,
        f"    {LONG.replace(' ', '')}",
        f"# {LONG}",
        f"## {LONG}",
        f"- Write `{LONG}`.",
        f"1. {LONG}",
        f'    """Is {LONG}."""',
        f"{LONG}  # the trick",
        "total += len(text.split())",
        "x = 1; total += len(text.split())  # other words",
        SHORT,
        f"    # {SHORT}",
        f"## {SHORT}",
    ],
)
def test_a_line_of_a_solution_is_found(line: str) -> None:
    """The file and the line are named."""
    (found,) = solution_lines({"data/notes.md": f"Hints\n{line}\n".encode()}, SOLUTION)
    assert found.startswith("a solution line in data/notes.md, line 2: ")


@pytest.mark.parametrize(
    "line",
    [
        f"Say `{SHORT}` if you like.",
        f"- `{SHORT}`",
        f"{SHORT}  # of words",
        f"no_{SHORT}",
        '{word: text.count(word) for word in "ab"}',
        "total += len(text)",
        "",
    ],
)
def test_what_anybody_would_write_is_no_solution(line: str) -> None:
    """A short line within another one, or a part of a long one."""
    assert not list(solution_lines({"data/notes.md": line.encode()}, SOLUTION))


def test_a_notebook_beside_the_stub_is_read_too() -> None:
    """The stub's own is not: the script has the same lines. Nor is what is no text."""
    cell = b'["    return {word: text.count(word) for word in \\"ab\\"}\\n"]'
    files = {"data/more.ipynb": cell, "words.ipynb": cell, "words.py": b"", "x": b"\0" + LONG.encode()}
    (found,) = solution_lines(files, SOLUTION)
    assert found == f"a solution line in data/more.ipynb, line 1: {LONG}"
