"""A suite, a master or a file that cannot be used is named by `verify`, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verify.courses import add, change, verify

pytestmark = pytest.mark.slow  # `make check` runs them, and `verify` itself

HEAD = "\n\n@pytest.mark.question('counter')\n"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("test_hidden.py", "\nimport no_such_module\n", "No module named 'no_such_module'"),
        ("test_hidden.py", "\ndef test_x(:\n", "test_hidden.py, line 34: "),
        ("test_hidden.py", "\ndef test_x(student):\n    pass\n", "test_x: has no mark 'question'"),
        ("words.py", "\n1 / 0\n", "words.py, line 36, cannot be executed: ZeroDivisionError"),
        ("words.py", "\nraise SystemExit(3)\n", "words.py, line 36, cannot be executed: SystemExit: 3"),
        ("words.py", "\ndef f(:\n", "words.py cannot be read: "),
        ("test_hidden.py", "\nimport os\nos._exit(0)\n", "test_hidden.py:35: in <module>"),
        (
            "words.py",
            "\nimport os\nos._exit(0)\n",
            "words.py, line 37, cannot be executed: RuntimeError: os._exit(0)",
        ),
    ],
    ids=[
        "import",
        "syntax",
        "rule",
        "master raises",
        "master exits",
        "syntax of the master",
        "suite ends the process",
        "master ends the process",
    ],
)
def test_a_suite_that_cannot_be_used_is_named(course: Path, file: str, text: str, said: str) -> None:
    """And so is a master: nothing can be graded, which is said once."""
    add(course / "words" / file, text)
    verdict = verify(course)
    assert verdict.code == 1
    assert (verdict.checks["suite"], verdict.checks["everything else"]) == ("failed", "not judged")
    assert said in verdict.output


def test_a_file_that_the_reference_does_not_hand_in_is_named(course: Path) -> None:
    """Its path, and why it has to be there."""
    change(course / "words" / "assignment.toml", "allow =", 'files = ["weights.npz"]\nallow =')
    verdict = verify(course)
    assert (verdict.code, verdict.checks["reference"]) == (1, "failed")
    file = course / "words" / "weights.npz"
    assert f"{file} is missing: `files` in assignment.toml has it" in verdict.output


def test_a_suite_that_prints_is_named_and_floods_nothing(course: Path) -> None:
    """By file and line; it is fair all the same."""
    change(
        course / "words" / "test_hidden.py",
        'assert_equals(counter.add("one two"), 2)',
        'assert_equals(counter.add("one two"), 2)\n    print("flood " * 1000)',
    )
    verdict = verify(course)
    assert verdict.code == 0
    assert "test_hidden.py, line 32: prints, which stands among the results" in verdict.output
    assert "flood flood" not in verdict.output


@pytest.mark.parametrize("file", ["test_hidden.py", "faults.py"])
def test_what_ends_the_process_is_named(course: Path, file: str) -> None:
    """`verify` runs tests and known mistakes in its own process, too, and does not end with them."""
    ends = f"{HEAD}def test_end(student):\n    'The end.'\n    import os; os._exit(0)\n"
    add(course / "words" / file, ends if file == "test_hidden.py" else "import os\nos._exit(0)\n")
    verdict = verify(course)
    assert verdict.code == 1
    assert "RuntimeError: os._exit(0) would have ended the whole command" in verdict.output
