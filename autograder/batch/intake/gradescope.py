"""Gradescope's "Export Submissions": a folder a submission, and a file that says whose each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.listing import Item
from autograder.batch.intake.people import key_of, student
from autograder.marks import Student
from autograder.submission.names import listed, shown

METADATA = "submission_metadata.yml"


def find(folder: Path, items: Sequence[Item]) -> Class:
    """Return the work in an export.

    Args:
        folder: the one with the metadata.
        items: what lies in it.

    Raises:
        AutograderError: the metadata cannot be read.
    """
    # YAML is loaded by who needs it.
    from autograder.batch.intake.metadata import Entry, read_metadata  # noqa: PLC0415

    entries = read_metadata(folder / METADATA)
    lying = {item.path.name: item for item in items if item.path.name != METADATA}
    remarks: list[str] = []
    if absent := sorted(entries.keys() - lying.keys()):
        remarks.append(f"{METADATA} lists what is not in the export: {listed(absent)}")
    if unlisted := sorted(
        name for name, item in lying.items() if item.is_folder and name not in entries
    ):
        remarks.append(f"{METADATA} does not say whose work this is: {listed(unlisted)}")
    if strays := sorted(
        name for name, item in lying.items() if not item.is_folder and name not in entries
    ):
        remarks.append(f"left out, since {METADATA} does not list it: {listed(strays)}")
    work = []
    for name, item in lying.items():
        if name in strays:
            continue
        entry = entries.get(name, Entry())
        people = {one.key: one for one in (_student(known) for known in entry.submitters) if one.key}
        if name in entries and not people:
            remarks.append(f"{shown(name)} has no submitters: it is graded under that name")
        work.append(
            HandedIn(
                students=tuple(people.values()) or (Student(key=key_of(name)),),
                path=item.path,
                name=shown(name),
                handed_in=entry.created_at,
            )
        )
    newest, more = _newest_of_each(work)
    return Class(newest, (*remarks, *more))


def _student(known: dict[str, str]) -> Student:
    return student(name=known.get("name", ""), sid=known.get("sid", ""), email=known.get("email", ""))


def _newest_of_each(work: Sequence[HandedIn]) -> tuple[tuple[HandedIn, ...], tuple[str, ...]]:
    """Leave each student one piece of work, her newest, and what to say about the others."""
    owned: dict[str, list[HandedIn]] = {}
    for one in sorted(work, key=lambda one: (one.handed_in, one.name)):
        for author in one.students:
            owned.setdefault(author.key, []).append(one)
    kept: list[HandedIn] = []
    remarks: list[str] = []
    for one in work:
        authors = tuple(author for author in one.students if owned[author.key][-1] is one)
        older = {author.label: [other.name for other in owned[author.key][:-1]] for author in authors}
        messages = tuple(
            f"{one.name} was taken for {label}, and not {listed(names)}: the newest counts"
            for label, names in older.items()
            if names
        )
        remarks += messages
        if authors:
            kept.append(replace(one, students=authors, messages=messages))
    return tuple(kept), tuple(remarks)
