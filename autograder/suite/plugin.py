"""The pytest plugin: the fixtures and the marks of a suite.

While the grader judges, it puts a `Bench` on pytest's stash and the fixtures come from there. Under
plain `pytest` there is none, and the student is the module beside the suite (`words/words.py`
beside `words/test_hidden.py`): the master for staff, her own script for a student.

Only the standard library and pytest are loaded with this module, since pytest loads it in every run of
every project that shares the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

import pytest

from autograder.loading import load_module
from autograder.suite.seed import seed

if TYPE_CHECKING:
    import numpy as np

    from autograder.assignment import Assignment, Step
    from autograder.suite.contest import Contest
    from autograder.suite.network import Network
    from autograder.suite.speed import Speed
    from autograder.suite.student import Student
    from autograder.suite.submitted import Submitted
    from autograder.suite.trained import Trainings

MARKS = (
    "question(id): the question of the assignment that a test belongs to",
    "weight(value): how much a test counts among those of its question",
    "needs(question): the test counts only where that question earned at least half",
)


MEASURING = frozenset({"speed", "network", "training"})  # fixtures that measure, or look at networks


@dataclass(frozen=True)
class Bench:
    """What the fixtures give while a submission is judged.

    Attributes:
        student: the proxy of the submission.
        submitted: what was handed in beside the code.
        reference: the staff's module, or None where a suite may not use it.
        secret: seeds `rng`, together with the assignment's name and the test's id.
        assignment: name of the assignment.
        contest: what measures the student beside the reference, or None where nothing is measured.
    """

    student: Student
    submitted: Submitted
    reference: ModuleType | None
    secret: str
    assignment: str
    contest: Contest | None = None


BENCH = pytest.StashKey[Bench]()
_READY = pytest.StashKey["list[np.random.Generator]"]()  # what `rng` gives next, one a run
_RUNS = 2  # a test may be judged once more: with what is lent, or as things stood earlier
STEPS = pytest.StashKey[Callable[[str], "Sequence[Step]"]]()  # those of a question


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known, so that `--strict-markers` accepts them."""
    for mark in MARKS:
        config.addinivalue_line("markers", mark)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a case of a test for each step of its question, where it asks for `step`."""
    # This plugin is loaded in every project around: only the tests of suites have a question.
    mark = metafunc.definition.get_closest_marker("question")
    own = metafunc.definition._fixtureinfo.name2fixturedefs.get("step")  # noqa: SLF001
    if "step" not in metafunc.fixturenames or own or mark is None or not mark.args:
        return
    question = str(mark.args[0])
    steps_of = metafunc.config.stash.get(STEPS, None) or _local_steps(metafunc.definition.path.parent)
    steps = steps_of(question)
    if not steps:
        pytest.fail(f"question {question!r} has no steps in assignment.toml", pytrace=False)
    marked = [pytest.param(one, id=one.title, marks=pytest.mark.weight(one.weight)) for one in steps]
    metafunc.parametrize("step", marked)


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """Give the functions under test: `student.reverse(words)`."""
    return _student(request.node, _bench(request))


@pytest.fixture
def submitted(request: pytest.FixtureRequest) -> Submitted:
    """Give what was handed in beside the code: `submitted.arrays("weights.npz")`."""
    return _submitted(request.node, _bench(request))


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """Give the staff's own solution; only hidden suites may ask for it."""
    return _reference(request.node, _bench(request))


@pytest.fixture
def speed(request: pytest.FixtureRequest) -> Speed:
    """Give what times a function: `speed.of("conv2d", draw, check)`."""
    return _speed(request.node, _bench(request))


@pytest.fixture
def network(request: pytest.FixtureRequest) -> Network:
    """Give what looks at a network without computing it: `network.outline("build", (3, 32, 32))`."""
    return _network(request.node, _bench(request))


@pytest.fixture
def training(request: pytest.FixtureRequest) -> Trainings:
    """Give what trains the student's network: `training.accuracy()`."""
    return _training(request.node, _bench(request))


