"""A made-up class holds each sort of work, is the same each time, and is what it says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assignments.mutation import load
from tests.classes import lay_class
from tests.classes.lay import SHARES, imagine
from tests.classes.mistakes import Mistakes
from tests.grading.command import grade

SIZE = 20


def content(path: Path) -> dict[str, bytes]:
    """Return the files of a submission by name."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {str(file.relative_to(path.parent)): file.read_bytes() for file in files}


def test_a_class_is_the_same_each_time(tmp_path: Path) -> None:
    """Every student's work is there, of several forms, and a second run writes the same bytes."""
    one, two = (lay_class(tmp_path / name, "pooling", SIZE, 4) for name in ("one", "two"))
    assert len({path.name for path in one}) == SIZE
    assert [path.name for path in one] == [path.name for path in two]
    assert [content(path) for path in one] == [content(path) for path in two]
    assert {path.suffix for path in one} >= {".ipynb", ".py", ".zip", ""}


def test_another_seed_gives_another_class() -> None:
    """No student of it hands in the same file."""
    one, two = (imagine("stride_padding", SIZE, seed, "right") for seed in (1, 2))
    texts = [str(work.content) for work in one + two]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("size", [6, SIZE])
def test_a_mixed_class_has_each_sort(size: int) -> None:
    """Rare sorts have somebody too, and nobody is missing."""
    works = imagine("stride_padding", size, 3)
    assert len(works) == size
    assert {work.sort for work in works} == set(SHARES)


def test_a_class_without_mistakes_has_none() -> None:
    """All of it is right."""
    assert {work.sort for work in imagine("pooling", 5, 3, "right")} == {"right"}


def test_mistakes_come_from_golden_cases_and_from_changes_of_the_master() -> None:
    """Both are there, and cases that earn full marks or do not end are not."""
    found = Mistakes(load("stride_padding")).wrong
    cases = {mistake.name for mistake in found if isinstance(mistake, Path)}
    assert {"flipped_kernel", "uint8_wraps", "syntax_error"} <= cases
    assert not cases & {"stub", "infinite_loop", "os_exit", "reused_name", "perfect_fft"}
    assert {mistake[0] for mistake in found if isinstance(mistake, tuple)} == {
        "output_size",
        "pad2d",
        "conv2d",
    }


@pytest.mark.slow
def test_a_class_is_graded_as_it_was_meant(tmp_path: Path) -> None:
    """Right work earns full marks, wrong and unfinished work less, garbage nothing."""
    works = imagine("stride_padding", SIZE, 11)
    paths = lay_class(tmp_path / "class", "stride_padding", SIZE, 11)
    meant = {"right": True, "wrong": False, "partly": False, "garbage": False}
    for work, result in zip(works, grade("stride_padding", paths, tmp_path), strict=True):
        full = result.points == result.max_points
        assert meant.get(work.sort, full) == full, (work.name, result.points)
        assert (work.sort == "garbage") == (result.status == "unreadable"), work.name
