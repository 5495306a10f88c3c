"""How students and what they handed in come into the tables of a gradebook."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import sqlite3
from collections.abc import Callable

from autograder.batch.handed_in import HandedIn
from autograder.marks import Student

Run = Callable[..., sqlite3.Cursor]


def now() -> str:
    """Return the time in UTC, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def enter_student(run: Run, student: Student) -> None:
    """Note a student, or what is newly known of one."""
    # What was known of her and is not in this download is still true.
    run(
        "INSERT INTO students (key, name, sid, email, canvas_id, login, section) VALUES "
        "(:key, :name, :sid, :email, :canvas_id, :login, :section) ON CONFLICT (key) DO UPDATE SET "
        "name = ifnull(nullif(excluded.name, ''), name), "
        "sid = ifnull(nullif(excluded.sid, ''), sid), "
        "email = ifnull(nullif(excluded.email, ''), email), "
        "canvas_id = ifnull(nullif(excluded.canvas_id, ''), canvas_id), "
        "login = ifnull(nullif(excluded.login, ''), login), "
        "section = ifnull(nullif(excluded.section, ''), section)",
        dataclasses.asdict(student),
    )


def enter_work(run: Run, handed_in: HandedIn, sha256: str, remarks: list[str]) -> int:
    """Note a piece of work as what counts for its authors, and return its number.

    It does not count for an author of whom later work is known; `remarks` then says so.
    """
    values = {
        "owner": "\n".join(sorted(student.key for student in handed_in.students)),
        "sha256": sha256,
        "path": os.fsencode(handed_in.path.absolute()),
        "name": handed_in.name,
        "handed_in": handed_in.handed_in,
        "late": handed_in.late,
        "messages": json.dumps(handed_in.messages),
        "first_seen": now(),
    }
    ((number,),) = run(
        "INSERT INTO work (owner, sha256, path, name, handed_in, late, messages, first_seen) VALUES "
        "(:owner, :sha256, :path, :name, :handed_in, :late, :messages, :first_seen) "
        "ON CONFLICT (owner, sha256) DO UPDATE SET path = excluded.path, name = excluded.name, "
        "handed_in = excluded.handed_in, late = excluded.late, messages = excluded.messages "
        "RETURNING id",
        values,
    ).fetchall()
    for student in handed_in.students:
        enter_student(run, student)
        rows = run(
            "SELECT work.handed_in FROM students JOIN work ON work.id = work WHERE key = ?",
            (student.key,),
        ).fetchall()
        if rows and _is_later(rows[0][0], handed_in.handed_in):
            remarks.append(
                f"{student.label}: {handed_in.name} of {handed_in.handed_in} is older than what counts, "
                f"which is of {rows[0][0]}"
            )
        else:
            run("UPDATE students SET work = ? WHERE key = ?", (number, student.key))
    return int(number)


def _is_later(one: str, other: str) -> bool:
    """Tell whether a time is known to be later than another one."""
    try:
        first, second = (datetime.datetime.fromisoformat(text) for text in (one, other))
        return first > second
    except (TypeError, ValueError):  # one of them is not known, or has no time zone
        return False
