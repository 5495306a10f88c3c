"""What has to hold of a fair assignment, a function each: from results to a `Check`."""

from __future__ import annotations

import ast
import dataclasses
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograder.errors import ReleaseError
from autograder.release import differences
from autograder.results import Result, Status, TestOutcome
from autograder.verify.check import Check, concluded
from autograder.verify.golden import MARKS, GoldenCase
from autograder.verify.trials import listed, outcomes, reason, unjudged

_WRONG = frozenset(Status) - {Status.PASSED, Status.UNGRADED}
_TODO = "NotImplementedError: TODO"  # what a test reads that calls an unfinished function of a stub
_NOT_HANDED_IN = "was not handed in"  # or that asks for a file which the stub lacks


def check_suite(suites: Sequence[Path]) -> Check:
    """Say that suites can be used, and where they print: among the results, once for each submission.

    Args:
        suites: that were collected.
    """
    prints = [
        f"{path}, line {node.lineno}: prints, which stands among the results of everybody: take it out"
        for path in suites
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    return Check("suite", passed=True, what="is collected and keeps the rules", warnings=tuple(prints))


def check_reference(result: Result, missing: Sequence[Path] = ()) -> Check:
    """Hold that the master, handed in, passes every test.

    It is judged against itself, so that hidden tests agree with it whatever it computes. A mistake of
    its own shows in the worked examples of the public suite, and in the golden cases.

    Args:
        result: of the master.
        missing: what has to be handed in with it, and is not there.
    """
    culprits = [
        f"{path} is missing: `files` in assignment.toml has it, so the reference hands it in, too"
        for path in missing
    ]
    culprits += [
        f"the reference fails the public check {test.id}: {reason(test)} (one of the two is wrong)"
        if test.public
        else f"the reference does not pass {test.id}, though it is judged against itself: {reason(test)}"
        for test in outcomes(result, *_WRONG)
    ]
    passed = outcomes(result, Status.PASSED)
    return concluded(
        "reference",
        holds=f"earns {result.max_points:g} points and passes all {len(passed)} tests",
        fails=f"the master, handed in, {'lacks a file' if missing else 'does not pass every test'}",
        culprits=[*culprits, *(result.messages if culprits else ())],
        unjudged=unjudged("the reference", result),
    )


def check_stub(stubs: Mapping[str, Result]) -> Check:
    """Hold that what students start from passes no test at all, public ones included.

    Args:
        stubs: the result of each released form, by its file's name.
    """
    passed_by: dict[str, list[str]] = {}
    for form, result in stubs.items():
        for test in outcomes(result, Status.PASSED):
            passed_by.setdefault(test.id, []).append(form)
    doubts = [line for form, result in stubs.items() for line in unjudged(f"the stub {form}", result)]
    return concluded(
        "stub",
        holds=f"earns nothing and passes no test, as {' and '.join(stubs)}",
        fails="a test is passed by what students start from",
        culprits=[f"{test} is passed by the stub {' and '.join(by)}" for test, by in passed_by.items()],
        unjudged=doubts if stubs else ["there is none without a release"],
    )


def check_degenerates(results: Mapping[str, Result]) -> Check:
    """Hold that submissions of no worth earn nothing.

    Args:
        results: the result of each, by what its every function does.
    """
    culprits = []
    for what, result in results.items():
        through = [question for question in result.questions if question.points]
        tests = [
            test
            for question in through
            for test in question.tests
            if test.status is Status.PASSED and test.counts and test.weight > 0
        ]
        if through:
            points = sum(question.points or 0.0 for question in through)
            culprits.append(
                f"a submission whose every function {what} earns {points:g} of {result.max_points:g} "
                f"points, by {listed(tests)}"
            )
    return concluded(
        "degenerates",
        holds=f"{len(results)} submissions of no worth earn nothing",
        fails="a submission of no worth earns points",
        culprits=culprits,
        unjudged=[
            line
            for what, result in results.items()
            for line in unjudged(f"a submission whose every function {what}", result)
        ],
    )


def check_questions(reference: Result, stubs: Mapping[str, Result]) -> Check:
    """Hold that each question has hidden tests and something to do.

    A question without a public check is worth a look, and no failure: a question on speed, or one that
    is hard because nobody says when it is done, can do without.
    """
    culprits, warnings = [], []
    for question in reference.questions:
        if all(test.public for test in question.tests):
            culprits.append(f"question {question.id} has no hidden test")
        if not any(test.public for test in question.tests):
            warnings.append(f"question {question.id} has no public check")
    for form, result in stubs.items():
        culprits += [
            f"question {question.id}: no test of it meets a TODO of the stub {form}"
            for question in result.questions
            if not any(_TODO in test.note or _NOT_HANDED_IN in test.message for test in question.tests)
        ]
    return concluded(
        "questions",
        holds=f"{len(reference.questions)} questions, each with hidden tests and a TODO in the stub",
        fails="a question has nothing to test, or nothing to do",
        culprits=culprits,
        unjudged=[] if stubs else ["a TODO could not be looked for: there is no release"],
        warnings=warnings,
    )


def check_golden(cases: Sequence[GoldenCase], results: Mapping[str, Result]) -> Check:
    """Hold that correct styles and known wrong ones get exactly the marks written for them.

    Args:
        cases: of the assignment.
        results: those of the cases that can be used, by their names.
    """
    culprits = [case.problem for case in cases if case.problem]
    doubts = []
    for case in cases:
        if not case.problem:
            culprits += _other_marks(case, results[case.name])
            doubts += unjudged(case.name, results[case.name])
    perfect = sum(case.perfect for case in cases)
    missing = (
        "no golden case perfect*: nothing but the public checks would show a mistake of the reference"
    )
    return concluded(
        "golden cases",
        holds=f"{len(cases)} get their marks, {perfect} of them perfect" if cases else "there are none",
        fails="a submission gets other marks than those written for it",
        culprits=culprits,
        unjudged=doubts,
        warnings=[] if perfect else [missing],
    )


def _other_marks(case: GoldenCase, result: Result) -> Iterator[str]:
    for question in result.questions:
        meant, earned = case.points[question.id], question.points
        if earned is None or earned == meant:
            continue
        passed = [test for test in question.tests if test.status is Status.PASSED and test.weight > 0]
        others = [
            test for test in question.tests if test.status is not Status.PASSED and test.weight > 0
        ]
        by = (
            f"; it passes {listed(passed)}" if earned > meant else f"; it does not pass {listed(others)}"
        )
        if case.perfect:
            by += ": the reference, the suite or this case is wrong"
        yield f"{case.name} earns {earned} for {question.id}, and {MARKS} says {meant}{by}"


def check_release(folder: Path, built: Mapping[str, bytes] | ReleaseError) -> Check:
    """Hold that students have what the master says, and nothing that they must not have.

    Args:
        folder: of the release on disk.
        built: what the release should be, or why there can be none.
    """
    found: list[str] = []
    fails = "is not what the master says"
    if isinstance(built, ReleaseError):
        fails = "cannot be given to students"
        found = [line.strip() for line in str(built).split("\n")]
    elif not folder.is_dir():
        found = [f"there is none in {folder}: `autograder release` writes it"]
    elif stale := differences(folder, built):
        found = [*stale, f"`autograder release` writes what is not current in {folder}"]
    return concluded("release", holds="is current and gives nothing away", fails=fails, culprits=found)


def check_repeatability(pairs: Mapping[str, tuple[Result, Result]], otherwise: Sequence[str]) -> Check:
    """Hold that the same submission gets the same result, and everybody the same inputs.

    Args:
        pairs: two results of each of some submissions, by what these are.
        otherwise: the tests that ask for something else each time.
    """
    culprits = [
        f"{test} makes other calls each time: what is random in it has to come from `rng`"
        for test in otherwise
    ]
    for who, (first, second) in pairs.items():
        one, two = _without_times(first), _without_times(second)
        if one != two:
            tests = [old for old, new in zip(_tests(one), _tests(two), strict=True) if old != new]
            where = f"in {listed(tests)}" if tests else "in what is said beside the tests"
            culprits.append(f"two results of {who} differ {where}")
    return concluded(
        "repeatability",
        holds=f"{' and '.join(pairs)}, graded twice, get the same result",
        fails="the same submission is asked, or gets, something else each time",
        culprits=culprits,
    )


def _tests(result: Result) -> Iterator[TestOutcome]:
    return itertools.chain.from_iterable(question.tests for question in result.questions)


def _without_times(result: Result) -> Result:
    """Return a result without what is measured anew each time."""
    questions = tuple(
        dataclasses.replace(
            question, tests=tuple(dataclasses.replace(test, seconds=0.0) for test in question.tests)
        )
        for question in result.questions
    )
    return dataclasses.replace(result, questions=questions, seconds=0.0, measured=(), leaderboard=())
