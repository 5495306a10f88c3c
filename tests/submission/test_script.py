"""Scripts: one cell of UTF-8 text."""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

import pytest

from autograder.errors import SubmissionNotFoundError
from autograder.submission import Cell
from tests.submission.build import lay, notebook, read, read_data, refusal, refusal_of_data, zipped


def test_a_script_is_one_cell_named_for_its_file(tmp_path: Path) -> None:
    """The whole text is one cell, and the digest is of the file's bytes."""
    data = b"x = 1\n"
    got = read_data(tmp_path, "work.py", data)
    assert (got.name, got.graded_file, got.kind) == ("work.py", "work.py", "script")
    assert got.cells == (Cell("work.py", "x = 1\n"),)
    assert got.sha256 == hashlib.sha256(data).hexdigest()
    assert got.modules == {}
    assert got.messages == ()


def test_newlines_and_a_byte_order_mark_are_normalised(tmp_path: Path) -> None:
    """What an editor on Windows adds makes no difference to the text."""
    got = read_data(tmp_path, "work.py", b"\xef\xbb\xbfa = 1\r\nb = 2\rc = '\xc3\xa9'\n")
    assert got.cells[0].source == "a = 1\nb = 2\nc = '\u00e9'\n"


def test_a_lone_script_brings_no_neighbours(tmp_path: Path) -> None:
    """Other students' files lie in the same folder."""
    lay(tmp_path, {"helpers.py": b"y = 1", "work.py": b"x = 1"})
    assert read(tmp_path / "work.py").modules == {}


def test_a_syntax_error_is_not_the_readers_business(tmp_path: Path) -> None:
    """The text is kept as it is; the worker says what is wrong with it."""
    assert read_data(tmp_path, "work.py", b"def (:\n").cells[0].source == "def (:\n"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf"], ids=["nothing", "blank", "mark"])
def test_an_empty_script_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file without text says so, rather than failing every test."""
    assert "work.py is empty" in refusal_of_data(tmp_path, "work.py", data)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_wide_encodings_are_refused_with_the_way_to_save(tmp_path: Path, codec: str) -> None:
    """UTF-16 and UTF-32, with a mark or without, are named."""
    text = refusal_of_data(tmp_path, "work.py", "x = 1  # a comment\n".encode(codec))
    assert "UTF-16" in text
    assert "save it with the encoding UTF-8" in text


def test_latin_1_is_refused_with_its_line(tmp_path: Path) -> None:
    """The line of the first odd character is given."""
    text = refusal_of_data(tmp_path, "work.py", b"x = 1\n# caf\xe9\n")
    assert "line 2" in text
    assert "Latin-1" in text


def test_an_encoded_surrogate_is_refused(tmp_path: Path) -> None:
    """What only looks like UTF-8 cannot be stored later."""
    assert "not UTF-8" in refusal_of_data(tmp_path, "work.py", b"x = '\xed\xa0\x80'\n")


def test_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    """NUL would end the source for some readers and not for others."""
    assert "line 2" in refusal_of_data(tmp_path, "work.py", b"x = 1\ny\0 = 2\n" + b"# more\n" * 20)


@pytest.mark.parametrize(
    "line",
    [
        b"# -*- coding: utf-8 -*-",
        b"# vim: set fileencoding=UTF_8 :",
        b"# -*- coding: utf-8-unix -*-",
        b"#coding:latin-1",
        b"# -*- coding: Latin_1-dos -*-",
        b"#!/usr/bin/env python\n# coding: ascii",
        b"x = 1\n# coding: rot13",
        b"\n\n# coding: rot13",
        b"print('coding: rot13')",
    ],
)
def test_harmless_coding_lines_are_read(tmp_path: Path, line: bytes) -> None:
    """UTF-8, or an encoding that says the same of this text, or no declaration at all."""
    assert read_data(tmp_path, "work.py", line + b"\ny = 2\n").kind == "script"


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: rot13\n",
        b"#!/bin/sh\n# -*- coding: utf-7 -*-\n",
        b"\n# coding: unicode_escape\n",
        b"\xef\xbb\xbf# coding: cp037\n",
        b"# a\r# coding: punycode\rx = 1",
        b"# coding: utf-7-unix\n",
        "# coding: latin-1-unix\nx = '\u00e9'\n".encode(),
        "# coding: latin-1\nx = '\u00e9'\n".encode(),
        b"\x0c# coding: hex\n",
    ],
)
def test_exotic_coding_lines_are_refused(tmp_path: Path, data: bytes) -> None:
    """Python would run another text than the one that a TA reads."""
    assert "declares the encoding" in refusal_of_data(tmp_path, "work.py", data)


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("work.py", notebook("x = 1"), "Rename it to end in .ipynb"),
        ("work.py", zipped({"a.py": b"x"}), "a zip file"),
        ("work.ipynb", b"\n<!DOCTYPE html><html>", "a web page"),
        ("work.ipynb", b"%PDF-1.4", "a PDF"),
    ],
)
def test_a_file_under_a_false_name_is_refused(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    """What it really is tells the student what went wrong."""
    assert what in refusal_of_data(tmp_path, name, data)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("work.txt", "take .txt off"),
        ("work.docx", "Hand in a notebook"),
        ("work.pdf", "the notebook itself"),
        ("work.pyc", "compiled"),
        ("work.tar.gz", "as a .zip"),
        ("work.ipynb.json", "rename it to end in .ipynb"),
        ("work", "Hand in a notebook"),
        (".py", "Hand in a notebook"),
    ],
)
def test_other_kinds_of_files_are_refused_by_name(tmp_path: Path, name: str, hint: str) -> None:
    """The hint fits the extension."""
    text = refusal_of_data(tmp_path, name, b"x = 1")
    assert text.startswith(f"{name} cannot be graded.")
    assert hint in text


def test_a_large_script_is_refused_unread(tmp_path: Path) -> None:
    """A sparse file of a terabyte costs nothing."""
    with (tmp_path / "work.py").open("wb") as file:
        file.truncate(2**40)
    assert "larger than 4 MiB" in refusal(tmp_path / "work.py")


@pytest.mark.parametrize("name", ["gone.py", "work.py/more.py", "nul\0.py"])
def test_a_path_to_nowhere_is_not_found(tmp_path: Path, name: str) -> None:
    """A wrong path is the caller's mistake and not the student's."""
    (tmp_path / "work.py").write_bytes(b"x = 1")
    with pytest.raises(SubmissionNotFoundError):
        read(tmp_path / name)


def test_a_path_too_long_is_unreadable(tmp_path: Path) -> None:
    """No error of the operating system escapes."""
    assert "cannot be opened" in refusal(tmp_path / ("a" * 5000 + ".py"))


def test_a_link_is_refused(tmp_path: Path) -> None:
    """It may have come out of a student's archive, and lead to the work of another."""
    (tmp_path / "work.py").write_bytes(b"x = 1")
    for name, target in {"link.py": "work.py", "dangling.py": "gone.py", "loop.py": "loop.py"}.items():
        (tmp_path / name).symlink_to(target)
        assert "is a link to another place" in refusal(tmp_path / name)


