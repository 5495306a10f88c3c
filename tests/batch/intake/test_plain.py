"""Folders that staff laid out, and paths that they name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.batch.handed_in import Class
from autograder.batch.intake import find_work
from autograder.errors import AutograderError, SubmissionNotFoundError
from autograder.submission import read_submission
from tests.submission.build import ASSIGNMENT, lay, zipped


def find(*paths: Path, staging: Path | None = None) -> Class:
    """Return the work at these paths."""
    return find_work(paths, ASSIGNMENT, staging or paths[0].parent / "grades" / "submissions")


def keys(found: Class) -> list[str]:
    """Return what the students are known by."""
    return [one.students[0].key for one in found.work]


def aged(folder: Path, *names: str) -> Path:
    """Write files, each newer than the one before."""
    lay(folder, dict.fromkeys(names, b"x = 1"))
    for age, name in enumerate(names):
        os.utime(folder / name, (1_000_000 + age, 1_000_000 + age))
    return folder


def test_each_file_or_folder_is_a_submission(tmp_path: Path) -> None:
    """Named after its student; what tools leave is nobody's."""
    folder = lay(
        tmp_path / "class",
        {
            "alice.ipynb": b"{}",
            "bob.v2.py": b"x = 1",
            "c.d/blur_edges.py": b"x = 1",
            "eve.zip": zipped({"blur_edges.py": b"x = 1"}),
            "mallory.pdf": b"%PDF",
            ".DS_Store": b"",
            "__MACOSX/a": b"",
            "desktop.ini": b"",
        },
    )
    found = find(folder)
    assert keys(found) == ["alice", "bob.v2", "c.d", "eve", "mallory"]
    assert [one.path.name for one in found.work] == [
        "alice.ipynb",
        "bob.v2.py",
        "c.d",
        "eve.zip",
        "mallory.pdf",
    ]
    assert found.work[0].students[0].label == "alice"
    assert found.remarks == ()
    assert read_submission(found.work[2].path, ASSIGNMENT).graded_file == "blur_edges.py"


@pytest.mark.parametrize(
    "names",
    [
        ("alice.py", "alice.ipynb"),
        ("alice.ipynb", "alice.py"),
        ("alice.zip", "alice (1).zip"),
        ("alice (2).py", "alice.py"),
        ("alice.ipynb", "alice-Copy1.ipynb"),
    ],
)
def test_the_newest_of_a_students_files_wins(tmp_path: Path, names: tuple[str, str]) -> None:
    """And the message says which was taken."""
    found = find(aged(tmp_path / "class", *names, "bob.py"))
    assert keys(found) == ["alice", "bob"]
    assert found.work[0].path.name == names[1]
    assert found.work[0].messages == (
        f"{names[1]} was taken, and not {names[0]}: the newest that can be graded counts",
    )


def test_what_can_be_graded_wins(tmp_path: Path) -> None:
    """Over a newer copy for reading."""
    found = find(aged(tmp_path / "class", "alice.ipynb", "alice.pdf", "bob.py"))
    assert found.work[0].path.name == "alice.ipynb"
    assert "and not alice.pdf" in found.work[0].messages[0]


def test_numbered_students_are_different_people(tmp_path: Path) -> None:
    """Only beside the original a name is that of a copy, and "-1" is none but Canvas's."""
    names = ["student (1).py", "student (2).py", "team-1.py", "team-2.py", "team.py"]
    assert keys(find(aged(tmp_path / "class", *names))) == [name[:-3] for name in names]


def test_results_in_the_same_folder_are_nobodys_work(tmp_path: Path) -> None:
    """`--out` may lie among the submissions."""
    folder = lay(tmp_path, {"alice.py": b"", "bob.py": b"", "grades/submissions/x/y.py": b""})
    assert keys(find(folder, staging=folder / "grades" / "submissions")) == ["alice", "bob"]


def test_a_folder_in_the_folder_is_looked_into(tmp_path: Path) -> None:
    """A remark says so."""
    folder = lay(tmp_path / "class", {"homework/alice.py": b"", "homework/bob.py": b""})
    found = find(folder)
    assert keys(found) == ["alice", "bob"]
    assert found.remarks == ("All is in homework: each file or folder in there is one submission",)


def test_the_folder_of_the_only_student_is_hers(tmp_path: Path) -> None:
    """A file with the assignment's name tells."""
    folder = lay(tmp_path / "class", {"alice/blur_edges.ipynb": b"", "alice/helpers.py": b""})
    assert keys(find(folder)) == ["alice"]


