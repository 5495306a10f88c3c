"""`ready()` in a real kernel, in a script, and where it is not to do anything."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.assignment import Limits
from autograder.rehearsal.last_cell import ready
from autograder.sandbox.launcher import Zygote
from autograder.submission import Cell, Submission
from autograder.suite.attempt import Attempt
from autograder.suite.bounds import worker_bounds
from tests.rehearsal.desk import RIGHT, SETUP, SHOUT, STUB, WHISPER, lay, notebook

pytestmark = pytest.mark.slow

LAST = f"{SETUP}\n    ready()"


def shown_by(folder: Path, cells: Sequence[str]) -> dict[str, str]:
    """Run cells in a kernel, as they stand in a browser; return what the last one shows."""
    opened: Any = nbformat.reads(notebook(cells), as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        opened,
        timeout=120,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    (output,) = opened.cells[-1].outputs
    return dict(output.get("data") or {"text/plain": str(output)})


def test_the_saved_notebook_is_looked_at(tmp_path: Path) -> None:
    """In another process: its own last cell does nothing there."""
    cells = [SETUP, SHOUT, WHISPER, LAST]
    shown = shown_by(lay(tmp_path, cells, checks=True), cells)
    assert shown["text/plain"].startswith("Words: words.ipynb can be handed in.\n")
    assert "2 of 2 public checks pass" in shown["text/plain"]
    assert f"<code>{tmp_path.resolve() / 'words.ipynb'}</code>" in shown["text/html"]


def test_what_is_not_saved_is_told(tmp_path: Path) -> None:
    """Functions that she ran in the browser, and a name that only her kernel has."""
    lay(tmp_path, [SETUP, STUB[1], WHISPER.replace("text.lower()", "text.lower() + END"), LAST])
    cells = [SETUP, "END = ''", SHOUT, "def whisper(text):\n    return text.lower() + END", LAST]
    text = shown_by(tmp_path, cells)["text/plain"]
    assert "`shout` as you ran it is not in the saved file, where code cell 2 has an older one" in text
    assert "your code uses `END`, which exists in this kernel, but not after a run" in text
    assert "`whisper`" not in text


def test_in_a_script_it_looks_at_the_script(tmp_path: Path) -> None:
    """Wherever that was started."""
    script = f"{SHOUT}\n\n{WHISPER}\n\n{LAST}\n"
    folder = lay(tmp_path / "homework", RIGHT, script)
    done = subprocess.run(
        [sys.executable, folder / "words.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Words: words.py can be handed in.\n")


def test_where_there_is_no_notebook_it_says_what_to_do(tmp_path: Path) -> None:
    """One that was never saved, or one of several."""
    text = str(shown_by(tmp_path, [LAST]))
    assert "name the file of this one" in text


def test_it_does_nothing_where_work_is_graded() -> None:
    """There it is a stand-in, whatever it is given."""
    source = "from autograder import check, ready\nready()\nready('words.ipynb')\ncheck('x')"
    limits = Limits(call_seconds=5.0, load_seconds=5.0, total_seconds=20.0, memory_mb=128)
    cells = (Cell("code cell 1", source), Cell("code cell 2", SHOUT))
    submission = Submission("words.ipynb", "words.ipynb", "notebook", "", cells)
    with Zygote(()) as zygote, contextlib.closing(zygote.open_session()) as session:
        session.request_worker(worker_bounds(limits))
        attempt = Attempt(session, submission, limits)
        try:
            attempt.start()
            assert attempt.failures == []
            assert attempt.call("shout", ("a",), {}).value == "A"
        finally:
            attempt.close()


@pytest.mark.parametrize("file", [3, ""])
def test_what_is_no_file_is_a_sentence(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """With how to name one."""
    ready(file)
    assert capsys.readouterr().out.startswith('name the file of your notebook in quotes, ready("NAME.ip')
