"""Where `check` looks for the checks, and what it says where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.checking import check_namespace
from autograder.errors import AutograderError
from tests.checking.mine import SUITE, checked, names_of

CELL = "from autograder import check\ndef double(image):\n    return image * 2\n"


def run_cell(source: str, **names: str) -> None:
    """Execute a cell, in a kernel that gives its notebook these names."""
    exec(f"{CELL}{source}", {"__name__": "__main__", **names})


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with checks, with another one as the current folder."""
    home = tmp_path / "homework"
    home.mkdir()
    (home / "test_public.py").write_text(SUITE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return home


def test_the_folder_of_the_notebook_comes_first(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell may have changed the current one; Jupyter and VS Code tell where the notebook lies."""
    run_cell("check('double')", __vsc_ipynb_file__=str(elsewhere / "a.ipynb"))
    assert "2 of 2 checks passed" in capsys.readouterr().out
    monkeypatch.setenv("JPY_SESSION_NAME", str(elsewhere / "a.ipynb"))
    run_cell("check('double')")
    assert "2 of 2 checks passed" in capsys.readouterr().out


def test_a_changed_current_folder_is_suspected(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody tells, or the notebook was moved; a script knows where it lies."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(elsewhere.parent / "moved" / "a.ipynb"))
    run_cell("check('double')")
    said = capsys.readouterr().out
    assert said.startswith("there is no test_public.py in")
    assert "a cell may have changed the current folder" in said
    run_cell("check('double')", __file__=str(elsewhere.parent / "mine.py"))
    assert "a cell" not in capsys.readouterr().out


def test_a_deleted_current_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Instead of an error of ours."""

    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    run_cell("check('double')", __file__=str(tmp_path / "mine.py"))
    assert capsys.readouterr().out.startswith("the current folder is not there any more")


@pytest.mark.parametrize("questions", [(), ("double",)])
def test_a_file_without_checks_is_named(tmp_path: Path, questions: tuple[str, ...]) -> None:
    """With where to get it again."""
    with pytest.raises(AutograderError, match=r"test_public\.py has no checks: take it anew from"):
        checked(tmp_path, CELL, *questions, suite="")


def test_a_list_of_questions_is_told_how_to_write(tmp_path: Path) -> None:
    """With commas, and without brackets."""
    (tmp_path / "test_public.py").write_text(SUITE, encoding="utf-8")
    with pytest.raises(AutograderError, match=r'check\("a", "b"\)'):
        check_namespace(names_of(CELL), tmp_path, [["double"]])  # type: ignore[list-item]
