"""Which student on the roster a piece of work is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from autograder.batch.handed_in import Class
from autograder.batch.likeness import Claim, Index, settled
from autograder.marks import Student
from autograder.submission.names import listed


def match(roster: Sequence[Student], work: Class) -> tuple[Class, tuple[Student, ...], tuple[str, ...]]:
    """Join those who handed in with those on the roster.

    A number or an address tells before a name does. A name that several share tells nothing. Of two who
    look like one student it is she of whom more than the name is known, or whose name or e-mail agree,
    or else neither.

    Args:
        roster: all who are in the course.
        work: what was handed in.

    Returns:
        The work with what the roster knows of its authors, their keys included; those who handed in
        nothing; and remarks for staff on whoever is not on the roster, or not for certain.
    """
    index = Index(roster)
    claims = [
        [index.claim(author, f"{author.label} ({one.name})") for author in one.students]
        for one in work.work
    ]
    won, rivals = settled([claim for authors in claims for claim in authors])
    keys = {student.key for student in roster}
    remarks: list[str] = []

    def joined(claim: Claim) -> Student:
        if claim in won:
            listed_as = roster[won[claim]]
            if claim.doubts:
                remarks.append(taken_for(claim, listed_as, "on the roster"))
            return _filled(listed_as, claim.student)
        remarks.append(_remark(claim, roster, rivals[claim]))
        if claim.student.key in keys:
            return replace(claim.student, key=f"{claim.student.key} (not on the roster)")
        return claim.student

    found = tuple(
        replace(one, students=tuple(map(joined, authors)))
        for one, authors in zip(work.work, claims, strict=True)
    )
    present = set(won.values())
    missing = tuple(student for place, student in enumerate(roster) if place not in present)
    return replace(work, work=found), missing, tuple(remarks)


def called(student: Student) -> str:
    """Return what to call one of a list in a remark: name and key."""
    return student.key if student.label == student.key else f"{student.label} ({student.key})"


def taken_for(claim: Claim, known: Student, where: str) -> str:
    """Return the remark that two were taken for one, although something differs."""
    return f"{claim.label} was taken for {called(known)} {where}, though {listed(claim.doubts)}"


def unclear(claim: Claim, known: Sequence[Student], rivals: Sequence[Claim], where: str) -> str:
    """Return the remark on one who could be several, or as whom several claim to be."""
    fitting = [known[place] for place in claim.places]
    if len(fitting) > 1:
        names = listed([called(student) for student in fitting])
        return f"{claim.label} could be any of these {where}, and counts for none: {names}"
    others = listed([rival.label for rival in rivals])
    return f"{claim.label} looks like {called(fitting[0])} {where}, but so does {others}"


def _filled(listed_as: Student, author: Student) -> Student:
    """Return the student of the roster, with what only the platform knows of her."""
    known = {field.name: getattr(author, field.name) for field in fields(Student)}
    return replace(
        listed_as, **{name: value for name, value in known.items() if not getattr(listed_as, name)}
    )


def _remark(claim: Claim, roster: Sequence[Student], rivals: Sequence[Claim]) -> str:
    if claim.places:
        return unclear(claim, roster, rivals, "on the roster")
    remark = f"{claim.label} is not on the roster"
    if claim.contradicted:
        others = listed([called(roster[place]) for place in claim.contradicted])
        remark += f": {others} has the same number or address, and is somebody else"
    return remark
