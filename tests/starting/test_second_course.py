"""An instructor of another subject, in an empty folder, with nothing but the commands.

She begins with the template, puts her own assignment in its place (`tests/courses/sentences`), proves it
fair, hands it out, grades a class and exports it. Nothing of the package is changed for her subject.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import autograder
from autograder.digest import files_below
from tests.grading.command import ROOT, run
from tests.starting.students import ALL, QUESTIONS, STUDENTS, Student, lay_submissions

pytestmark = pytest.mark.slow  # real commands, real submissions

SENTENCES = ROOT / "tests" / "courses" / "sentences" / "reverse_words"
PACKAGE = Path(autograder.__file__).parent


def do(folder: Path, *arguments: str | Path) -> str:
    """Run a command that has to work, and return what it printed."""
    done = run(*arguments, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def lay_golden(folder: Path, name: str, student: Student) -> None:
    """Write what a student hands in as a golden case."""
    case = folder / "tests" / "golden" / "reverse_words" / name
    case.mkdir(parents=True)
    ((file, data),) = student.files.items()
    (case / f"submission{Path(file).suffix}").write_bytes(data)
    marks = "\n".join(f"{q} = {p}" for q, p in zip(QUESTIONS, student.points, strict=True))
    (case / "marks.toml").write_text(f"[points]\n{marks}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the instructor's folder, once her assignment is fair and released."""
    folder = tmp_path_factory.mktemp("instructor")
    do(folder, "new", "reverse_words", "--title", "Sentences")
    for file in (each for each in SENTENCES.iterdir() if each.is_file()):
        shutil.copy(file, folder / "solutions" / "reverse_words" / file.name)
    shutil.rmtree(folder / "tests")
    for name in ("ada", "bea"):
        lay_golden(folder, f"perfect_{name}", STUDENTS[name])
    for name in ("edna", "gina", "hope", "ida"):
        lay_golden(folder, name, STUDENTS[name])
    do(folder, "release")
    return folder


@pytest.fixture(scope="module")
def grades(course: Path) -> Path:
    """Return the folder of grades of a class."""
    lay_submissions(course / "submissions")
    do(course, "grade", "reverse_words", "submissions", "--out", "grades")
    return course / "grades"


def test_the_template_is_fair_as_it_is(tmp_path: Path) -> None:
    """From an empty folder: the four commands that `new` names, and pytest."""
    said = do(tmp_path, "new", "trees")
    commands = [line.split() for line in said.splitlines() if line.startswith("  ")]
    assert [words[0] for words in commands] == ["python", *["autograder"] * 3]
    pytest_run = subprocess.run(
        [sys.executable, *commands[0][1:]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert pytest_run.returncode == 0, pytest_run.stdout
    printed = {words[1]: do(tmp_path, *words[1:]) for words in commands[1:]}
    assert "all proven fair" in printed["verify"]
    assert "warning" not in printed["verify"]
    assert (tmp_path / "trees-gradescope.zip").is_file()


def test_a_mistake_in_the_template_costs_once(tmp_path: Path) -> None:
    """The golden case that is wrong shows it: one diagnosis, and what is built upon it is right."""
    do(tmp_path, "new", "trees")
    case = tmp_path / "tests" / "golden" / "trees" / "capitals_kept" / "submission.py"
    said = " ".join(do(tmp_path, "grade", "trees", case).split())
    assert "4.38 of 5" in said
    assert "A word with a capital is another word." in said
    assert "right, given a correct `count_words`" in said


def test_an_installed_wheel_has_the_template(tmp_path: Path) -> None:
    """What pip unpacks is enough to begin a course."""
    do(tmp_path, "new", "trees")
    do(tmp_path, "export", "gradescope", "trees")
    with zipfile.ZipFile(tmp_path / "trees-gradescope.zip") as archive:
        (wheel,) = (name for name in archive.namelist() if name.endswith(".whl"))
        zipfile.ZipFile(io.BytesIO(archive.read(wheel))).extractall(tmp_path / "site")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path / "site")!r})
