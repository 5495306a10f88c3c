"""One assignment, as a master for `otter assign` and as one for `nbgrader generate_assignment`."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

MARK = "271828.1828"  # in every hidden test, ours too: a submission that tells it has read one
FULL = 10.0


@dataclass(frozen=True)
class Question:
    """A question of tests/attacks/course/target, with tests as people write them for notebooks."""

    name: str
    points: int
    solution: str
    public: str
    hidden: str


QUESTIONS = (
    Question(
        "energy",
        4,
        "def energy(x):\n    return float((np.asarray(x, dtype=float) ** 2).sum())",
        "np.testing.assert_allclose(energy(np.array([3.0, 4.0])), 25.0, rtol=1e-4)",
        f"""planted = {MARK}
rng = np.random.default_rng(7)
for shape in [1, 5, 40, (3, 4)]:
    x = rng.normal(size=shape)
    expected = float((x**2).sum())
    np.testing.assert_allclose(energy(x), expected, rtol=1e-4)""",
    ),
    Question(
        "scaled",
        3,
        "def scaled(x, factor):\n    return np.asarray(x, dtype=float) * factor",
        "np.testing.assert_allclose(scaled(np.array([3.0, 4.0]), 2.0), [6.0, 8.0], rtol=1e-4)",
        f"""planted = {MARK}
rng = np.random.default_rng(8)
for shape in [(3,), (2, 5), (2, 3, 4)]:
    x, factor = rng.normal(size=shape), float(rng.normal())
    expected = x * factor
    np.testing.assert_allclose(scaled(x, factor), expected, rtol=1e-4)""",
    ),
    Question(
        "apply_twice",
        3,
        "def apply_twice(f, x):\n    return f(f(x))",
        "np.testing.assert_equal(apply_twice(lambda value: 2 * value, 1), 4)",
        f"""planted = {MARK}
for start in [1, 7, 20]:
    expected = (start**2 + 3) ** 2 + 3
    np.testing.assert_equal(apply_twice(lambda value: value * value + 3, start), expected)""",
    ),
)
HONEST = "import numpy as np\n\n" + "\n\n".join(question.solution for question in QUESTIONS) + "\n"


def otter_master() -> NotebookNode:
    """Return the master that `otter assign` reads; its hidden tests are of the exception format."""
    cells = [
        new_raw_cell("# ASSIGNMENT CONFIG\nname: target\ntests:\n    ok_format: false\n"),
        new_code_cell("import numpy as np"),
    ]
    for question in QUESTIONS:
        cells += [
            new_raw_cell(f"# BEGIN QUESTION\nname: {question.name}\npoints: {question.points}"),
            new_markdown_cell(f"Write `{question.name}`."),
            new_raw_cell("# BEGIN SOLUTION"),
            new_code_cell(_between(question.solution, "# BEGIN SOLUTION", "# END SOLUTION")),
            new_raw_cell("# END SOLUTION"),
            new_raw_cell("# BEGIN TESTS"),
            new_code_cell(_otter_test(question, question.public, hidden=False)),
            new_code_cell(_otter_test(question, question.hidden, hidden=True)),
            new_raw_cell("# END TESTS"),
            new_raw_cell("# END QUESTION"),
        ]
    return _notebook(cells)


def _between(function: str, begin: str, end: str) -> str:
    head, body = function.split("\n", 1)
    return f"{head}\n    {begin}\n{body}\n    {end}"


def _otter_test(question: Question, body: str, *, hidden: bool) -> str:
    points, visible = (question.points, "hidden") if hidden else (0, "public")
    config = f"hidden: {str(hidden).lower()}\npoints: {points}"
    head = f"def test_{question.name}_{visible}({question.name}):\n    import numpy as np"
    return f'""" # BEGIN TEST CONFIG\n{config}\n""" # END TEST CONFIG\n{head}\n{indent(body, "    ")}'


def nbgrader_master() -> NotebookNode:
    """Return the source notebook that `nbgrader generate_assignment` reads."""
    cells = [new_code_cell("import numpy as np")]
    for question in QUESTIONS:
        solution = new_code_cell(_between(question.solution, "### BEGIN SOLUTION", "### END SOLUTION"))
        solution.metadata.nbgrader = _nbgrader(question.name, solution=True)
        tests = new_code_cell(
            f"{question.public}\n### BEGIN HIDDEN TESTS\n{question.hidden}\n### END HIDDEN TESTS"
        )
        tests.metadata.nbgrader = _nbgrader(f"test_{question.name}", points=question.points)
        cells += [solution, tests]
    return _notebook(cells)


def _nbgrader(name: str, *, solution: bool = False, points: int | None = None) -> NotebookNode:
    cell = {
        "schema_version": 3,
        "grade_id": name,
        "solution": solution,
        "grade": points is not None,
        "locked": points is not None,
        "task": False,
        "cell_type": "code",
    }
    return NotebookNode(cell if points is None else {**cell, "points": points})


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def submitted(student: str, source: str) -> str:
    """Return the notebook that a student hands in: `source` in the first cell to fill in.

    Args:
        student: the notebook that the tool released.
        source: what the submission runs.
    """
    notebook = nbformat.reads(student, as_version=4)
    stubs = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and any(cell.source.startswith(f"def {q.name}(") for q in QUESTIONS)
    ]
    if len(stubs) != len(QUESTIONS):
        message = f"{len(stubs)} cells to fill in, not {len(QUESTIONS)}"
        raise ValueError(message)
    for cell in stubs:
        cell.source = "# See above."
    stubs[0].source = source
    return nbformat.writes(notebook)
