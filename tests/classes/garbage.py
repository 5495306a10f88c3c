"""Files that are no submission, as students upload them by mistake."""

from __future__ import annotations

import random

from tests.classes.program import Program, zipped


def garbage(assignment: str, program: Program, dice: random.Random) -> tuple[str, bytes]:
    """Return a suffix and a content that cannot be graded.

    Args:
        assignment: its name.
        program: what the student had meant to hand in.
        dice: chooses.
    """
    notebook = program.notebook()
    cut = dice.randint(len(notebook) // 4, len(notebook) - 10)
    name = f"{assignment}.ipynb"
    kinds = (
        (".ipynb", b""),
        (".ipynb", notebook[:cut]),
        (".ipynb", notebook.replace(b'"cells"', b"<<<<<<< HEAD\n", 1)),
        (".ipynb", b"%PDF-1.7\n" + dice.randbytes(3000)),
        (".ipynb", b"<!DOCTYPE html><title>Sign in</title>"),
        (".ipynb", b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'),
        (".py", b""),
        (".py", dice.randbytes(2000)),
        (".zip", zipped({name: notebook})[: cut // 8]),
        (".zip", zipped({"report.docx": dice.randbytes(2000), "photo.jpg": dice.randbytes(2000)})),
        (".pdf", b"%PDF-1.7\n" + dice.randbytes(3000)),
    )
    return dice.choice(kinds)
