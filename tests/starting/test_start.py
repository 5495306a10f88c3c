"""What `autograder new` writes, and what it leaves alone."""

from __future__ import annotations

import concurrent.futures
import errno
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.assignment import load_assignment, load_course
from autograder.cli.new import command
from autograder.errors import CourseError
from autograder.starting import start
from tests.samples import COURSE, lay_course

FILES = ["assignment.toml", "faults.py", "test_hidden.py", "test_public.py", "trees.py"]
CASES = ["capitals_kept", "perfect_with_counter"]


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def new(course: Path, name: str = "trees", title: str = "Trees") -> list[str]:
    """Start an assignment and return the names of the files that were written."""
    return [path.name for path in start(course, name, title).written]


def test_a_course_is_begun_where_there_is_none(tmp_path: Path) -> None:
    """With one assignment, complete, and its golden cases beside the course."""
    start(tmp_path / "solutions", "trees", 'Trees, "\\" and more')
    course = load_course(tmp_path / "solutions")
    assert course.assignments == ("trees",)
    assert load_assignment(course, "trees").title == 'Trees, "\\" and more'
    assert sorted(path.name for path in (course.folder / "trees").iterdir()) == FILES
    golden = tmp_path / "tests" / "golden" / "trees"
    assert sorted(path.name for path in golden.iterdir()) == CASES


def test_each_course_has_a_secret_of_its_own(tmp_path: Path) -> None:
    """Of 128 bits, so that nobody guesses hidden inputs."""
    for name in ("one", "two"):
        new(tmp_path / name)
    one, two = (load_course(tmp_path / name).secret for name in ("one", "two"))
    assert one != two
    assert len(one) == len(two) == 32


def test_a_course_that_is_there_gets_one_more_assignment(tmp_path: Path) -> None:
    """Its text stays, its secret and its other assignments, too."""
    course = lay_course(tmp_path / "solutions", course=f"# Autumn\n{COURSE}")
    (course / "course.toml").chmod(0o600)
    assert "course.toml" not in new(course)
    text = (course / "course.toml").read_text(encoding="utf-8")
    assert text == f"# Autumn\n{COURSE}".replace('["bends"]', '["bends", "trees"]')
    assert (course / "course.toml").stat().st_mode & 0o777 == 0o600
    assert load_assignment(load_course(course), "bends").title == "Bends"


def test_a_course_that_is_a_link_stays_one(tmp_path: Path) -> None:
    """The file that it leads to is changed."""
    kept = lay_course(tmp_path / "kept") / "course.toml"
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "course.toml").symlink_to(kept)
    new(tmp_path / "solutions")
    assert (tmp_path / "solutions" / "course.toml").is_symlink()
    assert '"trees"' in kept.read_text(encoding="utf-8")


def test_a_name_that_is_listed_already_is_not_listed_twice(tmp_path: Path) -> None:
    """Who wrote it into the list first gets the files."""
    course = lay_course(tmp_path / "solutions", course=COURSE.replace("bends", "trees"))
    before = (course / "course.toml").read_bytes()
    assert sorted(set(new(course))) == sorted([*FILES, "marks.toml", "submission.py"])
    assert (course / "course.toml").read_bytes() == before


def test_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    """As long as nobody has begun to work on it."""
    new(tmp_path / "solutions")
    before = tree(tmp_path)
    assert new(tmp_path / "solutions") == []
    assert tree(tmp_path) == before


@pytest.mark.parametrize("place", ["solutions/trees/trees.py", "tests/golden/trees/mine/marks.toml"])
def test_nothing_is_overwritten(tmp_path: Path, place: str) -> None:
    """Neither a file of the same name nor a folder with other things in it."""
    new(tmp_path / "solutions")
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("my work\n", encoding="utf-8")
    (tmp_path / "solutions" / "trees" / "faults.py").unlink()
    before = tree(tmp_path)
    with pytest.raises(CourseError, match="choose another name, or move away") as refused:
        new(tmp_path / "solutions")
    assert str(tmp_path / place) in str(refused.value)
    assert tree(tmp_path) == before


def test_a_file_in_the_place_of_a_folder_is_found_before_anything_is_written(tmp_path: Path) -> None:
    """Also where golden cases would go, and where a link leads nowhere."""
    (tmp_path / "tests").write_text("x", encoding="utf-8")
    with pytest.raises(CourseError, match="tests is no folder"):
        new(tmp_path / "solutions")
    assert tree(tmp_path) == {"tests": b"x"}
    (tmp_path / "tests").unlink()
    (tmp_path / "solutions").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CourseError, match="solutions is no folder"):
        new(tmp_path / "solutions")


