"""Zips: read in memory, whatever they claim."""

from __future__ import annotations

import io
import stat
import struct
import time
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from autograder.errors import UnreadableSubmissionError
from autograder.submission import archive
from tests.submission.build import lay, notebook, read, read_data, refusal_of_data, zipped

GRADED = {"blur_edges.ipynb": notebook("x = 1")}


def _with_infos(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicates are wanted
        for info, data in members:
            made.writestr(info, data)
    return buffer.getvalue()


def _patched(data: bytes, field: int, value: bytes) -> bytes:
    """Return a zip with a field of its first entry in the table of contents changed."""
    at = data.index(b"PK\x01\x02") + field
    return data[:at] + value + data[at + len(value) :]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "alice/", "./", "a/b/"])
def test_a_zip_is_read(tmp_path: Path, method: int, folder: str) -> None:
    """Packed or not, with a folder around the files or without."""
    data = zipped(GRADED | {"helpers.py": b"y = 1"}, folder=folder, method=method)
    got = read_data(tmp_path, "Alice.ZIP", data)
    assert got.name == "Alice.ZIP"
    assert got.graded_file == folder.removeprefix("./") + "blur_edges.ipynb"
    assert got.modules == {"helpers": "y = 1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Alice.ZIP"]


def test_entries_of_folders_do_not_matter(tmp_path: Path) -> None:
    """Some programs write them, some twice."""
    data = _with_infos(("hw/", b""), ("hw/", b""), ("hw/blur_edges.py", b"x = 1"))
    assert read_data(tmp_path, "a.zip", data).graded_file == "hw/blur_edges.py"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (zipped({}), "an empty zip"),
        (b"x = 1", "is not a zip"),
        (notebook("x = 1"), "is not a zip"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"#!/bin/sh\n" + zipped(GRADED), "is not a zip"),
        (zipped(GRADED)[:-30], "damaged"),
        (b"PK\x03\x04" * 1000, "damaged"),
    ],
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    """Its content decides, not its name alone."""
    assert problem in refusal_of_data(tmp_path, "a.zip", data)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("/etc/a.py", "an absolute path"),
        ("../a.py", '".."'),
        ("pkg/../../a.py", '".."'),
        ("c:/a.py", "an absolute path"),
        ("pkg\\a.py", "a backslash"),
        ("\\\\host\\a.py", "a backslash"),
        ("__MACOSX/../a.txt", '".."'),
    ],
)
def test_paths_that_lead_out_are_refused(tmp_path: Path, name: str, problem: str) -> None:
    """Nothing is extracted; still, no honest zip holds them."""
    assert problem in refusal_of_data(tmp_path, "a.zip", zipped(GRADED | {name: b"x"}))


def test_a_name_cut_by_nul_is_refused(tmp_path: Path) -> None:
    """Two readers would see two names."""
    data = zipped({"helpers.pyXtxt": b"x", **GRADED}).replace(b"helpers.pyXtxt", b"helpers.py\0txt")
    assert "a NUL character" in refusal_of_data(tmp_path, "a.zip", data)


def test_a_member_without_a_name_is_refused(tmp_path: Path) -> None:
    """It names nothing that could be shown or imported."""
    assert "without a name" in refusal_of_data(tmp_path, "a.zip", zipped(GRADED | {".": b"x"}))
    data = _patched(zipped({"a": b"x"}), 28, b"\0\0\1\0")  # its name becomes an extra field
    assert "without a name" in refusal_of_data(tmp_path, "a.zip", data)


@pytest.mark.parametrize("again", ["a.py", "./a.py", ".//a.py"])
def test_duplicate_names_are_refused(tmp_path: Path, again: str) -> None:
    """A TA might look at the one and the grader at the other."""
    data = _with_infos(("a.py", b"x = 1"), (again, b"x = 2"))
    assert "twice" in refusal_of_data(tmp_path, "a.zip", data)


def test_names_that_differ_in_case_are_two(tmp_path: Path) -> None:
    """On Linux they are two files."""
    data = zipped(GRADED | {"A.py": b"1", "a.py": b"2"})
    assert read_data(tmp_path, "a.zip", data).modules == {"A": "1", "a": "2"}


@pytest.mark.parametrize(
    ("kind", "problem"), [(stat.S_IFLNK, "is a link"), (stat.S_IFIFO, "not a regular file")]
)
def test_links_and_devices_are_refused_by_name(tmp_path: Path, kind: int, problem: str) -> None:
    """A zip can hold more than files."""
    info = zipfile.ZipInfo("pkg/a.txt")
    info.external_attr = (kind | 0o777) << 16
    text = refusal_of_data(
        tmp_path, "a.zip", _with_infos(("blur_edges.py", b"x"), (info, b"/etc/passwd"))
    )
    assert f"pkg/a.txt in a.zip {problem}" in text or f"pkg/a.txt in a.zip is {problem}" in text


