"""The same suite under plain pytest: how staff debug it, and how students check their work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.loading import load_module
from autograder.suite.seed import seed
from tests.samples import lay_course

PUBLIC = '''
import pytest
from autograder.suite import assert_equals, assert_matches, assert_raises, assert_unmodified
pytestmark = pytest.mark.question("reef")

def test_reef(student):
    """Three turns make six."""
    assert_equals(student.reef(3), 6)

def test_rope(student):
    """A rope of two strands."""
    rope = [1.0, 2.0]
    assert_matches(student.rope(rope), [2.0, 4.0])
    assert_unmodified(student)

def test_bad_turns(student):
    """Turns cannot be negative."""
    assert_raises(ValueError, student.reef, -1)
'''
RIGHT = """
def reef(turns):
    if turns < 0:
        raise ValueError("turns")
    return 2 * turns

def rope(strands):
    return [2 * s for s in strands]
"""


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Return the exit code of plain pytest and what it printed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    done = subprocess.run(
        [*command, "--strict-markers", "-W", "error", *arguments],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_suite_runs_against_the_master_beside_it(tmp_path: Path) -> None:
    """From the course's folder, public and hidden tests alike, without a word about marks."""
    lay_course(tmp_path, bends=RIGHT, test_public=PUBLIC)
    code, text = run(tmp_path, "bends")
    assert "4 passed" in text
    assert "warning" not in text.lower()
    assert code == 0


def test_a_wrong_master_fails_in_words(tmp_path: Path) -> None:
    """Each failure says what differs and shows both, and no line of the comparison's own code."""
    wrong = RIGHT.replace("2 * turns", "3 * turns").replace("[2 * s for", "[2 * s + (s > 1) for")
    wrong = wrong.replace("turns < 0", "turns < -1")
    lay_course(tmp_path, bends=wrong, test_public=PUBLIC)
    code, text = run(tmp_path, "bends/test_public.py")
    assert code == 1
    assert "3 failed" in text
    assert "got 9, expected 6" in text
    assert "some of the values are wrong" in text
    assert "worst at [1]: got 5.0, expected 4.0" in text
    assert "ValueError is due, the call returned a number" in text
    assert "comparison.py" not in text
    assert "expectations.py" not in text


def test_a_student_runs_the_public_tests_beside_her_work(tmp_path: Path) -> None:
    """There is no course, secret or reference; what she has not written yet is named."""
    folder = tmp_path / "bends"
    folder.mkdir()
    (folder / "test_public.py").write_text(PUBLIC)
    (folder / "bends.py").write_text(RIGHT.partition("def rope")[0])
    code, text = run(folder)
    assert code == 1
    assert "1 failed, 2 passed" in text
    assert "`rope` is not defined" in text


def test_a_suite_without_a_module_beside_it_says_so(tmp_path: Path) -> None:
    """A student who works in a notebook, for instance."""
    folder = tmp_path / "bends"
    folder.mkdir()
    (folder / "test_public.py").write_text(PUBLIC)
    _, text = run(folder, "--tb=short")
    assert f"there is no bends.py beside the suite in {folder}" in text
    assert "3 errors" in text


INPUTS = '''
import pytest

@pytest.mark.question("reef")
@pytest.mark.parametrize("case", [1, 2], ids=["one", "two"])
def test_reef(student, rng, case):
    """A random rope."""
    with open("seen.txt", "a") as file:
        print(student.reef(case), rng.random(), file=file)
'''


def test_inputs_depend_on_the_secret_and_the_test_alone(tmp_path: Path) -> None:
    """Two runs draw what the secret says, wherever they are started; two cases draw differently."""
    lay_course(tmp_path, test_hidden=INPUTS)
    due = [
        str(
            np.random.default_rng(
                seed("between us", "bends", f"test_hidden::test_reef[{case}]")
            ).random()
        )
        for case in ("one", "two")
    ]
    for folder, name in ((tmp_path, "bends"), (tmp_path / "bends", ".")):
        run(folder, name)
        drawn = (folder / "seen.txt").read_text().split()
        assert drawn[0::2] == ["2", "4"]
        assert drawn[1::2] == due


def test_seeds_differ_wherever_their_parts_do() -> None:
    """Parts cannot run together: `ab` and `c` are not `a` and `bc`."""
    seeds = {
        seed(*parts)
        for parts in (("ab", "c", "d"), ("a", "bc", "d"), ("ab", "cd", ""), ("", "abc", "d"))
    }
    assert len(seeds) == 4
    assert seed("ab", "c", "d") == seed("ab", "c", "d")


def test_a_module_that_fails_leaves_no_trace(tmp_path: Path) -> None:
    """Half of it must not be found by the next import."""
    path = tmp_path / "half.py"
    path.write_text("x = 1\nraise RuntimeError('half')\n")
    with pytest.raises(RuntimeError, match="half"):
        load_module(path, "autograder_test_half")
    assert "autograder_test_half" not in sys.modules


def test_a_module_can_define_dataclasses(tmp_path: Path) -> None:
    """Which look their module up while it is executed."""
    path = tmp_path / "knots.py"
    path.write_text(
        "from __future__ import annotations\nimport dataclasses\n"
        "@dataclasses.dataclass\nclass Knot:\n    turns: int\n"
    )
    module = load_module(path, "autograder_test_knots")
    try:
        assert module.Knot(3).turns == 3
    finally:
        del sys.modules["autograder_test_knots"]
