"""The zip of a class: one bad file in it harms no other."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.batch.intake import unpack
from autograder.errors import AutograderError
from tests.batch.intake.build import GOOD, Member, class_zip, find, keys
from tests.submission.build import zipped


def special(name: str, mode: int) -> zipfile.ZipInfo:
    """Return the entry of a member that is no regular file."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_a_zip_of_files_and_folders_is_read(tmp_path: Path) -> None:
    """As of a folder; junk is nobody's."""
    path = class_zip(
        tmp_path / "class.zip",
        GOOD,
        ("bob/blur_edges.py", b"y = 1"),
        ("eve/", b""),
        ("__MACOSX/._alice.py", b"junk"),
        ("bob/__pycache__/a.pyc", b"junk"),
    )
    found = find(path)
    assert keys(found) == ["alice", "bob", "eve"]
    assert found.work[0].path.read_bytes() == b"x = 1"
    assert found.work[0].path.is_relative_to(tmp_path / "grades" / "submissions")
    assert found.remarks == ()


@pytest.mark.parametrize("around", ["homework/", "homework\\", "./homework//"])
def test_a_folder_around_all_is_looked_into(tmp_path: Path, around: str) -> None:
    """Finder packs one, and old Windows programs write backslashes."""
    names = [around, f"{around}alice.py", f"{around}bob.py"]
    found = find(class_zip(tmp_path / "class.zip", *((name, b"") for name in names)))
    assert keys(found) == ["alice", "bob"]
    assert found.remarks == ("All is in homework: each file or folder in there is one submission",)


def test_an_export_of_gradescope_is_read_from_its_zip(tmp_path: Path) -> None:
    """With all that a Mac adds."""
    path = class_zip(
        tmp_path / "export.zip",
        ("assignment_7_export/submission_metadata.yml", b"submission_1: {':submitters': [{':sid': 9}]}"),
        ("assignment_7_export/submission_1/blur_edges.py", b"x = 1"),
        ("__MACOSX/assignment_7_export/._submission_metadata.yml", b"junk"),
    )
    assert keys(find(path)) == ["9"]


def test_the_same_zip_is_unpacked_once(tmp_path: Path) -> None:
    """Its content tells, whatever its name; what was left out is told again."""
    path = class_zip(tmp_path / "class.zip", GOOD, ("bob.py", b""), ("../evil.py", b"x = 1"))
    first = find(path)
    stamp = first.work[0].path.stat()
    again = find(path.rename(tmp_path / "again.zip"))
    assert again == first
    assert again.work[0].path.stat() == stamp
    assert len(again.remarks) == 1
    class_zip(path, ("alice.py", b"x = 2"), ("bob.py", b""))
    assert find(path).work[0].path.read_bytes() == b"x = 2"
    assert find(tmp_path / "again.zip") == first


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    """It is never taken for the whole."""
    path = class_zip(tmp_path / "class.zip", GOOD, ("bob.py", b"y = 1"))
    place = find(path).work[0].path.parents[1]
    half = place.rename(place.with_name(f".{place.name}-killed"))
    (half / "files" / "bob.py").unlink()
    assert keys(find(path)) == ["alice", "bob"]
    assert [entry.name for entry in place.parent.iterdir()] == [place.name]


def test_times_are_kept(tmp_path: Path) -> None:
    """Which of two files is newer hangs on them."""
    old, new = zipfile.ZipInfo("alice.ipynb", (2026, 1, 2, 3, 4, 6)), zipfile.ZipInfo("alice.py")
    new.date_time = (2026, 1, 2, 3, 4, 8)
    found = find(class_zip(tmp_path / "class.zip", (new, b"1"), (old, b"2"), ("bob.py", b"")))
    assert found.work[0].path.name == "alice.py"


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        ("../evil.py", "leads out"),
        ("a/../../evil.py", "leads out"),
        ("/tmp/evil.py", "leads out"),
        ("C:/evil.py", "leads out"),
        ("..\\evil.py", "leads out"),
        (special("evil.py", stat.S_IFLNK | 0o777), "a link"),
        (special("evil.py", stat.S_IFIFO | 0o644), "not a regular file"),
        (special("evil.py", stat.S_IFCHR | 0o644), "not a regular file"),
        ("alice.py", "another file in the zip has that name"),
        ("alice.py/evil.py", "another file in the zip has that name"),
        ("alice.py/", "another file in the zip has that name"),
        ("/".join(["d"] * 40) + "/evil.py", "folders deep"),
        ("/".join(["d" * 250] * 30) + "/evil.py", "none that a file can have"),
    ],
    ids=range(13),
)
def test_a_bad_member_is_left_out(tmp_path: Path, member: zipfile.ZipInfo | str, reason: str) -> None:
    """The class is not lost; staff are told."""
    outside = sorted(tmp_path.rglob("*"))
    found = find(class_zip(tmp_path / "class.zip", GOOD, (member, b"/etc/passwd"), ("bob.py", b"")))
    assert {"alice", "bob"} <= set(keys(found))
    assert found.work[0].path.read_bytes() == b"x = 1"
    (remark,) = found.remarks
    assert reason in remark
    assert outside == []
    assert not [path for path in tmp_path.rglob("*") if path.is_symlink() or path.name == "evil.py"]
    assert not Path("/tmp/evil.py").exists()