@pytest.mark.parametrize("flag", [0x1, 0x41, 0x2001])
def test_an_encrypted_member_is_refused(tmp_path: Path, flag: int) -> None:
    """No password is ever asked for."""
    data = _patched(zipped(GRADED), 8, struct.pack("<H", flag))
    assert "encrypted" in refusal_of_data(tmp_path, "a.zip", data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(tmp_path: Path, method: int) -> None:
    """These unpack without a bound on what a step may yield."""
    assert "unusual method" in refusal_of_data(tmp_path, "a.zip", zipped(GRADED, method=method))


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (10, struct.pack("<H", 9), "unusual method"),
        (10, struct.pack("<H", 0), "damaged"),  # claims to be stored
        (6, struct.pack("<H", 99), "damaged"),  # needs a newer program
        (16, b"\0\0\0\0", "damaged"),  # checksum
        (24, struct.pack("<I", 3), "damaged"),  # claims to be small
        (42, struct.pack("<I", 2**31), "damaged"),  # lies beyond the end
    ],
)
def test_forged_entries_are_refused(tmp_path: Path, field: int, value: bytes, problem: str) -> None:
    """Each way in which a table of contents can lie."""
    assert problem in refusal_of_data(tmp_path, "a.zip", _patched(zipped(GRADED), field, value))


def test_a_forged_end_is_refused(tmp_path: Path) -> None:
    """It can place the members before the start of the file."""
    data = zipped(GRADED)
    at = len(data) - 6  # where the table of contents is said to lie
    forged = data[:at] + struct.pack("<I", len(data)) + data[at + 4 :]
    assert "damaged" in refusal_of_data(tmp_path, "a.zip", forged)


def test_a_large_claim_alone_does_not_matter(tmp_path: Path) -> None:
    """Bytes that come out are counted, and not what is claimed."""
    data = _patched(zipped(GRADED), 24, struct.pack("<I", 2**31))
    assert read_data(tmp_path, "a.zip", data).kind == "notebook"


def test_a_bomb_is_stopped_early(tmp_path: Path) -> None:
    """Blanks without end are unpacked no further than the limit, whatever size they claim."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = b" " * 2**20
    packed = b"".join(packer.compress(block) for _ in range(64)) + packer.flush()
    name = b"blur_edges.py"
    sizes = struct.pack("<IIIHH", 0, len(packed), 2**26, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + name
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local) + len(packed), 0)
    start = time.perf_counter()
    text = refusal_of_data(tmp_path, "a.zip", local + packed + entry + end)
    assert "blur_edges.py is larger than 4 MiB" in text
    assert time.perf_counter() - start < 10


def test_members_are_counted(tmp_path: Path) -> None:
    """2,000 are looked through, and not one more."""
    files = GRADED | {f"{n}.txt": b"" for n in range(1999)}
    assert read_data(tmp_path, "a.zip", zipped(files)).kind == "notebook"
    assert "more than 2,000 files" in refusal_of_data(tmp_path, "a.zip", zipped(files | {"b": b""}))


def test_a_large_table_of_contents_is_not_read(tmp_path: Path) -> None:
    """It would be taken into memory whole before anything could be counted."""
    files = GRADED | {f"{n}/{'long' * 15_000}.txt": b"" for n in range(20)}
    assert "more than 2,000 files" in refusal_of_data(tmp_path, "a.zip", zipped(files))


def test_depth_is_bounded(tmp_path: Path) -> None:
    """As in a folder."""
    assert "16 levels" in refusal_of_data(tmp_path, "a.zip", zipped(GRADED | {"d/" * 17 + "a": b""}))


def test_only_needed_members_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Images, data and other notebooks of a zip cost nothing."""
    read_members: list[str] = []
    original = archive._read_member

    def spy(made: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int, name: str) -> bytes:
        read_members.append(info.filename)
        return original(made, info, limit, name)

    monkeypatch.setattr(archive, "_read_member", spy)
    more = [
        "image.png",
        "inner.zip",
        "notes.ipynb",
        "test_a.py",
        ".hidden.py",
        "my-mod.py",
        "helpers.py",
    ]
    read_data(tmp_path, "a.zip", zipped(GRADED | dict.fromkeys(more, b"x")))
    assert sorted(read_members) == ["blur_edges.ipynb", "helpers.py"]


def test_the_sum_of_what_is_read_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many files, each within its limit, are too much together."""
    monkeypatch.setattr("autograder.submission.limits.TOTAL_BYTES", 2**20)
    files = GRADED | {f"m{n}.py": b"\xff" * 2**18 for n in range(5)}
    assert "more than 1 MiB of notebooks" in refusal_of_data(tmp_path, "a.zip", zipped(files))


def test_a_zip_without_permission_to_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operating system's reason is passed on."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    lay(tmp_path, {"a.zip": zipped(GRADED)})
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableSubmissionError, match="Permission denied"):
        read(tmp_path / "a.zip")
