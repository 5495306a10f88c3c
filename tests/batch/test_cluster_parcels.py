"""Submissions on their way to another machine."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.batch.backends.parcel import pack
from autograder.batch.intake import content_sha256
from autograder.submission import limits


def test_a_file_arrives_as_it_was(tmp_path: Path) -> None:
    """Bytes and name, which need not be text; nobody else can read it."""
    path = tmp_path / os.fsdecode(b"m\xfcller.ipynb")
    path.write_bytes(b"\0\xff\r\n")
    (there := tmp_path / "there").mkdir()
    parcel = pack(path)
    assert parcel is not None
    arrived = parcel.unpack(there)
    assert arrived == there / path.name
    assert arrived.read_bytes() == path.read_bytes()
    assert arrived.stat().st_mode & 0o777 == 0o600


def test_a_folder_arrives_as_it_was(tmp_path: Path) -> None:
    """With what is junk, hidden or empty: whoever reads it decides what counts."""
    folder = tmp_path / "ada"
    for name in ("a.py", ".hidden", "deep/er/b.ipynb", "__MACOSX/c", os.fsdecode(b"deep/\xff.csv")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8", errors="surrogateescape")
    (folder / "empty").mkdir()
    (there := tmp_path / "there").mkdir()
    parcel = pack(folder)
    assert parcel is not None
    arrived = parcel.unpack(there)
    assert content_sha256(arrived) == content_sha256(folder)
    names = [sorted(path.relative_to(top) for path in top.rglob("*")) for top in (arrived, folder)]
    assert names[0] == names[1]


@pytest.mark.parametrize("where", ["alone", "in a folder"])
@pytest.mark.parametrize("what", ["link", "broken link", "link to a folder", "fifo", "large"])
def test_what_would_be_another_thing_elsewhere_stays(
    tmp_path: Path, what: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links lead to what is not there, and devices are none."""
    monkeypatch.setattr(limits, "TOTAL_BYTES", 1000)
    target = tmp_path / "target.py"
    target.write_bytes(b"x" * 600)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "other.py").write_bytes(b"x" * 600)
    path = folder / "made.py" if where == "in a folder" else tmp_path / "made.py"
    if what == "fifo":
        os.mkfifo(path)
    elif what == "large":
        path.write_bytes(b"x" * (401 if where == "in a folder" else 1001))
    else:
        leads = {"link": target, "broken link": tmp_path / "nothing", "link to a folder": tmp_path}
        path.symlink_to(leads[what])
    assert pack(folder if where == "in a folder" else path) is None
    path.unlink()
    assert pack(folder) is not None


def test_what_no_submission_has_stays(tmp_path: Path) -> None:
    """More files or folders in each other than are ever read; nothing at all; a name that leads up."""
    many = tmp_path / "many"
    many.mkdir()
    for number in range(limits.MEMBERS + 1):
        (many / str(number)).touch()
    deep = tmp_path / "deep"
    (deep / "/".join("d" * 40)).mkdir(parents=True)
    for path in (many, deep, tmp_path / "nothing", many / "..", Path()):
        assert pack(path) is None
