"""Whether two students are one person, by all that is known of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from autograder.batch.intake.people import spellings, words
from autograder.marks import Student

_KINDS = ("sid", "canvas_id", "email", "login")  # of which one is enough, the surest first
_OWN = frozenset({"sid", "canvas_id", "email"})  # of which nobody has two
_ASSIGNED = frozenset({"canvas_id", "email"})  # which students cannot mistype
_WORDS: Mapping[str, str] = MappingProxyType({"canvas_id": "Canvas id", "email": "e-mail"})
# How alike two names are.
_SPELLED_ALIKE, _SHARE_A_WORD, _UNKNOWN, _DIFFERENT = range(4)
_FILE = _DIFFERENT + 1  # less than any: nothing is known but what a file is called
_SAME, _KEY, _NAME = -2, -1, len(_KINDS)  # what is surer than any number, and what is less sure
_NOTHING = (True, _NAME, True, _FILE)


@dataclass(frozen=True)
class Evidence:
    """How sure it is that two are one person.

    Attributes:
        strength: the smaller the surer. First whether all they share is a number that can be mistyped,
            and their names differ; then what they share: everything, a key, a number or address, the
            name alone; then whether that is alike only without the zeros in front; then how well name
            or e-mail agree.
        doubts: what differs nevertheless, in words.
    """

    strength: tuple[bool, int, bool, int]
    doubts: tuple[str, ...] = ()


def is_bare(student: Student) -> bool:
    """Return whether nothing is known of a student but what staff called her file."""
    return not (student.name or any(getattr(student, kind) for kind in _KINDS))


def evidence(one: Student, other: Student) -> Evidence | None:
    """Return what tells that two students are one person, None if nothing does or it is contradicted.

    Two who share a number or address and differ in another one are one person only if their names are
    alike. A school's number that differs is taken for a corrected one if the e-mail or Canvas's number
    is the same.
    """
    # She who was seen like this before is the same again, whomever else she resembles.
    if _profile(one) == _profile(other):
        return Evidence((False, _SAME, one.key != other.key, 0))
    if one.key == other.key and (is_bare(one) or is_bare(other)):
        return Evidence((False, _KEY, False, 0))
    return _resemblance(one, other)


def _resemblance(one: Student, other: Student) -> Evidence | None:
    """Return likewise what their names, numbers and addresses tell."""
    bare = is_bare(one), is_bare(other)
    mine, theirs = _values(one), _values(other)
    shared = [kind for kind in _KINDS if mine[kind] & theirs[kind]]
    names = _names(one, other)
    if all(bare):
        why = Evidence((False, _NAME, False, 0), ("the names of their files differ",))
        return None if names else why
    differing = [] if any(bare) else [kind for kind in _KINDS if _differs(one, other, kind)]
    if not shared:
        by_name = names == _SPELLED_ALIKE and not differing
        return Evidence((False, _NAME, False, 0)) if by_name else None
    surest = _KINDS.index(shared[0])
    inexact = _written(one, shared[0]).isdisjoint(_written(other, shared[0]))
    if any(bare):
        return Evidence((False, surest, inexact, _FILE))
    assigned = not _ASSIGNED.isdisjoint(shared)
    contradicting = [kind for kind in differing if kind in _OWN]
    if ("sid" in contradicting and not assigned) or (
        names > _SHARE_A_WORD and contradicting not in ([], ["sid"])
    ):
        return None
    other_name = names == _DIFFERENT and not assigned
    doubts = [f"the {_WORDS.get(kind, kind)} differs" for kind in contradicting]
    if other_name:
        doubts.append("the name differs")
    agreement = _SPELLED_ALIKE if "email" in shared else min(names, _UNKNOWN)
    return Evidence((other_name, surest, inexact, agreement), tuple(doubts))


@dataclass(frozen=True, eq=False)
class Claim:
    """Who of those who are known a student may be.

    Attributes:
        student: as she is now.
        label: what to call her in a remark.
        places: of those known who fit best.
        strength: of the evidence for them, as in `Evidence`.
        doubts: what differs nevertheless, in words.
        contradicted: places of those who share a number with her, and are somebody else.
        namesakes: likewise of those who have her name, and another number or address.
    """

    student: Student
    label: str
    places: tuple[int, ...]
    strength: tuple[bool, int, bool, int]
    doubts: tuple[str, ...]
    contradicted: tuple[int, ...]
    namesakes: tuple[int, ...]


class Index:
    """Students who are known, by all that tells who they are."""

    def __init__(self, students: Sequence[Student]) -> None:
        self._students = students
        self._places: dict[tuple[str, str], set[int]] = {}
        for place, student in enumerate(students):
            for trait in _traits(student):
                self._places.setdefault(trait, set()).add(place)

    def claim(self, student: Student, label: str) -> Claim:
        """Return who a student may be, by the surest that tells anything."""
        found = self._found(student, evidence)
        return self._claim(student, label, found, _best(found))

    def meant(self, wanted: Student) -> Claim:
        """Return whom another list may mean, by what it says of her.

        A file that is called as it says is nobody's for certain, where somebody resembles her; nor is
        anybody certain, where somebody else has the very number or address, or the name.
        """
        found = self._found(wanted, _resemblance)
        best = _best(found)
        fitting = {place: why for place, why in found.items() if why is not None}
        files = {place for place in fitting if is_bare(self._students[place])}
        if files.issuperset(best) and not files.issuperset(fitting):
            best = fitting
        claim = self._claim(wanted, wanted.label, found, best)
        people = [place for place in found if not is_bare(self._students[place])]
        numbered = {place for place in people if self._has_of(wanted, place)}
        named = {place for place in people if _names(wanted, self._students[place]) == _SPELLED_ALIKE}
        others = [some for some in (numbered, named) if some and best and not some.issuperset(best)]
        return replace(claim, places=tuple(sorted({*best}.union(*others))))

    def _found(
        self, student: Student, judge: Callable[[Student, Student], Evidence | None]
    ) -> dict[int, Evidence | None]:
        """Return what tells that a student is one of those who are known, by their places."""
        candidates = {place for trait in _traits(student) for place in self._places.get(trait, ())}
        return {place: judge(student, self._students[place]) for place in sorted(candidates)}

    def _claim(
        self,
        student: Student,
        label: str,
        found: Mapping[int, Evidence | None],
        best: Mapping[int, Evidence],
    ) -> Claim:
        others = [place for place, why in found.items() if why is None]
        return Claim(
            student=student,
            label=label,
            places=tuple(best),
            strength=min((why.strength for why in best.values()), default=_NOTHING),
            doubts=next(iter(best.values())).doubts if len(best) == 1 else (),
            contradicted=tuple(place for place in others if self._share(student, place)),
            namesakes=tuple(
                place for place in others if _names(student, self._students[place]) == _SPELLED_ALIKE
            ),
        )

    def _has_of(self, wanted: Student, place: int) -> bool:
        """Return whether one who is known has exactly a number or address that nobody else has."""
        known = self._students[place]
        return any(_written(wanted, kind) & _written(known, kind) for kind in _OWN)

    def _share(self, student: Student, place: int) -> bool:
        """Return whether a student has a number or an address of one who is known."""
        mine, theirs = _values(student), _values(self._students[place])
        return any(mine[kind] & theirs[kind] for kind in _KINDS)


def settled(claims: Sequence[Claim]) -> tuple[dict[Claim, int], dict[Claim, list[Claim]]]:
    """Give each place to the one who is surest to be there; of two who are as sure, to neither.

    Returns:
        The places of those who have one, and for each claim those who claim the same.
    """
    certain: dict[int, list[Claim]] = {}
    for claim in claims:
        if len(claim.places) == 1:
            certain.setdefault(claim.places[0], []).append(claim)
    rivals = {
        claim: [
            other for place in claim.places for other in certain.get(place, ()) if other is not claim
        ]
        for claim in claims
    }
    won = {
        claim: claim.places[0]
        for claim in claims
        if len(claim.places) == 1 and all(claim.strength < other.strength for other in rivals[claim])
    }
    return won, rivals


def _best(found: Mapping[int, Evidence | None]) -> dict[int, Evidence]:
    """Return the surest of what was found."""
    fitting = {place: why for place, why in found.items() if why is not None}
    strength = min((why.strength for why in fitting.values()), default=_NOTHING)
    return {place: why for place, why in fitting.items() if why.strength == strength}


def _traits(student: Student) -> Iterator[tuple[str, str]]:
    """Give all that can tell who a student is."""
    yield "key", student.key
    for kind, values in _values(student).items():
        for value in values:
            yield kind, value
    for spelling in spellings(_name(student)):
        yield "name", spelling


def _values(student: Student) -> dict[str, set[str]]:
    """Return numbers and addresses as they are compared; a bare key can be any of them."""
    if is_bare(student):
        return {kind: {plain(student.key)} for kind in _KINDS}
    return {kind: {plain(value) for value in _written(student, kind)} for kind in _KINDS}


def _written(student: Student, kind: str) -> set[str]:
    """Return them as they are written, but for capitals."""
    if is_bare(student):
        return {student.key.casefold()}
    values = {getattr(student, kind)} | ({student.email} if kind == "login" else set())
    return {value.casefold() for value in values if value}  # addresses can be logins


def _profile(student: Student) -> tuple[str, ...]:
    return (_name(student), *(getattr(student, kind) for kind in _KINDS))


def plain(value: str) -> str:
    """Return a number or address as it is compared: spreadsheets take zeros off the front."""
    folded = value.casefold()
    return (folded.lstrip("0") or "0") if folded.isdigit() else folded


def _differs(one: Student, other: Student, kind: str) -> bool:
    here, there = plain(getattr(one, kind)), plain(getattr(other, kind))
    return bool(here and there) and here != there


def _name(student: Student) -> str:
    return student.key if is_bare(student) else student.name


def _names(one: Student, other: Student) -> int:
    """Return how alike the names of two are."""
    mine, theirs = spellings(_name(one)), spellings(_name(other))
    if not mine or not theirs:
        return _UNKNOWN
    if mine & theirs:
        return _SPELLED_ALIKE
    return _SHARE_A_WORD if set(words(one.name)) & set(words(other.name)) else _DIFFERENT
