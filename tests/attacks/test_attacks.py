"""Every attack gets the marks that its answers deserve, learns nothing, and harms no neighbour."""

from __future__ import annotations

import collections
import os
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from autograder.results import Result, Status, from_json, to_json
from tests.attacks.attack import HERE, HONEST, Attack
from tests.attacks.corpus import ATTACKS
from tests.attacks.machines import LEVELS, Machine, has_landlock, machine
from tests.grading.command import outcomes, shown_to_student, statuses, without_times

pytestmark = pytest.mark.slow

SECRET = "PLANTED"  # every planted secret begins with it
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ADDRESS = re.compile(r"x[57][0-9a-f]{11}\b")  # as Linux gives them to processes
BETWEEN = 12  # attacks from one honest neighbour to the next


@dataclass(frozen=True)
class Graded:
    """What one run over the whole corpus gave.

    Attributes:
        level: of the machine.
        alone: the result of an honest submission that was graded alone.
        neighbours: those of honest submissions before, between and after the attacks.
        attacks: those of the attacks.
        terminal: what the command printed.
    """

    level: str
    alone: Result
    neighbours: list[Result]
    attacks: dict[Attack, Result]
    terminal: str


FAMILIES = frozenset(attack.family for attack in ATTACKS)
# What the layers of a jail are there for. The others try wire and limits, the same at all levels.
AT_THE_JAIL = frozenset({"breaking_out", "peeking"})
assert AT_THE_JAIL < FAMILIES


def _runs() -> Iterator[ParameterSet]:
    """Give level and families of each run: where all levels can be had, some wait for `make soak`."""
    all_levels = os.getuid() == 0 and has_landlock()
    for level in LEVELS:
        marks = pytest.mark.soak if all_levels and level != "A" else ()
        yield pytest.param((level, FAMILIES), marks=marks, id=f"level{level}")
    if all_levels:
        yield pytest.param(("C", AT_THE_JAIL), id="jail-of-levelC")


@pytest.fixture(scope="session", params=list(_runs()))
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Grade families of the corpus on the machine of one level, in one run."""
    level, families = request.param
    there = machine(level)
    # Also where this is run by pytest-xdist or again and again: a level is graded once a session.
    folder = tmp_path_factory.mktemp(f"level-{there.level}")
    return _grade_all(there, families, folder)


def _grade_all(there: Machine, families: Collection[str], folder: Path) -> Graded:
    course, submissions, out = (folder / name for name in ("course", "submissions", "out"))
    shutil.copytree(HERE / "course", course, ignore=shutil.ignore_patterns("__pycache__"))
    out.mkdir()
    (folder / "home").mkdir()
    (folder / "home" / ".secret").write_text(f"{SECRET}-in-the-home-folder")
    paths: dict[Attack | int, Path] = {}
    for number, attack in enumerate(ATTACKS):
        if attack.family not in families or there.level not in (attack.levels or LEVELS):
            continue
        if number % BETWEEN == 0:
            paths[number] = _honest(submissions / f"honest-{number}")
        (place := submissions / str(attack)).mkdir(parents=True)
        paths[attack] = attack.build(place)
    paths[-1] = _honest(submissions / "honest-last")
    (submissions / "roster.csv").write_text(f"{SECRET}-beside-the-submissions")
    for part in folder.iterdir():
        there.hand_over(part)
    alone, _ = _run(there, folder, [paths[-1]], f"{SECRET}-alone.json")
    results, terminal = _run(there, folder, list(paths.values()), f"{SECRET}-on-the-command-line.jsonl")
    named = dict(zip(paths, results, strict=True))
    return Graded(
        level=there.level,
        alone=alone[0],
        neighbours=[result for key, result in named.items() if isinstance(key, int)],
        attacks={key: result for key, result in named.items() if isinstance(key, Attack)},
        terminal=terminal,
    )


def _run(there: Machine, folder: Path, paths: list[Path], name: str) -> tuple[list[Result], str]:
    file = folder / "out" / name
    done = there.autograder(
        "grade", "target", *paths, "--course", folder / "course", "--json", file,
        folders=list(folder.iterdir()),
        env={"HOME": str(folder / "home"), "GRADER_TOKEN": f"{SECRET}-in-the-environment"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout[-2000:]
    assert "Traceback" not in done.stderr
    data = file.read_bytes()
    return [from_json(line) for line in ([data] if len(paths) == 1 else data.splitlines())], done.stdout


def _honest(folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / "honest.py"
    path.write_text(HONEST, encoding="utf-8")
    return path


def _text(result: Result) -> str:
    return to_json(result).decode()


def _for_staff(result: Result) -> list[str]:
    return [*result.notes, *(test.note for test in outcomes(result))]


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_attack_earns_what_its_answers_deserve(graded: Graded, attack: Attack) -> None:
    """And shows no planted secret to anybody, and no hidden input to its author.

    Nor addresses of the grader's memory, which differ from run to run.
    """
    if attack not in graded.attacks:
        pytest.skip(f"not in this run, or without sense at level {graded.level}")
    result = graded.attacks[attack]
    assert result.status == attack.status, result.messages
    assert result.points == attack.earns, [(t.id, t.status, t.message, t.note) for t in outcomes(result)]
    assert Status.UNGRADED not in statuses(result)
    if attack.statuses:
        assert statuses(result) == attack.statuses
    assert SECRET.casefold() not in _text(result).casefold()
    shown = shown_to_student(result)
    assert "LEAK" not in shown
    assert not any(UNSAFE.search(text) for text in (shown, result.submission.name, *_for_staff(result)))
    assert not ADDRESS.search(_text(result))
    if result.status == "graded":
        assert result.isolation.level == graded.level


def test_honest_neighbours_lose_nothing(graded: Graded) -> None:
    """Their results are what they would have been without the attacks beside them."""
    assert len(graded.neighbours) > len(graded.attacks) / BETWEEN
    alone = without_times(graded.alone)
    assert graded.alone.points == 10
    assert [result for result in graded.neighbours if without_times(result) != alone] == []


def test_the_report_in_the_terminal_is_plain(graded: Graded) -> None:
    """No name of a file colours it, adds a row to it, or is taken for markup."""
    assert not UNSAFE.search(graded.terminal)
    assert SECRET not in graded.terminal
    assert ("[red]" in graded.terminal) == any(attack.family == "files" for attack in graded.attacks)


def test_the_corpus_is_large() -> None:
    """At least a hundred attacks, each with a sentence of its own and some right answers to lose."""
    assert len(ATTACKS) >= 100
    assert [str(attack) for attack in ATTACKS if not attack.sentence.endswith(".")] == []
    repeated = collections.Counter(attack.sentence for attack in ATTACKS) - collections.Counter(
        {attack.sentence for attack in ATTACKS}
    )
    assert not repeated
    assert len({str(attack) for attack in ATTACKS}) == len(ATTACKS)
    assert all(0 <= attack.earns <= 10 for attack in ATTACKS)
    known = {status.value for status in Status} | {"memory", "output", "files"}
    assert all(attack.statuses <= known and attack.levels <= set(LEVELS) for attack in ATTACKS)
