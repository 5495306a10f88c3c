"""What a release says of itself is read back as it was written, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.released import RELEASED_FILE, Released, ReleasedQuestion, read_released, to_json

POOLING = Released(
    name="pooling",
    title="Pooling",
    allow=("numpy",),
    files=(),
    code_kb=4096,
    questions=(ReleasedQuestion(id="max_pool_forward", title="The largest", points=2.5),),
    functions={"max_pool_forward": "x, size, stride=None"},
    checks_sha256="0" * 64,
)


def test_a_release_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way through the file."""
    (tmp_path / RELEASED_FILE).write_bytes(to_json(POOLING))
    assert read_released(tmp_path) == POOLING


def test_a_folder_of_an_older_release_has_no_such_file(tmp_path: Path) -> None:
    """That is no error: checks work without."""
    assert read_released(tmp_path) is None


UNKNOWN = b'{"unknown": %s, "schema_version": 1}'


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b"[]", b'{"schema_version": 1}', b"\xff\xfe"),
        to_json(POOLING).replace(b'"Pooling"', b'"Pool\xff"'),
        UNKNOWN % (b"[" * 100_000 + b"]" * 100_000),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    """The message says where to get another."""
    (tmp_path / RELEASED_FILE).write_bytes(data)
    with pytest.raises(AutograderError, match=r"is damaged .*: take it anew from the folder"):
        read_released(tmp_path)


def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    """Even where it has fields that nobody here knows."""
    (tmp_path / RELEASED_FILE).write_bytes(b'{"schema_version": 2, "later": true}')
    with pytest.raises(AutograderError, match="a newer version"):
        read_released(tmp_path)
