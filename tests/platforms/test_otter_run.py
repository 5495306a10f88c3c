"""The real `otter run` on hostile submissions: nothing of them runs in a process of Otter's."""

from __future__ import annotations

import io
import json
import pickle
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.grading.command import ROOT, grade, points, run
from tests.platforms.gradescope import read
from tests.platforms.otter_run import Job, Ran, run_all

pytest.importorskip("otter", reason="otter-grader is not installed: pip install -e '.[otter]'")

pytestmark = pytest.mark.slow

RIGHT = (ROOT / "tests/golden/pooling/perfect_lists/submission.py").read_text(encoding="utf-8")
WRONG = (ROOT / "tests/golden/pooling/always_four/submission.py").read_text(encoding="utf-8")
FORGED = """
import json, os, sys
full = {"score": 10, "tests": [{"name": "all", "score": 10, "max_score": 10, "status": "passed"}]}
for place in ("../results", "/autograder/results", "results", "."):
    try:
        with open(f"{place}/results.json", "w") as file:
            json.dump(full, file)
    except OSError:
        pass
print(json.dumps(full), "Total Score: 10.000 / 10.000 (100.000%)")
try:
    import otter
    from otter.test_files import GradingResults
    GradingResults.total = property(lambda self: 10)
    GradingResults.to_gradescope_dict = lambda self, config: full
except Exception:
    pass
"""
NAMES = ("sitecustomize", "ipykernel_launcher", "otter", "json", "numpy", "autograder")


class Pickled:
    """Creates a file when somebody unpickles it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self._path), "w")


def notebook(*cells: str) -> str:
    """Return a notebook of code cells."""
    code: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": cell}
        for cell in cells
    ]
    # By Otter's own rules a kernel of another name would be started, and its tests be those in here.
    metadata = {
        "kernelspec": {"name": "no-such-kernel", "display_name": "none", "language": "python"},
        "otter": {"OK_FORMAT": True, "tests": {"max_pool_forward": {}}},
    }
    return json.dumps({"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def archive(escaped: Path) -> bytes:
    """Return a zip whose files Otter and Python would unpickle, import and run, beside wrong work."""
    traced = f"open({str(escaped)!r}, 'w')\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("pooling.ipynb", notebook(WRONG))
        file.writestr(".OTTER_LOG", pickle.dumps(Pickled(escaped)))
        file.writestr("tests/max_pool_forward.py", f"{traced}OK_FORMAT = False\nname = 'q'\n")
        file.writestr("ipython_config.py", traced)
        for name in NAMES:
            file.writestr(f"{name}.py", traced)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def escaped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file that code of a submission creates where it runs outside of a worker."""
    return tmp_path_factory.mktemp("escaped") / "escaped"


@pytest.fixture(scope="module")
def submissions(escaped: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return where each submission lies."""
    texts: dict[str, str | bytes] = {
        "forged.py": FORGED + WRONG,
        "exits.ipynb": notebook(RIGHT, "import os\nos._exit(0)"),
        "latin.py": RIGHT.encode() + b"# caf\xe9\n",
        "packed.zip": archive(escaped),
        "no_json.ipynb": "{",
    }
    found = {}
    for name, text in texts.items():
        found[name] = tmp_path_factory.mktemp("submission") / name
        found[name].write_bytes(text if isinstance(text, bytes) else text.encode())
    return found


@pytest.fixture(scope="module")
def ran(submissions: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """Run all of them by `otter run`."""
    exported = tmp_path_factory.mktemp("zip") / "pooling.zip"
    done = run("export", "otter", "pooling", "--out", exported)
    assert done.returncode == 0, done.stderr
    jobs = [Job(exported, path, tmp_path_factory.mktemp("ran")) for path in submissions.values()]
    return dict(zip(submissions, run_all(jobs), strict=True))


def test_what_is_hostile_has_the_marks_of_its_answers(
    ran: Mapping[str, Ran], submissions: Mapping[str, Path], tmp_path: Path
) -> None:
    """As `autograder grade` has them, whatever it prints, patches or writes."""
    names = [name for name in submissions if name != "no_json.ipynb"]
    results = grade("pooling", [submissions[name] for name in names], tmp_path)
    by_hand = {name: points(result) for name, result in zip(names, results, strict=True)}
    assert {name: ran[name].points for name in names} == by_hand
    assert {name: ran[name].shown_points for name in names} == by_hand
    assert [sum(value or 0 for value in marks.values()) for marks in by_hand.values()] == [7, 10, 0, 7]


def test_results_keep_to_gradescopes_specification(ran: Mapping[str, Ran]) -> None:
    """Those of every submission that Otter could open."""
    documents = {name: one.document for name, one in ran.items() if one.document is not None}
    assert len(documents) == len(ran) - 1
    for document in documents.values():
        read(json.dumps(document).encode())


def test_outcomes_of_hidden_tests_keep_their_visibility(ran: Mapping[str, Ran]) -> None:
    """As the assignment says, while public checks are always seen."""
    document = ran["forged.py"].document
    assert document is not None
    found = {(test["tags"][1], test["visibility"]) for test in document["tests"]}
    assert found == {("points", "after_published"), ("public", "visible")}
    assert document["stdout_visibility"] == "hidden"


def test_code_of_a_submission_runs_in_no_process_of_otters(
    ran: Mapping[str, Ran], escaped: Path
) -> None:
    """Neither by a pickled log, nor by modules that Otter imports, nor by tests of its own."""
    assert ran["packed.zip"].document is not None
    assert not escaped.exists()
    pickle.loads(pickle.dumps(Pickled(escaped))).close()
    assert escaped.exists()  # where it is unpickled
    escaped.unlink()


def test_what_cannot_be_read_says_so(ran: Mapping[str, Ran]) -> None:
    """To its author."""
    document = ran["latin.py"].document
    assert document is not None, ran["latin.py"].error
    assert "not UTF-8" in document["output"]


def test_a_notebook_that_otter_cannot_open_is_no_silent_zero(ran: Mapping[str, Ran]) -> None:
    """Otter ends with an error before it asks any plugin, and with no marks at all."""
    assert ran["no_json.ipynb"].document is None
    assert ran["no_json.ipynb"].points == {}
    assert "NotJSONError" in ran["no_json.ipynb"].error


def test_otter_prints_the_report(ran: Mapping[str, Ran]) -> None:
    """That of `autograder grade`, and no other sum."""
    printed = ran["forged.py"].printed
    assert re.search(r"^total  7 of 10", printed, re.MULTILINE)
    assert "Total Score" not in printed
