"""Submissions to read, made on the spot."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import UnreadableSubmissionError
from autograder.submission import Submission, read_submission

ASSIGNMENT = "blur_edges"
Pack = Callable[[dict[str, bytes]], Path]  # makes a submission of files and says where it lies


def code(source: Any, **more: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **more}


def notebook(*cells: Any, **more: Any) -> bytes:
    """Return a notebook of format 4; a text stands for a code cell."""
    full = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": full} | more
    ).encode()


def zipped(files: dict[str, bytes], *, folder: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of `files`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(folder + name, data)
    return buffer.getvalue()


def lay(root: Path, files: dict[str, bytes]) -> Path:
    """Write `files` below `root` and return it."""
    root.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def read(path: Path) -> Submission:
    """Read one submission."""
    return read_submission(path, ASSIGNMENT)


def read_data(folder: Path, name: str, data: bytes) -> Submission:
    """Read a file with this name and content."""
    path = folder / name
    path.write_bytes(data)
    return read(path)


def refusal(path: Path) -> str:
    """Return the text with which a submission is refused."""
    with pytest.raises(UnreadableSubmissionError) as caught:
        read(path)
    text = str(caught.value)
    assert text.isprintable()
    assert "Traceback" not in text
    return text


def refusal_of_data(folder: Path, name: str, data: bytes) -> str:
    """Return the text with which a file with this name and content is refused."""
    path = folder / name
    path.write_bytes(data)
    return refusal(path)
