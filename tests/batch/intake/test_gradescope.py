"""Gradescope's export: folders, and a file in Ruby's YAML that says whose each is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from autograder.batch.handed_in import Class
from autograder.batch.intake import find_work
from autograder.errors import AutograderError
from tests.submission.build import ASSIGNMENT, lay, notebook

REAL = """---
submission_101:
  :submitters:
  - :name: Ana María Díaz
    :sid: '0031'
    :email: ana@example.edu
  :created_at: 2026-03-01 20:10:14.123456000 Z
  :score: 10.0
  :status: processed
  :health: {}
  :evaluations: []
  :history:
  - :id: 99
    :created_at: &1 2026-02-28 20:10:14.000000000 Z
    :score:
    :results:
      tests: &2
      - output: |
          submission_9:
            :submitters:
            - :name: Forged
  :results:
    tests: *2
submission_102:
  :submitters:
  - :name: Bo
    :sid: 42
    :email: bo@example.edu
  - :name: Cy
    :sid:
    :email: cy@example.edu
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-03-01 21:00:00 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: Etc/UTC
submission_103:
  :submitters: []
  :created_at: 2026-03-01T12:00:00-08:00
submission_104:
  :submitters:
  - :name:
    :sid:
    :email:
  :created_at: yesterday
submission_105:
  :submitters:
  - :name: Gone
    :sid: '5'
"""


def export(tmp_path: Path, metadata: str | bytes, *names: str) -> Path:
    """Lay out an export with these submissions."""
    data = metadata if isinstance(metadata, bytes) else metadata.encode()
    folder = tmp_path / "assignment_7_export"
    lay(folder, {f"{name}/blur_edges.ipynb": notebook("x = 1") for name in names})
    lay(folder, {"submission_metadata.yml": data, "__MACOSX/._a": b"junk", ".DS_Store": b"junk"})
    return folder


def find(folder: Path) -> Class:
    """Return the work in an export."""
    return find_work([folder], ASSIGNMENT, folder.parent / "grades" / "submissions")


def owners(found: Class) -> dict[str, list[str]]:
    """Return the keys of the authors of each submission."""
    return {one.name: [author.key for author in one.students] for one in found.work}


def test_an_export_is_read(tmp_path: Path) -> None:
    """Groups, numbers that are no text, nobody at all, times in three ways."""
    names = [f"submission_{number}" for number in (101, 102, 103, 104, 106)]
    folder = export(tmp_path, REAL, *names)
    lay(folder, {"notes.txt": b"of staff"})
    found = find(folder)
    assert owners(found) == {
        "submission_101": ["0031"],
        "submission_102": ["42", "cy@example.edu"],
        "submission_103": ["submission_103"],
        "submission_104": ["submission_104"],
        "submission_106": ["submission_106"],
    }
    ana = found.work[0].students[0]
    assert (ana.name, ana.sid, ana.email) == ("Ana María Díaz", "0031", "ana@example.edu")
    assert [one.handed_in for one in found.work] == [
        "2026-03-01T20:10:14+00:00",
        "2026-03-01T21:00:00+00:00",
        "2026-03-01T20:00:00+00:00",
        "",
        "",
    ]
    assert found.work[0].path == folder / "submission_101"
    assert found.remarks == (
        "submission_metadata.yml lists what is not in the export: submission_105",
        "submission_metadata.yml does not say whose work this is: submission_106",
        "left out, since submission_metadata.yml does not list it: notes.txt",
        "submission_103 has no submitters: it is graded under that name",
        "submission_104 has no submitters: it is graded under that name",
    )


def test_the_folder_around_it_may_be_named(tmp_path: Path) -> None:
    """Unpacked, an export is a folder in a folder."""
    export(tmp_path / "downloads", REAL, "submission_101")
    found = find(tmp_path / "downloads")
    assert owners(found) == {"submission_101": ["0031"]}


def test_the_newest_of_a_students_submissions_counts(tmp_path: Path) -> None:
    """She who left a group keeps her own; the others keep theirs; both are told."""
    metadata = """
submission_1:
  {":submitters": [{":name": Ana, ":sid": 1}, {":name": Bo, ":sid": 2}], ":created_at": 2026-03-01}
