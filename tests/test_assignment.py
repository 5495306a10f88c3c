"""Courses and assignments as staff write them down, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.assignment import Assignment, find_course, load_assignment, load_course
from autograder.errors import CourseError
from tests.samples import ASSIGNMENT, COURSE, STEPS, lay_course


def load(folder: Path) -> Assignment:
    """Return the assignment of a sample course."""
    return load_assignment(load_course(folder), "bends")


def refusal(folder: Path) -> str:
    """Return why the course or its assignment cannot be used."""
    with pytest.raises(CourseError) as caught:
        load(folder)
    return str(caught.value)


def test_an_assignment_is_read_as_it_is_written(tmp_path: Path) -> None:
    """What is not written has its default."""
    assignment = load(lay_course(tmp_path))
    assert (assignment.name, assignment.title, assignment.allow) == ("bends", "Bends", ())
    assert assignment.secret == "between us"
    assert assignment.limits.call_seconds == 2.0
    (question,) = assignment.questions
    assert (question.id, question.points, question.reveal) == ("reef", 3.0, "hint")
    assert not question.all_or_nothing
    assert assignment.master == tmp_path / "bends" / "bends.py"


def test_everything_that_can_be_written_is_read(tmp_path: Path) -> None:
    """Limits, packages and a question's ways, under a byte-order mark too."""
    text = '\ufeffallow = ["numpy"]\n' + ASSIGNMENT + 'reveal = "nothing"\nall_or_nothing = true\n'
    assignment = load(
        lay_course(tmp_path, assignment=text + "[limits]\ncall_seconds = 1\nmemory_mb = 64\n")
    )
    assert assignment.allow == ("numpy",)
    assert (assignment.limits.call_seconds, assignment.limits.memory_mb) == (1.0, 64)
    assert (assignment.questions[0].reveal, assignment.questions[0].all_or_nothing) == ("nothing", True)


