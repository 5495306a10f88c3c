"""Each warning before handing in, by the folder that deserves it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest

from autograder.rehearsal.readiness import get_ready
from autograder.rehearsal.work import find_work
from autograder.submission import read_submission
from tests.rehearsal.desk import CHECKS, RIGHT, SETUP, SHOUT, STUB, WHISPER, lay, released
from tests.rehearsal.findings import hints, look, loses


def test_right_work_can_be_handed_in(tmp_path: Path) -> None:
    """Its own file, and nothing is written."""
    lay(tmp_path)
    before = set(tmp_path.iterdir())
    found = look(tmp_path)
    assert (loses(found), hints(found), found.ready) == ([], [], True)
    assert found.upload == (tmp_path / "words.ipynb").resolve()
    assert set(tmp_path.iterdir()) == before


def test_what_is_not_written_is_named(tmp_path: Path) -> None:
    """In one sentence, with the cells."""
    assert loses(look(lay(tmp_path, STUB))) == [
        "not written yet: `shout` (code cell 2), `whisper` (code cell 3)"
    ]


def test_a_renamed_function_is_found(tmp_path: Path) -> None:
    """By the nearest name; one that is nowhere is missing."""
    lay(tmp_path, [SETUP, SHOUT.replace("shout", "shuot")])
    assert loses(look(tmp_path)) == [
        "there is no `shout`, but a `shuot` (code cell 2, line 1): give it back the name `shout`",
        "`whisper` is missing: no cell that is run defines it",
    ]


def test_a_changed_signature_is_told(tmp_path: Path) -> None:
    """With the one that was handed out."""
    lay(tmp_path, [SETUP, SHOUT.replace("times=1", "times=2"), WHISPER])
    due = "it was handed out as `def shout(text, times=1)`"
    assert loses(look(tmp_path)) == [
        f"`shout` (code cell 2, line 1): `times` has another default, 2 in place of 1; {due}"
    ]


@pytest.mark.slow
def test_further_parameters_with_defaults_are_fine(tmp_path: Path) -> None:
    """They take nothing away."""
    more = SHOUT.replace("times=1", "times=1, *, sign='!'")
    assert loses(look(lay(tmp_path, [SETUP, more, WHISPER]))) == []


def test_methods_are_looked_at_in_their_class(tmp_path: Path) -> None:
    """A class that is gone is told once."""
    about = released(
        functions={"Echo.__init__": "times", "Echo.say": "text", "Gone.a": "", "Gone.b": ""}
    )
    cell = "class Echo:\n    def __init__(self, times): pass\n    def say(self, word): pass"
    echo, due = "`Echo.say` (code cell 1, line 3):", "it was handed out as `def say(self, text)`"
    assert loses(look(lay(tmp_path, [cell], about=about))) == [
        f"{echo} `text` is missing; {due}",
        f"{echo} `word` is new and has no default; {due}",
        "`Gone` is missing: no cell that is run defines it",
    ]


def test_a_cell_that_fails_takes_its_function_with_it(tmp_path: Path) -> None:
    """It is told as the reason, once."""
    lay(tmp_path, [SETUP, SHOUT, f"{WHISPER}\nx = ("])
    (text,) = loses(found := look(tmp_path))
    assert text.startswith(
        "there is no `whisper` after a run from top to bottom: code cell 3, line 3: Syntax"
    )
    assert hints(found) == []


def test_a_cell_that_fails_beside_is_a_hint(tmp_path: Path) -> None:
    """It loses no marks; and why a file is not there is told."""
    (tmp_path / "data.txt").write_text("x")
    found = look(lay(tmp_path, [*RIGHT, "1 / 0", "open('data.txt')"]))
    assert loses(found) == []
    failed, empty = hints(found)
    assert failed == "code cell 5, line 1: ZeroDivisionError: division by zero"
    assert "your work is graded in an empty folder" in empty


def test_a_script_that_is_no_python_says_where(tmp_path: Path) -> None:
    """And nothing of functions that it does not have for that."""
    (text,) = loses(look(lay(tmp_path, None, f"{SHOUT}\nx = (\n{WHISPER}\n")))
    assert text == "words.py, line 3: SyntaxError: '(' was never closed"


@pytest.mark.slow
def test_a_hang_loses_marks(tmp_path: Path) -> None:
    """It may take the time of all that comes after."""
    lay(tmp_path, [*RIGHT, "while True: pass"])
    (text,) = loses(get_ready(find_work(tmp_path), seconds=0.5))
    assert text.startswith("code cell 5, line 1: it had not come to an end after 0.5 seconds")


def test_imports_that_are_not_allowed_are_named(tmp_path: Path) -> None:
    """In functions and modules too; not those that code does without, or that have stand-ins.

    What nothing asked for needs loses no marks, and is told once.
    """
    (tmp_path / "helpers.py").write_text("def f():\n    import pandas\n")
    cells = [
        *(SETUP, SHOUT, WHISPER.replace("text.lower()", "g(text) and helpers.f()"), RIGHT[3]),
        "def g():\n    from scipy import signal",
        "try:\n    import numba\nexcept ImportError:\n    numba = None",
        "import matplotlib, json, helpers",
        "import sympy as sp",
    ]
    found = look(lay(tmp_path, cells))
    texts = [text for text in loses(found) if "import" in text]
    allows = "may not be imported in this assignment, which allows the standard library"
    assert texts == [f"code cell 5, line 2: `scipy` {allows}", f"helpers.py, line 2: `pandas` {allows}"]
    assert hints(found) == [f"code cell 8, line 1: `sympy` {allows}"]


@pytest.mark.slow
def test_too_much_code_is_told(tmp_path: Path) -> None:
    """As the grader counts it."""
    lay(tmp_path, [*RIGHT, f"x = '{'a' * 2000}'"], about=released(code_kb=1))
    assert loses(look(tmp_path)) == [
        "there are 3 KB of code, 1 are allowed: data cannot be handed in as code"
    ]


def test_a_file_that_is_asked_for_is_missing(tmp_path: Path) -> None:
    """It is named with where it belongs."""
    lay(tmp_path, about=released(files=("net.npz",)))
    assert loses(look(tmp_path)) == ["net.npz is asked for and is not here: put it beside words.ipynb"]


def test_a_file_that_is_asked_for_is_packed(tmp_path: Path) -> None:
    """With the work and what it imports, the same bytes each time, and it can be read back."""
    lay(tmp_path, [*RIGHT, "from tools import text"], about=released(files=("net.npz",)))
    np.savez(tmp_path / "net.npz", w=np.ones(3))
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "text.py").write_text("import other\n")
    (tmp_path / "other.py").write_text("")
    (tmp_path / "unused.py").write_text("")
    found = look(tmp_path)
    assert loses(found) == []
    assert found.packed == ("words.ipynb", "other.py", "tools/text.py", "net.npz")
    assert found.upload.name == "words.zip"
    content = found.upload.read_bytes()
    back = read_submission(found.upload, "words", ["net.npz"])
    assert (back.graded_file, set(back.modules), set(back.files)) == (
        "words.ipynb",
        {"other", "tools", "tools.text"},
        {"net.npz"},
    )
    assert look(tmp_path).upload.read_bytes() == content


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """Before it costs anything."""
    lay(tmp_path, about=released(files=("net.npz",)))
    (tmp_path / "net.npz").write_bytes(b"no arrays")
    (text,) = loses(look(tmp_path))
    assert text.startswith("net.npz cannot be read")


@pytest.mark.slow
def test_no_zip_of_hers_is_overwritten(tmp_path: Path) -> None:
    """Only one that was written here before."""
    lay(tmp_path, about=released(files=("net.npz",)))
    np.savez(tmp_path / "net.npz", w=np.ones(3))
    (tmp_path / "words.zip").write_bytes(b"mine")
    found = look(tmp_path)
    assert (tmp_path / "words.zip").read_bytes() == b"mine"
    assert found.upload.name == "words-2.zip"
    np.savez(tmp_path / "net.npz", w=np.zeros(3))
    assert look(tmp_path).upload.name == "words-2.zip"


@pytest.mark.slow
def test_both_forms_were_worked_on(tmp_path: Path) -> None:
    """A function that only the other one has would be lost."""
    other = SHOUT.replace("upper", "title")
    lay(tmp_path, RIGHT, f"{other}\n\n{WHISPER}\n")
    os.utime(tmp_path / "words.py", ns=(1, 1))
    found = look(tmp_path)
    assert found.upload.name == "words.ipynb"
    assert hints(found) == [
        "words.py was worked on, too, and is not the same: only words.ipynb is handed in"
    ]
    lay(tmp_path, [SETUP, SHOUT, STUB[2]], f"{other.replace('shout', 'x')}\n\n{STUB[1]}\n\n{WHISPER}\n")
    os.utime(tmp_path / "words.py", ns=(1, 1))
    assert loses(look(tmp_path)) == [
        "not written yet: `whisper` (code cell 3)",
        "`whisper`: written in words.py alone, and not in words.ipynb, which is handed in",
    ]


@pytest.mark.slow
def test_a_name_that_a_browser_made_is_fine(tmp_path: Path) -> None:
    """The reader takes it."""
    lay(tmp_path)
    (tmp_path / "words.ipynb").rename(tmp_path / "words (1).ipynb")
    found = look(tmp_path)
    assert (loses(found), found.upload.name) == ([], "words (1).ipynb")


@pytest.mark.slow
def test_edited_checks_change_nothing(tmp_path: Path) -> None:
    """And line ends of Windows are no change."""
    lay(tmp_path, STUB)
    (tmp_path / "test_public.py").write_bytes(CHECKS.replace("\n", "\r\n").encode())
    assert hints(look(tmp_path)) == []
    (tmp_path / "test_public.py").write_text(CHECKS + "# mine\n")
    assert hints(look(tmp_path)) == [
        "test_public.py is not as it was handed out; that changes nothing about your marks"
    ]


def test_what_cannot_be_read_back_is_told(tmp_path: Path) -> None:
    """As the grader would tell it; the file to upload has a name even so."""
    lay(tmp_path, [*RIGHT, "import table"])
    (tmp_path / "table.py").write_text("# one\n" * 10**6)
    found = look(tmp_path)
    (text,) = loses(found)
    assert text.startswith("table.py is larger than 4 MiB")
    assert str(found).startswith("Words: words.zip cannot be graded as it is.")
    assert str(found).splitlines()[-2] == f"Hand in: {tmp_path.resolve() / 'words.zip'}"


@pytest.mark.slow
def test_the_state_of_the_checks_is_a_line(tmp_path: Path) -> None:
    """Those that fail would lose marks, and the command that shows them is named."""
    found = look(lay(tmp_path, [SETUP, SHOUT, WHISPER.replace("lower", "upper")], checks=True))
    assert hashlib.sha256(CHECKS.encode()).hexdigest() == released().checks_sha256
    assert found.checks == "1 of 2 public checks pass; after you hand in, more are run."
    assert loses(found) == [
        "1 of 1 public checks of `whisper` fail: `autograder check whisper` shows them"
    ]
    assert hints(found) == []
