"""Work that lies in a copy of the notebook, beside what was given or an earlier state of it."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from tests.submission.build import Pack, lay, notebook, read, zipped

STUB = "raise NotImplementedError\n"
FINISHED = "def blur(x):\n    return x\ndef edges(x):\n    return x"
HALF = f"def blur(x):\n    return x\ndef edges(x):\n    {STUB}"
OTHER = f"def blur(x):\n    return x + 0\ndef edges(x):\n    {STUB}"
REFUSES = f"def blur(x):\n    return x\ndef edges(x):\n    if x < 0:\n        {STUB}\n    return x"
ENDS = f"def blur(x):\n    return x\ndef edges(x):\n    if x:\n        return x\n    {STUB}"
PASSES = "def blur(x):\n    pass\ndef edges(x):\n    pass"
LAYER = (
    f"class Layer:\n    def forward(self, x):\n        return x\n    def backward(self):\n        {STUB}"
)
GIVEN = f"def blur(x):\n    {STUB}\ndef edges(x):\n    {STUB}"


@pytest.mark.parametrize(
    "name", ["blur_edges-Copy1.ipynb", "blur_edges (2).ipynb", "smith_blur_edges.ipynb"]
)
@pytest.mark.parametrize("folder", ["", "hw/"])
@pytest.mark.parametrize("copy", [FINISHED, HALF])
def test_work_in_a_copy_beats_what_was_given(pack: Pack, folder: str, name: str, copy: str) -> None:
    """The notebook with the right name was never written in."""
    files = {f"{folder}blur_edges.ipynb": notebook(GIVEN), f"{folder}{name}": notebook(copy)}
    got = read(pack(files))
    assert got.graded_file == f"{folder}{name}"
    passed_over = f"{folder}{name} was graded, and not {folder}blur_edges.ipynb"
    assert got.messages == (f"{passed_over}: it has all that is finished there, and more",)


@pytest.mark.parametrize(
    ("named", "copies"),
    [
        pytest.param(FINISHED, {"-Copy1": FINISHED}, id="both finished"),
        pytest.param(HALF, {"-Copy1": HALF}, id="equally far"),
        pytest.param(HALF, {"-Copy1": GIVEN}, id="a copy of what was given"),
        pytest.param(HALF, {"-Copy1": "def blur(x):\n    return x"}, id="a copy that lacks a function"),
        pytest.param(HALF, {"-Copy1": "print(1)"}, id="notes"),
        pytest.param(GIVEN, {"-Copy1": HALF, "-Copy2": OTHER}, id="two copies, equally far"),
        pytest.param(HALF, {"-Copy1": ""}, id="an empty copy"),
        pytest.param(REFUSES, {"-Copy1": PASSES}, id="work that refuses what is odd"),
        pytest.param(ENDS, {"-Copy1": PASSES}, id="work that ends so"),
        pytest.param(HALF, {"-Copy1": PASSES}, id="a draft that does nothing"),
        pytest.param(HALF, {"-Copy1": FINISHED.replace("return x", "return 0")}, id="an early attempt"),
        pytest.param(HALF, {"-Copy1": FINISHED + "\ndef"}, id="a copy that cannot be parsed"),
        pytest.param(HALF + "\ndef", {"-Copy1": FINISHED}, id="a notebook that cannot be parsed"),
        pytest.param(
            LAYER, {"-Copy1": LAYER.replace("return x", "pass").replace(STUB, "pass")}, id="methods"
        ),
    ],
)
def test_a_notebook_of_the_right_name_counts(pack: Pack, named: str, copies: dict[str, str]) -> None:
    """Unless a copy has all that it has, and more: a name says what is meant."""
    files = {"blur_edges.ipynb": notebook(named)}
    files |= {f"blur_edges{end}.ipynb": notebook(source) for end, source in copies.items()}
    got = read(pack(files))
    assert got.graded_file == "blur_edges.ipynb"
    assert all(f"blur_edges{end}.ipynb" in "".join(got.messages) for end in copies)


def test_the_copy_that_is_furthest_counts(pack: Pack) -> None:
    """Of several, and two that say the same are one; what is passed over is named."""
    files = {"blur_edges.ipynb": notebook(GIVEN), "blur_edges-Copy1.ipynb": notebook(HALF)}
    files |= {f"blur_edges-Copy{number}.ipynb": notebook(FINISHED) for number in (2, 3)}
    got = read(pack(files))
    assert got.graded_file in {"blur_edges-Copy2.ipynb", "blur_edges-Copy3.ipynb"}
    assert all(name in "\n".join(got.messages) for name in files)


def test_work_in_a_copy_beats_both_forms_of_what_was_given(pack: Pack) -> None:
    """All that was passed over is named once, and a file that cannot be read keeps its reason."""
    given = {"blur_edges.ipynb": notebook(GIVEN), "blur_edges.py": GIVEN.encode()}
    copy = {"blur_edges-Copy1.ipynb": notebook(FINISHED)}
    got = read(pack(given | copy))
    assert got.graded_file == "blur_edges-Copy1.ipynb"
    (message,) = got.messages
    assert "was graded, and not blur_edges.ipynb and blur_edges.py: it has all" in message
    got = read(pack(given | copy | {"blur_edges.ipynb": b""}))
    assert got.graded_file == "blur_edges-Copy1.ipynb"
    assert "blur_edges.ipynb was not graded: blur_edges.ipynb is empty" in "".join(got.messages)


def test_what_lies_around_the_work_may_differ(pack: Pack) -> None:
    """Comments, layout, magic, notes, and what else the copy defines."""
    named = notebook(f"%matplotlib inline\nimport numpy as np\n{HALF}", "blur(1)")
    copy = notebook(
        f"# mine\n%matplotlib inline\n{FINISHED}\ndef more():\n    pass", "!ls\nprint(edges(2))"
    )
    got = read(pack({"blur_edges.ipynb": named, "blur_edges-Copy1.ipynb": copy}))
    assert got.graded_file == "blur_edges-Copy1.ipynb"


def test_a_method_finished_in_a_copy_counts(pack: Pack) -> None:
    """Each method of a class is a part of the work."""
    copy = LAYER.replace(STUB, "return 1")
    got = read(pack({"blur_edges.ipynb": notebook(LAYER), "blur_edges-Copy1.ipynb": notebook(copy)}))
    assert got.graded_file == "blur_edges-Copy1.ipynb"


@pytest.mark.parametrize(
    "copy", [b"{", b"\x00" * 100, b"x" * (17 * 2**20), notebook("x = 1\n" * 200_000)]
)
def test_a_copy_that_cannot_be_read_costs_nothing(pack: Pack, copy: bytes) -> None:
    """Nor one that is too large to be looked at."""
    files = {"blur_edges.ipynb": notebook(HALF), "blur_edges-Copy1.ipynb": copy}
    assert read(pack(files)).graded_file == "blur_edges.ipynb"


def test_a_damaged_copy_in_a_zip_costs_nothing(tmp_path: Path) -> None:
    """Its checksum is wrong, and that of the work is right."""
    files = {"blur_edges.ipynb": notebook(HALF), "blur_edges-Copy1.ipynb": notebook(FINISHED)}
    data = zipped(files, method=zipfile.ZIP_STORED)
    path = tmp_path / "alice.zip"
    path.write_bytes(data.replace(b'return x"', b'return y"'))  # of the second function
    assert path.read_bytes() != data
    assert read(path).graded_file == "blur_edges.ipynb"


def test_many_copies_take_no_time(tmp_path: Path) -> None:
    """A few of them are looked at."""
    files = {
        f"blur_edges-Copy{number}.ipynb": notebook(GIVEN + "x=[1,2]\n" * 20_000) for number in range(300)
    }
    started = time.process_time()
    assert read(lay(tmp_path / "alice", {"blur_edges.ipynb": notebook(HALF)} | files)).kind == "notebook"
    assert time.process_time() - started < 30  # it took minutes


def test_a_copy_in_another_folder_is_another_work(pack: Pack) -> None:
    """An old folder may hold last year's."""
    files = {"blur_edges.ipynb": notebook(HALF), "old/blur_edges-Copy1.ipynb": notebook(FINISHED)}
    assert read(pack(files)).graded_file == "blur_edges.ipynb"
