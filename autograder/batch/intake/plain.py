"""Submissions that staff laid out themselves: each file or folder is named after its student."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.copies import original_stem, taken
from autograder.batch.intake.listing import Item
from autograder.batch.intake.people import key_of
from autograder.errors import AutograderError
from autograder.marks import Student
from autograder.submission.names import NOTEBOOK, SCRIPT, shown, suffix

_GRADED = (SCRIPT, ".zip", NOTEBOOK)


def find(items: Sequence[Item]) -> Class:
    """Return the work in a folder: one entry for each name, with or without an extension."""
    stems = {_stem(item) for item in items}
    by_student: dict[str, list[Item]] = {}
    for item in items:
        stem = _stem(item)
        original = original_stem(stem)
        # "student (1)" may be the first of forty; only beside "student" it is a copy.
        by_student.setdefault(original if original in stems else stem, []).append(item)
    return Class(tuple(_newest(stem, found) for stem, found in by_student.items()))


def named(found: Sequence[Item]) -> Class:
    """Return the work at paths that staff named one by one.

    Those of the same name are called after the folders that they lie in.

    Raises:
        AutograderError: these, too, are the same.
    """
    stems = [_stem(item) for item in found]
    names = [
        item.path.parent.name if stems.count(stem) > 1 else stem
        for item, stem in zip(found, stems, strict=True)
    ]
    for name in names:
        if names.count(name) > 1:
            raise AutograderError(
                f"Two submissions are called {shown(name)}; name each, or its folder, after the student"
            )
    return Class(tuple(_newest(name, [item]) for name, item in zip(names, found, strict=True)))


def alone(item: Item, stem: str) -> Class:
    """Return the work of one student, of which her name is not that of the file."""
    return Class((_newest(stem, [item]),))


def _stem(item: Item) -> str:
    return item.path.name if item.is_folder else item.path.stem


def _newest(stem: str, found: Sequence[Item]) -> HandedIn:
    """Return the work of one student: what can be graded before what cannot, then the newest."""
    *others, newest = sorted(found, key=_rank)
    name = newest.path.name
    return HandedIn(
        students=(Student(key=key_of(stem)),),
        path=newest.path,
        name=shown(name),
        messages=(taken(name, [item.path.name for item in others]),) if others else (),
    )


def _rank(item: Item) -> tuple[bool, int, int, str]:
    kind = suffix(item.path.name)
    graded = item.is_folder or kind in _GRADED
    form = _GRADED.index(kind) if kind in _GRADED else -1
    return graded, item.modified, form, item.path.name
