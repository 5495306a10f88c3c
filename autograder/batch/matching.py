"""Which student on the roster a piece of work is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from autograder.batch.handed_in import Class
from autograder.batch.intake.people import spellings
from autograder.marks import Student
from autograder.submission.names import listed

_KINDS = ("sid", "canvas_id", "email", "login")  # of which one is enough, the surest first


def match(roster: Sequence[Student], work: Class) -> tuple[Class, tuple[Student, ...], tuple[str, ...]]:
    """Join those who handed in with those on the roster.

    A number or an address tells before a name does. A name that several share tells nothing. Of two who
    look like one student it is she of whom more than the name is known, or else neither.

    Args:
        roster: all who are in the course.
        work: what was handed in.

    Returns:
        The work with what the roster knows of its authors, their keys included; those who handed in
        nothing; and remarks for staff on whoever is not on the roster.
    """
    index = _Index(roster)
    rivals: dict[int, list[_Claim]] = {}
    claims = [[index.claim(author, one.name) for author in one.students] for one in work.work]
    for claim in (claim for authors in claims for claim in authors):
        if len(claim.places) == 1:
            rivals.setdefault(claim.places[0], []).append(claim)
    present: set[int] = set()
    remarks: list[str] = []

    def settled(claim: _Claim) -> Student:
        others = [
            rival for place in claim.places for rival in rivals.get(place, ()) if rival is not claim
        ]
        if len(claim.places) == 1 and all(claim.evidence < rival.evidence for rival in others):
            present.add(claim.places[0])
            return _filled(roster[claim.places[0]], claim.author)
        remarks.append(_remark(claim, [roster[place] for place in claim.places], others))
        if claim.author.key in index.keys:
            return replace(claim.author, key=f"{claim.author.key} (not on the roster)")
        return claim.author

    joined = tuple(
        replace(one, students=tuple(map(settled, authors)))
        for one, authors in zip(work.work, claims, strict=True)
    )
    missing = tuple(student for place, student in enumerate(roster) if place not in present)
    return replace(work, work=joined), missing, tuple(remarks)


@dataclass(frozen=True, eq=False)
class _Claim:
    """Who the author of a piece of work may be.

    Attributes:
        author: as the platform tells.
        label: what to call her in a remark.
        evidence: what tells, the smaller the surer.
        places: of those on the roster who fit.
    """

    author: Student
    label: str
    evidence: int
    places: tuple[int, ...]


class _Index:
    """The roster, by all that tells who a student is."""

    def __init__(self, roster: Sequence[Student]) -> None:
        self._roster = roster
        self.keys = {student.key for student in roster}
        self._places: dict[tuple[str, str], set[int]] = {}
        for place, student in enumerate(roster):
            for kind in _KINDS:
                if value := getattr(student, kind):
                    self._places.setdefault((kind, _plain(value)), set()).add(place)
            for spelling in spellings(student.name):
                self._places.setdefault(("name", spelling), set()).add(place)

    def claim(self, author: Student, submission: str) -> _Claim:
        """Return who on the roster the author may be, by the surest that tells anything."""
        label = f"{author.label} ({submission})"
        known = [(kind, value) for kind in _KINDS if (value := getattr(author, kind))]
        # Addresses can be logins. A file that staff named after a student is named by any of these.
        known += [("login", author.email)] if author.email else []
        for kind, value in known or [(kind, author.key) for kind in _KINDS]:
            if places := self._places.get((kind, _plain(value))):
                return _Claim(author, label, _KINDS.index(kind), tuple(sorted(places)))
        found: set[int] = set()
        for spelling in spellings(author.name or author.key):
            found |= self._places.get(("name", spelling), set())
        fit = sorted(place for place in found if not self._differs(place, author))
        return _Claim(author, label, len(_KINDS), tuple(fit))

    def _differs(self, place: int, author: Student) -> bool:
        """Return whether a student of that name is another one, by her numbers."""
        pairs = [(getattr(self._roster[place], kind), getattr(author, kind)) for kind in _KINDS]
        return any(here and there and _plain(here) != _plain(there) for here, there in pairs)


def _plain(value: str) -> str:
    """Return a number or address as it is compared: spreadsheets take zeros off the front."""
    return value.casefold().lstrip("0") or "0"


def _filled(listed_as: Student, author: Student) -> Student:
    """Return the student of the roster, with what only the platform knows of her."""
    known = {field.name: getattr(author, field.name) for field in fields(Student)}
    return replace(
        listed_as, **{name: value for name, value in known.items() if not getattr(listed_as, name)}
    )


def _remark(claim: _Claim, fitting: Sequence[Student], rivals: Sequence[_Claim]) -> str:
    if not fitting:
        return f"{claim.label} is not on the roster"
    if len(fitting) > 1:
        names = listed([f"{student.label} ({student.key})" for student in fitting])
        return f"{claim.label} could be any of these on the roster, and counts for none: {names}"
    others = listed([rival.label for rival in rivals])
    return f"{claim.label} looks like {fitting[0].label} of the roster, but so does {others}"
