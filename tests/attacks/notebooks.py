"""Attacks that are notebooks: giant, deep, or with metadata that somebody might believe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.attacks.attack import CHEATING, HONEST, built


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
        **more,
    }


def document(*cells: Any, **more: Any) -> dict[str, Any]:
    """Return a notebook."""
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


def notebook(folder: Path, content: object) -> Path:
    """Write a notebook, or text that is to pass for one."""
    path = folder / "target.ipynb"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


@built(earns=10)
def giant_output(folder: Path) -> Path:
    """Keeps fifty megabytes of output."""
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 50 * 2**20}
    return notebook(folder, document(code(HONEST, outputs=[output])))


@built(earns=6)
def hostile_metadata(folder: Path) -> Path:
    """Names kernels, cells and tags so that somebody could execute or believe them."""
    kernel = {
        "name": "../../evil",
        "display_name": "\x1b[31m<script>",
        "language": "bash",
        "argv": ["sh"],
    }
    grades = {"nbgrader": {"grade": True, "points": 10, "grade_id": "energy", "locked": True}}
    cell = code(CHEATING, id="<img src=x>", metadata={"name": "\x1b[2J", "tags": ["x\0", 7], **grades})
    metadata = {"kernelspec": kernel, "otter": {"tests": {"q1": "pass"}}, "score": 10, "points": 10}
    return notebook(folder, document(cell, metadata=metadata))


@built(earns=6)
def outputs_that_look_like_results(folder: Path) -> Path:
    """Keeps outputs that say that all tests passed."""
    result = {"schema_version": 1, "status": "graded", "points": 10.0, "max_points": 10.0}
    data = {"application/json": result, "text/html": "<b>10 / 10</b>", "text/plain": "all passed"}
    output = {"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": result}
    return notebook(folder, {**document(code(CHEATING, outputs=[output])), **result})


@built()
def too_many_cells(folder: Path) -> Path:
    """Has a hundred thousand cells."""
    return notebook(folder, document(*[code("x = 1")] * 100_000))


@built()
def deep_json(folder: Path) -> Path:
    """Nests its JSON a hundred thousand levels deep."""
    deep = "[" * 100_000 + "]" * 100_000
    return notebook(folder, f'{{"cells": {deep}, "nbformat": 4, "metadata": {{}}}}')


@built()
def many_values(folder: Path) -> Path:
    """Keeps ten million empty lists in an output, which take far more memory than their text."""
    lists = ",".join(["[]"] * 6_000_000)
    return notebook(folder, f'{{"cells": [], "nbformat": 4, "metadata": {{"x": [{lists}]}}}}')


@built()
def cells_that_are_none(folder: Path) -> Path:
    """Has numbers where cells are due."""
    return notebook(folder, document(1, None, code(HONEST)))


@built()
def source_that_is_no_text(folder: Path) -> Path:
    """Has objects where source text is due."""
    return notebook(folder, document(code({"__class__": "str"})))


@built()
def newer_format(folder: Path) -> Path:
    """Says that it is in a format of the far future."""
    return notebook(folder, document(code(HONEST), nbformat=999))


@built()
def endless_version(folder: Path) -> Path:
    """Gives as its format a number of ten thousand digits."""
    return notebook(folder, f'{{"cells": [], "nbformat": {"9" * 10_000}, "metadata": {{}}}}')


@built()
def old_format(folder: Path) -> Path:
    """Says that it is in the oldest format, and holds what a converter does not expect."""
    sheets = [{"cells": [{"cell_type": "code", "input": 7, "outputs": [{"output_type": []}]}]}, 1]
    return notebook(folder, {"nbformat": 1, "worksheets": sheets, "cells": {"x": 1}})


@built(earns=10)
def surrogates_in_json(folder: Path) -> Path:
    """Escapes halves of characters and NUL in its source, which JSON can and a result cannot hold."""
    return notebook(folder, document(code(HONEST), code("x = '\ud800\0\udfff'; raise ValueError(x)")))


@built(earns=6)
def magics_that_run_programs(folder: Path) -> Path:
    """Runs shell lines and magics that would write files and load plugins."""
    cells = ["!touch /tmp/owned; echo 10 > results.json", "%load_ext evil\n%run /etc/passwd\n%env A=1"]
    files = ["%%writefile conftest.py\nraise SystemExit", "%%writefile numpy.py\nraise SystemExit"]
    up = ["%%writefile ../../owned.py\nx = 1", "%%bash\nexit 1", "%%script python\nprint(10)"]
    return notebook(folder, document(*map(code, [*cells, *files, *up, CHEATING])))


@built(earns=6)
def names_written_twice(folder: Path) -> Path:
    """Writes its keys twice, so that two readers may see different cells."""
    cells = [json.dumps([code(source)]) for source in (HONEST, CHEATING)]
    return notebook(
        folder, f'{{"cells": {cells[0]}, "nbformat": 4, "metadata": {{}}, "cells": {cells[1]}}}'
    )
