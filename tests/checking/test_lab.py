"""A student's way through a released notebook, in a real JupyterLab and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.checking.lab import Lab, jupyter_lab, opened_notebook
from tests.grading.command import ROOT
from tests.reports.site.browser import chromium

pytestmark = pytest.mark.slow

# The largest of the window's first column alone, then of all of it.
WRONG = """def max_pool_forward(x, size, stride=None):
    stride = stride or size
    rows, columns = (x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[:, :, i * stride : i * stride + size, j * stride : j * stride + 1]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out
"""
RIGHT = WRONG.replace("j * stride + 1]", "j * stride + size]")


@pytest.fixture(name="lab", scope="module")
def _lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Give the released notebook of an assignment, open in JupyterLab."""
    folder = tmp_path_factory.mktemp("downloads") / "pooling"
    shutil.copytree(ROOT / "assignments" / "pooling", folder)
    with (
        chromium() as browser,
        jupyter_lab(folder) as address,
        opened_notebook(browser, address, "pooling.ipynb") as lab,
    ):
        yield lab


def test_a_student_meets_the_notebook(lab: Lab) -> None:
    """Set-up is silent, a wrong answer stands beside what is due, a right one passes, and work is saved.

    One test, since each step goes on from the one before.
    """
    assert lab.run(lab.cell("If something is missing")).inner_text() == ""
    lab.run(lab.cell("import numpy as np"))
    check = lab.cell('check("max_pool_forward")')
    lab.run(lab.cell("TODO: write max_pool_forward"))
    assert "TODO: write max_pool_forward" in lab.run(check).inner_text()

    lab.write(lab.cell("TODO: write max_pool_forward"), WRONG)
    lab.run(lab.cell("window.max"))
    output = lab.run(check)
    said = output.inner_text()
    assert "expected" in said
    assert "yours" in said
    assert output.locator("table").count() >= 2, "grids, one beside the other"
    assert output.locator("script").count() == 0

    lab.write(lab.cell("window.max"), RIGHT)
    lab.run(lab.cell("window.max"))
    output = lab.run(check)
    assert "expected" not in output.inner_text()
    assert "passed" in output.inner_text()

    ready = lab.cell("ready()")
    assert "press Ctrl+S" in lab.run(ready).inner_text()
    lab.save()
    said = lab.run(ready).inner_text()
    assert "press Ctrl+S" not in said
    assert "max_pool_backward" in said, "which is still to be written"
    assert "pooling.ipynb" in said
