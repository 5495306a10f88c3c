"""Notebooks: their code cells, read leniently."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.submission import Cell
from tests.submission.build import code, notebook, read_data, refusal_of_data

MARKDOWN = {"cell_type": "markdown", "source": "# Title", "metadata": {}}


def test_code_cells_are_counted_from_one(tmp_path: Path) -> None:
    """Text between them is not counted, and an empty code cell is."""
    data = notebook(MARKDOWN, "a = 1", MARKDOWN, "", code(["b = 2\r\n", "c = 3"]))
    got = read_data(tmp_path, "work.ipynb", data)
    assert got.cells == (
        Cell("code cell 1", "a = 1"),
        Cell("code cell 2", ""),
        Cell("code cell 3", "b = 2\nc = 3"),
    )
    assert (got.kind, got.graded_file) == ("notebook", "work.ipynb")
    assert got.sha256 == hashlib.sha256(data).hexdigest()


def test_tags_are_kept(tmp_path: Path) -> None:
    """The release marks cells that are not run; tags that are no text are dropped."""
    cells = code("a = 1", metadata={"tags": ["demo", 3, None]}), code("b", metadata={"tags": "demo"})
    got = read_data(tmp_path, "work.ipynb", notebook(*cells))
    assert [cell.tags for cell in got.cells] == [{"demo"}, frozenset()]


def test_what_only_a_cell_that_is_not_run_defines_is_told(tmp_path: Path) -> None:
    """A student may have written her function there; what the release has there is indented."""
    demo = {"tags": ["demo"]}
    lost = code("def f():\n    pass\nclass G:\n    pass\ndef both(): pass", metadata=demo)
    usual = code("if x:\n    def look():\n        pass", metadata=demo)
    got = read_data(tmp_path, "work.ipynb", notebook("def both(): pass", usual, lost))
    (message,) = got.messages
    assert message.startswith("code cell 3 is tagged `demo` and was not run, so what it defines is not")
    assert "there: f and G. Move your work to a cell without that tag" in message


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": "a = 1"},
        {"cell_type": "code", "source": "a = 1", "metadata": None, "id": 7, "stray": [1e999]},
        {
            "cell_type": "code",
            "source": "a = 1",
            "outputs": "none",
            "metadata": [],
            "execution_count": "x",
        },
    ],
)
def test_a_notebook_that_breaks_the_schema_is_read(tmp_path: Path, cell: dict[str, Any]) -> None:
    """Missing ids and stray keys are no reason to lose a student's marks."""
    got = read_data(tmp_path, "work.ipynb", notebook(cell, {"cell_type": 7}, {}, nbformat_minor="?"))
    assert [cell.source for cell in got.cells] == ["a = 1"]


def test_a_notebook_without_a_version_is_read(tmp_path: Path) -> None:
    """A list of cells is what format 4 has."""
    data = json.dumps({"cells": [code("a = 1")]}).encode()
    assert read_data(tmp_path, "work.ipynb", data).cells[0].source == "a = 1"


def test_huge_and_odd_numbers_do_not_matter(tmp_path: Path) -> None:
    """An output may hold an integer that Python refuses to read."""
    data = notebook("a = 1", metadata={"n": 0, "x": float("nan")}).replace(
        b'"n": 0', b'"n": ' + b"9" * 5000
    )
    assert read_data(tmp_path, "work.ipynb", data).cells[0].source == "a = 1"


@pytest.mark.parametrize("escape", [b"\\ud800", b"\\udfff", b"\\udc00\\ud800", b"\\u0000"])
def test_characters_that_no_text_holds_are_replaced(tmp_path: Path, escape: bytes) -> None:
    """Lone surrogates and NUL break JSON and databases later; the student is told."""
    data = notebook(code("a = 'HERE'", metadata={"tags": ["HERE"]})).replace(b"HERE", escape)
    got = read_data(tmp_path, "work.ipynb", data)
    assert set(got.cells[0].source) == set("a = '\ufffd'")
    assert set("".join(got.cells[0].tags)) == {"\ufffd"}
    assert "code cell 1" in got.messages[0]


def test_escaped_pairs_are_one_character(tmp_path: Path) -> None:
    """JSON writes an emoji as two surrogates."""
    got = read_data(tmp_path, "work.ipynb", notebook("a = '\U0001f600'"))
    assert got.cells[0].source == "a = '\U0001f600'"
    assert got.messages == ()


