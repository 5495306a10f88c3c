"""Which of many files is graded; the same for a folder and a zip."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.submission.build import ASSIGNMENT, Pack, lay, notebook, read, refusal, zipped

STUB = "raise NotImplementedError\n"


def _file(name: str, source: str = "x = 1") -> bytes:
    return notebook(source) if name.endswith("ipynb") else source.encode()


def _files(*names: str) -> dict[str, bytes]:
    return {name: _file(name) for name in names}


@pytest.mark.parametrize(
    ("names", "graded"),
    [
        (["blur_edges.ipynb"], 0),
        (["blur_edges.py", "helpers.py"], 0),
        (["submission.ipynb", "blur.py"], 0),
        (["Blur Edges.ipynb"], 0),
        (["blur_edges.ipynb", "blur_edges (1).ipynb"], 0),
        (["blur_edges.ipynb", "scratch.ipynb"], 0),
        (["blur_edges.py", "notes.ipynb"], 0),
        (["blur_edges.ipynb", "old/blur_edges.ipynb"], 0),
        (["hw/blur_edges.ipynb", "hw/helpers.py", "README.md"], 0),
        (["course/edges/blur_edges.py", "course/corners/corners.py"], 0),
        (["blur_edges (1).ipynb"], 0),
        (["blur_edges-Copy1.ipynb", "notes.ipynb"], 0),
        (["smith_blur_edges.ipynb", "blur_edges_helpers.py"], 0),
        (["smithj_4711_submission-2.ipynb", "other.ipynb"], 0),
        (["homework.ipynb", "helpers.py"], 0),
        (["homework.ipynb", "blur_edges_helpers.py"], 0),
        (["deep/er/homework.ipynb", "a.txt"], 0),
        (["smith_blur_edges.py", "helpers.py"], 0),
        (["homework.py", "test_homework.py", "conftest.py", "setup.py", "__init__.py"], 0),
        (["main.py", "pkg/__init__.py", "pkg/a.py"], 0),
        (["WORK.PY"], 0),
        (["blur_edges.ipynb", ".ipynb_checkpoints/blur_edges-checkpoint.ipynb"], 0),
        (["a.ipynb", "__MACOSX/._a.ipynb", ".DS_Store", "__pycache__/a.pyc", ".b.py", "Thumbs.db"], 0),
    ],
)
def test_the_meant_file_is_graded(pack: Pack, names: list[str], graded: int) -> None:
    """Names as students really hand them in."""
    got = read(pack(_files(*names)))
    assert got.graded_file == names[graded]
    assert got.kind == ("notebook" if names[graded].endswith("ipynb") else "script")


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["a.ipynb", "b.ipynb"], "a.ipynb and b.ipynb"),
        (["a.py", "b.py"], "a.py and b.py"),
        (["x/a.py", "y/b.py"], "x/a.py and y/b.py"),
        (["a/blur_edges.py", "b/blur_edges.py"], "a/blur_edges.py and b/blur_edges.py"),
        (["blur_edges (1).ipynb", "blur_edges (2).ipynb"], "(1).ipynb and blur_edges (2).ipynb"),
        (["smith_blur_edges.py", "jones_blur_edges.py"], "jones_blur_edges.py and smith"),
        (["blur_edges.ipynb", "submission.ipynb"], "blur_edges.ipynb and submission.ipynb"),
        ([f"{n}.ipynb" for n in range(9)], "0.ipynb, 1.ipynb, 2.ipynb, 3.ipynb, 4.ipynb and 4 more"),
    ],
)
def test_an_ambiguous_choice_is_refused(pack: Pack, names: list[str], what: str) -> None:
    """What was found is listed, five at most, with the name that would settle it."""
    text = refusal(pack(_files(*names)))
    assert what in text
    assert "blur_edges.ipynb or blur_edges.py" in text


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["inner.zip"], "inner.zip, is not opened"),
        (["a.docx"], "It holds a.docx"),
        (["test_a.py"], "It holds test_a.py"),
        ([".hidden.py"], "Put blur_edges.ipynb or blur_edges.py in it"),
    ],
)
def test_nothing_to_grade_is_refused(pack: Pack, names: list[str], hint: str) -> None:
    """The hint says what was there instead."""
    text = refusal(pack(dict.fromkeys(names, b"x")))
    assert "no notebook and no Python file" in text
    assert hint in text


@pytest.mark.parametrize(
    ("left_in_notebook", "left_in_script", "graded"), [(2, 3, "ipynb"), (3, 2, "py"), (1, 1, "ipynb")]
)
def test_of_notebook_and_script_the_more_finished_is_graded(
    pack: Pack, left_in_notebook: int, left_in_script: int, graded: str
) -> None:
    """A release ships both, and students fill in one; the notebook wins a tie."""
    got = read(
        pack(
            {
                "blur_edges.ipynb": notebook(STUB * left_in_notebook + "x"),
                "blur_edges.py": (STUB * left_in_script + "x").encode(),
            }
        )
    )
    assert got.graded_file == f"blur_edges.{graded}"
    (message,) = got.messages
    other = "py" if graded == "ipynb" else "ipynb"
    assert message.startswith(f"blur_edges.{graded} was graded, and not blur_edges.{other}: ")


@pytest.mark.parametrize("left", [0, 1])
def test_a_script_that_the_notebook_imports_is_no_rival(pack: Pack, left: int) -> None:
    """A student may call her helpers as the assignment, though a release has a script of that name."""
    work = f"from blur_edges import _window\n\ndef blur(x):\n    return _window(x)\n{STUB * left}"
    got = read(pack({"blur_edges.ipynb": notebook(work), "blur_edges.py": b"def _window(x): return x"}))
    assert got.graded_file == "blur_edges.ipynb"
    assert "blur_edges" in got.modules
    assert got.messages == ()


def test_a_notebook_that_imports_the_work_is_no_work(pack: Pack) -> None:
    """Its stubs are those of the script, which she wrote and tried out there."""
    stub = f"import blur_edges\n\ndef blur(x):\n    {STUB}"
    got = read(pack({"blur_edges.ipynb": notebook(stub), "blur_edges.py": b"def blur(x): return x"}))
    assert got.graded_file == "blur_edges.py"


@pytest.mark.parametrize(
    "script",
    [
        "def blur(x):\n    return x  # was raise NotImplementedError",
        'def blur(x):\n    """Why?\n\n    raise NotImplementedError\n    """',
        "def blur(x):\n    try:\n        return f(x)\n    except NotImplementedError:\n        return x",
        "blur = lambda x: x  # raise NotImplementedError",
    ],
)
@pytest.mark.parametrize("notes", ["a = 1", "!pip install it's\nimport blur_edges\nblur_edges.blur(1)"])
def test_notes_are_no_rival_of_a_finished_script(pack: Pack, script: str, notes: str) -> None:
    """Words about what is unfinished leave nothing unfinished."""
    got = read(pack({"blur_edges.ipynb": notebook(notes), "blur_edges.py": script.encode()}))
    assert got.graded_file == "blur_edges.py"
    assert "it defines functions" in got.messages[0]
    stub = f"def blur(x):\n    {STUB}"
    got = read(pack({"blur_edges.ipynb": notebook(stub), "blur_edges.py": script.encode()}))
    assert got.graded_file == "blur_edges.py"
    assert "less unfinished (0 NotImplementedError against 1)" in got.messages[0]


def test_outputs_do_not_count_as_unfinished(pack: Pack) -> None:
    """A traceback in an old output says nothing about the code."""
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [{"text": STUB * 9}]}
    got = read(pack({"blur_edges.ipynb": notebook(cell), "blur_edges.py": STUB.encode()}))
    assert got.kind == "notebook"


def test_an_unreadable_rival_does_not_lose_the_other(pack: Pack) -> None:
    """An emptied notebook beside a good script costs nothing but a message."""
    got = read(pack({"blur_edges.ipynb": b"", "blur_edges.py": STUB.encode()}))
    assert got.graded_file == "blur_edges.py"
    (message,) = got.messages
    assert message.startswith("blur_edges.ipynb was not graded: blur_edges.ipynb is empty. Check")


def test_rivals_that_are_all_unreadable_are_refused(pack: Pack) -> None:
    """The first problem is told."""
    assert "is empty" in refusal(pack({"blur_edges.ipynb": b"", "blur_edges.py": b""}))


def test_a_renamed_notebook_beats_an_untouched_script(pack: Pack) -> None:
    """The released script lies beside the work that a browser renamed."""
    got = read(pack({"blur_edges.py": STUB.encode(), "blur_edges (1).ipynb": notebook("x = 1")}))
    assert got.graded_file == "blur_edges (1).ipynb"
    assert "blur_edges.py" in got.messages[0]


def test_files_passed_over_are_named(pack: Pack) -> None:
    """Nothing that may hold the work is left aside in silence."""
    got = read(pack(_files("blur_edges.ipynb", "blur_edges-Copy1.ipynb", "notes.ipynb", "helpers.py")))
    assert got.messages == (
        "blur_edges.ipynb was graded, and not blur_edges-Copy1.ipynb and notes.ipynb",
    )


@pytest.mark.parametrize("name", ["blur_edges", "a.b (2)", "", "*["])
def test_any_assignment_name_is_taken_literally(pack: Pack, name: str) -> None:
    """A name is never a pattern."""
    assert read(pack(_files(f"{name or ASSIGNMENT}.py"))).kind == "script"


def test_the_digest_is_of_what_matters(tmp_path: Path) -> None:
    """The same work has the same digest in a folder, a zip, a folder in a zip, and beside junk."""
    files = {"blur_edges.py": b"x = 1", "helpers.py": b"y = 1", "pkg/a.py": b"z = 1"}
    lay(tmp_path / "plain", files)
    lay(
        tmp_path / "junk" / "inner",
        files | {"README.md": b"hello", ".DS_Store": b"?", "test_a.py": b"1"},
    )
    (tmp_path / "a.zip").write_bytes(zipped(files))
    (tmp_path / "b.zip").write_bytes(zipped(files, folder="work/", method=0))
    digests = {read(tmp_path / name).sha256 for name in ("plain", "junk", "a.zip", "b.zip")}
    assert len(digests) == 1
    changes: list[dict[str, bytes]] = [
        {"blur_edges.py": b"x = 2"},
        {"helpers.py": b"y = 2"},
        {"more.py": b""},
        {"helpers.py": b"y = 1pkg/a.pyz = 1"},
    ]
    for number, change in enumerate(changes):
        digests.add(read(lay(tmp_path / str(number), files | change)).sha256)
    assert len(digests) == 1 + len(changes)
