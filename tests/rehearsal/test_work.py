"""Which file holds a student's work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.rehearsal.kernel import Kernel, notebook_file
from autograder.rehearsal.work import find_work
from tests.rehearsal.desk import RIGHT, SHOUT, STUB, WHISPER, lay, released

SCRIPT = f"{SHOUT}\n\n{WHISPER}\n"
STUB_SCRIPT = "\n\n".join(STUB)


def saved_before(path: Path) -> None:
    """Make a file older than others."""
    os.utime(path, ns=(1, 1))


def test_the_script_is_taken_where_nothing_is_written(tmp_path: Path) -> None:
    """Both were unzipped at the same time."""
    lay(tmp_path, STUB, STUB_SCRIPT)
    for name in ("words.py", "words.ipynb"):
        saved_before(tmp_path / name)
    work = find_work(tmp_path)
    assert (work.path.name, work.choice) == ("words.py", "")


@pytest.mark.parametrize(
    ("cells", "script", "taken"), [(RIGHT, STUB_SCRIPT, "words.ipynb"), (STUB, SCRIPT, "words.py")]
)
def test_the_form_that_was_worked_on_is_taken(
    tmp_path: Path, cells: tuple[str, ...], script: str, taken: str
) -> None:
    """However old it is, and without a word of the other."""
    lay(tmp_path, cells, script)
    saved_before(tmp_path / taken)
    work = find_work(tmp_path)
    assert (work.path.name, work.choice) == (taken, "")


def test_a_helper_of_the_works_name_is_not_the_work(tmp_path: Path) -> None:
    """Functions that are not there are as good as unwritten."""
    lay(tmp_path, RIGHT, "def _up(text):\n    return text.upper()\n")
    saved_before(tmp_path / "words.ipynb")
    assert find_work(tmp_path).path.name == "words.ipynb"


def test_of_two_that_are_equally_far_the_last_saved_is_taken(tmp_path: Path) -> None:
    """And it says so."""
    lay(tmp_path, RIGHT, SCRIPT.replace("lower", "casefold"))
    saved_before(tmp_path / "words.ipynb")
    work = find_work(tmp_path)
    assert work.path.name == "words.py"
    assert (
        work.choice
        == "words.py (saved last), not words.ipynb: name the file to choose, as in `words.ipynb`"
    )


def test_a_broken_form_does_not_hide_the_other(tmp_path: Path) -> None:
    """If all are broken, the first one's error is told."""
    lay(tmp_path, RIGHT, STUB_SCRIPT)
    (tmp_path / "words.ipynb").write_text("{")
    assert find_work(tmp_path).path.name == "words.py"
    (tmp_path / "words.py").write_text("")
    with pytest.raises(AutograderError, match=r"is not a valid notebook|is empty"):
        find_work(tmp_path)


def test_a_folder_without_a_description_is_known_by_its_files(tmp_path: Path) -> None:
    """As old releases are."""
    lay(tmp_path, RIGHT, STUB_SCRIPT)
    (tmp_path / "assignment.json").unlink()
    (tmp_path / "other.py").write_text("x = 1")
    work = find_work(tmp_path)
    assert (work.name, work.path.name, work.released) == ("words", "words.ipynb", None)


def test_what_is_no_work_is_a_sentence(tmp_path: Path) -> None:
    """Nothing there, or something else."""
    with pytest.raises(AutograderError, match="does not exist"):
        find_work(tmp_path / "none")
    with pytest.raises(AutograderError, match="holds no notebook"):
        find_work(tmp_path)
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(AutograderError, match="neither a notebook"):
        find_work(tmp_path / "a.txt")


def test_the_kernels_notebook_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what VS Code or Jupyter say, by the assignment's name, or as the only one."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    nothing = Kernel({}, ())
    with pytest.raises(AutograderError, match="no notebook is saved"):
        notebook_file(nothing, tmp_path)
    for name in ("a.ipynb", "b.ipynb"):
        (tmp_path / name).write_text("")
    with pytest.raises(AutograderError, match="several notebooks are here"):
        notebook_file(nothing, tmp_path)
    assert (
        notebook_file(Kernel({"__vsc_ipynb_file__": str(tmp_path / "a.ipynb")}, ()), tmp_path).name
        == "a.ipynb"
    )
    monkeypatch.setenv("JPY_SESSION_NAME", "somewhere/b.ipynb")
    assert notebook_file(nothing, tmp_path).name == "b.ipynb"
    monkeypatch.setenv("JPY_SESSION_NAME", "0b1d-uuid")
    lay(tmp_path)
    assert notebook_file(nothing, tmp_path).name == "words.ipynb"
    elsewhere = tmp_path / "data"
    elsewhere.mkdir()
    with pytest.raises(AutograderError, match="a cell has changed the folder"):
        notebook_file(nothing, elsewhere)
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "0b1d-uuid"))
    assert notebook_file(nothing, elsewhere) == tmp_path / "words.ipynb"


def test_what_was_given_is_no_work(tmp_path: Path) -> None:
    """Methods that came with a class of which others are to be written."""
    given = "class Echo:\n    def __init__(self, times): self.times = times\n    def say(self, text): "
    about = released(functions={"Echo.__init__": "times", "Echo.say": "text"})
    mine = given.replace("self.times", "self.n") + "return text"
    lay(tmp_path, [f"{given}raise NotImplementedError"], mine, about=about)
    work = find_work(tmp_path)
    assert (work.path.name, work.choice) == ("words.py", "")