def test_what_one_student_has_too_much_of_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing of the others'."""
    monkeypatch.setattr(unpack, "_STUDENT_MEMBERS", 3)
    monkeypatch.setattr(unpack, "_STUDENT_BYTES", 2**20)
    bombs: list[Member] = [(f"x/eve/{n}.txt", b"") for n in range(9)]
    too_large: list[Member] = [("x/mallory/a.py", b"0" * 2**20), ("x/mallory/b.py", b"0")]
    path = class_zip(
        tmp_path / "class.zip", *bombs, *too_large, ("x/alice.py", b"x"), ("x/bob.py", b"y")
    )
    found = find(path)
    assert keys(found) == ["alice", "bob", "eve", "mallory"]
    assert len(list(found.work[2].path.iterdir())) == 3
    assert [path.name for path in found.work[3].path.iterdir()] == ["a.py"]
    many, large, _ = found.remarks
    assert many.startswith("left out of the zip, since eve has more than 3 files: x/eve/3.txt, x/eve/4")
    assert many.endswith("x/eve/7.txt and 1 more")
    assert large == "left out of the zip, since one student has more than 1 MiB: x/mallory/b.py"


@pytest.mark.parametrize("limit", ["_MEMBERS", "_CLASS_BYTES"])
def test_more_than_a_class_has_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """And nothing of it stays."""
    monkeypatch.setattr(unpack, limit, 1)
    with pytest.raises(AutograderError, match="split it, and grade the parts"):
        find(class_zip(tmp_path / "class.zip", GOOD, ("bob.py", b"xx")))
    assert list((tmp_path / "grades").rglob("*.py")) == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not a zip"),
        (b"Rar!\x1a\x07", "not a zip"),
        (zipped({"a.py": b"x"})[:-9], "only a part"),
        (zipped({}), "holds no submissions"),
        (zipped({"../a.py": b"x"}), "nothing fit: left out of the zip, since its path leads out"),
        (zipped({"__MACOSX/a.py": b"x"}), "holds no submissions"),
    ],
    ids=["empty", "rar", "cut", "without files", "all bad", "all junk"],
)
def test_what_holds_no_class_is_an_error(tmp_path: Path, data: bytes, problem: str) -> None:
    """Which says what to do, and leaves nothing half done."""
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    for _ in range(2):
        with pytest.raises(AutograderError, match=problem):
            find(path)
    assert list(tmp_path.rglob(".class-*")) == []


def test_a_full_disk_is_an_error_that_says_so(tmp_path: Path) -> None:
    """As is a place that cannot be written."""
    path = class_zip(tmp_path / "class.zip", GOOD)
    (tmp_path / "grades").write_text("in the way")
    with pytest.raises(AutograderError, match=r"cannot be written .*--out"):
        find(path)


@pytest.mark.parametrize(
    "name",
    [
        "a\nb.py",
        "\u202eyp.a.py",
        "a" * 300 + ".py",
        "\U0001f600" * 80 + ".py",
        "con.py",
        "-rf.py",
        "a b;c.py",
    ],
    ids=["newline", "bidi", "long", "wide", "device", "option", "shell"],
)
def test_odd_names_are_kept_and_shown_with_care(tmp_path: Path, name: str) -> None:
    """A long one is cut before its extension."""
    found = find(class_zip(tmp_path / "class.zip", GOOD, (name, b"odd")))
    (odd,) = (one for one in found.work if one.students[0].key != "alice")
    assert odd.path.read_bytes() == b"odd"
    assert odd.path.suffix == ".py"
    assert len(os.fsencode(odd.path.name)) <= 255
    assert not {"\n", "\u202e"} & set(odd.name + odd.students[0].key)


def test_long_names_stay_apart(tmp_path: Path) -> None:
    """And those that differ by case alone."""
    names = ["a" * 300 + ".py", "a" * 301 + ".py", "Bob.py", "bob.py"]
    assert len(set(keys(find(class_zip(tmp_path / "class.zip", *((name, b"") for name in names)))))) == 4


@pytest.mark.parametrize("name", ["pooling.py", "Untitled (1).IPYNB"])
def test_a_zip_of_one_file_is_one_submission(tmp_path: Path, name: str) -> None:
    """Its student is she whom the zip is named after; where it is packed again, nothing changed."""
    path = class_zip(tmp_path / "bob.zip", ("__MACOSX/._a.py", b"junk"), (name, b"x = 1"))
    found = find(path)
    assert (keys(found), found.work[0].name, found.remarks) == (["bob"], name, ())
    assert found.work[0].path.read_bytes() == b"x = 1"


@pytest.mark.parametrize(
    ("name", "key"),
    [("smithjo_11_101_blur.py", "11"), ("report.pdf", "report"), ("alice/blur_edges.py", "alice")],
)
def test_a_zip_of_a_small_class_stays_one(tmp_path: Path, name: str, key: str) -> None:
    """A file that Canvas named, one that is no code, and a folder tell whose they are."""
    assert keys(find(class_zip(tmp_path / "class.zip", (name, b"x = 1")))) == [key]
