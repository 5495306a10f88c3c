"""What `autograder verify` says of a fair course, and how it ends."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.grading.command import run
from tests.verify.courses import add, change, lay_case, release, verify

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

CHECKS = {
    "suite", "reference", "stub", "degenerates", "questions", "golden cases", "release",
    "repeatability", "faults",
}  # fmt: skip

NOT_COUNTED = """

@pytest.mark.question("counter")
@pytest.mark.weight(0)
def test_empty_text(student):
    '''An empty text adds nothing.'''
    assert_equals(student.Counter().add(""), 0)
"""


def test_a_fair_course_passes(fair_course: Path, tmp_path: Path) -> None:
    """Every check is named, what is worth a look is a warning, and no file is left behind."""
    verdict = verify(fair_course, env={"TMPDIR": str(tmp_path)})
    assert verdict.code == 0, verdict.output
    assert verdict.checks == dict.fromkeys(CHECKS, "passed")
    assert "earns 10 points and passes all 7 tests" in verdict.output
    assert "2 get their marks, 1 of them perfect" in verdict.output
    assert "warning: question counter has no public check" in verdict.output
    assert "all proven fair" in verdict.output
    assert list(tmp_path.iterdir()) == []


def test_assignments_are_proven_one_after_the_other(course: Path) -> None:
    """Though their suites have the same names; one that cannot be used costs the others nothing."""
    for name in ("letters", "lines"):
        shutil.copytree(course / "words", course / name)
        (course / name / "words.py").rename(course / name / f"{name}.py")
        change(course / name / "assignment.toml", "Counting words", f"Counting {name}")
    add(course / "letters" / "test_hidden.py", NOT_COUNTED)
    change(course / "course.toml", '["words"]', '["letters", "lines", "words"]')
    release(course)
    shutil.rmtree(course.parent / "assignments" / "lines")
    add(course / "lines" / "test_hidden.py", "\nimport no_such_module\n")
    verdict = verify(course)
    assert verdict.code == 1
    assert verdict.output.endswith("not proven fair: lines\n")
    letters, lines, words = re.split(
        r"^(?:lines|words)  Counting.*\n", verdict.output, flags=re.MULTILINE
    )
    assert "passes all 8 tests" in letters
    assert "failed" not in letters + words
    assert "passes all 7 tests" in words
    assert "No module named 'no_such_module'" in lines
    assert "there is none in " in lines


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sentences"], "has no assignment 'sentences'; it has: words"),
        (["--course", "nowhere"], "nowhere/course.toml is missing"),
        (["--golden", "nowhere"], "'nowhere' does not exist"),
    ],
)
def test_a_wrong_command_is_a_sentence(fair_course: Path, arguments: list[str], said: str) -> None:
    """With exit code 2, before anything is graded."""
    verdict = verify(fair_course, *arguments)
    assert (verdict.code, verdict.checks) == (2, {})
    assert said in verdict.output


def test_golden_cases_can_lie_elsewhere(fair_course: Path, tmp_path: Path) -> None:
    """And an assignment may have none, which is worth a warning."""
    verdict = verify(fair_course, "--golden", tmp_path)
    assert (verdict.code, verdict.checks["golden cases"]) == (0, "passed")
    assert "warning: no golden case perfect*" in verdict.output


@pytest.mark.parametrize("columns", [1, 60])
def test_a_narrow_terminal_is_no_trouble(course: Path, columns: int) -> None:
    """All is said, however little fits into a line."""
    lay_case(course.parent / "tests" / "golden", "empty", "", "\x1b[31m")
    done = run("verify", cwd=course.parent, env={"COLUMNS": str(columns)})
    assert (done.returncode, done.stderr) == (1, "")
    assert "empty/marks.toml" in "".join(done.stdout.split())
    assert "\x1b[31m" not in done.stdout
