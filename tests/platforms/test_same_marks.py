"""The same submission has the same marks on every platform."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.grading.command import grade, points, run
from tests.platforms.gradescope import read, scores
from tests.platforms.otter_run import Job, run_all
from tests.platforms.submissions import SUBMISSIONS, Submission

pytestmark = pytest.mark.slow

ROOM = ("--memory-mb", "4096", "--seconds", "1000000")  # in which limits are those of the assignment
Marks = dict[str, dict[str, float | None]]  # of each submission, the points of each question
Platform = Callable[[Sequence[Submission], Mapping[str, Path], Path], Marks]


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return where each submission lies."""
    return {
        submission.name: submission.build(tmp_path_factory.mktemp(submission.name))
        for submission in SUBMISSIONS
    }


@pytest.fixture(scope="module")
def by_hand(handed_in: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Marks:
    """Return the marks that `autograder grade` gives."""
    found: Marks = {}
    by_assignment = itertools.groupby(SUBMISSIONS, lambda one: (one.assignment, one.course))
    for (assignment, course), group in by_assignment:
        names = [submission.name for submission in group]
        folder = tmp_path_factory.mktemp("grade")
        results = grade(assignment, [handed_in[name] for name in names], folder, "--course", course)
        found |= {name: points(result) for name, result in zip(names, results, strict=True)}
    return found


def exported(platform: str, folder: Path) -> dict[str, Path]:
    """Return the zip of each assignment, as the command writes it."""
    archives = {}
    for assignment, course in {
        submission.assignment: submission.course for submission in SUBMISSIONS
    }.items():
        archives[assignment] = folder / f"{assignment}.zip"
        options = ("--course", course, "--out", archives[assignment])
        done = run("export", platform, assignment, *options)
        assert done.returncode == 0, done.stderr
    return archives


def under_otter(submissions: Sequence[Submission], handed_in: Mapping[str, Path], folder: Path) -> Marks:
    """Return the marks of the real `otter run`, which are the same wherever it writes them."""
    if importlib.util.find_spec("otter") is None:
        pytest.skip("otter-grader is not installed: pip install -e '.[otter]'")
    archives = exported("otter", folder)
    jobs = []
    for submission in submissions:
        (place := folder / submission.name).mkdir()
        jobs.append(Job(archives[submission.assignment], handed_in[submission.name], place))
    found = {}
    for submission, ran in zip(submissions, run_all(jobs), strict=True):
        assert not ran.error, (submission.name, ran.error)
        assert ran.points == ran.shown_points, submission.name
        found[submission.name] = dict[str, float | None](ran.points)
    return found


def on_gradescope(
    submissions: Sequence[Submission], handed_in: Mapping[str, Path], folder: Path
) -> Marks:
    """Return the marks that the program in the zip writes, in a tree like that of its container."""
    archives = exported("gradescope", folder)

    def graded(submission: Submission) -> dict[str, float | None]:
        root, path = folder / submission.name, handed_in[submission.name]
        for name in ("submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(archives[submission.assignment]) as archive:
            archive.extractall(root / "source")
        shutil.copyfile(path, root / "submission" / path.name)
        module = "autograder.platforms.gradescope"
        program = [sys.executable, "-m", module, str(root), submission.assignment]
        subprocess.run([*program, *ROOM], check=True, stdout=subprocess.DEVNULL)
        return dict[str, float | None](scores(read((root / "results/results.json").read_bytes())))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(graded, submissions)
        return {one.name: marks for one, marks in zip(submissions, found, strict=True)}


ALL = tuple(submission.name for submission in SUBMISSIONS)
# All that could forge what a platform reads, and one of each kind beside.
IN_TIME = (
    *(name for name in ALL if not name.startswith(("pooling-", "stride_padding-"))),
    "pooling-perfect_argmax", "pooling-stub", "pooling-all_ties", "pooling-ignored_stride",
    "stride_padding-perfect_fft", "stride_padding-clobbered_sum", "stride_padding-os_exit",
    "stride_padding-syntax_error_script",
)  # fmt: skip
assert set(IN_TIME) < set(ALL)

PLATFORMS: dict[str, Platform] = {"gradescope": on_gradescope, "otter": under_otter}


@pytest.mark.parametrize(
    "names", [pytest.param(ALL, id="all", marks=pytest.mark.soak), pytest.param(IN_TIME, id="in time")]
)
@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_marks_are_the_same(
    platform: Platform,
    names: Collection[str],
    handed_in: Mapping[str, Path],
    by_hand: Marks,
    tmp_path: Path,
) -> None:
    """Those of each question, as `autograder grade` gives them."""
    submissions = [submission for submission in SUBMISSIONS if submission.name in names]
    expected = {submission.name: by_hand[submission.name] for submission in submissions}
    assert platform(submissions, handed_in, tmp_path) == expected


def test_there_are_submissions_enough(by_hand: Marks) -> None:
    """At least 25, of which some earn everything, some nothing, and most a part."""
    totals = [sum(value or 0 for value in marks.values()) for marks in by_hand.values()]
    assert len(totals) >= 25
    assert min(totals) == 0
    assert len({*totals}) >= 10