def _format_3(**more: Any) -> bytes:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Title"},
        {"cell_type": "code", "input": ["a = 1\n", "b = 2"], "language": "python", "outputs": []},
    ]
    book = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": cells}],
    }
    return json.dumps(book | more).encode()


@pytest.mark.parametrize("more", [{}, {"nbformat": 2}, {"nbformat_minor": 9, "metadata": {}}])
def test_an_old_notebook_is_upgraded(tmp_path: Path, more: dict[str, Any]) -> None:
    """Formats 2 and 3 keep their cells in worksheets."""
    got = read_data(tmp_path, "work.ipynb", _format_3(**more))
    assert [cell.source for cell in got.cells] == ["a = 1\nb = 2"]


@pytest.mark.parametrize(
    "sheets", [None, 3, [3], [{"cells": [3]}], [{}], [{"cells": [{"cell_type": 1}]}]]
)
def test_a_broken_old_notebook_is_refused(tmp_path: Path, sheets: Any) -> None:
    """What cannot be upgraded is the submission's failure."""
    assert "work.ipynb" in refusal_of_data(tmp_path, "work.ipynb", _format_3(worksheets=sheets))


def test_nbformat_is_loaded_for_old_notebooks_only(tmp_path: Path) -> None:
    """It takes longer to import than a submission takes to grade."""
    (tmp_path / "work.ipynb").write_bytes(notebook("a = 1"))
    program = (
        "import sys, pathlib; from autograder.submission import read_submission as r;"
        "r(pathlib.Path(sys.argv[1]), 'a'); sys.exit('nbformat' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "work.ipynb")]
    subprocess.run(command, check=True, cwd=Path(__file__).parents[2])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (notebook(), "has no code"),
        (notebook(MARKDOWN, "", " \n"), "has no code"),
        (b"[]", "not a notebook"),
        (b"3", "not a notebook"),
        (b'{"cells": ', "line 1, column 11"),
        (b"x = 1\n", "not a valid notebook"),
        (b'{\n<<<<<<< HEAD\n "cells": []', "Git"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"nbformat": 4}', "no list of cells"),
        (b'{"nbformat": 4, "cells": {"a": 1}}', "no list of cells"),
        (b'{"nbformat": 4, "cells": [[]]}', "cell 1 of 1"),
        (notebook("a", None), "cell 2 of 2"),
        (notebook("a", code(3)), "source of code cell 2"),
        (notebook("a", code(["b", 3])), "source of code cell 2"),
        (notebook("a", nbformat=5), "format 5"),
        (notebook("a", nbformat=True), "not a version"),
        (notebook("a", nbformat="4"), "not a version"),
        (notebook("a", nbformat=-1), "not a version"),
        (notebook("a", nbformat=float("nan")), "not a version"),
        (notebook("a", nbformat=None), "not a version"),
        (notebook("a").decode().encode("utf-16"), "UTF-16"),
        (b'{"cells": "\xe9"}', "Latin-1"),
        (b'{"cells": "' + b"a" * 99 + b'\0"}', "NUL"),
    ],
)
def test_what_is_no_notebook_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    """Each kind of damage has its sentence."""
    assert problem in refusal_of_data(tmp_path, "work.ipynb", data)


def test_limits_of_cells_and_code_hold(tmp_path: Path) -> None:
    """2,000 code cells and 4 MiB of code are read, and not one more."""
    assert len(read_data(tmp_path, "work.ipynb", notebook(*["a"] * 2000)).cells) == 2000
    assert "2,000 code cells" in refusal_of_data(tmp_path, "work.ipynb", notebook(*["a"] * 2001))
    half = "a" * 2**21
    assert len(read_data(tmp_path, "work.ipynb", notebook(half, half)).cells) == 2
    assert "4 MiB of code" in refusal_of_data(tmp_path, "work.ipynb", notebook(half, half, "a"))


def test_too_many_values_are_refused_before_parsing(tmp_path: Path) -> None:
    """A list of empty lists takes thirty times its size in memory."""
    data = b'{"cells": [' + b"[]," * 2_500_000 + b"[]]}"
    assert "Clear all outputs" in refusal_of_data(tmp_path, "work.ipynb", data)
