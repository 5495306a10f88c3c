"""Attacks that are bytes under the name of a script: encodings, sizes and other kinds of file."""

from __future__ import annotations

from pathlib import Path

from tests.attacks.attack import CHEATING, HONEST, built


def script(folder: Path, content: str | bytes) -> Path:
    """Write a submission that is one Python file."""
    path = folder / "target.py"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@built()
def empty(folder: Path) -> Path:
    """Hands in nothing at all."""
    return script(folder, b"")


@built()
def wide_characters(folder: Path) -> Path:
    """Saves its code as UTF-16."""
    return script(folder, HONEST.encode("utf-16"))


@built()
def wide_characters_without_a_mark(folder: Path) -> Path:
    """Saves its code as UTF-32 that does not say so."""
    return script(folder, HONEST.encode("utf-32-le"))


@built()
def latin_1(folder: Path) -> Path:
    """Saves its code in Latin-1."""
    return script(folder, ("# \u00e9\n" + HONEST).encode("latin-1"))


@built()
def declared_rot13(folder: Path) -> Path:
    """Declares a codec under which Python would read other code than a person does."""
    return script(folder, "# coding: rot13\n" + HONEST)


@built()
def declared_unicode_escape(folder: Path) -> Path:
    """Declares a codec that turns a comment into code."""
    hidden = "\n# \\u000aimport os; os._exit(0)\n"
    return script(folder, "#!python\n# -*- coding: unicode_escape -*-" + hidden + HONEST)


@built()
def declared_utf7(folder: Path) -> Path:
    """Declares UTF-7, in which plus signs hide code."""
    return script(folder, "# vim: set fileencoding=utf-7 :\n" + HONEST)


@built()
def nul_characters(folder: Path) -> Path:
    """Has a NUL character in its code, at which some readers stop."""
    return script(folder, HONEST + "\0raise SystemExit\n")


@built()
def surrogates(folder: Path) -> Path:
    """Encodes halves of characters, which neither JSON nor a database can hold."""
    return script(folder, b"# \xed\xa0\x80\xed\xbf\xbf\n" + HONEST.encode())


@built(earns=10)
def byte_order_mark(folder: Path) -> Path:
    """Begins with a byte-order mark, once as bytes and once as a comment."""
    return script(folder, b"\xef\xbb\xbf" + HONEST.encode() + "# \ufeff\n".encode())


@built(earns=6)
def text_that_reads_otherwise(folder: Path) -> Path:
    """Uses overrides of direction, so that wrong code looks right to a person."""
    return script(folder, CHEATING + "# \u202e)(mus.2 ** x nruter\u2066\n\x0c# \x1b[8m hidden\n")


@built(statuses="error")
def escape_sequences_in_a_mistake(folder: Path) -> Path:
    """Makes a mistake in a line that would clear the terminal in which it is shown."""
    return script(folder, HONEST + "\x1b[2J\u202e# 10 of 10\n")


@built()
def too_large(folder: Path) -> Path:
    """Hands in many megabytes of comments."""
    return script(folder, HONEST + "# " + "x" * 5_000_000 + "\n")


@built(statuses="error")
def deep_expression(folder: Path) -> Path:
    """Nests an expression so deeply that the parser of Python gives up or dies."""
    return script(folder, HONEST + "x = " + "-" * 200_000 + "1\n")


@built(statuses="error")
def deep_brackets(folder: Path) -> Path:
    """Nests brackets so deeply that the parser of Python gives up."""
    return script(folder, HONEST + "x = " + "(" * 100_000 + ")" * 100_000 + "\n")


@built(earns=10)
def many_statements(folder: Path) -> Path:
    """Has thousands of statements, each of which is reported before it is executed."""
    return script(folder, HONEST + "x = 1\n" * 4_000)


@built(earns=10)
def long_lines_and_names(folder: Path) -> Path:
    """Raises outside of tests from a line and with a name of a hundred thousand characters."""
    name = "x" * 100_000
    return script(folder, HONEST + f"class {name}(Exception): pass\nraise {name}('{name}')\n")


@built()
def web_page(folder: Path) -> Path:
    """Hands in a web page with a script in it."""
    return script(folder, "<html><script>alert(1)</script></html>")


@built()
def program_in_a_zip(folder: Path) -> Path:
    """Hands in a zip behind a line that makes it a program for Python."""
    return script(folder, b"#!/usr/bin/python\nPK\x03\x04" + bytes(100))


@built()
def notebook_named_py(folder: Path) -> Path:
    """Hands in a notebook under the name of a script."""
    return script(folder, '{"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}')


@built()
def unknown_kind(folder: Path) -> Path:
    """Hands in a shared library under its own name."""
    path = folder / "target.so"
    path.write_bytes(b"\x7fELF" + bytes(1000))
    return path
