"""Moodle's "Download all submissions": a folder a student, or her name before that of each file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.batch.handed_in import Class, HandedIn
from autograder.batch.intake.listing import Item, items, left_out, mostly
from autograder.batch.intake.people import key_of, participant, student
from autograder.batch.intake.stage import stage
from autograder.marks import Student
from autograder.submission.names import is_junk, listed, shown, suffix

# As in mod/assign/classes/downloader.php of Moodle's source: full name, number of the participant in
# this assignment (or name and number of a group, which can have none), and what was handed in. Folders
# end with "_" up to Moodle 4.0. Programs that unpack zips can leave bytes that are no UTF-8.
_NAME = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>[0-9]{1,20}))?_assignsubmission_(?P<kind>[a-z][a-z0-9]*)"
    r"(?:_(?P<file>.*))?",
    re.DOTALL,
)
_FILES = "file"  # the kind of what was uploaded, and not typed
_TYPED_MESSAGE = "Text was handed in, and no file: hand in the notebook or Python file itself"
_HIDDEN = "participant"  # what Moodle calls those whose names it hides, in English


@dataclass(frozen=True)
class Owner:
    """Whose it is: a student, or a group.

    Attributes:
        name: the full name; where Moodle hides it, its word for a participant.
        number: Moodle's in this assignment, nothing if it gives none.
    """

    name: str
    number: str


@dataclass(frozen=True)
class Part:
    """What the name of a folder or file tells.

    Attributes:
        owner: whose it is.
        kind: "file" if it was uploaded, "onlinetext" if it was typed into Moodle.
        file: what she called it, nothing of a folder.
    """

    owner: Owner
    kind: str
    file: str


def parse(name: str) -> Part | None:
    """Return what the name of a folder or file tells, None if Moodle gives no such names."""
    found = _NAME.fullmatch(name)
    if found is None or found["file"] in {".", ".."}:
        return None
    # Moodle leaves no "_" in a name, and programs that unpack zips write it for a space.
    bearer = " ".join(found["name"].replace("_", " ").split())
    return Part(Owner(bearer, found["number"] or ""), found["kind"], found["file"] or "")


def is_moodle(found: Sequence[Item]) -> bool:
    """Return whether nearly all names are such as Moodle gives."""
    return mostly(found, _part)


def find(found: Sequence[Item], staging: Path) -> Class:
    """Return the work in a download of Moodle: one entry a student or group.

    Args:
        found: what lies in the folder.
        staging: where folders for students with several files are made.

    Raises:
        AutograderError: such a folder cannot be written, or one of theirs not be read.
    """
    owned: dict[Owner, list[tuple[Item, Part]]] = {}
    strays: list[str] = []
    for item in found:
        part = _part(item)
        if part is None:
            strays.append(item.path.name)
        else:
            owned.setdefault(part.owner, []).append((item, part))
    bearers = Counter(owner.name.casefold() for owner in owned)
    hidden = {_HIDDEN, *(name for name in bearers if bearers[name] == len(owned) > 1)}
    work = []
    for owner, parts in owned.items():
        name = owner.name.casefold()
        author = _student(owner, hidden=name in hidden, alone=bearers[name] == 1)
        one = _one_work(author, parts, staging)
        # What tells her from those of her name, for people.
        work.append(one if author.key == owner.name else replace(one, name=shown(parts[0][0].path.name)))
    return Class(tuple(work), left_out(strays, "Moodle"))


def _part(item: Item) -> Part | None:
    """Return what a name tells, None if a folder has that of a file, or a file that of a folder."""
    part = parse(item.path.name)
    return None if part is None or item.is_folder == bool(part.file) else part


def _student(owner: Owner, *, hidden: bool, alone: bool) -> Student:
    """Return whose work it is, with the number where her name does not tell.

    Only there: it is another one in each assignment, and the roster may be the worksheet of another.
    """
    if hidden and owner.number:
        return student(login=participant(owner.number))
    if alone:
        return student(name=owner.name, otherwise="Participant")
    login = participant(owner.number) if owner.number else ""
    known = student(name=owner.name, login=login)
    return replace(known, key=f"{known.key} {owner.number}".rstrip())


def _one_work(author: Student, parts: Sequence[tuple[Item, Part]], staging: Path) -> HandedIn:
    """Return the work of one student, given all that she handed in."""
    uploaded = [(item, part) for item, part in parts if part.kind == _FILES]
    fit = [one for one in uploaded if not is_junk(one[1].file)] or uploaded or parts[:1]
    messages: tuple[str, ...] = () if uploaded else (_TYPED_MESSAGE,)
    if len(fit) == 1:
        item, part = fit[0]
        inside = items(item.path, staging) if item.is_folder else []
        path = _only_zip(inside) or item.path
        names = [one.path.name for one in inside] or [part.file or author.name]
    else:
        files = {part.file or item.path.name: item.path for item, part in fit}
        names = list(files)
        path, messages = stage(files, key_of(author.key[:60]), staging)
    return HandedIn(students=(author,), path=path, name=listed(names), messages=messages)


def _only_zip(inside: Sequence[Item]) -> Path | None:
    """Return the zip that is all that a folder holds: a submission of its own."""
    if len(inside) == 1 and not inside[0].is_folder and suffix(inside[0].path.name) == ".zip":
        return inside[0].path
    return None
