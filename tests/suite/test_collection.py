"""Suites as they are collected, hermetically."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.suite.collection import TestCase, run_with_suite
from tests.samples import ASSIGNMENT, SUITE
from tests.suite.courses import HEAD, collect, lay, refusal


def test_a_case_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Id, title, question and weight, with what holds where nothing is said."""
    (case,) = collect(lay(tmp_path))
    assert case.id == "test_hidden::test_reef"
    assert case.title == "Right over left, left over right."
    assert (case.question, case.weight, case.public, case.needs) == ("reef", 1.0, False, None)


def test_what_lies_around_an_assignment_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A student's folder may lie among thousands of downloads."""
    listed: list[Path] = []
    scandir = os.scandir

    def noted(path: str) -> object:
        listed.append(Path(path))
        return scandir(path)

    assignment = lay(tmp_path)
    monkeypatch.setattr(os, "scandir", noted)
    collect(assignment)
    assert assignment.folder in listed
    assert [path for path in listed if path in assignment.folder.parents] == []


def test_marks_and_cases_are_read(tmp_path: Path) -> None:
    """Public tests come first and weigh nothing unless they say so; a case is part of the title."""
    suite = """
import pytest
pytestmark = pytest.mark.question("reef")

@pytest.mark.weight(2.5)
@pytest.mark.needs("bowline")
@pytest.mark.parametrize("case", [(1, 2), (3, 4)], ids=["zwölf \\\\ Törns", "two"])
def test_turns(student, reference, rng, case):
    '''Turns
    are counted.

    What follows is for staff.
    '''

@pytest.mark.question("bowline")
@pytest.mark.parametrize("case", [pytest.param(1, id="one", marks=pytest.mark.weight(7))])
def test_bowline(student, case):
    '''A loop.'''
"""
    public = SUITE.replace(", reference", "").replace("reference.reef(3)", "6")
    public += '\n@pytest.mark.question("reef")\n@pytest.mark.weight(1)\ndef test_b(student):\n    "B."\n'
    more = '\n[[questions]]\nid = "bowline"\ntitle = "The bowline"\npoints = 1\n'
    cases = collect(lay(tmp_path, assignment=ASSIGNMENT + more, test_hidden=suite, test_public=public))
    assert [(case.id, case.title, case.weight, case.public, case.needs) for case in cases] == [
        ("test_public::test_reef", "Right over left, left over right.", 0.0, True, None),
        ("test_public::test_b", "B.", 1.0, True, None),
        (
            "test_hidden::test_turns[zw\\xf6lf \\\\ T\\xf6rns]",
            "Turns are counted [zwölf \\ Törns]",
            2.5,
            False,
            "bowline",
        ),
        ("test_hidden::test_turns[two]", "Turns are counted [two]", 2.5, False, "bowline"),
        ("test_hidden::test_bowline[one]", "A loop [one]", 7.0, False, None),
    ]


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        ("x = 1\ndef test_x(:\n", "test_hidden.py, line 2: invalid syntax"),
        ("x = '\0'\n", "test_hidden.py: source code string cannot contain null bytes"),
        ("import no_such_module\n", "No module named 'no_such_module'"),
        ("1 / 0\n", "ZeroDivisionError"),
        ("import pytest\npytest.skip('not today', allow_module_level=True)\n", "not today"),
        ("import pytest\npytest.importorskip('no_such_module')\n", "no_such_module"),
        (HEAD + "@pytest.mark.quesiton('reef')\ndef test_x(): 'X.'\n", "quesiton"),
        (HEAD + "def test_x():\n    'X.'\n    yield 1\n", "yield"),
        ("x = 1\nraise SystemExit(0)\n", "test_hidden.py, line 2: sys.exit ends what runs the tests"),
        (
            HEAD + "@pytest.mark.questions('reef')\ndef test_x(): 'X.'\n",
            f"test_hidden.py, line {HEAD.count(chr(10)) + 1}: there is no mark 'questions'",
        ),
        ("from bends import reef\n", "test_hidden.py, line 1: the master cannot be imported"),
        ("import os\nimport bends.x\n", "test_hidden.py, line 2: the master cannot be imported"),
    ],
)
def test_a_suite_that_cannot_be_collected_is_refused(tmp_path: Path, suite: str, said: str) -> None:
    """With pytest's reason, whichever it is; nothing is graded with half a suite."""
    text = refusal(tmp_path, test_hidden=suite)
    assert "bends" in text
    assert said in text
    assert len(text.splitlines()) < 25


CONFTEST = """
import pytest
raise RuntimeError("a conftest was loaded")
"""
INI = "[pytest]\naddopts = --no-such-option -k nothing\npython_functions = check_*\n"


def test_nothing_around_a_suite_has_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither options, plugins nor files that pytest would otherwise read."""
    assignment = lay(tmp_path)
    for folder in (tmp_path, assignment.folder):
        (folder / "conftest.py").write_text(CONFTEST)
        for name in ("pytest.ini", "tox.ini"):
            (folder / name).write_text(INI)
        (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '-k nothing'\n")
    monkeypatch.chdir(assignment.folder)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    before = dict(os.environ)
    assert [case.id for case in collect(assignment)] == ["test_hidden::test_reef"]
    assert dict(os.environ) == before


def test_one_suite_does_not_stand_in_for_another(tmp_path: Path) -> None:
    """All hidden suites have one file name, and each is imported afresh."""
    first = lay(tmp_path / "first")
    second = lay(tmp_path / "second", test_hidden=SUITE.replace("test_reef", "test_other"))
    for assignment, name in ((first, "test_reef"), (second, "test_other"), (first, "test_reef")):
        assert [case.id for case in collect(assignment)] == [f"test_hidden::{name}"]
    assert "test_hidden" not in sys.modules


@pytest.mark.parametrize("error", [ZeroDivisionError(), KeyboardInterrupt(), SystemExit(3)])
def test_an_error_of_the_body_comes_through(tmp_path: Path, error: BaseException) -> None:
    """pytest, which runs around it, swallows none."""

    def body(_: pytest.Config, __: Sequence[TestCase]) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        run_with_suite(lay(tmp_path), body)
    assert caught.value is error


def test_an_interruption_while_collecting_comes_through(tmp_path: Path) -> None:
    """It is no mistake of the suite."""
    with pytest.raises(KeyboardInterrupt):
        collect(lay(tmp_path, test_hidden="raise KeyboardInterrupt\n"))


def test_collecting_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The terminal belongs to the report."""
    collect(lay(tmp_path))
    refusal(tmp_path, test_hidden="1 / 0\n")
    refusal(tmp_path, test_hidden="raise SystemExit(0)\n")
    assert capfd.readouterr() == ("", "")
