"""What would lose marks although all looks well: spoilt input, branches, names, `await`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rehearsal.desk import CHECKS, RIGHT, SETUP, SHOUT, STUB, WHISPER, command, lay, released
from tests.rehearsal.findings import hints, look, loses


@pytest.mark.slow
def test_a_right_function_that_spoils_its_input_is_told(tmp_path: Path) -> None:
    """All checks pass, and it may lose marks; another signature is told once."""
    first = (
        "def whisper(texts, lower=1):\n    first = texts[0].lower()\n    texts[:] = []\n    return first"
    )
    asked = {"shout": "text, times=1", "whisper": "texts"}
    about = released(functions=asked, allow=("numpy",))
    spoilt = "def shout(x):\n    y = x + 1\n    x *= 0\n    return y"
    lay(tmp_path, [SETUP, spoilt, first], about=about)
    checks = CHECKS.replace("import pytest", "import numpy as np\nimport pytest").replace(
        'student.shout("a") == "A"', "(student.shout(np.ones(2)) == 2).all()"
    )
    (tmp_path / "test_public.py").write_text(checks.replace('whisper("A")', 'whisper(["A"])'))
    found = look(tmp_path)
    assert found.checks.startswith("2 of 2 public checks pass")
    signatures = [text for text in loses(found) if "it was handed out as `def" in text]
    assert signatures == loses(found)
    spoils = [text for text in hints(found) if "changes what it is given" in text]
    assert [text.partition(":")[0] for text in spoils] == [
        "`shout` changes what it is given as `x`",
        "`whisper` changes what it is given as `texts`",
    ]


@pytest.mark.slow
def test_a_branch_that_is_not_written_is_told(tmp_path: Path) -> None:
    """Its function is no stub, and so nothing else tells of it."""
    half = "def whisper(text):\n    if text:\n        raise NotImplementedError\n    return text"
    lay(tmp_path, [SETUP, SHOUT, half], checks=True)
    (text,) = loses(look(tmp_path))
    assert text == (
        "1 of 1 public checks of `whisper` end in something unwritten: "
        "`autograder check whisper` shows it"
    )
    lay(tmp_path, [SETUP, SHOUT, STUB[2]], checks=True)
    assert loses(look(tmp_path)) == ["not written yet: `whisper` (code cell 3)"]


@pytest.mark.slow
def test_a_helper_that_takes_the_works_name_is_told(tmp_path: Path) -> None:
    """The notebook has the work, and a draft of a function in the script makes the grader take that.

    That alone is told, and of nothing that it is missing; a mere helper is no work.
    """
    cells = [SETUP, "from words import _up", SHOUT.replace("text.upper()", "_up(text)"), STUB[2]]
    helper = "def _up(text):\n    return text.upper()\n"
    lay(tmp_path, cells, helper, checks=True)
    assert loses(look(tmp_path)) == ["not written yet: `whisper` (code cell 4)"]
    lay(tmp_path, cells, f"{helper}\n\n{WHISPER}\n", checks=True)
    found = look(tmp_path / "words.ipynb")
    text = (
        "words.py would be graded, and not words.ipynb, which imports it: give words.py another name, "
        "one without `words`, and import it by that"
    )
    assert text in loses(found)
    assert not [other for other in loses(found) if "is missing" in other]
    assert found.checks == ""
    done = command("check", "words.ipynb", cwd=tmp_path)
    assert (done.returncode, text in done.stdout + done.stderr) == (2, True)
    lay(tmp_path, [*cells[:3], WHISPER], checks=True)
    assert loses(look(tmp_path)) == []


def test_await_in_a_cell_is_no_surprise(tmp_path: Path) -> None:
    """It works as in a notebook; in a function that is no `async def` it works nowhere."""
    found = look(lay(tmp_path, [*RIGHT, "import asyncio\nawait asyncio.sleep(0)"]))
    assert (hints(found), loses(found)) == ([], [])
    (text,) = hints(look(lay(tmp_path, [*RIGHT, "def nap():\n    await asyncio.sleep(0)"])))
    assert text.startswith("code cell 5")
    assert "'await' outside async function" in text