def test_two_at_once_both_get_into_the_list(tmp_path: Path) -> None:
    """Each waits for the other: none loses what the other entered."""
    course = lay_course(tmp_path / "solutions")
    names = ["ash", "beech", "cedar", "elm"]
    with concurrent.futures.ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: new(course, name), names))
    assert sorted(load_course(course).assignments) == ["ash", "beech", "bends", "cedar", "elm"]


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """It may lead anywhere, also to nothing."""
    (tmp_path / "solutions" / "trees").mkdir(parents=True)
    (tmp_path / "solutions" / "trees" / "faults.py").symlink_to(tmp_path / "elsewhere.py")
    with pytest.raises(CourseError, match="move away"):
        new(tmp_path / "solutions")
    assert not (tmp_path / "elsewhere.py").exists()


@pytest.mark.parametrize("whole", range(10))
def test_what_a_kill_left_is_finished(tmp_path: Path, whole: int) -> None:
    """Wherever the kill came: some files whole, one half-written, the course last."""
    new(tmp_path / "done" / "solutions")
    done = tree(tmp_path / "done")
    order = [str(path) for path in done if path != "solutions/course.toml"]
    for name in order[: whole + 1]:
        path = tmp_path / "killed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cut = len(done[name]) if name in order[:whole] else len(done[name]) // 2
        path.write_bytes(done[name][:cut])
    new(tmp_path / "killed" / "solutions")
    finished = tree(tmp_path / "killed")
    assert finished.keys() == done.keys()
    assert all(finished[name] == done[name] for name in order)
    assert load_course(tmp_path / "killed" / "solutions").assignments == ("trees",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two-words", "is two_words meant"),
        ("Trees", "is trees meant"),
        ("1st", "small letters a to z, digits and underscores are allowed, a letter first"),
        ("a" * 61, "60 characters at most"),
        ("", "cannot be the name"),
        ("../trees", "is trees meant"),
        ("bäume", "cannot be the name"),
        ("trees\n", "cannot be the name"),
        ("class", "a word of Python's"),
        ("match", "a word of Python's"),
        ("string", "a module that Python has"),
        ("numpy", "a module that Python has"),
        ("test_trees", "would be taken for a suite"),
        ("faults_of_trees", "or a catalogue"),
        ("aux", "is the name of something else"),
        ("conftest", "is the name of something else"),
    ],
)
def test_a_bad_name_is_refused_with_what_is_allowed(tmp_path: Path, name: str, said: str) -> None:
    """Before anything is written."""
    with pytest.raises(CourseError, match=said):
        new(tmp_path / "solutions", name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["", " ", "two\nlines", "\x1b[31m", "\udc80", "x" * 101])
def test_a_title_is_one_line_of_text(tmp_path: Path, title: str) -> None:
    """It stands in reports, and at the head of the notebook."""
    with pytest.raises(CourseError, match="the title has to be one line of text"):
        new(tmp_path / "solutions", title=title)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_cannot_be_added_to_is_said_so(tmp_path: Path) -> None:
    """What to do by hand, and nothing is written."""
    course = lay_course(tmp_path, course=COURSE.replace("assignments =", '"assignments" ='))
    before = tree(tmp_path)
    with pytest.raises(
        CourseError, match='put "trees" into it yourself, and run the same command again'
    ):
        new(course)
    assert tree(tmp_path) == before


def test_a_course_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    """A misspelt key is an error here as in all commands."""
    course = lay_course(tmp_path, course=COURSE.replace("secret", "secert"))
    with pytest.raises(CourseError, match="unknown key 'secert'"):
        new(course)


def test_a_full_disk_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, with the file that could not be written; the same call goes on once there is room."""

    def write_bytes(path: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(CourseError, match=r"cannot be written: No space .*finishes what it began"):
            new(tmp_path / "solutions")
    assert "course.toml" in new(tmp_path / "solutions")


def test_the_folder_around_a_course_is_not_taken_for_one(tmp_path: Path) -> None:
    """A second course beside the first would be a surprise."""
    lay_course(tmp_path / "solutions")
    with pytest.raises(CourseError, match=r"name it with --course .*solutions"):
        new(tmp_path)


def test_the_command_says_what_was_written_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With commands that work as they stand there."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["trees"])
    assert done.exit_code == 0, done.output
    assert "wrote solutions/trees/trees.py\n" in done.output
    assert "wrote solutions/course.toml\n" in done.output
    assert "autograder verify trees\n" in done.output
    assert 'title = "Trees"\n' in (tmp_path / "solutions/trees/assignment.toml").read_text(
        encoding="utf-8"
    )
    again = CliRunner().invoke(command, ["shrubs", "--title", " Shrubs, not trees "])
    assert "added shrubs to the list in solutions/course.toml\n" in again.output
    assert "# # Shrubs, not trees\n" in (tmp_path / "solutions/shrubs/shrubs.py").read_text(
        encoding="utf-8"
    )
    elsewhere = CliRunner().invoke(command, ["trees", "--course", "autumn/course"])
    assert "autograder verify trees --course autumn/course\n" in elsewhere.output
    assert (tmp_path / "autumn" / "tests" / "golden" / "trees").is_dir()
