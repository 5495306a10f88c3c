"""Whatever is handed in, reading it ends in a submission or in one of two errors."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.errors import SubmissionNotFoundError, UnreadableSubmissionError
from autograder.submission import Submission
from autograder.text import scrub
from tests.submission.build import code, notebook, read, zipped

MANY = settings(max_examples=100, deadline=None, database=None)
VALID = zipped({"blur_edges.ipynb": notebook("x = 1"), "helpers.py": b"y = 1", "pkg/a.py": b"z = 1"})
STORED = zipped({"blur_edges.py": b"x = 1", "helpers.py": b"y = 1"}, method=0)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown"]) | VALUES,
        "source": st.text(st.characters(), max_size=20) | st.lists(st.text(max_size=5)) | VALUES,
        "input": st.text(max_size=5) | VALUES,
        "metadata": st.fixed_dictionaries({}, optional={"tags": st.lists(VALUES, max_size=3)}) | VALUES,
    },
)
NOTEBOOKS = st.fixed_dictionaries(
    {},
    optional={
        "nbformat": st.sampled_from([1, 2, 3, 4, 5]) | VALUES,
        "nbformat_minor": VALUES,
        "metadata": VALUES,
        "cells": st.lists(CELLS | VALUES, max_size=4) | VALUES,
        "worksheets": st.lists(
            st.fixed_dictionaries({"cells": st.lists(CELLS, max_size=3)}), max_size=2
        ),
    },
)


def _try(name: str, data: bytes) -> Submission | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            submission = read(path)
        except UnreadableSubmissionError as error:
            str(error).encode()
            assert folder not in str(error)
            return None
    # Nothing that JSON or a database cannot hold comes through.
    for text in (submission.name, submission.graded_file, *submission.messages):
        assert scrub(text) == text
        assert "\n" not in text
    for source in [cell.source for cell in submission.cells] + list(submission.modules.values()):
        source.encode()
        assert "\0" not in source
        assert "\r" not in source
    assert any(cell.source.strip() for cell in submission.cells)
    return submission


@MANY
@given(st.sampled_from(["a.py", "a.ipynb", "a.zip", "a.txt"]), st.binary(max_size=300))
@example("a.py", b"\x00\xff\xfe")
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    """A file of noise under each of the names."""
    _try(name, data)


@MANY
@given(st.text(max_size=100))
def test_any_text_is_a_script_kept_as_it_is(text: str) -> None:
    """But for newlines and a mark, what was written is what is run."""
    submission = _try("a.py", text.encode())
    if submission is not None:
        expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        assert submission.cells[0].source == expected


@MANY
@given(VALUES | NOTEBOOKS)
@example({"nbformat": 10**400, "cells": []})
@example({"nbformat": 3.5, "worksheets": [{"cells": [{"cell_type": "code", "input": "x"}]}]})
def test_any_json_as_a_notebook_is_read_or_refused(document: Any) -> None:
    """JSON of every shape, and shapes close to a notebook's."""
    _try("a.ipynb", json.dumps(document).encode())


@MANY
@given(st.lists(st.text(st.characters(), max_size=20), min_size=1, max_size=4))
def test_code_cells_come_through_in_order(sources: list[str]) -> None:
    """Cells are neither lost nor merged."""
    submission = _try("a.ipynb", notebook(*[code(source) for source in sources]))
    if submission is not None:
        assert [cell.label for cell in submission.cells] == [
            f"code cell {number}" for number in range(1, len(sources) + 1)
        ]


@MANY
@given(
    st.sampled_from([VALID, STORED]),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 40),
)
def test_a_mutated_zip_is_read_or_refused(data: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    """Bytes changed anywhere, or an end cut off."""
    mutated = bytearray(data)
    for at, value in changes:
        mutated[at % len(mutated)] = value
    _try("a.zip", bytes(mutated[: len(mutated) - (cut if cut > 20 else 0)]))


@MANY
@given(st.dictionaries(st.text(min_size=1, max_size=12), st.binary(max_size=8), max_size=4))
def test_any_names_in_a_zip_are_read_or_refused(files: dict[str, bytes]) -> None:
    """Names of every script, some of them paths."""
    with contextlib.suppress(UnicodeEncodeError, IndexError):  # zipfile cannot write every name
        _try("a.zip", zipped({f"{name}.py": data for name, data in files.items()}))


@MANY
@given(st.text(max_size=20))
def test_any_path_is_found_or_not(name: str) -> None:
    """A path to nowhere says that it does not exist, or why it cannot be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sub" / name.replace("/", "_").replace("..", "_") / "x"
        with pytest.raises((SubmissionNotFoundError, UnreadableSubmissionError)):
            read(path)