@pytest.fixture
def leaderboard(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Give what enters a figure into the leaderboard: `leaderboard("seconds", 1.5, best="least")`."""
    return _leaderboard(request.node, _bench(request))


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Give a generator that is seeded per test, the same for every student of a term."""
    return _rng(request.node, _bench(request))


def _student(_: pytest.Item, bench: Bench) -> Student:
    return bench.student


def _submitted(_: pytest.Item, bench: Bench) -> Submitted:
    return bench.submitted


def _reference(_: pytest.Item, bench: Bench) -> ModuleType:
    if bench.reference is None:
        pytest.fail("there is no reference here", pytrace=False)
    return bench.reference


def _rng(item: pytest.Item, bench: Bench) -> np.random.Generator:
    ready = item.stash.get(_READY, None)  # all alike: a test that is run again draws the same
    return ready.pop() if ready else _generator(item, bench.secret, bench.assignment)


def prepare_draw(item: pytest.Item, secret: str, assignment: str) -> None:
    """Make what `rng` gives a test in advance; each child of this process uses its own copy."""
    item.stash[_READY] = [_generator(item, secret, assignment) for _ in range(_RUNS)]


def _generator(item: pytest.Item, secret: str, assignment: str) -> np.random.Generator:
    import numpy as np  # noqa: PLC0415 -- see the module's docstring

    return np.random.default_rng(seed(secret, assignment, item_id(item)))


def _contest(bench: Bench) -> Contest:
    if bench.contest is None:
        pytest.fail("nothing is measured here", pytrace=False)
    return bench.contest


def _speed(_: pytest.Item, bench: Bench) -> Speed:
    return _contest(bench).speed


def _network(_: pytest.Item, bench: Bench) -> Network:
    return _contest(bench).network


def _training(_: pytest.Item, bench: Bench) -> Trainings:
    return _contest(bench).training


def _leaderboard(_: pytest.Item, bench: Bench) -> Callable[..., None]:
    return _contest(bench).enter


# What each gives, without pytest's own machinery.
FIXTURES = MappingProxyType(
    {
        "student": _student,
        "submitted": _submitted,
        "reference": _reference,
        "speed": _speed,
        "network": _network,
        "training": _training,
        "leaderboard": _leaderboard,
        "rng": _rng,
    }
)


def local_bench(
    folder: Path,
    student: Student,
    reference: ModuleType | None = None,
    secret: str = "",
    contest: Contest | None = None,
) -> Bench:
    """Return the bench of a student in this process, who hands in what lies in a folder."""
    from autograder.suite.submitted import submitted_in  # noqa: PLC0415 -- as above

    return Bench(student, submitted_in(folder), reference, secret, folder.name, contest)


def item_id(item: pytest.Item) -> str:
    """Return the id of a test within its assignment: `test_hidden::test_reverse[one word]`."""
    return "::".join([item.path.stem, *item.nodeid.split("::")[1:]])


def _bench(request: pytest.FixtureRequest) -> Bench:
    bench = request.config.stash.get(BENCH, None)
    return bench if bench is not None else _local_bench(request.config, request.path.parent)


def _local_bench(config: pytest.Config, folder: Path) -> Bench:
    benches = config.stash.setdefault(_LOCAL, {})
    if folder not in benches:
        benches[folder] = _load_local(folder)
    return benches[folder]


_LOCAL = pytest.StashKey[dict[Path, Bench]]()


def _load_local(folder: Path) -> Bench:
    from autograder.suite.contest import local_contest  # noqa: PLC0415 -- as above
    from autograder.suite.student import LocalStudent  # noqa: PLC0415

    master = folder / f"{folder.name}.py"
    if not master.is_file():
        pytest.fail(f"there is no {master.name} beside the suite in {folder}", pytrace=False)
    module = load_module(master, f"autograder_local_{folder.name}")
    assignment = _local_assignment(folder)
    contest = local_contest(vars(module), assignment)
    secret = assignment.secret if assignment else ""
    return local_bench(folder, LocalStudent(module), module, secret, contest)


def _local_assignment(folder: Path) -> Assignment | None:
    """Return the assignment whose suite lies in a folder; students have none."""
    from autograder.assignment import COURSE_FILE, load_assignment, load_course  # noqa: PLC0415 -- as above

    if not (folder.parent / COURSE_FILE).is_file():
        return None
    return load_assignment(load_course(folder.parent), folder.name)


def _local_steps(folder: Path) -> Callable[[str], Sequence[Step]]:
    assignment = _local_assignment(folder)
    return assignment.steps_of if assignment else lambda _: ()
