"""Work that lies in a copy of the notebook, beside what was given or an earlier state of it."""

from __future__ import annotations

import pytest

from tests.submission.build import Pack, notebook, read, refusal

STUB = "raise NotImplementedError\n"
FINISHED = "def blur(x):\n    return x\ndef edges(x):\n    return x"
HALF = f"def blur(x):\n    return x\ndef edges(x):\n    {STUB}"
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
    less = f"it leaves less unfinished ({copy.count(STUB)} NotImplementedError against 2)"
    assert got.messages == (f"{passed_over}: {less}",)


@pytest.mark.parametrize(
    ("named", "copies"),
    [
        pytest.param(FINISHED, {"-Copy1": FINISHED}, id="both finished"),
        pytest.param(HALF, {"-Copy1": HALF}, id="equally far"),
        pytest.param(HALF, {"-Copy1": GIVEN}, id="a copy of what was given"),
        pytest.param(HALF, {"-Copy1": "def blur(x):\n    return x"}, id="a copy that lacks a function"),
        pytest.param(HALF, {"-Copy1": "print(1)"}, id="notes"),
        pytest.param(GIVEN, {"-Copy1": HALF, "-Copy2": HALF + "\n"}, id="two copies, equally far"),
        pytest.param(HALF, {"-Copy1": ""}, id="an empty copy"),
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
    assert "was graded, and not blur_edges.ipynb and blur_edges.py: it leaves less" in message
    got = read(pack(given | copy | {"blur_edges.ipynb": b""}))
    assert got.graded_file == "blur_edges-Copy1.ipynb"
    assert "blur_edges.ipynb was not graded: blur_edges.ipynb is empty" in "".join(got.messages)


def test_a_copy_stands_in_for_what_cannot_be_read(pack: Pack) -> None:
    """A notebook that was emptied by a failed save, beside the copy that was made of it."""
    copy = {"blur_edges-Copy1.ipynb": notebook(HALF)}
    got = read(pack({"blur_edges.ipynb": b""} | copy))
    assert got.graded_file == "blur_edges-Copy1.ipynb"
    (message,) = got.messages
    assert message.startswith("blur_edges.ipynb was not graded: blur_edges.ipynb is empty")
    other = {"blur_edges-Copy2.ipynb": notebook(HALF + "\n")}
    told = refusal(pack({"blur_edges.ipynb": b""} | copy | other))
    assert "several files that could be the one to grade: blur_edges-Copy1.ipynb and blur" in told


def test_a_copy_in_another_folder_is_another_work(pack: Pack) -> None:
    """An old folder may hold last year's."""
    files = {"blur_edges.ipynb": notebook(HALF), "old/blur_edges-Copy1.ipynb": notebook(FINISHED)}
    assert read(pack(files)).graded_file == "blur_edges.ipynb"
