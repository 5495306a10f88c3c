"""Each way to be unfair is caught by the check that is meant to, which names the culprit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.grading.command import ROOT
from tests.verify.courses import MARKS, TALLY, add, change, lay_case, release, verify

pytestmark = pytest.mark.slow  # `make check` runs them, and `verify` itself

HEAD = "\n\n@pytest.mark.question({!r})\n"
NO_TEXT = f"""{HEAD.format("word_counts")}def test_no_text(student):
    '''A number is no text.'''
    with pytest.raises(Exception):
        student.word_counts(3)
"""
BAD_TEXT = f"""

from autograder.suite import assert_raises
{HEAD.format("word_counts")}def test_bad_text(student):
    '''A number is refused.'''
    assert_raises(ValueError, student.word_counts, 3)
"""
ANY_TEXT = f"""

import random
import numpy as np
{HEAD.format("word_counts")}def test_any_text(student, reference):
    '''Any text.'''
    text = str(random.random())
    assert_equals(student.word_counts(text), reference.word_counts(text))
{HEAD.format("word_counts")}def test_any_number(student, reference):
    '''Any number.'''
    text = str(np.random.default_rng().random())
    assert_equals(student.word_counts(text), reference.word_counts(text))
"""
# What nobody is told of: of right answers, of calls after a wrong one, and where children inherit it.
ANY_COUNT = f"""

import random
import numpy as np
DRAWN = np.random.default_rng().random()
{HEAD.format("word_counts")}def test_after_another(student):
    '''One text after another.'''
    assert_equals(student.word_counts("one"), {{"one": 1}})
    assert_equals(len(student.word_counts(str(random.random()))), 1)
{HEAD.format("word_counts")}def test_inherited(student):
    '''A text.'''
    assert student.word_counts(str(np.random.rand())) not in (None, 0)
{HEAD.format("word_counts")}def test_drawn_at_import(student):
    '''A text.'''
    assert student.word_counts(str(DRAWN)) not in (None, 0)
{HEAD.format("word_counts")}def test_seeded(student, rng):
    '''A text that is the same for all.'''
    assert student.word_counts(str(rng.random())) not in (None, 0)
