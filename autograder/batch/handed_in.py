"""What was handed in, and by whom: one piece of work each, nothing read of its content yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.marks import Student


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One piece of work, of one student or of a group.

    Attributes:
        students: its authors; at least one.
        path: the file or folder that is graded.
        name: what its author calls it, for messages.
        handed_in: when, ISO 8601, or nothing if that is not known.
        late: whether the platform calls it late.
        messages: for the student: which of several files was taken, and why.
    """

    students: tuple[Student, ...]
    path: Path
    name: str
    handed_in: str = ""
    late: bool = False
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Class:
    """All that was handed in for one assignment, as one download or folder holds it.

    Attributes:
        work: one entry a student or group.
        remarks: for staff: files that belong to nobody, for instance.
    """

    work: tuple[HandedIn, ...]
    remarks: tuple[str, ...] = ()
