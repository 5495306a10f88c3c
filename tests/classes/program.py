"""A program as a student wrote it, and the files in which it can be handed in."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.release.master import BEGIN, END
from autograder.release.notebook import to_notebook

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
MARKS = "marks.toml"


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook.

    Attributes:
        kind: "code" or "markdown".
        outputs: as the notebook format has them.
    """

    source: str
    kind: str = "code"
    tags: tuple[str, ...] = ()
    outputs: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Program:
    """What one student wrote.

    Attributes:
        cells: of the notebook.
        files: handed in beside it.
        plain: whether the code of all cells together is Python, without magics.
    """

    cells: tuple[Cell, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)
    plain: bool = True

    def notebook(self) -> bytes:
        """Return the program as a notebook, all cells of which have been run."""
        cells = []
        for number, cell in enumerate(self.cells):
            about: dict[str, Any] = {"tags": list(cell.tags)} if cell.tags else {}
            node: dict[str, Any] = {"cell_type": cell.kind, "id": f"cell-{number:02}", "metadata": about}
            node["source"] = cell.source.splitlines(keepends=True)
            if cell.kind == "code":
                node |= {"execution_count": number + 1, "outputs": list(cell.outputs)}
            cells.append(node)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(whole, indent=1).encode() + b"\n"

    def script(self) -> bytes:
        """Return the code of all cells as a script."""
        code = (cell.source.strip("\n") for cell in self.cells if cell.kind == "code")
        return "\n\n\n".join(code).encode() + b"\n"


def of_script(text: str, files: Mapping[str, bytes] | None = None) -> Program:
    """Return a script as a program, with a cell for each function and class."""
    return Program(tuple(map(Cell, _parts(text))), files or {})


def of_notebook(data: bytes, files: Mapping[str, bytes] | None = None) -> Program:
    """Return a notebook as a program."""
    cells = []
    for node in json.loads(data)["cells"]:
        tags = tuple(node["metadata"].get("tags", ()))
        outputs = tuple(node.get("outputs", ()))
        cells.append(Cell("".join(node["source"]), node["cell_type"], tags, outputs))
    return Program(tuple(cells), files or {}, plain=False)


def of_golden(case: Path) -> Program:
    """Return the submission of a golden case."""
    there = sorted(path for path in case.iterdir() if path.is_file() and path.name != MARKS)
    files = {path.name: path.read_bytes() for path in there}
    if (data := files.pop("submission.ipynb", None)) is not None:
        return of_notebook(data, files)
    return of_script(files.pop("submission.py").decode(), files)


def of_master(assignment: Assignment, text: str) -> Program:
    """Return a master, changed or not, as the notebook of a student who filled in the release."""
    kept = [line for line in text.splitlines() if line.strip() not in (BEGIN, END)]
    notebook = to_notebook("\n".join(kept) + "\n", assignment.name)
    return of_notebook(notebook, beside(assignment))


def beside(assignment: Assignment) -> dict[str, bytes]:
    """Return the files that the staff's own solution comes with."""
    return {name: (assignment.folder / name).read_bytes() for name in assignment.files}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip that depends on nothing but its files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parts(text: str) -> Iterator[str]:
    """Give a script in parts, each of which is Python if the whole is."""
    try:
        nodes = ast.parse(text).body
    except SyntaxError:
        yield text
        return
    lines = text.splitlines()
    cuts = [0]
    for node in nodes:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            continue
        top = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
        while top and lines[top - 1].startswith("#"):
            top -= 1
        cuts.append(top)
    for start, end in zip(cuts, [*cuts[1:], len(lines)], strict=True):
        if part := "\n".join(lines[start:end]).strip("\n"):
            yield part
