"""What is remarked on the students of a class, each remark once."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.marks import Mark


def remarks_about(marks: Iterable[Mark]) -> list[tuple[str, list[Mark]]]:
    """Return each remark with those whom it is about, what is true of most first."""
    about: dict[str, list[Mark]] = {}
    for mark in marks:
        for remark in dict.fromkeys(mark.remarks):
            about.setdefault(remark, []).append(mark)
    return sorted(about.items(), key=lambda item: -len(item[1]))
