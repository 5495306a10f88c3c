"""What Gradescope says of a hand-in, in `submission_metadata.json`: read with care, and never needed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.text import scrub

_MAX_BYTES = 32 * 2**20  # it holds the whole result of the hand-in before
_SHOWN = 200
_MOST_PARTNERS = 20


@dataclass(frozen=True)
class HandedIn:
    """One hand-in, as far as Gradescope tells.

    Attributes:
        by: names and addresses of those who handed it in, for staff.
        at: when, as Gradescope writes it.
        late: whether after the due date, None if that is not known.
        number: 1 for the first of this student.
    """

    by: tuple[str, ...] = ()
    at: str = ""
    late: bool | None = None
    number: int = 1


def read_handed_in(path: Path) -> HandedIn:
    """Return what the file says; what is missing, odd or unreadable in it is as if it were not there."""
    told: object = None
    with contextlib.suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        told = json.loads(file.read(_MAX_BYTES))
    at, due = _text(told, "created_at"), _text(_member(told, "assignment"), "due_date")
    earlier = _member(told, "previous_submissions")
    return HandedIn(
        by=tuple(_people(_member(told, "users"))),
        at=at,
        late=_is_after(at, due),
        number=len(earlier) + 1 if isinstance(earlier, list) else 1,
    )


def _people(users: object) -> Iterator[str]:
    for user in users[:_MOST_PARTNERS] if isinstance(users, list) else ():
        name, address = _text(user, "name"), _text(user, "email")
        if name or address:
            yield f"{name} <{address}>" if address else name


def _is_after(at: str, due: str) -> bool | None:
    try:
        return datetime.fromisoformat(at) > datetime.fromisoformat(due)
    except (ValueError, TypeError):  # a date that is none, or without a zone where the other has one
        return None


def _text(told: object, key: str) -> str:
    value = _member(told, key)
    return " ".join(scrub(value, _SHOWN).split()) if isinstance(value, str) else ""


def _member(told: object, key: str) -> object:
    return told.get(key) if isinstance(told, dict) else None