from pathlib import Path
import autograder.starting
assert autograder.__file__.startswith({str(tmp_path)!r}), autograder.__file__
autograder.starting.start(Path({str(tmp_path / "other")!r}), "shrubs", "Shrubs")
"""
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
    assert (tmp_path / "other" / "shrubs" / "test_hidden.py").is_file()


def test_the_second_course_is_fair(course: Path) -> None:
    """By the same proof as the first: strings, None, and an object that lives on."""
    verdict = do(course, "verify", "reverse_words")
    assert "6 get their marks, 2 of them perfect" in " ".join(verdict.split())
    assert "all proven fair" in verdict


def test_a_release_gives_nothing_away(course: Path) -> None:
    """Students get stubs and checks, and neither solution nor secret."""
    released = dict(files_below(course / "assignments" / "reverse_words"))
    assert {"reverse_words.ipynb", "reverse_words.py", "test_public.py", "README.md"} <= released.keys()
    text = b"\n".join(data for name, data in released.items() if not name.endswith(".whl"))
    assert b"TODO: write Concordance.find" in text
    assert b"reversed(text.split())" not in text
    secret = re.search(r'secret = "(\w+)"', (course / "solutions" / "course.toml").read_text("utf-8"))
    assert secret is not None
    assert secret[1].encode() not in text


def test_each_student_gets_her_marks(grades: Path) -> None:
    """Right in three styles, wrong, hanging, and what is no Python: to the point."""
    with (grades / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows.keys() == STUDENTS.keys()
    maxima = zip(QUESTIONS, ALL, strict=True)
    columns = [f"{question} (/{maximum:g})" for question, maximum in maxima]
    marks = {name: tuple(float(row[column]) for column in columns) for name, row in rows.items()}
    assert marks == {name: student.points for name, student in STUDENTS.items()}
    totals = {name: float(row["points"]) for name, row in rows.items()}
    assert totals == {name: sum(student.points) for name, student in STUDENTS.items()}
    assert {row["status"] for row in rows.values()} == {"graded"}


def test_each_student_reads_what_was_wrong(grades: Path) -> None:
    """In a page of her own, without hidden inputs."""
    for name, student in STUDENTS.items():
        page = (grades / "feedback" / f"{name}.md").read_text(encoding="utf-8")
        assert student.said in page.replace("\\", "")
        assert "Tin" not in page


def test_the_zip_for_gradescope_grades_it(course: Path, tmp_path: Path) -> None:
    """It has this assignment, the package and nothing of students; and gives the marks given here."""
    done = do(course, "export", "gradescope", "reverse_words", "--out", tmp_path / "gradescope.zip")
    assert "with 10 autograder points" in done
    with zipfile.ZipFile(tmp_path / "gradescope.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "source")
    staff = {f"course/reverse_words/{name}" for name, _ in files_below(SENTENCES)}
    assert {name for name in names if name.startswith("course/")} == {"course/course.toml", *staff}
    assert {"setup.sh", "run_autograder", "requirements.txt"} <= set(names)
    assert not [name for name in names if "submission" in name or "golden" in name]
    folder = lay_submissions(tmp_path / "submissions")
    options = ("--course", tmp_path / "source" / "course", "--json", tmp_path / "result.json")
    do(tmp_path, "grade", "reverse_words", folder / "dora", *options)
    result = json.loads((tmp_path / "result.json").read_bytes())
    assert tuple(question["points"] for question in result["questions"]) == STUDENTS["dora"].points


def test_the_zip_for_otter_has_it(course: Path, tmp_path: Path) -> None:
    """One assignment, and a plugin that is told its name."""
    pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")
    do(course, "export", "otter", "reverse_words", "--out", tmp_path / "otter.zip")
    with zipfile.ZipFile(tmp_path / "otter.zip") as archive:
        names = archive.namelist()
        config = json.loads(archive.read("otter_config.json"))
    assert "files/autograder_course/reverse_words/test_hidden.py" in names
    assert [plugin for plugin in config["plugins"] if "reverse_words" in str(plugin)]


def test_nothing_of_the_package_knows_the_subject() -> None:
    """No file of it was written for this course."""
    words = re.compile(rb"reverse_words|caesar|concordance", re.IGNORECASE)
    assert [name for name, data in files_below(PACKAGE) if words.search(data)] == []