"""
REFUSAL = "if not isinstance(text, str): raise ValueError\n    counts = {}"


def test_a_test_that_a_stub_passes_is_named(course: Path) -> None:
    """In both forms of the stub, and if it is public, too, where it would say that the work is done."""
    add(course / "words" / "test_hidden.py", NO_TEXT)
    add(course / "words" / "test_public.py", NO_TEXT)
    release(course)
    verdict = verify(course)
    assert verdict.code == 1
    assert verdict.not_passed >= {"stub", "degenerates"}
    for suite in ("test_hidden", "test_public"):
        assert f"{suite}::test_no_text is passed by the stub words.py and words.ipynb" in verdict.output


@pytest.mark.soak
def test_a_stale_release_is_named(course: Path) -> None:
    """File by file, with the command that helps; everything else is proven all the same."""
    folder = course.parent / "assignments" / "words"
    (folder / "words.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "test_hidden.py").touch()
    verdict = verify(course)
    assert (verdict.code, verdict.not_passed) == (1, {"release"})
    for said in ("words.py is not current", "test_hidden.py is not part of", "`autograder release`"):
        assert said in verdict.output


@pytest.mark.soak
def test_a_solution_line_in_a_release_is_named(course: Path) -> None:
    """By file and line; there is no stub to judge then."""
    add(course / "words" / "test_public.py", "\n# counts = {}\n")
    verdict = verify(course)
    assert verdict.code == 1
    assert "a solution line in test_public.py, line 11: counts = {}" in verdict.output
    assert (verdict.checks["release"], verdict.checks["stub"]) == ("failed", "not judged")
    assert verdict.checks["reference"] == "passed"


@pytest.mark.soak
def test_a_master_without_solution_marks_is_named(course: Path) -> None:
    """It cannot be released; what can be judged without a stub is."""
    change(course / "words" / "words.py", "# BEGIN SOLUTION", "#")
    change(course / "words" / "words.py", "# END SOLUTION", "#")
    verdict = verify(course)
    assert verdict.code == 1
    assert "words.py: no solution is marked by '# BEGIN SOLUTION'" in verdict.output
    assert verdict.checks["degenerates"] == "passed"


@pytest.mark.soak
def test_a_question_whose_solution_is_given_away_is_named(course: Path) -> None:
    """One function of three was left without marks."""
    master = course / "words" / "words.py"
    parts = master.read_text(encoding="utf-8").split("class Counter")
    parts[1] = parts[1].replace("        # BEGIN SOLUTION\n", "").replace("        # END SOLUTION\n", "")
    master.write_text("class Counter".join(parts), encoding="utf-8")
    release(course)
    verdict = verify(course)
    assert {"stub", "questions"} <= verdict.not_passed
    assert "question counter: no test of it meets a TODO of the stub words.ipynb" in verdict.output


@pytest.mark.soak
def test_a_question_without_hidden_tests_is_named(course: Path) -> None:
    """A public test with a weight makes the suite complete, and the marks public."""
    hidden, public = (course / "words" / name for name in ("test_hidden.py", "test_public.py"))
    head, mark, body = hidden.read_text(encoding="utf-8").rpartition('@pytest.mark.question("counter")')
    hidden.write_text(head, encoding="utf-8")
    add(public, f"\n\n{mark}\n@pytest.mark.weight(1)\n{body.lstrip()}")
    release(course)
    verdict = verify(course)
    assert verdict.not_passed == {"questions"}
    assert "question counter has no hidden test" in verdict.output


def test_a_reference_wrong_in_one_edge_is_named(course: Path) -> None:
    """A correct style disagrees with it: whoever judges it against itself alone sees nothing."""
    change(course / "words" / "words.py", "text.lower()", "text")
    release(course)
    verdict = verify(course)
    assert (verdict.code, verdict.not_passed) == (1, {"golden cases"})
    assert "perfect_tally earns 3.333333 for word_counts, and marks.toml says 5" in verdict.output
    assert "it does not pass test_hidden::test_word_counts[capitals]" in verdict.output


@pytest.mark.soak
def test_a_public_check_that_the_reference_fails_is_named(course: Path) -> None:
    """One of the two is wrong."""
    change(course / "words" / "test_public.py", '"no": 2', '"no": 3')
    release(course)
    verdict = verify(course)
    assert (verdict.code, verdict.not_passed) == (1, {"reference"})
    assert "fails the public check test_public::test_word_counts_of_a_line: " in verdict.output


def test_what_a_submission_of_no_worth_passes_is_named(course: Path) -> None:
    """A question on bad arguments without the mark `needs` is a gift to who always raises."""
    change(course / "words" / "words.py", "counts = {}", REFUSAL)
    add(course / "words" / "test_hidden.py", BAD_TEXT)
    change(course.parent / "tests" / "golden" / "words" / "perfect_tally" / "submission.py",
           "return Tally(", "if text == 3: raise ValueError\n    return Tally(")  # fmt: skip
    shutil.rmtree(course.parent / "tests" / "golden" / "words" / "capitals")
    release(course)
    verdict = verify(course)
    assert (verdict.code, verdict.not_passed) == (1, {"degenerates"})
    assert (
        "a submission whose every function raises ValueError earns 1.25 of 10 points, by "
        "test_hidden::test_bad_text" in verdict.output
    )


def test_a_golden_case_with_other_marks_is_named(course: Path) -> None:
    """With what it earned and what was written; and so is a case that cannot be used."""
    golden = course.parent / "tests" / "golden"
    change(golden / "words" / "capitals" / "marks.toml", "longest = 3", "longest = 2.5")
    lay_case(golden, "perfect_half", TALLY, MARKS.format(5, 3, 1))
    lay_case(golden, "other_questions", TALLY, "[points]\nwords = 3\n")
    (golden / "words" / "empty").mkdir()
    verdict = verify(course)
    assert (verdict.code, verdict.not_passed) == (1, {"golden cases"})
    for said in (
        "capitals earns 3.0 for longest, and marks.toml says 2.5",
        "perfect_half/marks.toml: a perfect case earns all points",
        "other_questions/marks.toml: [points] has to name word_counts, longest, counter",
        "empty has no submission",
    ):
        assert said in verdict.output


def test_a_suite_that_breaks_over_an_answer_is_not_judged(course: Path) -> None:
    """That is neither right nor wrong: a person has to look, and the test is named."""
    change(
        course / "words" / "test_hidden.py",
        'assert_equals(counter.add("one two"), 2)',
        'assert {2: "two"}[counter.add("one two")]',
    )
    verdict = verify(course)
    assert (verdict.code, verdict.checks["degenerates"]) == (1, "not judged")
    assert "could not be judged by test_hidden::test_counter: test_hidden.py, line " in verdict.output


def test_inputs_that_are_not_the_same_each_time_are_named(course: Path) -> None:
    """What is said of a wrong submission shows that they differ."""
    add(course / "words" / "test_hidden.py", ANY_TEXT)
    verdict = verify(course)
    assert verdict.not_passed >= {"repeatability"}
    tests = "test_hidden::test_any_text, test_hidden::test_any_number"
    assert f"two results of a wrong submission differ in {tests}" in verdict.output


def test_calls_that_are_not_the_same_each_time_are_named(course: Path) -> None:
    """Though no result shows them: another run would ask something else."""
    add(course / "words" / "test_hidden.py", ANY_COUNT)
    verdict = verify(course)
    assert verdict.not_passed >= {"repeatability"}
    for test in ("after_another", "inherited", "drawn_at_import"):
        assert f"test_hidden::test_{test} makes other calls each time" in verdict.output
    assert "test_seeded makes" not in verdict.output


@pytest.mark.slow
@pytest.mark.soak
def test_a_course_with_arrays_is_proven_alike(tmp_path: Path) -> None:
    """A missing `needs` and a reference wrong in one edge, in a copy of this project's own course."""
    course = tmp_path / "solutions"
    shutil.copytree(ROOT / "solutions", course, ignore=shutil.ignore_patterns("__pycache__"))
    folder = course / "stride_padding"
    change(folder / "test_hidden.py", '@pytest.mark.needs("pad2d")\n', "")
    change(folder / "stride_padding.py", "[::stride, ::stride]", "[::stride, :: min(stride, 2)]")
    release(course)
    verdict = verify(course, "stride_padding", "--golden", ROOT / "tests" / "golden")
    assert verdict.code == 1
    assert {"degenerates", "golden cases"} <= verdict.not_passed
    assert "test_hidden::test_bad_pad2d[padding]" in verdict.output
    assert "perfect_im2col earns " in verdict.output
    assert "test_hidden::test_conv2d_with_stride[stride 3]" in verdict.output