def test_fifos_devices_and_sockets_are_refused_unopened(tmp_path: Path) -> None:
    """Opening a FIFO would wait for a writer that never comes."""
    os.mkfifo(tmp_path / "work.py")
    assert "not a regular file" in refusal(tmp_path / "work.py")
    assert "not a regular file" in refusal(Path("/dev/zero"))
    # A socket's path must be short.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        path = Path(folder) / "work.py"
        listener.bind(str(path))
        assert "not a regular file" in refusal(path)


def test_a_file_that_may_not_be_read_is_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing permission is said, without the grader's own paths."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/secret/place")

    (tmp_path / "work.py").write_bytes(b"x = 1")
    monkeypatch.setattr("autograder.submission.folder.os.open", refuse)
    text = refusal(tmp_path / "work.py")
    assert "Permission denied" in text
    assert "secret" not in text


@pytest.mark.parametrize("error", [MemoryError, RecursionError, NotImplementedError, SystemError])
def test_unforeseen_failures_become_the_submissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """Whatever reading raises, the student gets a sentence."""

    def fail(*_: object) -> str:
        raise error

    (tmp_path / "work.py").write_bytes(b"x = 1")
    monkeypatch.setattr("autograder.submission.reader.decode_script", fail)
    assert f"work.py cannot be read ({error.__name__})" in refusal(tmp_path / "work.py")


def test_odd_names_are_scrubbed(tmp_path: Path) -> None:
    """No control character, direction mark or undecodable byte reaches a label or a message."""
    odd = os.fsdecode(b"w\n\xff\xe2\x80\xae\t.py")
    got = read_data(tmp_path, odd, b"x = 1")
    assert got.name == got.graded_file == got.cells[0].label == "w\ufffd\ufffd\ufffd\ufffd.py"
    assert "w\ufffd\ufffd\ufffd\ufffd.py is empty" in refusal_of_data(tmp_path, odd, b"")
