"""However a submission ends, it gets a result, and so do those beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.results import Result, Status, from_json
from tests.grading.command import AUTOGRADER, ROOT, grade, grade_sources, outcomes, points, run, statuses
from tests.grading.test_hostile import RIGHT

pytestmark = pytest.mark.slow  # many real submissions, or whole courses

SOCKETS = """

def sockets():
    import os, stat
    return [fd for fd in range(3, 64) if is_socket(fd)]


def is_socket(fd):
    import os, stat
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
"""
PAD2D = "def pad2d(image, padding):\n    "
BODIES = {
    "os._exit": ("import os; os._exit(0)", Status.CRASHED),
    "abort": ("import os; os.abort()", Status.CRASHED),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", Status.CRASHED),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Status.CRASHED),
    "closed descriptors": ("import os; os.closerange(0, 64); return image", Status.CRASHED),
    "garbage on the wire": (
        "import os\n    for fd in sockets(): os.write(fd, b'x' * 4096)\n    return image",
        Status.CRASHED,
    ),
    "flood of output": ("while True: print('x' * 100_000)", Status.OUTPUT),
    "sys.exit": ("import sys; sys.exit(0)", Status.ERROR),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", Status.ERROR),
    "too deep": ("return pad2d(image, padding)", Status.ERROR),
    "memory": ("return np.ones((200_000, 200_000))", Status.MEMORY),
    "files": (
        "import os\n    for n in range(110): os.mkdir(str(n))\n    return image",
        Status.FILES,
    ),
    "large files": (
        "open('a', 'wb').write(b'x' * 70_000_000); return image",
        Status.FILES,
    ),
    "many large files": (
        "[open(str(n), 'wb').write(b'x' * 2_000_000) for n in range(30)]; return image",
        Status.FILES,
    ),
    "answer larger than the wire": ("return np.broadcast_to(1.0, (2**13, 2**13))", Status.ERROR),
    "list in itself": ("a = []; a.append(a); return a", Status.ERROR),
    "nothing": ("pass", Status.FAILED),
    "generator": ("yield 1", Status.FAILED),
    "text": ("return '5'", Status.FAILED),
    "NaN": ("return np.full((6, 6), np.nan)", Status.FAILED),
    "endless loop": ("while True: pass", Status.TIMEOUT),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, course: Path) -> dict[str, Result]:
    """Grade all of them in one run: right but for `pad2d`, which nothing else calls."""
    right = RIGHT.replace("pad2d(", "own_pad2d(")
    right += SOCKETS
    sources = {name: f"{right}\n\n{PAD2D}{body}\n" for name, (body, _) in BODIES.items()}
    folder = tmp_path_factory.mktemp("endings")
    return grade_sources("stride_padding", sources, folder, "--course", course)


@pytest.mark.parametrize("ending", BODIES)
def test_it_costs_the_function_that_does_it(results: dict[str, Result], ending: str) -> None:
    """And no other; the outcome says what it was."""
    result = results[ending]
    assert points(result)["pad2d"] == 0
    assert BODIES[ending][1] in statuses(result, "pad2d")
    assert (points(result)["output_size"], points(result)["conv2d"]) == (2, 4)
    assert result.status == "graded"
    assert all(test.message for test in outcomes(result, "pad2d") if test.status != "passed")


UNREADABLE = {
    "empty.py": b"",
    "empty.ipynb": b"",
    "broken.ipynb": b'{"cells": [',
    "wide.py": "x = 1".encode("utf-16"),
    "picture.png": b"\x89PNG\r\n\x1a\n",
    "no.zip": b"PK",
}


def test_answers_are_not_piled_up(tmp_path: Path) -> None:
    """Sixty wrong ones of 25 MB each take the memory of a few: of the largest process, in MB."""
    bodies = "".join(
        f"def {head}:\n    return np.zeros((5000, 5000), bool)\n"
        for head in ("output_size(n, f, padding=0, stride=1)", "pad2d(image, padding)")
    )
    conv2d = "def conv2d(image, kernel, stride=1, padding=0):\n    return pad2d(image, 0)\n"
    path = tmp_path / "stride_padding.py"
    path.write_text(f"import numpy as np\n{bodies}{conv2d}", encoding="utf-8")
    measured = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    command = [AUTOGRADER, "grade", "stride_padding", path, "--json", tmp_path / "result.json"]
    done = subprocess.run(
        [sys.executable, "-c", measured, *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert from_json((tmp_path / "result.json").read_bytes()).points == 0
    assert int(done.stdout.split()[-1]) < 500  # 970 where the answers of all failed tests are held


def test_what_cannot_be_read_gets_a_result_too(tmp_path: Path) -> None:
    """With a message, no marks, and the right one beside it graded."""
    for name, data in UNREADABLE.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder").mkdir()
    (tmp_path / "stride_padding.py").write_text(RIGHT, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "good.zip", "w") as archive:
        archive.write(tmp_path / "stride_padding.py", "homework/stride_padding.py")
    names = [*UNREADABLE, "folder", "stride_padding.py", "good.zip"]
    *bad, script, zipped = grade("stride_padding", [tmp_path / name for name in names], tmp_path)
    for result in bad:
        assert (result.status, result.points) == ("unreadable", 0), result.submission
        assert result.messages[0]
        assert {test.status for test in outcomes(result)} == {Status.ERROR}
    assert (script.points, zipped.points) == (10, 10)


def test_a_path_that_leads_nowhere_is_a_mistake_of_whoever_typed_it(tmp_path: Path) -> None:
    """Nothing is graded, and the error names the path."""
    done = run("grade", "stride_padding", tmp_path / "missing.py", "--json", tmp_path / "out.json")
    assert done.returncode == 2
    assert "missing.py does not exist" in done.stderr
    assert not (tmp_path / "out.json").exists()


def test_statements_after_a_failing_one_count(tmp_path: Path) -> None:
    """A refused import must not leave the next one undone."""
    source = RIGHT.replace("import numpy as np", "import pandas, scipy\nimport numpy as np", 1)
    result = grade_sources("stride_padding", {"one": source}, tmp_path)["one"]
    assert result.points == 10
    assert "No module named 'pandas'" in "\n".join(result.messages)


def test_a_cell_that_hangs_is_left_out(tmp_path: Path, course: Path) -> None:
    """It is named, and the cells before and after it count."""
    cells = [RIGHT, "while True:\n    pass", "print('after')"]
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
            for s in cells
        ],
    }
    path = tmp_path / "stride_padding.ipynb"
    path.write_text(json.dumps(document), encoding="utf-8")
    result = grade("stride_padding", [path], tmp_path, "--course", course)[0]
    assert result.points == 10
    assert any(text.startswith("code cell 2, line 1: while True:") for text in result.messages)
