"""The released notebooks in a real Jupyter kernel."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from autograder.assignment import load_assignment, load_course
from autograder.loading import load_module
from tests.grading.command import ROOT

pytestmark = pytest.mark.slow

ASSIGNMENTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir())
TRAINED = ("lenet", "gpu_training")  # for a minute each
EPOCHS = (
    "epochs, batch, lr, seed = 10,",
    "epochs, batch, lr, seed = 5,",
)  # a whole training takes longer
# Threads that wait for a busy processor take minutes.
ONE_THREAD = "import os\nos.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = '1'"


def execute(assignment: str, folder: Path, *, solved: bool, allow_errors: bool) -> Any:
    """Run a released notebook from top to bottom, with the reference filled in or as it is."""
    if "torch" in load_assignment(load_course(ROOT / "solutions"), assignment).allow:
        pytest.importorskip("torch", reason="PyTorch is not installed: pip install -e '.[torch]'")
    shutil.copytree(ROOT / "assignments" / assignment, folder, dirs_exist_ok=True)
    notebook: Any = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    if solved:
        import jupytext

        master = (ROOT / "solutions" / assignment / f"{assignment}.py").read_text(encoding="utf-8")
        # The set-up stands for the cell that imports `check`; the last cell is the release's own.
        full = jupytext.reads(master, fmt="py:percent").cells
        full = [cell for cell in full if "from autograder import" not in cell.source]
        stubs = [cell for cell in notebook.cells[:-1] if "setup" not in cell.metadata.get("tags", [])]
        for cell, reference in zip(stubs, full, strict=True):
            cell.source = reference.source.replace(*EPOCHS)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(ONE_THREAD))  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        timeout=600,
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


def share_of_digits(weights: Path) -> float:
    """Return which share of images that nobody has seen a network reads rightly."""
    folder = ROOT / "solutions" / "lenet"
    network: Any = load_module(folder / "lenet.py", "lenet_that_reads").LeNet5()
    with np.load(weights) as arrays, np.load(folder / "held_out.npz") as held_out:
        network.set_parameters(dict(arrays))
        images, labels = held_out["images"][:1000, None] / 255, held_out["labels"][:1000]
    return float(np.mean(network.forward(images).argmax(axis=1) == labels))


@pytest.mark.parametrize(
    "assignment",
    [pytest.param(name, marks=pytest.mark.soak if name in TRAINED else ()) for name in ASSIGNMENTS],
)
def test_a_solved_notebook_runs_from_top_to_bottom(assignment: str, tmp_path: Path) -> None:
    """Every check passes, and shows itself as HTML."""
    notebook = execute(assignment, tmp_path, solved=True, allow_errors=False)
    # A training says in between how it goes.
    shown = [text for text in outputs(notebook, "check") if "checks passed" in text]
    assert len(shown) >= 4
    for text in shown:
        passed, _, rest = text.partition(": ")[2].partition(" of ")
        assert rest.startswith(f"{passed} checks passed"), text
    if assignment == "lenet":
        assert share_of_digits(tmp_path / "lenet5.npz") >= 0.95
    assert any(
        "text/html" in output.get("data", {}) for c in notebook.cells for output in c.get("outputs", [])
    )


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_stub_stops_only_at_unfinished_work(assignment: str, tmp_path: Path) -> None:
    """Checks say what is not written yet; what fails is unfinished, or shows what is."""
    notebook = execute(assignment, tmp_path, solved=False, allow_errors=True)
    errors = [
        (output["ename"], "demo" in cell.metadata.get("tags", []))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert set(errors) <= {
        ("NotImplementedError", False),
        ("NotImplementedError", True),
        ("NameError", True),  # of what a cell above would have made
    }
    del notebook.cells[-1]  # which looks at the whole work
    assert all("not written yet" in text for text in outputs(notebook, "check") if text)
    assert outputs(notebook, "setup") == []


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
