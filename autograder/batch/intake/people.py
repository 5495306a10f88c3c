"""Who a student is: one made of what a platform tells, and what she is known by."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from autograder.marks import Student
from autograder.submission.names import shown

_WORDS = 16


def student(
    *,
    name: str = "",
    sid: str = "",
    email: str = "",
    canvas_id: str = "",
    login: str = "",
    section: str = "",
    otherwise: str = "",
) -> Student:
    """Return a student with the key that follows from what is known of her.

    Args:
        name: as a person writes it; this and what follows may be any text.
        sid: the school's number of her.
        email: her address.
        canvas_id: Canvas's number of her.
        login: her name at the school's computers.
        section: the group of the course that she is in.
        otherwise: the key if nothing else is known, fit to be shown.
    """
    name, sid, email, canvas_id, login, section = map(
        _clean, (name, sid, email, canvas_id, login, section)
    )
    return Student(
        key=sid or canvas_id or email or name or login or otherwise,
        name=name,
        sid=sid,
        email=email,
        canvas_id=canvas_id,
        login=login,
        section=section,
    )


def participant(number: str) -> str:
    """Return the login that stands for Moodle's number of a student in one assignment."""
    return f"Participant {number}"


def key_of(name: str) -> str:
    """Return a key made of the name of a file or folder: another one for every other name."""
    safe = _clean(name)
    if safe == name:
        return safe
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{safe}~{digest[:8]}"


def spellings(name: str) -> set[str]:
    """Return the ways to write a name that mean the same one.

    In small letters without accents, and squeezed together beginning with any of its words: whether it
    is "Jo Ann Smith", "Smith, Jo Ann" or the "smithjoann" of Canvas, no word tells.
    """
    parts = words(name)
    return {"".join(parts[first:] + parts[:first]) for first in range(len(parts))}


def words(name: str) -> list[str]:
    """Return the words of a name, in small letters without accents."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", bare.casefold())[:_WORDS]


def _clean(text: str) -> str:
    return " ".join(shown(text).split())
