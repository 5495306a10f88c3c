"""The README that comes with a release."""

from __future__ import annotations

from autograder.assignment import PUBLIC_SUITE, Assignment

_TEXT = """# {title}

| file | what it is |
| --- | --- |
| `{name}.ipynb` | the notebook: text, functions to be written, a check after each |
| `{name}.py` | the same as a plain Python file, if you prefer an editor |
| `{suite}` | the checks; they carry no marks, and more tests are run after you hand in |

Work in the notebook **or** in the Python file, and hand in the one that holds your work, under its \
name{files}.

You need Python 3.11 or newer{packages}, and for the checks the package `cnn-autograder` as your course
hands it out (`autograder` on PyPI is another project). The notebook says what to do; each function says
exactly what it takes, gives back and raises.

| question | points |
| --- | --- |
{questions}

Before you hand in, restart the kernel and run all cells from top to bottom. A cell that fails, a plot or
a print does no harm. A name that you use for something else further down (`sum = 0`) can.
"""


def to_readme(assignment: Assignment) -> str:
    """Return the README of an assignment for students."""
    allowed = ", ".join(f"`{package}`" for package in assignment.allow)
    rows = [f"| {q.title} (`{q.id}`) | {q.points:g} |" for q in assignment.questions]
    files = " and ".join(f"`{file}`" for file in assignment.files)
    return _TEXT.format(
        title=assignment.title,
        name=assignment.name,
        suite=PUBLIC_SUITE,
        files=f".\nHand in {files} with it: both files, or a zip of them" if files else "",
        packages=f" with {allowed}" if allowed else "",
        questions="\n".join(rows),
    )
