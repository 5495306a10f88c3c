"""A copy of the course with short limits, for submissions that run into them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.grading.command import ROOT


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the course; a call has a quarter of a second and a hundred files, a load one second.

    To make a thousand files takes a second where a disk has just lost many.
    """
    copy = tmp_path_factory.mktemp("course") / "solutions"
    shutil.copytree(ROOT / "solutions", copy, ignore=shutil.ignore_patterns("__pycache__"))
    toml = copy / "stride_padding" / "assignment.toml"
    text = toml.read_text(encoding="utf-8")
    text = re.sub(r"call_seconds = \S+", "call_seconds = 0.25", text)
    text = re.sub(r"load_seconds = \S+", "load_seconds = 1.0\nfiles = 100", text)
    toml.write_text(text, encoding="utf-8")
    return copy
