"""Proves one assignment fair: gathers what is needed, once, and runs every check."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from autograder.assignment import Assignment
from autograder.diagnosis import load_catalogue
from autograder.errors import CourseError, ReleaseError, SuiteError
from autograder.release import build, is_for_otter
from autograder.verify.asked import asked_otherwise
from autograder.verify.check import Check
from autograder.verify.checks import (
    check_degenerates,
    check_golden,
    check_questions,
    check_reference,
    check_release,
    check_repeatability,
    check_stub,
    check_suite,
)
from autograder.verify.degenerates import Degenerate, degenerates, without
from autograder.verify.faults import check_faults
from autograder.verify.follow_through import check_follow_through
from autograder.verify.golden import GoldenCase, read_cases
from autograder.verify.trials import Trial, run_trials

# How trials are named, beside stubs by their files and degenerates by what they do.
_REFERENCE, _LOST, _GOLDEN, _AGAIN = "reference", "without what is lent", "golden ", " again"

# Graded twice. What is said of wrong answers shows the hidden inputs, which have to be the same, too.
_TWICE = MappingProxyType({"the reference": _REFERENCE, "a wrong submission": "returns 1"})


def verify(assignment: Assignment, release: Path, golden: Path) -> tuple[Check, ...]:
    """Check an assignment in every respect.

    Args:
        assignment: as staff have it.
        release: the folder that students get of it.
        golden: the folder of its golden cases, which need not exist.

    Raises:
        SandboxError: the sandbox does not work on this machine.
    """
    built = _build(assignment, otter=is_for_otter(release))
    released = check_release(release, built)
    cases = read_cases(golden, assignment)
    forms = (f"{assignment.name}.py", f"{assignment.name}.ipynb")
    stubs = {} if isinstance(built, ReleaseError) else {form: built[form] for form in forms}
    try:
        worthless = _degenerates(assignment)
        results = run_trials(_trained_once(assignment), _trials(assignment, stubs, worthless, cases))
        otherwise = asked_otherwise(assignment)
    except SuiteError as error:
        lines = tuple(line.rstrip() for line in str(error).split("\n") if line.strip())
        return (
            Check("suite", passed=False, what="nothing can be graded with it", details=lines),
            released,
            Check("everything else", passed=None, what="could not be judged: nothing was graded"),
        )
    of_stubs = {form: results[form] for form in stubs}
    of_cases = {case.name: results[_GOLDEN + case.name] for case in cases if not case.problem}
    pairs = {who: (results[name], results[name + _AGAIN]) for who, name in _TWICE.items()}
    return (
        check_suite(assignment.suites),
        check_reference(
            results[_REFERENCE], [path for path in _beside(assignment) if not path.is_file()]
        ),
        check_stub(of_stubs),
        check_degenerates({each.what: results[each.what] for each in worthless}),
        check_questions(results[_REFERENCE], of_stubs),
        check_golden(cases, of_cases),
        released,
        check_repeatability(pairs, otherwise),
        _check_faults(assignment),
        *([check_follow_through(assignment, results[_LOST])] if _lent(assignment) else []),
    )


def _trained_once(assignment: Assignment) -> Assignment:
    """Return the assignment with one training of each network: there are many submissions to try."""
    if assignment.training is None:
        return assignment
    return dataclasses.replace(
        assignment, training=msgspec.structs.replace(assignment.training, seeds=1)
    )


def _check_faults(assignment: Assignment) -> Check:
    try:
        return check_faults(assignment, load_catalogue(assignment.folder))
    except CourseError as error:
        return Check("faults", passed=False, what=str(error))


def _trials(
    assignment: Assignment,
    stubs: Mapping[str, bytes],
    worthless: Sequence[Degenerate],
    cases: Sequence[GoldenCase],
) -> list[Trial]:
    script = f"{assignment.name}.py"
    beside = {path.name: path.read_bytes() for path in _beside(assignment) if path.is_file()}
    trials = [Trial(_REFERENCE, script, assignment.master.read_bytes(), beside)]
    if names := _lent(assignment):
        source = without(assignment.master.read_text(encoding="utf-8"), names)
        trials.append(Trial(_LOST, script, source.encode(), beside))
    trials += [Trial(each.what, script, each.source.encode()) for each in worthless]
    trials += [
        dataclasses.replace(trial, name=trial.name + _AGAIN)
        for trial in trials
        if trial.name in _TWICE.values()
    ]
    trials += [Trial(form, form, data) for form, data in stubs.items()]
    for case in cases:
        if (path := case.submission) is not None:
            beside = {name: file.read_bytes() for name, file in case.beside.items()}
            trials.append(Trial(_GOLDEN + case.name, path.name, path.read_bytes(), beside))
    return trials


def _beside(assignment: Assignment) -> list[Path]:
    """Return the files that the reference hands in beside its code."""
    return [assignment.folder / file for file in assignment.files]


def _build(assignment: Assignment, *, otter: bool) -> dict[str, bytes] | ReleaseError:
    try:
        return build(assignment, otter=otter)
    except ReleaseError as error:
        return error


def _lent(assignment: Assignment) -> tuple[str, ...]:
    """Return the names of what questions use, in order."""
    return tuple(dict.fromkeys(name for question in assignment.questions for name in question.uses))


def _degenerates(assignment: Assignment) -> tuple[Degenerate, ...]:
    try:
        return degenerates(assignment.master.read_text(encoding="utf-8"), _lent(assignment))
    except (OSError, SyntaxError, ValueError) as error:  # not UTF-8 is a ValueError
        raise SuiteError(f"{assignment.master.name} cannot be read: {error}") from error
