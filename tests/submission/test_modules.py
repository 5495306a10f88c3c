"""Sibling modules of the graded file."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tests.submission.build import lay, notebook, read, refusal, refusal_of_data, zipped

GRADED = {"blur_edges.ipynb": notebook("import helpers")}


def test_modules_and_packages_beside_the_graded_file_can_be_imported(tmp_path: Path) -> None:
    """Their dotted names are those of an import statement."""
    more = {
        "helpers.py": b"\xef\xbb\xbfa = 1\r\n",
        "pkg/__init__.py": b"",
        "pkg/sub.py": b"b = 1",
        "pkg/deep/__init__.py": b"c = 1",
    }
    got = read(lay(tmp_path / "alice", GRADED | more))
    assert got.modules == {"helpers": "a = 1\n", "pkg": "", "pkg.sub": "b = 1", "pkg.deep": "c = 1"}
    assert got.messages == ()


def test_a_folder_without_init_is_an_empty_package(tmp_path: Path) -> None:
    """Python imports from such a folder too."""
    got = read(lay(tmp_path / "alice", GRADED | {"src/deep/a.py": b"x = 1"}))
    assert got.modules == {"src": "", "src.deep": "", "src.deep.a": "x = 1"}


def test_modules_are_named_from_the_graded_files_folder(tmp_path: Path) -> None:
    """What lies above it is none of them if the code does not speak of it."""
    files = {"hw/blur_edges.py": b"x", "hw/helpers.py": b"y", "outside.py": b"z"}
    assert read(lay(tmp_path / "alice", files)).modules == {"helpers": "y"}


def test_modules_elsewhere_are_those_that_the_code_names(tmp_path: Path) -> None:
    """By themselves or by a folder: whatever `sys.path.append("..")` makes of it."""
    files = {
        "hw/nb/blur_edges.py": b"import sys\nsys.path.append('..')\nimport helpers\nfrom src import a",
        "hw/helpers.py": b"x",
        "hw/src/a.py": b"y",
        "hw/src/b.py": b"z",
        "hw/src/latin.py": b"# \xe9",
        "hw/other.py": b"no",
    }
    got = read(lay(tmp_path / "alice", files))
    named = {"hw": "", "hw.helpers": "x", "hw.src": "", "hw.src.a": "y", "hw.src.b": "z"}
    assert got.modules == named
    assert got.messages == ()
    assert read(lay(tmp_path / "alice", {"hw/src/b.py": b"w"})).sha256 != got.sha256


def test_a_script_that_its_own_module_imports_is_one_too(tmp_path: Path) -> None:
    """As in Python, which then has it twice; where nobody imports it, it is sent once."""
    script = b"import helpers\ndef f(): return helpers.g()\ndef one(): return 1"
    files = {"blur_edges.py": script, "helpers.py": b"from blur_edges import one"}
    got = read(lay(tmp_path / "alice", files))
    assert got.modules == {"helpers": "from blur_edges import one", "blur_edges": script.decode()}
    assert set(read(lay(tmp_path / "alice", {"helpers.py": b"x = 1"})).modules) == {"helpers"}


def test_files_that_hook_into_python_or_pytest_are_left_out(tmp_path: Path) -> None:
    """Nor is what no import statement can name."""
    never = ["conftest", "test_a", "sitecustomize", "usercustomize", "__main__", "my-mod", "1st", "a.b"]
    files = {f"{folder}{name}.py": b"x = 1" for name in never for folder in ("", "pkg/", "not-a-name/")}
    more = {"__init__.py": b"x", "data.txt": b"x", "not-a-name/good.py": b"x", ".hidden.py": b"x"}
    assert read(lay(tmp_path / "alice", GRADED | files | more)).modules == {}


def test_the_other_form_of_the_work_is_a_module(tmp_path: Path) -> None:
    """A notebook may import the script beside it."""
    files = {"blur_edges.ipynb": notebook("import blur_edges"), "blur_edges.py": b"x = 1"}
    got = read(lay(tmp_path / "alice", files))
    assert got.kind == "notebook"
    assert got.modules == {"blur_edges": "x = 1"}


def test_a_module_that_is_not_text_is_left_out_with_a_message(tmp_path: Path) -> None:
    """One odd file does not lose the work."""
    odd = {"latin.py": b"# \xe9", "nul.py": b"\0", "codec.py": b"# coding: rot13", "good.py": b"x"}
    got = read(lay(tmp_path / "alice", GRADED | odd))
    assert got.modules == {"good": "x"}
    assert got.messages == (
        "left out, since only UTF-8 text can be imported: codec.py, latin.py and nul.py",
    )


def test_a_package_hides_a_module_of_its_name(tmp_path: Path) -> None:
    """As in Python, and the student is told."""
    got = read(lay(tmp_path / "alice", GRADED | {"a.py": b"module", "a/__init__.py": b"package"}))
    assert got.modules == {"a": "package"}
    assert got.messages == ("left out, since a package of the same name hides it: a.py",)


def test_accents_are_composed_as_python_does(tmp_path: Path) -> None:
    """A zip made on a Mac stores them apart from their letters."""
    name = unicodedata.normalize("NFD", "gr\u00f6\u00dfe.py")
    (tmp_path / "a.zip").write_bytes(zipped(GRADED | {name: b"x"}))
    assert set(read(tmp_path / "a.zip").modules) == {"gr\u00f6\u00dfe"}


def test_code_is_bounded_in_sum(tmp_path: Path) -> None:
    """The graded file and its modules share 4 MiB."""
    half = b"#" * 2**21
    files = {"blur_edges.py": half, "a.py": half}
    assert set(read(lay(tmp_path / "alice", files)).modules) == {"a"}
    assert "4 MiB of code in all" in refusal(lay(tmp_path / "alice", {"b.py": b"#"}))
    assert "4 MiB" in refusal_of_data(tmp_path, "a.zip", zipped(files | {"b.py": b"#"}))
    assert "b.py is larger than 4 MiB" in refusal(
        lay(tmp_path / "bob", GRADED | {"b.py": half * 2 + b"#"})
    )
