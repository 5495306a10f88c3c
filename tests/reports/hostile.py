"""Text that would act on whoever reads it, and submissions that put it wherever text can be put."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

TEXTS = {
    "escape": "\x1b[2J\x1b]0;owned\x07\x1b[8m\x9b31m",
    "control": "\x07\x08\x7f\x00\r\x0b\x0c",
    "markup": "[red]all passed[/red][/] [link=http://x]y[/link] :smile:",
    "html": "<script>alert('x')</script><img src=x onerror=alert(1)>&amp;",
    "formula": "=cmd|'/C calc'!A0",
    "direction": "\u202e3 fo 3\u2066\u061c\u200f",
    "surrogate": "\ud800 \udc00",
    "invisible": "a\u200bb\u2060c\xadd\ufeffe\u3164\U000e0041",
    "heap": "z" + "\u0301" * 60,
    "lines": "\n\ntotal  3 of 3\u2028total  3 of 3\x85",
}
ALL = "|".join(TEXTS.values())

# In names of functions and classes, messages, and what is printed.
SCRIPT = f"""
import sys
TEXT = {ALL!a}
NAME = TEXT.encode("utf-8", "replace").decode().replace("\\0", "")
sys.stdout.buffer.write(TEXT.encode("utf-8", "surrogatepass") + b"\\xff\\xfe")
sys.stdout.flush()

class Base(Exception):
    pass

def reef(turns):
    print(NAME)
    print(ascii(TEXT), file=sys.stderr)
    raise type(NAME, (Base,), {{"__module__": TEXT, "__qualname__": NAME}})(TEXT)

reef.__code__ = reef.__code__.replace(co_name=NAME, co_qualname=NAME)
"""

# A line of the source stands beside an error: this one is a text to Python, and more to a terminal.
LINES = [
    f"raise ValueError('{TEXTS[name]}')" for name in ("escape", "markup", "html", "formula", "direction")
] + [f"def {'z' + chr(0x301) * 60}(): ({TEXTS['invisible']!r}, '{TEXTS['surrogate']}')\n1/0 #\u202e"]


def notebook(*cells: str) -> bytes:
    """Return a notebook whose metadata and saved outputs are hostile as well."""
    document = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": ALL, "display_name": ALL}, "title": ALL},
        "cells": [
            {
                "id": f"cell-{number}",
                "cell_type": "code",
                "metadata": {"tags": [ALL], "name": ALL},
                "execution_count": None,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": ALL}],
                "source": source,
            }
            for number, source in enumerate(cells)
        ],
    }
    return json.dumps(document).encode()


def archive(**members: bytes) -> bytes:
    """Return a zip file with a member of each name, in a folder of a hostile one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for member, data in members.items():
            name = member.encode("utf-8", "replace").decode()
            file.writestr(f"{TEXTS['escape']}{TEXTS['direction']}/{name}", data)
    return buffer.getvalue()


def file_name(text: str, suffix: str) -> str:
    """Return a text as a name of a file: a byte that is no UTF-8 is in it too."""
    raw = text.encode("utf-8", "surrogatepass").replace(b"\0", b"").replace(b"/", b"\\")
    return os.fsdecode(raw[:200] + b"\xff" + suffix.encode())


def lay(folder: Path) -> list[Path]:
    """Write hostile submissions and return their paths."""
    files = {
        **{file_name(text, ".py"): SCRIPT.encode() for text in TEXTS.values()},
        "lines.ipynb": notebook(*LINES, SCRIPT),
        "broken.ipynb": ALL.encode("utf-8", "surrogatepass"),
        "broken.py": b"\xef\xbb\xbf" + SCRIPT.encode() + b"\ndef \x1b[2J\xe2\x80\xae(:\n",
        "inside.zip": archive(**{file_name(ALL[:60], ".ipynb"): notebook(*LINES, SCRIPT)}),
        "several.zip": archive(**{file_name(t, ".py"): SCRIPT.encode() for t in TEXTS.values()}),
    }
    paths = [folder / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    inner = folder / file_name(TEXTS["markup"], "") / file_name(TEXTS["escape"], ".py")
    inner.parent.mkdir()
    inner.write_text(SCRIPT)
    return [*paths, inner.parent]
