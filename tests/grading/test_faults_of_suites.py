"""What a suite does wrong is nobody's mark: a person looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.results import Status, TestOutcome, from_json
from tests.grading.command import outcomes, run
from tests.samples import lay_course

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

RIGHT = "def reef(turns):\n    return 2 * turns\n"
WRONG = "def reef(turns):\n    return turns\n"
STOPPED = "import os\n\ndef reef(turns):\n    os._exit(0)\n"

# Each test breaks, or judges, outside of its own body.
SUITE = '''
import pytest
from autograder.suite import assert_equals

pytestmark = pytest.mark.question("reef")

@pytest.fixture
def asserting():
    assert [] == [1]

@pytest.fixture
def giving_up():
    pytest.fail("no data here")

@pytest.fixture
def leaving():
    yield 3
    assert [] == [1]

@pytest.fixture
def turns():
    return 3

@pytest.fixture(scope="module")
def narrow(turns):
    return turns

@pytest.fixture
def compared(student):
    assert_equals(student.reef(1), 2)

@pytest.fixture
def called(student):
    return student.reef(3)

def test_asserting(student, asserting):
    """Set up with an assertion."""

def test_giving_up(student, giving_up):
    """Set up with a failure."""

def test_narrow(student, narrow):
    """Set up with a narrower fixture."""

def test_leaving(student, leaving):
    """Torn down with an assertion."""
    assert_equals(student.reef(leaving), 6)

def test_compared(student, compared):
    """Set up with a comparison."""

def test_called(student, called):
    """Set up with a call."""
    assert called == 6
'''


def judged(folder: Path, source: str) -> dict[str, TestOutcome]:
    """Return how each test of the suite ended, by its fixture."""
    course = lay_course(folder / "course", test_hidden=SUITE)
    (folder / "bends.py").write_text(source, encoding="utf-8")
    file = folder / "result.json"
    done = run("grade", "bends", folder / "bends.py", "--json", file, "--course", course)
    assert (done.returncode, done.stderr) == (1, "")
    return {
        test.id.partition("_hidden::test_")[2]: test for test in outcomes(from_json(file.read_bytes()))
    }


def test_what_a_fixture_asserts_is_no_fault_of_the_submission(tmp_path: Path) -> None:
    """A right one passes what could be judged; staff read what broke."""
    tests = judged(tmp_path, RIGHT)
    broken = {"asserting", "giving_up", "narrow", "leaving"}
    assert {name for name, test in tests.items() if test.status is Status.UNGRADED} == broken
    assert {test.status for name, test in tests.items() if name not in broken} == {Status.PASSED}
    said = {"asserting": "assert [] == [1]", "giving_up": "no data here", "narrow": "ScopeMismatch"}
    for name, text in said.items():
        assert text in tests[name].note
        assert text not in tests[name].message


@pytest.mark.parametrize(
    ("source", "status"), [(WRONG, Status.FAILED), (STOPPED, Status.CRASHED)], ids=["wrong", "stopped"]
)
def test_what_a_submission_does_to_a_fixture_is_its_own(
    tmp_path: Path, source: str, status: Status
) -> None:
    """It is called while a test is set up, too; and a test that failed stays so when it is torn down."""
    tests = judged(tmp_path, source)
    for name in ("compared", "called", "leaving"):
        assert tests[name].status is status, name