def test_the_public_suite_comes_first(tmp_path: Path) -> None:
    """Students see it, so it is not always there; the hidden one is."""
    assert [path.name for path in load(lay_course(tmp_path)).suites] == ["test_hidden.py"]
    lay_course(tmp_path, test_public="")
    assert [path.name for path in load(tmp_path).suites] == ["test_public.py", "test_hidden.py"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 3", "ponits = 3", "questions[0]: unknown key 'ponits' (is 'points' meant?)"),
        ("points = 3", "points = 3\ncolour = 1", "questions[0]: unknown key 'colour'"),
        ("points = 3", "", "questions[0]: the key 'points' is missing"),
        ("points = 3", "points = '3'", "questions[0].points: Expected `float`, got `str`"),
        ("points = 3", "points = true", "questions[0].points: Expected `float`, got `bool`"),
        ("points = 3", "points = 0", "questions[0].points: Expected `float` > 0"),
        ("points = 3", "points = -1.5", "questions[0].points: Expected `float` > 0"),
        ("points = 3", "points = nan", "questions[0].points: Expected `float` > 0"),
        ("points = 3", "points = inf", "questions[0].points: Expected `float` <= 1000000"),
        (
            "points = 3",
            "points = 3\nreveal = 'all'",
            "reveal: 'all' is none of 'full', 'hint', 'nothing'",
        ),
        ("points = 3", "points = 3\n[limits]\nmemory_mb = 1.5", "limits.memory_mb: Expected `int`"),
        ("points = 3", "points = 3\n[limits]\nmemory_mb = 1", "limits.memory_mb: Expected `int` >= 16"),
        ("points = 3", "points = 3\n[limits]\ncall_seconds = inf", "limits.call_seconds: Expected"),
        ("points = 3", "points = 3\n[limits]\nseconds = 1", "limits: unknown key 'seconds'"),
        ('"reef"', '"Reef knot"', "id: what stands there is not small letters"),
        ('"reef"', '"../reef"', "id: what stands there is not small letters"),
        ('"reef"', f'"{"a" * 61}"', "questions[0].id: Expected `str` of length <= 60"),
        ("[[questions]]", "[questions]", "questions: Expected `array`, got `object`"),
        ("[[questions]]", "[[question]]", "unknown key 'question' (is 'questions' meant?)"),
        ("schema_version = 1\n", "", "the key 'schema_version' is missing"),
        ("schema_version = 1", "schema_version = 0", "schema_version: Expected `int` >= 1"),
        ("schema_version = 1", "schema_version = '1'", "schema_version: Expected `int`, got `str`"),
        ('title = "Bends"', 'ttile = "Bends"', "unknown key 'ttile' (is 'title' meant?)"),
        ('title = "Bends"', 'title = "Bends', "line 2"),
        ('title = "Bends"', 'title = "Bends"\nallow = "numpy"', "allow: Expected `array`, got `str`"),
        ('title = "Bends"', "title = " + "[" * 5000, "recursion"),
        ('title = "Bends"', 'title = "Bends"\ngpu = 1', "gpu: Expected `bool`, got `int`"),
    ],
)
def test_a_mistake_in_an_assignment_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """The error has the file, the place in it and what is wrong."""
    assert old in ASSIGNMENT
    text = refusal(lay_course(tmp_path, assignment=ASSIGNMENT.replace(old, new)))
    assert text.startswith(f"{tmp_path / 'bends' / 'assignment.toml'}: ")
    assert said in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title =", "titel =", "unknown key 'titel' (is 'title' meant?)"),
        ('secret = "between us"', "", "the key 'secret' is missing"),
        ("between us", "", "secret: Expected `str` of length >= 1"),
        ('["bends"]', '"bends"', "assignments: Expected `array`, got `str`"),
        ('["bends"]', '["bends", "../x"]', "assignments[1]: what stands there is not small"),
        ('["bends"]', '["bends", "bends"]', "two assignments are named 'bends'"),
    ],
)
def test_a_mistake_in_a_course_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Seeds without a secret could be guessed, names lead to folders: both are checked."""
    assert old in COURSE
    text = refusal(lay_course(tmp_path, course=COURSE.replace(old, new)))
    assert text.startswith(f"{tmp_path / 'course.toml'}: ")
    assert said in text


def test_two_questions_cannot_share_an_id(tmp_path: Path) -> None:
    """Marks would go to the one or the other."""
    twice = ASSIGNMENT + ASSIGNMENT.partition("\n\n")[2]
    assert "two questions have the id 'reef'" in refusal(lay_course(tmp_path, assignment=twice))


@pytest.mark.parametrize("name", ["course", "assignment"])
def test_a_newer_file_asks_for_an_upgrade(tmp_path: Path, name: str) -> None:
    """Before anything else is said, since its keys may be new ones too."""
    text = f"new_key = true\n{COURSE if name == 'course' else ASSIGNMENT}"
    lay_course(tmp_path, **{name: text.replace("schema_version = 1", "schema_version = 2")})
    said = refusal(tmp_path)
    assert f"{name}.toml has schema version 2, this autograder reads up to 1: upgrade" in said


@pytest.mark.parametrize(
    "path", ["course.toml", "bends/assignment.toml", "bends/bends.py", "bends/test_hidden.py"]
)
def test_a_missing_file_is_named(tmp_path: Path, path: str) -> None:
    """Whichever of the files that every assignment has."""
    (lay_course(tmp_path) / path).unlink()
    assert f"{tmp_path / path} is missing" in refusal(tmp_path)


@pytest.mark.parametrize("path", ["course.toml", "bends/assignment.toml"])
def test_what_is_not_text_is_named(tmp_path: Path, path: str) -> None:
    """A file in another encoding, and a folder in a file's place."""
    file = lay_course(tmp_path) / path
    file.write_bytes(b'schema_version = 1\ntitle = "caf\xe9"\n')
    assert refusal(tmp_path) == f"{file}: line 2 is not UTF-8 text"
    file.unlink()
    file.mkdir()
    assert refusal(tmp_path) == f"{file}: Is a directory"


def test_an_unknown_assignment_is_answered_with_those_there_are(tmp_path: Path) -> None:
    """A misspelt name gets the one that was probably meant; a path leads nowhere."""
    course = load_course(lay_course(tmp_path))
    with pytest.raises(CourseError) as caught:
        load_assignment(course, "bend")
    assert str(caught.value) == "Knots has no assignment 'bend' (is 'bends' meant?); it has: bends"
    for name in ("../bends", "", "bends/", str(tmp_path / "bends")):
        with pytest.raises(CourseError, match="has no assignment"):
            load_assignment(course, name)


def test_a_course_is_found_from_anywhere_in_it(tmp_path: Path) -> None:
    """From the project, from the course, and from any folder below them."""
    course = lay_course(tmp_path / "project" / "solutions")
    below = tmp_path / "project" / "submissions" / "monday"
    below.mkdir(parents=True)
    for start in (tmp_path / "project", course, course / "bends", below):
        assert find_course(start) == course
    with pytest.raises(CourseError, match=r"no course\.toml in .* --course DIR"):
        find_course(tmp_path)


