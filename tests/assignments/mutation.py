"""Runs the hidden suite of an assignment against changed copies of its reference.

The suite is collected once, in a process of its own (`python -m tests.assignments.mutation`), and each
copy is judged in a forked child: a copy that hangs or ends its process costs the others nothing.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from autograder.assignment import Assignment, load_assignment, load_course
from autograder.loading import load_module
from autograder.suite.collection import TestCase, run_with_suite
from autograder.suite.plugin import BENCH, Bench, local_bench
from autograder.suite.runner import run
from autograder.suite.student import LocalStudent

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = 2  # for all tests of one copy
STOPPED = "(stopped)"
UNMEANT = {"NameError", "UnboundLocalError", "AttributeError", STOPPED}  # mistakes in a mutant's text


@dataclass(frozen=True)
class Mutant:
    """A small change of the reference that has to lose marks.

    Attributes:
        old: text that occurs once in the function.
        new: what stands there instead.
        why: the mistake, in a few words.
        question: where marks have to be lost; the function's own if it is empty.
    """

    old: str
    new: str
    why: str
    question: str = ""


@dataclass(frozen=True)
class Trial:
    """A copy to judge by the hidden tests of one question.

    Attributes:
        source: the whole of the changed reference.
        question: its tests are run.
        needs: of these only the ones with this mark, if it is not empty.
        to_the_end: whether the tests after the first that fails are run too.
    """

    source: str
    question: str
    needs: str = ""
    to_the_end: bool = False


@dataclass(frozen=True)
class Verdict:
    """How the tests of a trial ended.

    Attributes:
        error: type of the first failure, `STOPPED` where the copy hung, crashed or could not be loaded.
    """

    passed: list[str]
    failed: list[str]
    error: str = ""


def load(name: str) -> Assignment:
    """Return an assignment of the course, whether `course.toml` names it yet or not."""
    course = dataclasses.replace(load_course(ROOT / "solutions"), assignments=(name,))
    return load_assignment(course, name)


def function_source(source: str, function: str) -> str:
    """Return a function of a master, from its `def` to the end of its cell."""
    start = source.index(f"def {function}(")
    return source[start : source.index("\n# %%", start)]


def mutated(source: str, function: str, mutant: Mutant) -> str:
    """Return the source of a master with a mutant of one of its functions."""
    original = function_source(source, function)
    assert original.count(mutant.old) == 1, f"{function}: {mutant.old!r} does not occur once"
    changed = source.replace(original, original.replace(mutant.old, mutant.new))
    compile(changed, function, "exec")
    return changed


def trial(source: str, function: str, mutant: Mutant) -> Trial:
    """Return the trial of a mutant."""
    question = mutant.question or function
    needs = "" if question == function else function
    return Trial(mutated(source, function, mutant), question, needs)


def judge(assignment: str, trials: Sequence[Trial], secret: str = "") -> list[Verdict]:
    """Judge all trials with one collected suite, in order.

    Args:
        assignment: its name.
        trials: what to judge.
        secret: seeds the hidden inputs; the course's own if it is empty.
    """
    request = {
        "assignment": assignment,
        "secret": secret,
        "trials": list(map(dataclasses.asdict, trials)),
    }
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        cwd=ROOT,
        env=os.environ | threads,  # forked children and BLAS threads do not go together
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Verdict(**verdict) for verdict in json.loads(done.stdout)]


def survivors(assignment: str, mutants: Mapping[str, Sequence[Mutant]]) -> list[str]:
    """Return the mutants that lose no mark, or only by a mistake in their own text.

    Args:
        assignment: its name.
        mutants: those of each function.
    """
    source = load(assignment).master.read_text(encoding="utf-8")
    listed = [(function, mutant) for function, some in mutants.items() for mutant in some]
    verdicts = judge(assignment, [trial(source, function, mutant) for function, mutant in listed])
    return [
        f"{function}: {mutant.why} {verdict.error}".rstrip()
        for (function, mutant), verdict in zip(listed, verdicts, strict=True)
        if not verdict.failed or verdict.error in UNMEANT
    ]


def main() -> None:
    """Judge what standard input asks for."""
    request = json.load(sys.stdin)
    assignment = load(request["assignment"])
    reference = load_module(assignment.master, "mutation_reference")
    secret = request["secret"] or assignment.secret
    bench = local_bench(assignment.folder, LocalStudent(reference), reference, secret)
    verdicts: list[dict[str, Any]] = []

    def body(config: pytest.Config, cases: Sequence[TestCase]) -> None:
        trials = (Trial(**fields) for fields in request["trials"])
        own = [case for case in cases if not case.measured]
        verdicts.extend(_in_child(trial, bench, config, own) for trial in trials)

    run_with_suite(assignment, body)
    json.dump(verdicts, sys.stdout)


def _in_child(
    trial: Trial, bench: Bench, config: pytest.Config, cases: Sequence[TestCase]
) -> dict[str, Any]:
    receive, send = os.pipe()
    if (child := os.fork()) == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            signal.alarm(10 * CPU_SECONDS)
            # Dataclasses look their module up while it is executed.
            module = sys.modules["changed_reference"] = ModuleType("changed_reference")
            exec(compile(trial.source, module.__name__, "exec"), module.__dict__)
            config.stash[BENCH] = dataclasses.replace(bench, student=LocalStudent(module))
            with os.fdopen(send, "w") as pipe:
                json.dump(dataclasses.asdict(_judge(trial, cases)), pipe)
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else {"passed": [], "failed": [STOPPED], "error": STOPPED}


def _judge(trial: Trial, cases: Sequence[TestCase]) -> Verdict:
    passed: list[str] = []
    failed: list[str] = []
    error = ""
    for case in cases:
        if case.public or case.question != trial.question or trial.needs not in ("", case.needs):
            continue
        raised = run(case.item)
        if raised is None:
            passed.append(case.id)
            continue
        failed.append(case.id)
        error = error or type(raised).__name__
        if not trial.to_the_end:
            break
    return Verdict(passed, failed, error)


if __name__ == "__main__":
    main()
