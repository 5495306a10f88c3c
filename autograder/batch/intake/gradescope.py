"""Gradescope's "Export Submissions": a folder a submission, and a file that says whose each is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.listing import Item, has_file, holds_grades
from autograder.batch.intake.people import key_of, student
from autograder.marks import Student
from autograder.submission.names import listed, shown

METADATA = "submission_metadata.yml"
_NAME = re.compile(r"assignment_[0-9]+_export(?:[ (-].{0,20})?")
_ANY_NUMBER = re.compile(r"[0-9]+")


def is_export(folder: Path) -> bool:
    """Return whether a folder has what tells whose each submission is."""
    return has_file(folder, METADATA)


def is_name(name: str) -> bool:
    """Return whether a folder is called as Gradescope calls an export, or as a copy of one."""
    return _NAME.fullmatch(name) is not None


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
    unlisted = sorted(lying.keys() - entries.keys())
    strays = [name for name in unlisted if not lying[name].is_folder or holds_grades(lying[name])]
    if unknown := [name for name in unlisted if name not in strays]:
        remarks.append(f"{METADATA} does not say whose work this is: {listed(unknown)}")
    if strays:
        remarks.append(f"left out, since {METADATA} does not list it: {listed(strays)}")
    work = []
    accounts = _Accounts()
    for name, item in sorted(lying.items(), key=lambda pair: _in_order(pair[0])):
        if name in strays:
            continue
        entry = entries.get(name, Entry())
        known = [one for one in map(_student, entry.submitters) if one.key]
        people = {one.key: one for one in (accounts.told_apart(one, name) for one in known)}
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
    return Class(newest, (*remarks, *accounts.remarks, *more))


def _student(known: dict[str, str]) -> Student:
    return student(name=known.get("name", ""), sid=known.get("sid", ""), email=known.get("email", ""))


def _in_order(name: str) -> tuple[list[int], str]:
    """Return what puts submission_10 behind submission_9."""
    return [int(digits[:20]) for digits in _ANY_NUMBER.findall(name)], name


class _Accounts:
    """Those who handed in, told apart where several have one number."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self._by_number: dict[str, list[Student]] = {}
        self._where: dict[str, str] = {}

    def told_apart(self, student: Student, submission: str) -> Student:
        """Return a submitter with a key that is no other's; a remark says so where that is a new one."""
        alike = self._by_number.setdefault(student.key, [])
        for known in alike:
            if _is_same(known, student):
                return replace(student, key=known.key)
        key = student.key
        if alike:
            wanted = (student.email, student.name, key_of(submission), f"{key} {key_of(submission)}")
            key = next(one for one in wanted if one and one not in self._where)
            first = alike[0]
            self.remarks.append(
                f"{shown(submission)} of {student.label} and {self._where[first.key]} of {first.label} "
                f"have one number, {student.key}: both are graded; correct it on Gradescope"
            )
        self._where.setdefault(key, shown(submission))
        found = replace(student, key=key)
        for one in {student.key, key}:
            self._by_number.setdefault(one, []).append(found)
        return found


def _is_same(one: Student, other: Student) -> bool:
    """Return whether two of one number, address or name are one account of Gradescope."""
    if one.sid != other.sid:
        return False
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return one.name == other.name or not (one.name and other.name)


def _newest_of_each(work: Sequence[HandedIn]) -> tuple[tuple[HandedIn, ...], tuple[str, ...]]:
    """Leave each student one piece of work, her newest, and what to say about the others."""
    owned: dict[str, list[HandedIn]] = {}
    for one in sorted(work, key=lambda one: (one.handed_in, _in_order(one.name))):
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
