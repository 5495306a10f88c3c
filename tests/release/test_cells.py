"""The first and the last cell of what students get, where things are missing and where they are not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest

from autograder.errors import ReleaseError
from autograder.release.cells import NOTEBOOK, SCRIPT, Form, complete
from tests.grading.command import ROOT, run

STUB = """# %% [markdown]
# # Title

# %%
import math

import thispackage.part as part
from given import tables

# %% tags=["check"]
if __name__ == "__main__":
    from autograder import check


# %%
def area(width): ...


# %% tags=["check"]
if __name__ == "__main__":
    check("area")
"""
ASSIGNMENTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir())


def run_cells(folder: Path, form: Form, *, before: str = "", others: bool = True) -> tuple[int, str]:
    """Run the code of a stub where no package is installed, and return its exit code and output.

    Args:
        folder: where modules are found.
        form: which form of the stub.
        before: what comes first.
        others: whether the cell of the imports is run, too.
    """
    cells = jupytext.reads(complete(STUB, form, ["given"]), fmt="py:percent").cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    if not others:
        del code[1]
    program = f"import sys\nsys.path.insert(0, {str(folder)!r})\n{before}\n" + "\n".join(code)
    command = [sys.executable, "-I", "-S", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder in which all is there that the stub imports."""
    (tmp_path / "thispackage").mkdir()
    for name in ("thispackage/__init__.py", "thispackage/part.py", "given.py"):
        (tmp_path / name).touch()
    (tmp_path / "given.py").write_text("tables = {}\n", encoding="utf-8")
    ours = "def check(*names): print('checked', *names)\ndef ready(): print('is ready')\n"
    (tmp_path / "autograder.py").write_text(ours, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("form", [NOTEBOOK, SCRIPT])
def test_where_all_is_there_the_set_up_says_nothing(installed: Path, form: Form) -> None:
    """The checks are run, and the last cell looks at the whole work."""
    assert run_cells(installed, form) == (0, "checked area\nis ready\n")


@pytest.mark.parametrize("missing", ["thispackage", "autograder"])
def test_what_is_missing_is_named_and_said_again(installed: Path, missing: str) -> None:
    """With what to do; no later check ends in a NameError."""
    path = next(installed.glob(f"{missing}*"))
    path.rename(installed / f"no_{path.name}")
    sentence = (
        f"No module named '{missing}': run `%pip install -r requirements.txt` in a cell, then restart "
        "the kernel\n"
    )
    assert run_cells(installed, NOTEBOOK, others=False) == (0, 3 * sentence)


def test_a_script_stops_at_the_sentence(tmp_path: Path) -> None:
    """There is no traceback of an import below it."""
    sentence = (
        "No module named 'thispackage': run `python -m pip install -r requirements.txt` in this folder\n"
    )
    assert run_cells(tmp_path, SCRIPT) == (1, sentence)


@pytest.mark.parametrize(
    ("form", "pip"), [(NOTEBOOK, "%pip"), (SCRIPT, "python -m pip")], ids=["notebook", "script"]
)
def test_another_project_of_our_name_is_to_be_removed(installed: Path, form: Form, pip: str) -> None:
    """Both are, since ours has lost files to the other one, or loses them when that goes."""
    (installed / "autograder.py").write_text("__version__ = '3.7.7'\n", encoding="utf-8")
    output = run_cells(installed, form, others=False)[1]
    assert output.startswith("cannot import name 'check' from 'autograder' (")
    assert f"`{pip} uninstall -y autograder cnn-autograder`, then `{pip} install -r" in output


@pytest.mark.parametrize("form", [NOTEBOOK, SCRIPT], ids=["notebook", "script"])
def test_an_old_python_is_named(tmp_path: Path, form: Form) -> None:
    """Since pip would not install anything there."""
    output = run_cells(tmp_path, form, before="sys.version_info = (3, 10, 1)", others=False)[1]
    assert output.startswith("Python 3.11 or newer is needed; this one is ")
    assert "pip" not in output


def test_the_set_up_comes_before_all_imports() -> None:
    """And its lines are few; the master's own cell is gone."""
    cells = jupytext.reads(complete(STUB, NOTEBOOK, ["given"]), fmt="py:percent").cells
    assert [cell.metadata.get("tags") for cell in cells[:3]] == [None, ["setup"], None]
    assert cells[2].source.startswith("import math")
    assert cells[1].source.count("\n") <= 16
    everything = "\n".join(cell.source for cell in cells)
    assert everything.count("import check") == 1
    source = [line.strip() for line in cells[1].source.splitlines()]
    assert [line for line in source if line.startswith(("import ", "from "))] == [
        "import sys",
        "import thispackage",
        "from autograder import check, ready",
    ]


FUTURE = "from __future__ import annotations\n"


@pytest.mark.parametrize(
    "first", ["x = 1\n", f'"""About."""\n\n{FUTURE}', f'"""About."""\n\n# %%\n{FUTURE}']
)
def test_a_master_without_cells_gets_them_too(first: str) -> None:
    """What Python wants at the top of a file stays there."""
    for form in (NOTEBOOK, SCRIPT):
        text = complete(first, form, [])
        compile(text, "stub", "exec")
        cells = jupytext.reads(text, fmt="py:percent").cells
        tags = [cell.metadata.get("tags", [""])[0] for cell in cells]
        assert sorted({*tags}) == ["", "check", "setup"]


def test_the_import_of_check_needs_a_cell_of_its_own() -> None:
    """Or what else is in it would be lost."""
    with pytest.raises(ReleaseError, match="needs a cell of its own"):
        complete("# %%\nimport math\nfrom autograder import check\n", NOTEBOOK, [])


def test_check_has_its_own_name() -> None:
    """Another one would be there no more."""
    with pytest.raises(ReleaseError, match="under these names"):
        complete("# %%\nfrom autograder import check as c\n", NOTEBOOK, [])


def test_a_cell_that_begins_within_a_text_is_named() -> None:
    """By its first line."""
    with pytest.raises(ReleaseError, match="begins with 'x = "):
        complete('# %%\nx = """\n# %% in a text\n"""\n', NOTEBOOK, [])


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_cell_of_a_stub_fails_while_it_is_graded(assignment: str, tmp_path: Path) -> None:
    """The first and the last one, too, which meet stand-ins there."""
    stub = ROOT / "assignments" / assignment / f"{assignment}.ipynb"
    done = run("grade", assignment, stub, "--json", tmp_path / "result.json")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "result.json").read_bytes())
    assert (result["status"], result["messages"], result["points"]) == ("graded", [], 0)
