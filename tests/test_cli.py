"""The command line: what it says and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner

from autograder import assignment, grading
from autograder.assignment import Assignment
from autograder.batch.gradebook import Gradebook
from autograder.cli import main
from autograder.cli.commands import app
from autograder.results import Result, from_json
from autograder.sandbox.launcher import Zygote
from tests.samples import lay_course, outcome, question, result

OnResult = Callable[[Path, Result], None]
GOOD = result(question(outcome()))


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a course and two submissions, which is also the current one."""
    lay_course(tmp_path)
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("")
    monkeypatch.chdir(tmp_path)
    for library in ("OMP", "OPENBLAS", "MKL"):  # which the command sets, so that it is undone
        monkeypatch.setenv(f"{library}_NUM_THREADS", "1")
    return tmp_path


def stand_in(
    monkeypatch: pytest.MonkeyPatch, end: BaseException | None = None, each: Result = GOOD
) -> None:
    """Let grading give `each` for every submission, or end with `end` after the first."""

    def grade(
        _: Assignment, paths: Sequence[Path], on_result: OnResult, *, unsafe: bool, **_more: object
    ) -> None:
        assert not unsafe
        for path in paths:
            on_result(path, each)
            if end is not None:
                raise end

    monkeypatch.setattr(grading, "grade", grade)


@pytest.mark.parametrize("of", [[], ["mark"]], ids=["result", "mark"])
def test_the_schema_is_one(of: list[str]) -> None:
    """What is printed can be given to a validator as it is."""
    printed = CliRunner().invoke(app, ["schema", *of])
    schema = json.loads(printed.output)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_help_names_every_command() -> None:
    """With a sentence on each."""
    text = CliRunner().invoke(app, ["-h"]).output
    assert "grade " in text
    assert "schema " in text
    assert CliRunner().invoke(app, ["no-such-command"]).exit_code == 2


def test_the_doctor_says_what_holds_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The level, each layer that is or is not put on, and whether there is a course to look at."""
    monkeypatch.chdir(tmp_path)
    with Zygote(()) as zygote:
        offer = zygote.offer()
    told = CliRunner().invoke(app, ["doctor"])
    assert told.output.startswith(f"isolation level {offer.level}: ")
    lines = told.output.splitlines()
    assert [line[7:] for line in lines if line.startswith("  yes  ")] == list(offer.layers)
    assert [line[7:].split(":")[0] for line in lines if line.startswith("  no   ")] == list(
        offer.missing
    )
    assert "no course here" in told.output
    assert told.exit_code == (1 if offer.level == "none" else 0)


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(("status", "code"), [("graded", 0), ("unreadable", 0), ("ungraded", 1)])
def test_the_exit_code_says_whether_grading_worked(
    monkeypatch: pytest.MonkeyPatch, status: str, code: int
) -> None:
    """Whatever the marks; a person has to look where it is 1."""
    stand_in(monkeypatch, each=result(question(outcome(), points=0.0), status=status))
    assert CliRunner().invoke(app, ["grade", "bends", "a.py", "b.py"]).exit_code == code


def test_results_are_shown_and_written(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One as a document, several as lines."""
    stand_in(monkeypatch)
    one = CliRunner().invoke(app, ["grade", "bends", "a.py", "--json", "one.json"])
    assert "total  3 of 3" in one.output
    assert from_json((course / "one.json").read_bytes()) == GOOD
    CliRunner().invoke(app, ["grade", "bends", "a.py", "b.py", "--json", "all.jsonl"])
    assert [from_json(line) for line in (course / "all.jsonl").read_bytes().splitlines()] == [GOOD, GOOD]


def test_an_interruption_shows_what_was_graded(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says where it is kept and how many are left."""
    stand_in(monkeypatch, KeyboardInterrupt())
    done = CliRunner().invoke(app, ["grade", "bends", "a.py", "b.py", "--json", "all.jsonl"])
    assert done.exit_code == 130
    assert "total  3 of 3" in done.output
    assert "interrupted, 1 not graded" in done.output
    assert f"what was graded until then is in {course}/all.jsonl.partial" in done.output
    assert not (course / "all.jsonl").exists()


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "nothing was graded"),
        (("--out", "grades"), "what was graded is kept"),
        (("--out", "grades", "--dry-run"), "nothing was written"),
    ],
)
def test_an_interruption_while_all_is_loaded_is_one_too(
    monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    """Most of a second passes until grading starts."""

    def interrupted(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(assignment, "load_course", interrupted)
    done = CliRunner().invoke(app, ["grade", "bends", "a.py", *options])
    assert done.exit_code == 130
    assert f"autograder: interrupted; {said}" in done.output


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verify",), "nothing was written"),
        (("release",), "each file that was written is whole"),
        (("report", "."), "give the same command again for a whole report"),
        (("diagnose", "."), "what was diagnosed is kept"),
        (("diagnose", ".", "--dry-run"), "nothing was written"),
        (("replay", ".", "alice"), "nothing was written"),
        (("marks", "."), "give the same command again"),
    ],
)
def test_every_command_ends_so_when_it_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """A shell script that runs one tells it from a failure."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(assignment, "load_course", interrupted)
    monkeypatch.setattr(Gradebook, "open", interrupted)
    done = CliRunner().invoke(app, arguments)
    assert (done.exit_code, "Abort" in done.output) == (130, False)
    assert f"autograder: interrupted; {said}" in done.output


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bend", "a.py"], "Knots has no assignment 'bend' (is 'bends' meant?); it has: bends"),
        (["bends", "c.py"], "c.py does not exist"),
        (["bends", "a.py", "--json", "missing/x.json"], "missing/x.json: No such file or directory"),
        (["bends", "a.py", "--course", "nowhere"], "nowhere/course.toml is missing"),
    ],
)
def test_a_mistake_of_the_caller_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Without a traceback, with exit code 2, and before anything is graded."""
    monkeypatch.setattr("sys.argv", ["autograder", "grade", *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("autograder: ")
    assert said in line