def test_a_relative_start_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders above the current one count."""
    course = lay_course(tmp_path / "solutions")
    monkeypatch.chdir(course / "bends")
    assert find_course(Path()) == course


def test_the_digest_covers_what_can_change_a_mark(tmp_path: Path) -> None:
    """Any file's name or content and the secret do, caches and hidden files do not."""
    before = load(lay_course(tmp_path)).sha256()
    cache = tmp_path / "bends" / "__pycache__" / "bends.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"x")
    (tmp_path / "bends" / ".notes").write_text("x")
    assert load(tmp_path).sha256() == before
    seen = {before}
    for change in (
        {"course": COURSE.replace("between us", "of another term")},
        {"test_hidden": "# stricter\n"},
        {"bends": "def reef(turns):\n    return 3 * turns\n"},
        {"helper": "x = 1"},
    ):
        seen.add(load(lay_course(tmp_path, **change)).sha256())
    data = tmp_path / "bends" / "data" / "ropes.csv"
    data.parent.mkdir()
    data.write_text("a,b")
    seen.add(load(tmp_path).sha256())
    assert len(seen) == 6


def digests(folder: Path) -> tuple[str, str]:
    """Return the digest of all, and of what decides how tests end."""
    assignment = load(folder)
    return assignment.sha256(), assignment.judging_sha256()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 3", "points = 4"),
        ('title = "The reef knot"', 'title = "A knot"'),
        ('title = "Bends"', 'title = "Hitches"'),
        ("points = 3", 'points = 3\nreveal = "full"'),
        ("points = 3", "points = 3  # for now\nall_or_nothing = false"),
        ("points = 3", "points = 3\n[limits]\ndiagnosis_seconds = 2.0\ncall_seconds = 2"),
        ('"Bends"', '"Bends"\nhidden_outcomes = "visible"'),
    ],
)
def test_what_scoring_again_can_do_is_not_judged_again(tmp_path: Path, old: str, new: str) -> None:
    """Points, titles, `reveal`, and what says the same in another way."""
    whole, judging = digests(lay_course(tmp_path))
    assert old in ASSIGNMENT
    after = digests(lay_course(tmp_path, assignment=ASSIGNMENT.replace(old, new)))
    assert after[0] != whole
    assert after[1] == judging


@pytest.mark.parametrize(
    "files",
    [
        {"assignment": ASSIGNMENT.replace("points = 3", "points = 3\nall_or_nothing = true")},
        {"assignment": ASSIGNMENT.replace("points = 3", "points = 3\nuses = ['loop']")},
        {"assignment": ASSIGNMENT.replace('"reef"', '"bowline"')},
        {"assignment": f'allow = ["numpy"]\n{ASSIGNMENT}'},
        {"assignment": f'files = ["ropes.csv"]\n{ASSIGNMENT}'},
        {"assignment": f"{ASSIGNMENT}{STEPS}"},
        {"assignment": f"{ASSIGNMENT}[limits]\ncall_seconds = 3\n"},
        {"course": COURSE.replace("between us", "of another term")},
        {"test_hidden": "# stricter\n"},
        {"bends": "def reef(turns):\n    return 3 * turns\n"},
        {"helper": "x = 1"},
    ],
    ids=[
        "all",
        "uses",
        "id",
        "allow",
        "files",
        "steps",
        "limits",
        "secret",
        "suite",
        "master",
        "helper",
    ],
)
def test_what_decides_how_tests_end_is_judged_again(tmp_path: Path, files: dict[str, str]) -> None:
    """Both digests tell of it."""
    before = digests(lay_course(tmp_path))
    after = digests(lay_course(tmp_path, **files))
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_the_order_of_questions_is_judged_again(tmp_path: Path) -> None:
    """It is the order in which they are judged."""
    first, second = (f'[[questions]]\nid = "{name}"\ntitle = ""\npoints = 1\n' for name in "ab")
    head = ASSIGNMENT.partition("[[")[0]
    before = digests(lay_course(tmp_path, assignment=head + first + second))
    assert digests(lay_course(tmp_path, assignment=head + second + first))[1] != before[1]


def test_the_catalogue_of_faults_changes_no_digest(tmp_path: Path) -> None:
    """It changes words and no mark; a file of that name in a folder below belongs to the data."""
    before = digests(lay_course(tmp_path))
    for name in ("faults", "faults_of_loops"):
        assert digests(lay_course(tmp_path, **{name: "x = 1"})) == before
    data = tmp_path / "bends" / "data" / "faults.py"
    data.parent.mkdir()
    data.write_text("x = 1")
    after = digests(tmp_path)
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_what_results_say_of_an_assignment_is_read_once(tmp_path: Path) -> None:
    """As it was when it was first asked for; loaded anew it is another."""
    assignment = load(lay_course(tmp_path))
    before = assignment.info
    assert (before.name, before.title) == ("bends", "Bends")
    assert (before.sha256, before.judging_sha256) == digests(tmp_path)
    lay_course(tmp_path, helper="x = 1")
    assert assignment.info is before
    assert load(tmp_path).info != before
