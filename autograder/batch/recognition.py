"""Whom of a class the gradebook knows: overrides and history stay hers, whatever she is called."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from autograder.batch.handed_in import Class
from autograder.batch.likeness import Claim, Index, is_bare, settled
from autograder.batch.matching import called, taken_for, unclear
from autograder.marks import Student

_WHERE = "in the gradebook"
# What a key can be, in the order in which it is chosen, and how one is told from a key of another kind.
_PREFIXES: Mapping[str, str] = MappingProxyType(
    {"sid": "sid", "canvas_id": "canvas", "email": "email", "name": "name", "login": "login"}
)


def recognised(
    known: Sequence[Student], found: Class, missing: Sequence[Student]
) -> tuple[Class, tuple[Student, ...], tuple[str, ...]]:
    """Give everybody the key that a gradebook has for her.

    Who is the same person is told as for a roster. Somebody else whose key is taken gets another one.

    Args:
        known: those in the gradebook.
        found: what was handed in.
        missing: those who handed in nothing.

    Returns:
        The work and those who handed in nothing, with their keys; and remarks for staff on whoever was
        not recognised for certain, or may be one who has gone, under a corrected number.
    """
    index = Index(known)
    labels = {student: student.label for student in missing}
    labels |= {author: f"{author.label} ({one.name})" for one in found.work for author in one.students}
    claims = [index.claim(student, label) for student, label in labels.items()]
    won, rivals = settled(claims)
    keys = {claim.student: known[place].key for claim, place in won.items()}
    remarks = [taken_for(claim, known[place], _WHERE) for claim, place in won.items() if claim.doubts]
    owners = {student.key: student for student in known}
    given = set(keys.values())
    for claim in claims:
        if claim in won:
            continue
        if claim.places:
            remarks.append(unclear(claim, known, rivals[claim], _WHERE))
        key = _free_key(claim.student, owners, given)
        if key != claim.student.key:
            remarks.append(_renamed(claim, owners[claim.student.key], key))
        gone = [known[place] for place in claim.namesakes if place not in won.values()]
        remarks += [_namesake(claim, one, key) for one in gone]
        keys[claim.student] = key
        given.add(key)
        owners[key] = claim.student

    def with_key(student: Student) -> Student:
        return replace(student, key=keys[student])

    work = tuple(replace(one, students=tuple(map(with_key, one.students))) for one in found.work)
    return replace(found, work=work), tuple(map(with_key, missing)), tuple(remarks)


def _free_key(student: Student, owners: Mapping[str, Student], given: Collection[str]) -> str:
    """Return the key of a student, or one like it that nobody has."""

    def is_free(key: str) -> bool:
        if key not in owners:
            return True
        # She of whom nothing else is known got this one last time, and cannot be recognised by it.
        return key not in given and is_bare(student) and is_bare(owners[key])

    if is_free(student.key):
        return student.key
    kinds = (kind for kind in _PREFIXES if getattr(student, kind) == student.key)
    stem = f"{_PREFIXES[next(kinds, 'name')]}-{student.key}"
    numbered = (f"{stem}-{number}" for number in itertools.count(2))
    return next(filter(is_free, itertools.chain([stem], numbered)))


def _renamed(claim: Claim, owner: Student, key: str) -> str:
    return f"{claim.label} has the key {key} {_WHERE}, since {called(owner)} is somebody else"


def _namesake(claim: Claim, known: Student, key: str) -> str:
    return (
        f"{claim.label} is new {_WHERE}, as {key}: {called(known)}, of the same name but another "
        "number or address, is not in this run, and decisions on one do not count for the other"
    )
