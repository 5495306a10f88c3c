"""A change of points, titles and `reveal`: scoring again gives what grading again would give."""

from __future__ import annotations

import dataclasses
import functools
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.grading import grade
from autograder.results import Result
from autograder.telling import REVEALS, rescored
from tests.grading.command import ROOT, outcomes, shown_to_student
from tests.samples import ASSIGNMENT, lay_course

GOLDEN = ROOT / "tests" / "golden" / "stride_padding"
CASES = ("flipped_kernel", "one_sided_padding", "stub", "always_value_error", "uint8_wraps")
WAYS: Mapping[str, Mapping[str, str]] = {  # question to `reveal`, `*` being all others
    **{reveal: {"*": reveal} for reveal in REVEALS},
    "mixed": {"output_size": "nothing", "pad2d": "full", "conv2d": "nothing", "*": "hint"},
}
Graded = dict[str, Result]


def with_reveals(folder: Path, reveals: Mapping[str, str], points: str = "4") -> Assignment:
    """Return a copy of the assignment that shows its questions in that way."""
    shutil.copytree(ROOT / "solutions", folder, ignore=shutil.ignore_patterns("__pycache__", "lenet"))
    toml = folder / "stride_padding" / "assignment.toml"
    text = toml.read_text(encoding="utf-8").replace("points = 4", f"points = {points}")
    text = text.replace("[limits]", "[limits]\ndiagnosis_seconds = 20  # on a busy machine too")

    def written(found: re.Match[str]) -> str:
        return f'{found[1]}reveal = "{reveals.get(found[2], reveals["*"])}"'

    toml.write_text(re.sub(r'(id = "(\w+)"\n.*\n.*\n)reveal = "hint"', written, text), encoding="utf-8")
    assignment = load_assignment(load_course(folder), "stride_padding")
    wanted = [reveals.get(each.id, reveals["*"]) for each in assignment.questions]
    assert [each.reveal for each in assignment.questions] == wanted
    return assignment


def graded(assignment: Assignment, *more: Path) -> Graded:
    """Return the results of some golden cases and of what is at other paths."""
    paths = {next((GOLDEN / case).glob("submission.*")): case for case in CASES}
    paths.update((path, path.stem) for path in more)
    results: Graded = {}
    grade(
        assignment,
        list(paths),
        lambda path, result: results.update({paths[path]: result}),
        unsafe=True,  # what staff wrote themselves
    )
    return results


def comparable(result: Result) -> Result:
    """Return a result without what differs from run to run, or is of how it was judged."""
    questions = (
        dataclasses.replace(
            question,
            judged_under="hint",
            tests=tuple(dataclasses.replace(test, seconds=0.0, telling=None) for test in question.tests),
        )
        for question in result.questions
    )
    return dataclasses.replace(result, seconds=0.0, questions=tuple(questions))


def shows_numbers(result: Result) -> bool:
    """Tell whether an expected answer of a hidden test is shown."""
    return any("expected:" in test.message for test in outcomes(result) if not test.public)


@pytest.fixture(scope="module")
def class_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Assignment, Graded]]:
    """Grade a small class, once for each way to show questions."""
    folder = tmp_path_factory.mktemp("classes")
    (broken := folder / "broken.ipynb").write_text("{")

    @functools.cache
    def grade_class(way: str) -> tuple[Assignment, Graded]:
        points = "7.5" if way == "mixed" else "4"
        assignment = with_reveals(folder / way, WAYS[way], points)
        return assignment, graded(assignment, broken)

    return grade_class


Class = Callable[[str], tuple[Assignment, Graded]]


@pytest.mark.slow
@pytest.mark.parametrize("now", WAYS)
@pytest.mark.parametrize("then", WAYS)
def test_a_change_can_be_taken_back(class_of: Class, then: str, now: str) -> None:
    """Nothing of a result is lost by it."""
    (first, results), (second, _) = class_of(then), class_of(now)
    assert first.judging_sha256() == second.judging_sha256()
    for result in results.values():
        assert rescored(result, first) == result
        assert rescored(rescored(result, second), first) == result


