"""Whose each submission of an export is, where numbers or names mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.matching import match
from autograder.marks import Student
from tests.batch.intake.build import class_zip, find, keys
from tests.submission.build import lay

Who = tuple[str, str, str]  # name, sid, e-mail
ALICE: Who = ("Alice Ay", "77", "alice@x")
MALLORY: Who = ("Mallory", "77", "mallory@x")


def export(tmp_path: Path, *submissions: tuple[int, str, list[Who]]) -> Path:
    """Lay out an export with submissions of these numbers, times and people."""
    lines = []
    for number, moment, people in submissions:
        told = [
            f"{{':name': '{name}', ':sid': '{sid}', ':email': '{email}'}}" for name, sid, email in people
        ]
        lines.append(
            f"submission_{number}: {{':submitters': [{', '.join(told)}], ':created_at': {moment}}}\n"
        )
    files = {f"submission_{number}/blur_edges.py": b"x = 1" for number, *_ in submissions}
    metadata = {"submission_metadata.yml": "".join(lines).encode()}
    return lay(tmp_path / "assignment_7_export", files | metadata)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (MALLORY, ["77", "mallory@x"]),
        (("Mallory", "77", ""), ["77", "Mallory"]),
        (("", "77", "mallory@x"), ["77", "mallory@x"]),
        (("Alice Ay", "77", "mallory@x"), ["77", "mallory@x"]),
        (("77", "", ""), ["77", "submission_2"]),
    ],
    ids=range(5),
)
def test_two_with_one_number_are_two_people(tmp_path: Path, other: Who, expected: list[str]) -> None:
    """Neither loses her work; staff are told."""
    found = find(export(tmp_path, (1, "2026-03-01", [ALICE]), (2, "2026-03-02", [other])))
    assert keys(found) == expected
    assert [one.messages for one in found.work] == [(), ()]
    (remark,) = found.remarks
    assert remark.startswith("submission_2 of ")
    assert remark.endswith(
        "and submission_1 of Alice Ay have one number, 77: both are graded; correct it on Gradescope"
    )


@pytest.mark.parametrize("other", [("Alice", "77", "ALICE@x"), ("Alice Ay", "77", ""), ("", "77", "")])
def test_one_person_is_known_again(tmp_path: Path, other: Who) -> None:
    """By her address, by her name, or if nothing else is known."""
    found = find(export(tmp_path, (1, "2026-03-01", [ALICE]), (2, "2026-03-02", [other])))
    assert [(one.students[0].key, one.name) for one in found.work] == [("77", "submission_2")]
    assert len(found.remarks) == 1


def test_each_of_two_with_one_number_has_her_newest(tmp_path: Path) -> None:
    """And both of a group are kept."""
    found = find(
        export(
            tmp_path,
            (1, "2026-03-01", [ALICE, MALLORY]),
            (2, "2026-03-03", [MALLORY]),
            (3, "2026-03-02", [ALICE]),
        )
    )
    assert [(one.name, [who.key for who in one.students]) for one in found.work] == [
        ("submission_2", ["mallory@x"]),
        ("submission_3", ["77"]),
    ]


def test_a_key_that_was_made_is_not_given_twice(tmp_path: Path) -> None:
    """Somebody may be known by the address that tells another one apart."""
    third: Who = ("Third", "", "mallory@x")
    found = find(export(tmp_path, (1, "2026", [ALICE]), (2, "2026", [MALLORY]), (3, "2026", [third])))
    assert keys(found) == ["77", "mallory@x", "Third"]


def test_the_roster_tells_whose_the_number_is(tmp_path: Path) -> None:
    """Whichever of them came first."""
    roster = [Student(key="77", name="Ay, Alice", sid="77")]
    for order in ([MALLORY], [ALICE]), ([ALICE], [MALLORY]):
        folder = export(tmp_path, *((n, "2026-03-01", who) for n, who in enumerate(order)))
        joined, missing, remarks = match(roster, find(folder))
        found = {who.email: who.key for one in joined.work for who in one.students}
        assert found["alice@x"] == "77"
        assert found["mallory@x"] != "77"
        assert missing == ()
        assert len(remarks) == 1


def test_of_submissions_of_one_moment_the_later_number_counts(tmp_path: Path) -> None:
    """The tenth is newer than the ninth."""
    numbers = (9, 10, 8)
    found = find(export(tmp_path, *((number, "2026-03-01", [ALICE]) for number in numbers)))
    assert [one.name for one in found.work] == ["submission_10"]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("assignment_7_export", ["31"]),
        ("assignment_7_export (1)", ["31"]),
        ("assignment_7_export 2", ["31"]),
        ("alice", ["submission_1", "submission_metadata"]),
        ("assignment_x_export", ["submission_1", "submission_metadata"]),
        ("my_assignment_7_export", ["submission_1", "submission_metadata"]),
    ],
)
def test_a_students_folder_is_no_export(tmp_path: Path, folder: str, expected: list[str]) -> None:
    """Whatever she calls her files: in a folder or a zip, the name of the one around them tells."""
    files = {
        f"{folder}/submission_metadata.yml": b"submission_1: {':submitters': [{':sid': 31}]}",
        f"{folder}/submission_1/blur_edges.py": b"x = 1",
    }
    found = find(lay(tmp_path / "class", files))
    assert keys(found) == expected
    assert any("was not read" in remark for remark in found.remarks) == (expected != ["31"])
    assert keys(find(class_zip(tmp_path / "class.zip", *files.items()))) == expected
    if expected == ["31"]:
        assert keys(find(tmp_path / "class" / folder)) == expected


def test_a_submission_of_an_export_is_no_gradebook(tmp_path: Path) -> None:
    """A student's file of that name costs her nothing; grades that staff put there are left out."""
    folder = export(tmp_path, (1, "2026-03-01", [ALICE]))
    lay(folder, {"submission_1/gradebook.db": b"", "old/gradebook.db": b"", "old/feedback/a.md": b""})
    found = find(folder)
    assert keys(found) == ["77"]
    assert found.remarks == ("left out, since submission_metadata.yml does not list it: old",)
