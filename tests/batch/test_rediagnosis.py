"""What is known of a result decides what a new diagnosis may say."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import load_assignment, load_course
from autograder.batch.rediagnosis import Rediagnosis
from autograder.diagnosis.evidence import TestRecord
from autograder.diagnosis.trace import Answer, Call
from autograder.results import QuestionResult, Result, Status
from tests.batch.unexplained import FAULTS, SIGN_FAULT, SUITE, TURNS
from tests.samples import ASSIGNMENT, MASTER, lay_course, outcome, question, result


def rediagnosis(folder: Path, *more: str, seconds: float = 60.0) -> Rediagnosis:
    """Return what diagnoses anew, with more faults in the catalogue."""
    limits = f"[limits]\ndiagnosis_seconds = {seconds}\n\n[[questions]]"
    assignment = ASSIGNMENT.replace("[[questions]]", limits)
    faults = "\n".join([FAULTS, *more])
    course = lay_course(folder, assignment=assignment, test_hidden=SUITE, faults=faults)
    return Rediagnosis(load_assignment(load_course(course), "bends"))


def judged(*answers: int, **more: Any) -> tuple[Result, list[TestRecord]]:
    """Return the result of a function by its answers to the tests, and what was recorded."""
    right = [answer == 2 * turns for turns, answer in zip(TURNS.values(), answers, strict=True)]
    names = [f"test_hidden::test_reef[{name}]" for name in TURNS]
    tests = [
        outcome(Status.PASSED if passed else Status.FAILED, id=name)
        for name, passed in zip(names, right, strict=True)
    ]
    records = [
        TestRecord(name, (Call("reef", (turns,), {}),), (Answer(answer),), passed=passed)
        for name, turns, answer, passed in zip(names, TURNS.values(), answers, right, strict=True)
    ]
    points = 3 * sum(right) / len(right)
    return result(question(*tests, points=points, fingerprint="f0", **more)), records


def anew(again: Rediagnosis, before: Result, records: Sequence[TestRecord]) -> QuestionResult:
    """Return the question of a result, diagnosed anew."""
    (found,) = again.anew(before, again.completed(before, records)).questions
    return found


SIGN_LOST = (2, 6, 4, 0)
ONE_ADDED = (2, 4, -1, 1)


def test_a_mistake_is_named_and_all_else_stays(tmp_path: Path) -> None:
    """Points, outcomes and the fingerprint."""
    before, records = judged(*SIGN_LOST)
    (old,) = before.questions
    found = anew(rediagnosis(tmp_path, SIGN_FAULT.format("pass")), before, records)
    assert found.faults == ("sign_lost",)
    assert found.diagnosis == found.explanation == "The sign is lost. What is twice -2?"
    same = dataclasses.replace(found, faults=(), diagnosis="", explanation="")
    assert same == old


def test_a_record_of_a_test_that_was_passed_need_not_be_kept(tmp_path: Path) -> None:
    """The reference is asked instead: what it refutes stays refuted."""
    before, records = judged(*SIGN_LOST)
    some = [record for record in records if not record.passed]
    named = anew(rediagnosis(tmp_path / "a", SIGN_FAULT.format("pass")), before, some)
    assert named.faults == ("sign_lost",)
    assert named.note == ""
    refuted = SIGN_FAULT.format("if turns == 3: return 4")
    assert anew(rediagnosis(tmp_path / "b", refuted), before, some).faults == ()


def test_a_mistake_is_not_named_if_a_wrong_answer_is_lost(tmp_path: Path) -> None:
    """Staff are told what it may be."""
    before, records = judged(*ONE_ADDED)
    found = anew(rediagnosis(tmp_path), before, records[:-1])
    assert found.faults == ()
    assert found.diagnosis == ""
    assert "from 3 of 4 tests" in found.note
    assert "One is added (one_added)" in found.note


def test_what_was_passed_by_lent_functions_is_unknown(tmp_path: Path) -> None:
    """Her own function may have answered anything there."""
    before, records = judged(*SIGN_LOST, message="right, given a correct `bowline`")
    some = [record for record in records if not record.passed]
    found = anew(rediagnosis(tmp_path, SIGN_FAULT.format("pass")), before, some)
    assert found.faults == ()
    assert "from 1 of 4 tests" in found.note


@pytest.mark.parametrize("lost", [1, 3], ids=["some", "all that is wrong"])
def test_what_was_named_stays_where_answers_are_lost(tmp_path: Path, lost: int) -> None:
    """In the words that the catalogue has now, or as they were if nothing is left to tell by."""
    named = {"faults": ("one_added",), "explanation": "Old words.", "diagnosis": "Old words."}
    before, records = judged(*ONE_ADDED, **named)
    wrong = [record for record in records if not record.passed]
    found = anew(rediagnosis(tmp_path), before, wrong[lost:])
    assert found.faults == ("one_added",)
    assert found.diagnosis == ("One is added. What is twice 3?" if lost == 1 else "Old words.")
    assert "diagnosed anew from" in found.note


@pytest.mark.parametrize("name", ["sign_lost", "gone"])
def test_what_is_refuted_or_gone_is_taken_back_all_the_same(tmp_path: Path, name: str) -> None:
    """A diagnosis that no catalogue stands for is a guess."""
    named = {"faults": (name,), "explanation": "Old words.", "diagnosis": "Old words."}
    before, records = judged(*ONE_ADDED, **named)
    found = anew(rediagnosis(tmp_path, SIGN_FAULT.format("pass")), before, records[:-1])
    assert (found.faults, found.explanation, found.diagnosis) == ((), "", "")


ALSO_ADDED = """