@pytest.mark.slow
@pytest.mark.parametrize("now", ["hint", "nothing"])
@pytest.mark.parametrize("then", WAYS)
def test_scoring_again_is_what_grading_again_would_be(class_of: Class, then: str, now: str) -> None:
    """Words, points, titles and digests, also of what could not be read."""
    (_, before), (assignment, after) = class_of(then), class_of(now)
    for name, result in after.items():
        assert comparable(rescored(before[name], assignment)) == comparable(result), name


@pytest.mark.slow
@pytest.mark.parametrize("then", ["hint", "nothing"])
def test_numbers_are_shown_once_all_questions_are(class_of: Class, then: str) -> None:
    """Where no exception has a say, exactly as if it had been graded so."""
    (_, before), (assignment, after) = class_of(then), class_of("full")
    for name in ("flipped_kernel", "one_sided_padding", "uint8_wraps", "broken"):
        result = rescored(before[name], assignment)
        assert comparable(result) == comparable(after[name]), name
        assert shows_numbers(result) is (name != "broken")
        assert not shows_numbers(before[name])


@pytest.mark.slow
@pytest.mark.parametrize("then", ["hint", "nothing"])
@pytest.mark.parametrize("case", ["stub", "always_value_error"])
def test_no_words_of_an_exception_are_shown_afterwards(class_of: Class, then: str, case: str) -> None:
    """They are the submission's own, and it knew hidden inputs: its type and line, once a question."""
    (_, before), (assignment, after) = class_of(then), class_of("full")
    (hints, shown) = class_of("hint")
    result = rescored(before[case], assignment)
    assert shown_to_student(result) == shown_to_student(rescored(shown[case], hints))
    assert ": " in outcomes(after[case], "conv2d")[-1].message.partition("\n")[0]
    assert result.points == after[case].points


@pytest.mark.slow
def test_an_open_question_among_others_shows_a_hint_until_it_is_graded_again(class_of: Class) -> None:
    """Its answers could tell what those before it were asked."""
    (_, before), (assignment, after) = class_of("hint"), class_of("mixed")
    result, again = rescored(before["one_sided_padding"], assignment), after["one_sided_padding"]
    assert shows_numbers(again)
    assert not shows_numbers(result)
    assert result.points == again.points
    diagnoses = [each.diagnosis for each in again.questions]
    assert [each.diagnosis for each in result.questions] == diagnoses


KNOTS = ASSIGNMENT + '\n[[questions]]\nid = "bowline"\ntitle = "The bowline"\npoints = 2\n'
SUITE = '''
import pytest
from autograder.suite import assert_equals

@pytest.mark.question("reef")
def test_reef(student):
    """A knot."""
    assert_equals(student.reef("SECRET of the reef"), 1)

@pytest.mark.question("bowline")
def test_bowline(student):
    """Another knot."""
    assert_equals(student.bowline("SECRET of the bowline"), 2)
'''
MASTER = "def reef(rope): return 1\ndef bowline(rope): return 2\n"
TELLER = "seen = []\ndef reef(rope): seen.append(rope)\ndef bowline(rope): return seen\n"


def test_no_answer_tells_what_another_question_asked(tmp_path: Path) -> None:
    """Shown in full later, it could: before that, all that it knew has to be shown too."""
    files = {"bends": MASTER, "test_hidden": SUITE}
    course = lay_course(tmp_path / "course", assignment=KNOTS, **files)
    (path := tmp_path / "bends.py").write_text(TELLER)
    before: list[Result] = []
    first = load_assignment(load_course(course), "bends")
    grade(first, [path], lambda _, result: before.append(result), unsafe=True)

    def shown(reef: str, bowline: str) -> str:
        head, *blocks = KNOTS.split("[[questions]]\n")
        both = zip(blocks, (reef, bowline), strict=True)
        text = head + "".join(f'[[questions]]\nreveal = "{reveal}"\n{block}' for block, reveal in both)
        lay_course(course, assignment=text, **files)
        return shown_to_student(rescored(before[0], load_assignment(load_course(course), "bends")))

    assert "got ['SECRET of the reef']" in shown("full", "full")
    for reef, bowline in (("hint", "hint"), ("hint", "full"), ("nothing", "full"), ("full", "nothing")):
        assert "SECRET" not in shown(reef, bowline)