submission_2: {":submitters": [{":name": Ana, ":sid": 1}], ":created_at": 2026-03-02}
submission_3: {":submitters": [{":name": Bo, ":sid": 2}], ":created_at": 2026-02-01}
"""
    found = find(export(tmp_path, metadata, "submission_1", "submission_2", "submission_3"))
    assert owners(found) == {"submission_1": ["2"], "submission_2": ["1"]}
    assert found.work[1].messages == (
        "submission_2 was taken for Ana, and not submission_1: the newest counts",
    )
    assert found.remarks == (
        "submission_1 was taken for Bo, and not submission_3: the newest counts",
        "submission_2 was taken for Ana, and not submission_1: the newest counts",
    )


@pytest.mark.parametrize(
    "metadata",
    [
        b"",
        b"just text",
        b"- a\n- list",
        b"a: [1",
        b"\xff\xfe\xff",
        b"a: \x00",
        b"\x80\x81",
        b"!!python/object/apply:os.system ['true']",
    ],
)
def test_what_is_no_metadata_is_an_error(tmp_path: Path, metadata: bytes) -> None:
    """Which names the file and what to do."""
    with pytest.raises(AutograderError, match=r"submission_metadata.yml .*download it again"):
        find(export(tmp_path, metadata, "submission_1"))


@pytest.mark.parametrize(
    "entry",
    [
        "",
        "text",
        "[1, 2]",
        "{}",
        "{':submitters': }",
        "{':submitters': text}",
        "{':submitters': [text, [], {}]}",
        "{':submitters': [{':sid': [1], ':name': {a: b}}]}",
        "{':submitters': [{[a]: b}]}",
        "{':submitters': *nobody}",
        "{':submitters': !!python/name:os.system [], ':created_at': {a: b}}",
        "{':created_at': !!timestamp 9999-12-31 23:59:59 -12:00}",
    ],
)
def test_an_odd_entry_loses_nothing(tmp_path: Path, entry: str) -> None:
    """The submission is graded under the name of its folder, others as ever."""
    metadata = f"submission_1: {entry}\nsubmission_2: {{':submitters': [{{':sid': 7}}]}}\n"
    found = find(export(tmp_path, metadata, "submission_1", "submission_2"))
    assert owners(found) == {"submission_1": ["submission_1"], "submission_2": ["7"]}


def test_aliases_make_nothing_large(tmp_path: Path) -> None:
    """Ten levels of ten aliases each would be ten thousand million values."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 11)]
    lines += ["submission_1: {':submitters': [*a10, {':sid': &s 7, ':name': *s}]}"]
    began = time.monotonic()
    found = find(export(tmp_path, "\n".join(lines), "submission_1"))
    assert time.monotonic() - began < 5
    assert found.work[0].students[0].name == "7"


def test_depth_does_no_harm(tmp_path: Path) -> None:
    """Neither in what is wanted nor elsewhere."""
    deep = "[" * 400 + "]" * 400
    metadata = f"submission_1:\n  :results: {deep}\n  :submitters: {deep}\n"
    found = find(export(tmp_path, metadata, "submission_1"))
    assert owners(found) == {"submission_1": ["submission_1"]}


def test_names_cannot_harm_a_report(tmp_path: Path) -> None:
    """Those of people and those of folders."""
    metadata = """
submission_1: {":submitters": [{":name": "Eve\\n\\u202e\\0", ":email": "e@x"}]}
"../../etc": {":submitters": [{":name": Mallory}]}
"""
    found = find(export(tmp_path, metadata, "submission_1", "odd\nname"))
    assert found.work[1].students[0].name == "Eve\ufffd\ufffd\ufffd"
    odd = found.work[0].students[0].key
    assert odd.startswith("odd\ufffdname~")
    assert "not in the export: ../../etc" in found.remarks[0]


def test_large_results_are_passed_over(tmp_path: Path) -> None:
    """They are most of the file."""
    results = "".join(f"    - name: test {n}\n      output: wrong {n}\n" for n in range(400))
    entry = "submission_{0}:\n  :submitters:\n  - :sid: {0}\n  :results:\n    tests:\n" + results
    names = [f"submission_{number}" for number in range(100)]
    folder = export(tmp_path, "".join(entry.format(number) for number in range(100)), *names)
    began = time.monotonic()
    assert len(find(folder).work) == 100
    assert time.monotonic() - began < 5, "160,000 values take about a third of a second"