def test_paths_are_a_submission_each(tmp_path: Path) -> None:
    """Files, folders and zips."""
    lay(tmp_path, {"alice.ipynb": b"", "bob/a.py": b"", "eve.zip": b""})
    assert keys(find(*(tmp_path / name for name in ("alice.ipynb", "bob", "eve.zip")))) == [
        "alice",
        "bob",
        "eve",
    ]


@pytest.mark.parametrize("name", ["alice.py", "alice.ipynb", "alice.pdf"])
def test_one_file_is_one_submission(tmp_path: Path, name: str) -> None:
    """Whether it can be graded is for the reader to say."""
    lay(tmp_path, {name: b""})
    assert keys(find(tmp_path / name)) == ["alice"]


def test_files_of_one_name_are_called_after_their_folders(tmp_path: Path) -> None:
    """As in `grade pooling class/*/pooling.ipynb`."""
    lay(tmp_path, {"alice/blur.py": b"", "bob/blur.py": b"", "a/eve/blur.py": b"", "b/eve/blur.py": b""})
    assert keys(find(tmp_path / "alice/blur.py", tmp_path / "bob/blur.py")) == ["alice", "bob"]
    with pytest.raises(AutograderError, match="Two submissions are called eve; name each"):
        find(tmp_path / "a/eve/blur.py", tmp_path / "b/eve/blur.py")


def test_nothing_to_grade_is_an_error(tmp_path: Path) -> None:
    """Which says where nothing was found."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(AutograderError, match="empty holds no submissions"):
        find(tmp_path / "empty")
    with pytest.raises(AutograderError, match="nothing to grade"):
        find_work([], ASSIGNMENT, tmp_path)
    for name in ("nowhere", "nul\0", "x" * 300):
        with pytest.raises(SubmissionNotFoundError, match="does not exist; check the path"):
            find(tmp_path / name)


def test_links_and_devices_stay_what_they_are(tmp_path: Path) -> None:
    """They are entries, which the reader refuses without opening them."""
    folder = lay(tmp_path / "class", {"alice.py": b""})
    (folder / "bob").symlink_to("/etc")
    os.mkfifo(folder / "eve.py")
    found = find(folder)
    assert keys(found) == ["alice", "bob", "eve"]
    assert found.work[1].path.is_symlink()


def test_odd_names_are_safe_and_stay_apart(tmp_path: Path) -> None:
    """Two that look alike on a terminal are two students."""
    names = ["a\u202eb.py", "a\u202db.py", "a\nb.py", " .py", os.fsdecode(b"\xff\xfe.py")]
    found = find(lay(tmp_path / "class", dict.fromkeys(names, b"")))
    assert len(set(keys(found))) == len(names)
    for one in found.work:
        text = one.name + one.students[0].key
        text.encode()
        assert not {"\n", "\u202e", "\u202d"} & set(text)
        assert one.students[0].key


def test_grades_among_the_submissions_are_nobodys_work(tmp_path: Path) -> None:
    """Those of another assignment, too; a remark says so."""
    names = ["alice.py", "bob.py", "old/gradebook.db", "old/blur_edges.py", "gradebook.db.py"]
    folder = lay(tmp_path / "class", dict.fromkeys(names, b""))
    remark = "old left out: a gradebook is in there, and no submission"
    found = find(folder)
    assert (keys(found), found.remarks) == (["alice", "bob", "gradebook.db"], (remark,))
    found = find(*sorted(folder.iterdir()))
    assert (keys(found), found.remarks) == (["alice", "bob", "gradebook.db"], (remark,))
    with pytest.raises(AutograderError, match="nothing to grade"):
        find(folder / "old", folder / "old")


def test_grades_beside_a_folder_do_not_hide_it(tmp_path: Path) -> None:
    """It is still all that was downloaded."""
    names = ["homework/alice.py", "homework/bob.py", "grades/gradebook.db"]
    assert keys(find(lay(tmp_path / "class", dict.fromkeys(names, b"")))) == ["alice", "bob"]


def test_a_name_that_is_no_utf8_harms_nothing(tmp_path: Path) -> None:
    """The path stays as it is; what is shown and kept is text."""
    odd = os.fsdecode(b"m\xfcller")
    names = [f"{odd}/{odd}.py", f"{odd}/{odd}.ipynb", f"{odd}/{odd}2/gradebook.db"]
    found = find(lay(tmp_path / "class", dict.fromkeys(names, b"")))
    (one,) = found.work
    for text in (one.name, one.students[0].key, *one.messages, *found.remarks):
        text.encode()
    assert one.students[0].key.startswith("m\ufffdller~")
    assert (one.path.parent.name, one.path.stem) == (odd, odd)
    assert len(one.messages) == 1
    assert len(found.remarks) == 2
    assert one.path.exists()
