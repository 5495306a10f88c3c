"""The released notebooks in a real Jupyter kernel."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.grading.command import ROOT

pytestmark = pytest.mark.slow

ASSIGNMENTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir())
STAND_IN = """
import sys, types
class Silent:
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    def __getitem__(self, key): return self
plt = types.ModuleType("matplotlib.pyplot")
plt.subplots = lambda rows=1, columns=1, **_: (Silent(), [Silent() for _ in range(columns)])
plt.show = lambda: None
sys.modules["matplotlib"] = types.ModuleType("matplotlib")
sys.modules["matplotlib.pyplot"] = sys.modules["matplotlib"].pyplot = plt
"""


def execute(assignment: str, folder: Path, *, solved: bool, allow_errors: bool) -> Any:
    """Run a released notebook from top to bottom, with the reference filled in or as it is."""
    shutil.copytree(ROOT / "assignments" / assignment, folder, dirs_exist_ok=True)
    notebook: Any = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    if solved:
        import jupytext

        master = (ROOT / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")
        cells = jupytext.reads(master, fmt="py:percent").cells
        for cell, full in zip(notebook.cells, cells, strict=True):
            cell.source = full.source
    # Plots are not what is tested, and matplotlib is no requirement.
    notebook.cells.insert(0, nbformat.v4.new_code_cell(STAND_IN))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        allow_errors=allow_errors,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return notebook


def outputs(notebook: Any, tag: str | None = None) -> list[str]:
    """Return the texts that the cells show, those with a tag or all."""
    return [
        output.get("text") or output.get("data", {}).get("text/plain", "") or output.get("evalue", "")
        for cell in notebook.cells
        if cell.cell_type == "code" and (tag is None or tag in cell.metadata.get("tags", []))
        for output in cell.outputs
    ]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solved_notebook_runs_from_top_to_bottom(assignment: str, tmp_path: Path) -> None:
    """Every check passes, and shows itself as HTML."""
    notebook = execute(assignment, tmp_path, solved=True, allow_errors=False)
    shown = [text for text in outputs(notebook, "check") if text]
    assert len(shown) >= 4
    for text in shown:
        passed, _, rest = text.partition(": ")[2].partition(" of ")
        assert rest.startswith(f"{passed} checks passed"), text
    assert any(
        "text/html" in output.get("data", {}) for c in notebook.cells for output in c.get("outputs", [])
    )


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_stub_stops_only_at_unfinished_work(assignment: str, tmp_path: Path) -> None:
    """Checks say what is not written yet; what fails is a NotImplementedError."""
    notebook = execute(assignment, tmp_path, solved=False, allow_errors=True)
    errors = [
        output["ename"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert set(errors) <= {"NotImplementedError"}
    assert all("not written yet" in text for text in outputs(notebook, "check") if text)


def test_an_error_names_the_cell(tmp_path: Path) -> None:
    """As Jupyter numbers it."""
    shutil.copytree(ROOT / "assignments" / "stride_padding", tmp_path, dirs_exist_ok=True)
    cells = [
        "from autograder import check",
        "def pad2d(image, padding):\n    x = 1\n    return image[9, 9]",
        "check('pad2d')",
    ]
    notebook: Any = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    )
    try:
        NotebookClient(
            notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
        ).execute()
    except CellExecutionError as error:
        pytest.fail(str(error))
    text = "\n".join(outputs(notebook))
    assert "IndexError" in text
    assert "cell In[2], line 3: return image[9, 9]" in text
