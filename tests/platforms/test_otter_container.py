"""What the zip runs in a container, on Gradescope or by `otter grade`: there are always results."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.grading.command import ROOT, run
from tests.platforms.gradescope import read, scores

pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")

pytestmark = pytest.mark.slow

GOLDEN = ROOT / "tests" / "golden" / "pooling"
THIRD = '{"previous_submissions": [{}, {}]}'
# A folder at "/" is not ours to make: the same program, elsewhere.
PROGRAM = """
import sys
from pathlib import Path
from autograder.platforms.otter.container import main
for folder in sys.argv[1:]:
    main(Path(folder))
"""
FULL = {
    "max_pool_forward": 2.0,
    "max_pool_backward": 3.0,
    "avg_pool_forward": 2.0,
    "avg_pool_backward": 2.0,
    "bad_arguments": 1.0,
}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the zip of an assignment."""
    path = tmp_path_factory.mktemp("zip") / "pooling.zip"
    done = run("export", "otter", "pooling", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def lay(folder: Path, exported: Path, files: Mapping[str, bytes]) -> Path:
    """Lay out the tree of a container, with a submission, as the image and Gradescope do."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(folder / "source")
    for name, data in files.items():
        (folder / "submission" / name).write_bytes(data)
    return folder


def results(folder: Path) -> dict[str, Any]:
    """Return what results.json says."""
    return read((folder / "results" / "results.json").read_bytes())


def load(folder: Path) -> Any:
    """Load results.pkl as `otter grade` does, and name the submission as it does."""
    import dill

    loaded = dill.loads((folder / "results" / "results.pkl").read_bytes())
    loaded.file = folder.name
    return loaded


@pytest.fixture(scope="module")
def graded(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the tree of each submission, after grading."""
    right = (GOLDEN / "perfect_argmax" / "submission.ipynb").read_bytes()
    wrong = (GOLDEN / "always_four" / "submission.py").read_bytes()
    submissions: dict[str, dict[str, bytes]] = {
        "right": {"alice.ipynb": right},
        "no_json": {"pooling.ipynb": b"{"},
        "nothing": {},
        "with_another": {"pooling.py": wrong, "scratch.ipynb": b"{"},
        "no_tests": {"pooling.ipynb": right},
    }
    place = tmp_path_factory.mktemp("containers")
    folders = {name: lay(place / name, exported, files) for name, files in submissions.items()}
    (folders["right"] / "submission_metadata.json").touch()  # as `otter grade` has it
    (folders["with_another"] / "submission_metadata.json").write_text(THIRD)
    (folders["no_tests"] / "source/tests/README.md").unlink()
    (folders["no_tests"] / "source/tests").rmdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, folders.values())],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folders


def test_a_right_notebook_has_all_points(graded: Mapping[str, Path]) -> None:
    """In results.json, in Otter's results, and it is where it was."""
    assert scores(results(graded["right"])) == FULL
    assert {name: test["score"] for name, test in load(graded["right"]).to_dict().items()} == FULL
    handed_in = (GOLDEN / "perfect_argmax" / "submission.ipynb").read_bytes()
    assert (graded["right"] / "submission" / "alice.ipynb").read_bytes() == handed_in


@pytest.mark.parametrize(("name", "said"), [("no_json", "breaks off"), ("nothing", "holds no notebook")])
def test_what_otter_fails_at_has_a_result_that_says_why(
    graded: Mapping[str, Path], name: str, said: str
) -> None:
    """Otter alone would leave nothing behind."""
    told = results(graded[name])
    assert said in told["output"]
    assert told["extra_data"]["status"] == "unreadable"
    assert set(scores(told).values()) == {0.0}


def test_a_broken_notebook_beside_the_work_costs_nothing(graded: Mapping[str, Path]) -> None:
    """The file with the assignment's name counts, and what Gradescope knows of the hand-in is told."""
    told = results(graded["with_another"])
    assert told["score"] == 7
    assert "number 3" in told["output"]


def test_where_otter_breaks_nobody_is_given_a_zero(graded: Mapping[str, Path]) -> None:
    """The student is told that nothing was judged, staff are told why."""
    told = results(graded["no_tests"])
    assert told["extra_data"]["judged"] is False
    assert scores(told) == {}
    assert "Traceback" not in json.dumps(told)
    assert "No such file" in str(load(graded["no_tests"]).catastrophic_error)


def test_the_table_of_a_class_tells_zeros_from_what_was_not_judged(graded: Mapping[str, Path]) -> None:
    """As `otter grade` writes it."""
    from otter.grade.utils import merge_scores_to_df

    table = merge_scores_to_df([load(folder) for folder in graded.values()]).set_index("file")
    assert table.loc["points-per-question", "total_points_earned"] == 10
    assert table.loc["right", "total_points_earned"] == 10
    assert table.loc["with_another", "avg_pool_forward"] == pytest.approx(0.7)
    assert table.loc["no_json", "grading_status"] == "Completed"
    assert table.loc["no_tests", "grading_status"].startswith("not judged")


def test_results_load_without_this_package(graded: Mapping[str, Path]) -> None:
    """Where `otter grade` reads them, only Otter need be there."""
    program = "import sys, dill; sys.modules['autograder'] = None; dill.load(open(sys.argv[1], 'rb'))"
    for folder in graded.values():
        subprocess.run([sys.executable, "-c", program, folder / "results/results.pkl"], check=True)


def test_source_and_earlier_results_are_private(graded: Mapping[str, Path]) -> None:
    """No other user can enter the one or read the other."""
    assert (graded["right"] / "source").stat().st_mode & 0o077 == 0
    assert (graded["right"] / "submission_metadata.json").stat().st_mode & 0o077 == 0


def test_a_grader_that_is_killed_leaves_a_result(exported: Path, tmp_path: Path) -> None:
    """It was there before anything was run."""
    loop = {"pooling.py": b"while True:\n    pass\n"}
    folder = lay(tmp_path / "killed", exported, loop)
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},  # what is killed clears nothing away
    )
    end = time.monotonic() + 60
    while not (folder / "results/results.pkl").exists() and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert results(folder)["extra_data"]["judged"] is False
    assert "not judged" in str(load(folder).catastrophic_error)