@fault(Reef, "run", title="Turns are added", hint="What is twice 3?")
def turns_added(self, turns):
    return turns + 1
"""


@pytest.mark.parametrize("more", [[ALSO_ADDED], []], ids=["as it was", "one is gone"])
def test_mistakes_that_could_not_be_told_apart_stay_while_they_are_the_same(
    tmp_path: Path, more: list[str]
) -> None:
    """One that was taken out, or is refuted, is not shown to students any more."""
    said = "one of these, and the tests cannot tell which: One is added; Turns are added"
    before, records = judged(*ONE_ADDED, explanation=said, diagnosis=said)
    found = anew(rediagnosis(tmp_path, *more), before, records[:-1])
    assert found.explanation == found.diagnosis == (said if more else "")
    assert "diagnosed anew from 3 of 4 tests" in found.note


TWO_FUNCTIONS = """


class Bow(Operation, of="bow"):
    def run(self, turns):
        return 3 * turns


@fault(Bow, "run", title="Something is added", hint="What is three times 4?")
def bow_added(self, turns):
    return turns + {}
"""


@pytest.mark.parametrize(("added", "faults"), [(2, ("one_added", "bow_added")), (3, ())])
def test_of_two_named_mistakes_the_one_may_be_refuted(
    tmp_path: Path, added: int, faults: tuple[str, ...]
) -> None:
    """That of another function is still right, which says nothing of this one."""
    rediagnosis(tmp_path, TWO_FUNCTIONS.format(added))
    (tmp_path / "bends" / "bends.py").write_text(f"{MASTER}\n\ndef bow(turns):\n    return 3 * turns\n")
    again = Rediagnosis(load_assignment(load_course(tmp_path), "bends"))
    calls = [("reef", 3, 4), ("reef", 5, 6), ("bow", 4, 6), ("bow", 5, 7), ("bow", 9, 11)]
    tests = [outcome(Status.FAILED, id=f"test_hidden::test_{number}") for number in range(len(calls))]
    records = [
        TestRecord(test.id, (Call(name, (turns,), {}),), (Answer(answer),), passed=False)
        for test, (name, turns, answer) in zip(tests, calls, strict=True)
    ]
    named = {"faults": ("one_added", "bow_added"), "explanation": "Old.", "diagnosis": "Old."}
    before = result(question(*tests, points=0.0, fingerprint="f0", **named))
    (found,) = again.anew(before, records[:-1]).questions
    assert found.faults == faults


def test_a_search_that_fails_takes_nothing_away(tmp_path: Path) -> None:
    """Some other fault may have hung."""
    named = {"faults": ("one_added",), "explanation": "Old words.", "diagnosis": "Old words."}
    before, records = judged(*ONE_ADDED, **named)
    hanging = "@fault(Reef, 'count', title='T', hint='H')\ndef aaa(self, turns):\n    while True: pass"
    text = FAULTS.replace("@fault", f"{hanging}\n\n\n@fault")
    again = rediagnosis(tmp_path, seconds=0.2)
    (tmp_path / "bends" / "faults.py").write_text(text, encoding="utf-8")
    again = Rediagnosis(load_assignment(load_course(tmp_path), "bends"))
    found = anew(again, before, records)
    assert found.faults == ("one_added",)
    assert "ran out of its 0.2 seconds" in found.note
