"""Zips of classes that are not what they say."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.batch.intake import content_sha256, unpack
from autograder.errors import AutograderError
from tests.batch.intake.build import GOOD, class_zip, find, keys


def _patched(path: Path, name: bytes, change: Callable[[bytearray, int, int], None]) -> Path:
    """Change the two headers of a member, given where they begin."""
    data = bytearray(path.read_bytes())
    local = data.index(b"PK\x03\x04", data.index(name) - 30)
    change(data, local, data.index(b"PK\x01\x02", data.rindex(name) - 46))
    path.write_bytes(data)
    return path


def _claim_ten_gigabytes(data: bytearray, local: int, central: int) -> None:
    for at in (local + 22, central + 24):
        data[at : at + 4] = struct.pack("<I", 0xFFFFFFF0)


def _encrypt(data: bytearray, local: int, central: int) -> None:
    data[local + 6] |= 1
    data[central + 8] |= 1


def _damage(data: bytearray, local: int, central: int) -> None:
    data[local + 38] ^= 0xFF


def _use_lzma(data: bytearray, local: int, central: int) -> None:
    data[local + 8] = data[central + 10] = 14


def _name_with_nul(data: bytearray, local: int, central: int) -> None:
    data[local + 31] = data[central + 47] = 0


def _lie_elsewhere(data: bytearray, local: int, central: int) -> None:
    data[central + 42 : central + 46] = struct.pack("<I", central)  # where no other member lies


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_claim_ten_gigabytes, "more than 512 MiB"),
        (_encrypt, "encrypted"),
        (_damage, "damaged"),
        (_use_lzma, "unusual method"),
        (_name_with_nul, "NUL"),
        (_lie_elsewhere, "damaged"),
    ],
)
def test_a_forged_member_is_left_out(
    tmp_path: Path, change: Callable[[bytearray, int, int], None], reason: str
) -> None:
    """Whatever its headers say."""
    path = class_zip(tmp_path / "class.zip", GOOD, ("evil.py", b"x = 1\n" * 50), ("bob.py", b""))
    found = find(_patched(path, b"evil.py", change))
    assert keys(found) == ["alice", "bob"]
    (remark,) = found.remarks
    assert reason in remark
    assert "evil" in remark or "NUL" in remark


def test_a_forged_table_of_contents_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is bounded before its entries are counted."""
    monkeypatch.setattr(unpack, "_TABLE_BYTES", 2**16)
    path = class_zip(tmp_path / "class.zip", *[(f"{n:0200}.py", b"") for n in range(300)])
    with pytest.raises(AutograderError, match="not a zip"):
        find(path)


@contextmanager
def _fresh(tmp_path: Path) -> Iterator[Path]:
    """Give a folder for one example of many."""
    folder = tmp_path / str(len(list(tmp_path.iterdir())))
    folder.mkdir()
    yield folder


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=30), at=st.integers(0, 2000), kept=st.integers(0, 2000))
def test_no_damage_is_a_crash(tmp_path: Path, data: bytes, at: int, kept: int) -> None:
    """Bytes overwritten anywhere, or the end cut off."""
    with _fresh(tmp_path) as folder:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(6):
                archive.writestr(f"student{number}/a.py", b"x = 1\n" * 40)
        whole = bytearray(buffer.getvalue())
        whole[at % len(whole) : at % len(whole) + len(data)] = data
        (folder / "class.zip").write_bytes(whole[: len(whole) - kept % 40 if kept % 2 else None])
        try:
            found = find(folder / "class.zip")
        except AutograderError as error:
            assert str(error)
        else:
            for one in found.work:
                assert len(content_sha256(one.path)) == 64
        assert {entry.name for entry in folder.iterdir()} <= {"class.zip", "grades"}
