"""The README that comes with a release."""

from __future__ import annotations

from collections.abc import Collection

from autograder.assignment import PUBLIC_SUITE, Assignment
from autograder.release.requirements import REQUIREMENTS, SMALL_TORCH
from autograder.released import RELEASED_FILE

_TEXT = """# {title}

## First steps

You need Python 3.11 or newer. Unzip, open a terminal, go to where you unzipped, and give these commands:

Linux and macOS

    cd {name}
    python3 -m venv .venv
    source .venv/bin/activate
    python -m pip install -r {requirements}
    jupyter lab {name}.ipynb

Windows (Command Prompt)

    cd {name}
    py -m venv .venv
    .venv\\Scripts\\activate
    python -m pip install -r {requirements}
    jupyter lab {name}.ipynb

{torch}Then run the first cell: if something is missing, it says what to do. Next time the first, the
third and the last command are enough. In VS Code, open this **folder** and choose `.venv` as kernel.

## What is here

| file | what it is |
| --- | --- |
| `{name}.ipynb` | the notebook: text, functions to be written, a check after each |
| `{name}.py` | the same as a plain Python file, if you prefer an editor |
| `{suite}` | the checks; they carry no marks, and more tests are run after you hand in |
{folders}| `{requirements}` | what pip installs: {packages}JupyterLab and the checks |
| `cnn_autograder-....whl` | what runs the checks; `autograder` on PyPI is another project |
| `{released}` | what `autograder check` and `autograder ready` read |

Work in the notebook **or** in the Python file. For the file, `autograder check` runs the checks in a
terminal, and `autograder check --watch` does so whenever you save.

| question | points |
| --- | --- |
{questions}

## Before you hand in

Save, and run the last cell, `ready()`, or `autograder ready` in a terminal: it runs your work from top
to bottom and says what to hand in{files}. A cell that fails, a plot or a print does
no harm. A name that you use for something else further down (`sum = 0`) can.
"""
_TORCH = """PyTorch takes several GB on Linux. A small one, for computers without a GPU, comes if you
give this command before the fourth:

    {command}

"""
_FOLDERS = (
    ("data", "what the notebook reads"),
    ("given", "modules that it imports"),
)


def to_readme(assignment: Assignment, folders: Collection[str]) -> str:
    """Return the README of an assignment for students.

    Args:
        assignment: what is released.
        folders: those that come with it.
    """
    rows = [f"| {q.title} (`{q.id}`) | {q.points:g} |" for q in assignment.questions]
    files = " and ".join(f"`{file}`" for file in assignment.files)
    return _TEXT.format(
        title=assignment.title,
        name=assignment.name,
        suite=PUBLIC_SUITE,
        requirements=REQUIREMENTS,
        released=RELEASED_FILE,
        torch=_TORCH.format(command=SMALL_TORCH) if "torch" in assignment.allow else "",
        folders="".join(f"| `{name}/` | {what} |\n" for name, what in _FOLDERS if name in folders),
        packages="".join(f"`{package}`, " for package in assignment.allow),
        files=f": that file and {files}, or a zip of them" if files else "",
        questions="\n".join(rows),
    )
