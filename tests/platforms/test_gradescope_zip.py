"""The zip that staff upload to Gradescope, and what they are told about it."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.metadata
import io
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.errors import AutograderError
from autograder.platforms.gradescope.export import zip_for_gradescope
from autograder.platforms.gradescope.room import Room, enough_memory_mb, enough_minutes
from autograder.platforms.pins import pins
from autograder.wheel import WHEEL_NAME, wheel
from tests.grading.command import run
from tests.platforms.gradescope import read
from tests.samples import ASSIGNMENT, COURSE, lay_course

ROOM = Room.of_container(768, 10)


def export(course: Path) -> zipfile.ZipFile:
    """Return the zip of a sample course."""
    assignment = load_assignment(load_course(course), "bends")
    return zipfile.ZipFile(io.BytesIO(zip_for_gradescope(assignment, ROOM)))


def test_the_zip_has_the_scripts_and_one_assignment(tmp_path: Path) -> None:
    """At its root what Gradescope looks for, and of the course nothing of other assignments."""
    course = lay_course(tmp_path, course=COURSE.replace('["bends"]', '["bends", "hitches"]'))
    (tmp_path / "hitches").mkdir()
    (tmp_path / "hitches" / "test_hidden.py").write_text("")
    (tmp_path / "bends" / "__pycache__").mkdir()
    (tmp_path / "bends" / "__pycache__" / "bends.pyc").write_bytes(b"")
    archive = export(course)
    assert set(archive.namelist()) == {
        "setup.sh",
        "run_autograder",
        "requirements.txt",
        "ended_early.json",
        "out_of_time.json",
        WHEEL_NAME,
        "course/course.toml",
        "course/bends/assignment.toml",
        "course/bends/bends.py",
        "course/bends/test_hidden.py",
    }
    for name in ("setup.sh", "run_autograder"):
        assert archive.getinfo(name).external_attr >> 16 == stat.S_IFREG | 0o755
    for name in ("ended_early.json", "out_of_time.json"):
        assert read(archive.read(name))["score"] == 0.0


def test_the_scripts_are_complete(tmp_path: Path) -> None:
    """Every place is filled in, and bash reads them."""
    archive = export(lay_course(tmp_path))
    for name in ("setup.sh", "run_autograder"):
        text = archive.read(name)
        assert b"@" not in text.replace(b'"$@"', b"")
        subprocess.run(["bash", "-n"], input=text, check=True)
    script = archive.read("run_autograder").decode()
    assert "assignment=bends\nmemory_mb=768 " in script
    assert "seconds=580 " in script  # of the 600 that Gradescope gives
    assert f"python_version={sys.version_info.major}.{sys.version_info.minor} " in (
        archive.read("setup.sh").decode()
    )


def test_the_same_makes_the_same_bytes(tmp_path: Path) -> None:
    """Wherever and whenever: staff can see that what is uploaded is what they have."""
    zips = [
        zip_for_gradescope(load_assignment(load_course(lay_course(tmp_path / name)), "bends"), ROOM)
        for name in ("one", "another")
    ]
    assert zips[0] == zips[1]


def test_the_wheel_is_one() -> None:
    """Each file is in its record with its digest; entry points and metadata are those installed here."""
    archive = zipfile.ZipFile(io.BytesIO(wheel()))
    (record,) = (name for name in archive.namelist() if name.endswith(".dist-info/RECORD"))
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(archive.read(record).decode()))}
    assert set(rows) == set(archive.namelist())
    for name, (digest, size) in rows.items():
        content = archive.read(name)
        expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
        assert name == record or (digest, int(size)) == (f"sha256={expected}", len(content))
    installed = importlib.metadata.distribution("cnn-autograder")
    info = record.rpartition("/")[0]
    assert archive.read(f"{info}/METADATA").decode() == installed.read_text("METADATA")
    assert b"autograder.cli:main" in archive.read(f"{info}/entry_points.txt")
    assert "autograder/platforms/gradescope/setup.sh" in rows
    assert not any("__pycache__" in name for name in rows)


def test_versions_are_those_that_staff_saw() -> None:
    """Of all that grading loads, allowed packages included, and not of what develops it."""
    pinned = dict(pin.split("==") for pin in pins(("numpy",)))
    assert pinned["pytest"] == pytest.__version__
    assert {"numpy", "click", "pluggy", "msgspec"} <= set(pinned)
    assert not {"cnn-autograder", "ruff", "mypy", "hypothesis"} & set(pinned)
    with pytest.raises(AutograderError, match="not-there-at-all"):
        pins(("not-there-at-all",))


def test_a_container_bounds_what_a_submission_has(tmp_path: Path) -> None:
    """Of memory the grader's part is left out; of CPU seconds none, since they would cost marks."""
    course = load_course(lay_course(tmp_path))
    wanted = load_assignment(course, "bends").limits
    there = ROOM.limits(wanted)
    assert there.memory_mb < 768 - 284  # which is the most that was seen of grader and worker
    assert there.total_seconds == wanted.total_seconds
    assert there.call_seconds == wanted.call_seconds
    larger = Room.of_container(enough_memory_mb(wanted), enough_minutes(wanted))
    assert larger.limits(wanted) == wanted


@pytest.mark.slow
def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    """Where to upload, which settings, who sees what when, and what is less there."""
    course = lay_course(tmp_path / "course", assignment='hidden_outcomes = "hidden"\n' + ASSIGNMENT)
    done = run("export", "gradescope", "bends", "--course", course, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    file = tmp_path / "bends-gradescope.zip"
    assert zipfile.is_zipfile(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for said in (
        "Ubuntu 22.04",
        "3 autograder points",
        "0.5 CPU, 0.75 GB",
        "10 minutes",
        'hidden_outcomes = "hidden"',
        "one hidden row hides it",
        "--memory 1344",
        "not ended after 10 minutes there is not judged",
        "--minutes 22",
    ):
        assert said in done.stdout


@pytest.mark.slow
def test_nothing_is_hidden_where_all_is_visible(tmp_path: Path) -> None:
    """Then the warning is another: hidden tests can be found out."""
    course = lay_course(tmp_path / "course", assignment='hidden_outcomes = "visible"\n' + ASSIGNMENT)
    done = run("export", "gradescope", "bends", "--course", course, "--out", tmp_path / "a.zip")
    assert "one hidden row" not in done.stdout
    assert "limit how often" in done.stdout


def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    """And nothing is written."""
    course = lay_course(tmp_path / "course", assignment='allow = ["not_there"]\n' + ASSIGNMENT)
    done = run("export", "gradescope", "bends", "--course", course, cwd=tmp_path)
    assert done.returncode == 2
    assert "not_there" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.glob("*.zip*")) == []
