"""Notebooks: the code cells of an `.ipynb`, read leniently."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.errors import UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.helper import defines
from autograder.submission.model import DEMO, Cell
from autograder.submission.names import listed
from autograder.submission.text import decode, normalise

_FORMAT = 4
_LONGEST_INT = 18
# JSON can escape what no text file can hold.
_UNHOLDABLE = re.compile("[\0\ud800-\udfff]")
_SAVE_AGAIN = "Open it in Jupyter, check that your work is there, save it, and hand it in again."


def read_cells(data: bytes, name: str) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return the code cells of a notebook, and what the student should know about them.

    Args:
        data: all bytes of the file.
        name: what to call the file in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: it is no notebook, holds no code, or is too large.
    """
    document = _parse(data, name)
    version = _version(document, name)
    if version < _FORMAT:
        document = _upgrade(document, version, name)
    cells, messages = _code_cells(document.get("cells"), name)
    if not any(cell.source.strip() for cell in cells):
        raise UnreadableSubmissionError(
            f"{name} has no code: all of its code cells are empty. Check that you saved your work, and "
            "hand in the notebook that holds it."
        )
    return cells, messages


def _parse(data: bytes, name: str) -> dict[str, Any]:
    text = decode(data, name)
    if not text.strip():
        raise UnreadableSubmissionError(
            f"{name} is empty. Check that you saved your work, and hand in the notebook that holds it."
        )
    if sum(map(text.count, ",[{")) > limits.NOTEBOOK_VALUES:
        raise UnreadableSubmissionError(
            f"{name} holds too much data in its outputs. Clear all outputs, save, and hand it in again."
        )
    try:
        document = json.loads(text, parse_int=_parse_int)
    except json.JSONDecodeError as error:
        if re.search(r"^<{7} ", text, re.MULTILINE):
            problem = "holds conflict markers of Git (<<<<<<<). Resolve the conflict"
            raise UnreadableSubmissionError(f"{name} {problem}, and hand it in again.") from error
        raise UnreadableSubmissionError(
            f"{name} is not a valid notebook: its JSON breaks off at line {error.lineno}, column "
            f"{error.colno}. {_SAVE_AGAIN}"
        ) from error
    except RecursionError as error:
        raise UnreadableSubmissionError(
            f"{name} is not a valid notebook: its JSON is nested too deeply. {_SAVE_AGAIN}"
        ) from error
    if not isinstance(document, dict):
        raise UnreadableSubmissionError(
            f"{name} is not a notebook: it holds JSON, but not an object with cells. {_SAVE_AGAIN}"
        )
    return document


def _parse_int(digits: str) -> int:
    # No number of a notebook matters but small ones, and int() refuses 5,000 digits.
    return int(digits) if len(digits) <= _LONGEST_INT else 0


def _version(document: dict[str, Any], name: str) -> int:
    version = document.get("nbformat", _FORMAT if "cells" in document else 3)
    if isinstance(version, bool) or not isinstance(version, int | float) or not 1 <= version < 1000:
        raise UnreadableSubmissionError(
            f'{name} is not a valid notebook: its "nbformat" is not a version. {_SAVE_AGAIN}'
        )
    if version >= _FORMAT + 1:
        raise UnreadableSubmissionError(
            f"{name} is in notebook format {int(version)}, which is newer than the format {_FORMAT} "
            f"that can be read. Save it in format {_FORMAT}, or hand in your code as a .py file."
        )
    return int(version)


def _upgrade(document: dict[str, Any], version: int, name: str) -> dict[str, Any]:
    """Return a notebook of an old format in format 4."""
    import nbformat  # noqa: PLC0415 -- takes longer to import than a submission to grade; rarely needed

    document.setdefault("metadata", {})
    document |= {"nbformat": version, "nbformat_minor": 0}  # an unknown minor version fails
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = nbformat.from_dict(document)  # type: ignore[no-untyped-call]
            upgraded: dict[str, Any] = nbformat.convert(node, _FORMAT)  # type: ignore[no-untyped-call]
    except Exception as error:
        raise UnreadableSubmissionError(
            f"{name} is in notebook format {version}, and cannot be converted to format {_FORMAT}. "
            + _SAVE_AGAIN
        ) from error
    return upgraded


def _code_cells(cells: object, name: str) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    if not isinstance(cells, list):
        raise UnreadableSubmissionError(
            f"{name} is not a valid notebook: it has no list of cells. {_SAVE_AGAIN}"
        )
    found: list[Cell] = []
    replaced: list[str] = []
    size = 0
    for position, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict):
            raise UnreadableSubmissionError(
                f"{name} is not a valid notebook: cell {position} of {len(cells)} is not a cell. "
                + _SAVE_AGAIN
            )
        if cell.get("cell_type") != "code":
            continue
        label = f"code cell {len(found) + 1}"
        raw = _source(cell, label, name)
        source = normalise(_UNHOLDABLE.sub("\ufffd", raw))
        if _UNHOLDABLE.search(raw):
            replaced.append(label)
        found.append(Cell(label, source, _tags(cell)))
        size += len(source.encode())
        if len(found) > limits.CODE_CELLS or size > limits.CODE_BYTES:
            raise UnreadableSubmissionError(
                f"{name} holds more than {limits.CODE_CELLS:,} code cells or "
                f"{limits.CODE_BYTES // 2**20} MiB of code. Take out what is not your work (data "
                "belongs in files), and hand it in again."
            )
    messages = [*_left_out(found)]
    if replaced:
        messages.append(
            f"{replaced[0]} of {name} holds characters that are no text; they were replaced by \ufffd"
        )
    return tuple(found), tuple(messages)


def _left_out(cells: Sequence[Cell]) -> Iterator[str]:
    """Say what is defined only where nothing is run."""
    run = {name for cell in cells if not cell.is_demo for name in defines(cell.source)}
    for cell in cells:
        lost = [name for name in defines(cell.source) if name not in run] if cell.is_demo else []
        if lost:
            yield (
                f"{cell.label} is tagged `{DEMO}` and was not run, so what it defines is not there: "
                f"{listed(lost)}. Move your work to a cell without that tag"
            )


def _source(cell: dict[str, Any], label: str, name: str) -> str:
    source = cell.get("source", "")
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise UnreadableSubmissionError(
        f"{name} is not a valid notebook: the source of {label} is not text. {_SAVE_AGAIN}"
    )


def _tags(cell: dict[str, Any]) -> frozenset[str]:
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    if not isinstance(tags, list):
        return frozenset()
    return frozenset(_UNHOLDABLE.sub("\ufffd", tag) for tag in tags if isinstance(tag, str))
