"""What students of the second course hand in, and the marks that it deserves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

QUESTIONS = ("reverse_words", "caesar", "crack", "concordance")
ALL = (3.0, 4.0, 2.0, 1.0)

LOOPS = """
def reverse_words(text):
    result = ""
    for word in text.split():
        result = word + " " + result if result else word
    return result

def caesar(text, shift):
    small = "abcdefghijklmnopqrstuvwxyz"
    result = ""
    for letter in text:
        if letter in small:
            result += small[(small.index(letter) + shift) % 26]
        elif letter.lower() in small:
            result += small[(small.index(letter.lower()) + shift) % 26].upper()
        else:
            result += letter
    return result

def crack(text, word):
    for shift in range(26):
        for candidate in caesar(text, shift).split():
            if candidate == word:
                return shift

class Concordance:
    def __init__(self):
        self.count = 0
        self.places = {}

    def add(self, line):
        self.count += 1
        for word in set(line.split()):
            self.places.setdefault(word, []).append(self.count)
        return self.count

    def find(self, word):
        return self.places.get(word, [])
"""

TABLES = """
import re
from string import ascii_lowercase as small, ascii_uppercase as capital

def reverse_words(text):
    return " ".join(re.findall(r"\\S+", text)[::-1])

def caesar(text, shift):
    k = shift % 26
    rolled = small[k:] + small[:k] + capital[k:] + capital[:k]
    return text.translate(str.maketrans(small + capital, rolled))

def crack(text, word):
    shifts = [k for k in range(26) if word in set(caesar(text, k).split())]
    return min(shifts, default=None)

class Lines:
    def __init__(self):
        self.all = []

    def add(self, line):
        self.all += [f" {' '.join(line.split())} "]
        return len(self.all)

class Concordance(Lines):
    find = lambda self, word: [i + 1 for i, line in enumerate(self.all) if f" {word} " in line]
"""

MAIN = "from reverse import reverse_words\n" + TABLES.replace("def reverse_words", "def unused")
REVERSE = "def reverse_words(text):\n    return ' '.join(reversed(text.split()))\n"

SMALL_LETTERS_ONLY = LOOPS.replace("elif letter.lower() in small:", "elif False:")
ONE_LIST_FOR_ALL = LOOPS.replace("        self.places = {}\n", "").replace(
    "class Concordance:\n", "class Concordance:\n    places = {}\n\n"
)
ONE_SPACE = LOOPS.replace("for word in text.split():", "for word in text.split(' '):")
HANGS = LOOPS.replace("    for shift in range(26):", "    while True:\n        shift = 1", 1)
NOT_PYTHON = LOOPS.replace("def crack(text, word):", "def crack(text, word)")


@dataclass(frozen=True)
class Student:
    """What one student hands in, and what it earns.

    Attributes:
        files: what lies in the folder of submissions, by names below it.
        points: of each question, in order.
        said: a part of what she reads of it.
    """

    files: Mapping[str, bytes]
    points: tuple[float, ...]
    said: str = ""


def _notebook(*cells: str) -> bytes:
    made = [nbformat.v4.new_code_cell(cell) for cell in cells]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=made)  # type: ignore[no-untyped-call]
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.encode()


def _zip(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.py", text)
    return data.getvalue()


STUDENTS: Mapping[str, Student] = {
    "ada": Student({"ada.py": LOOPS.encode()}, ALL),
    "bea": Student({"bea.ipynb": _notebook(TABLES, "%matplotlib inline\nprint(caesar('a', 1))")}, ALL),
    "cleo": Student({"cleo.zip": _zip(reverse_words=MAIN, reverse=REVERSE)}, ALL),
    "dora": Student(
        {"dora/reverse_words.py": SMALL_LETTERS_ONLY.encode()},
        # Capitals are one test of four; `crack` is right, given a right `caesar`.
        (3.0, 3.0, 2.0, 1.0),
        "Capitals stay as they are",
    ),
    "edna": Student({"edna.py": ONE_LIST_FOR_ALL.encode()}, (3.0, 4.0, 2.0, 0.0)),
    "fay": Student({"fay.py": ONE_SPACE.encode()}, (2.0, 4.0, 2.0, 1.0)),
    "gina": Student(
        {"gina.py": HANGS.encode()}, (3.0, 4.0, 0.0, 1.0), "stopped after 0.5 seconds of computing"
    ),
    "hope": Student(
        {"hope.py": NOT_PYTHON.encode()}, (0.0, 0.0, 0.0, 0.0), "line 20: def crack(text, word)"
    ),
    "ida": Student(
        {"ida.ipynb": _notebook(REVERSE, "def caesar(text, shift)\n    return text")},
        (3.0, 0.0, 0.0, 0.0),
        "code cell 2, line 1: def caesar(text, shift)",
    ),
}


def lay_submissions(folder: Path) -> Path:
    """Write what all students hand in, as a folder with one each, and return it."""
    for student in STUDENTS.values():
        for name, data in student.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder
