"""Zips of classes, made on the spot."""

from __future__ import annotations

import warnings
import zipfile
from pathlib import Path

from autograder.batch.handed_in import Class
from autograder.batch.intake import find_work
from tests.submission.build import ASSIGNMENT

Member = tuple[zipfile.ZipInfo | str, bytes]
GOOD: Member = ("alice.py", b"x = 1")


def class_zip(path: Path, *members: Member) -> Path:
    """Write a zip with these members and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # duplicates are wanted
        for info, data in members:
            archive.writestr(info, data)
    return path


def find(path: Path) -> Class:
    """Return the work in a zip that lies in a folder of its own."""
    return find_work([path], ASSIGNMENT, path.parent / "grades" / "submissions")


def keys(found: Class) -> list[str]:
    """Return what the students are known by."""
    return [one.students[0].key for one in found.work]
