"""The gradebook: one SQLite file in which nothing that was graded is ever lost.

A result is kept by whose work it is and by the work's content. Each is written in a transaction of its
own; a process that is killed leaves the last whole state. Older results stay.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from autograder.batch.database import (
    FILE,
    open_database,
    readable_errors,
    scratch_copy,
    transaction,
)
from autograder.batch.entering import Run, enter_student, enter_work, now
from autograder.batch.handed_in import HandedIn
from autograder.batch.kept import Kept, Past, Work
from autograder.diagnosis.evidence import TestRecord, unpack
from autograder.errors import GradebookError
from autograder.grading.graded import Graded
from autograder.marks import Adjustment, Kind, Student
from autograder.results import from_json, to_json_line


class Gradebook:
    """An open gradebook; a command that could not use it raises GradebookError, and loses nothing.

    Args:
        folder: where it lies.
        connection: to its database.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the gradebook that is in `folder`.

        Raises:
            GradebookError: there is none, or it cannot be used.
        """
        return cls(folder, open_database(folder))

    @classmethod
    def open_for(cls, folder: Path, assignment: str, *, scratch: bool = False) -> Self:
        """Open the gradebook of an assignment in `folder`, a new one if there is none.

        Args:
            folder: where it lies.
            assignment: the name of the assignment.
            scratch: whether to open a copy, on which anything can be tried.

        Raises:
            GradebookError: it cannot be used, or is that of another assignment.
        """
        opened = scratch_copy if scratch else open_database
        book = cls(folder, opened(folder, assignment))
        if book.assignment != assignment:
            name = book.assignment
            book.close()
            raise GradebookError(f"{folder} holds the gradebook of {name}: name another folder")
        return book

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def assignment(self) -> str:
        """The name of the assignment whose gradebook it is."""
        return str(self._all("SELECT assignment FROM about")[0]["assignment"])

    @property
    def canvas_title(self) -> str | None:
        """What Canvas calls the assignment, None if nobody said so."""
        title = self._all("SELECT canvas_title FROM about")[0]["canvas_title"]
        return None if title is None else str(title)

    def name_for_canvas(self, title: str) -> None:
        """Note what Canvas calls the assignment."""
        with self._writing() as run:
            run("UPDATE about SET canvas_title = ?", (title,))

    @property
    def graded_at(self) -> str:
        """When the newest result was written, ISO 8601 in UTC, or nothing."""
        return str(self._all("SELECT ifnull(max(graded_at), '') AS at FROM results")[0]["at"])

    def rename_feedback(self, names: Mapping[str, str]) -> set[str]:
        """Note how the feedback of each student is called, by her key; return names of outdated ones."""
        with self._writing() as run:
            before = dict(run("SELECT key, feedback FROM students").fetchall())
            pairs = [(name, key) for key, name in names.items() if before.get(key) != name]
            for pair in pairs:
                run("UPDATE students SET feedback = ? WHERE key = ?", pair)
        return {before[key] for _, key in pairs if before.get(key)} - set(names.values())

    def enter(
        self, entries: Sequence[tuple[HandedIn, str]], missing: Sequence[Student]
    ) -> tuple[list[Work], tuple[str, ...]]:
        """Note what was handed in, with its digests, as what counts for its authors.

        Who is not among these keeps what counted before, and so does an author whose counting work was
        handed in later.

        Args:
            entries: work and the digest of its content.
            missing: students who handed in nothing.

        Returns:
            The work as it is kept, and remarks for staff on work that is older than what counts.
        """
        remarks: list[str] = []
        with self._writing() as run:
            for student in missing:
                enter_student(run, student)
            numbers = [enter_work(run, handed_in, sha256, remarks) for handed_in, sha256 in entries]
        return [self.work(number) for number in numbers], tuple(remarks)

    def students(self) -> list[tuple[Student, Work | None]]:
        """Return all students by name, each with the work that counts."""
        rows = self._all("SELECT * FROM students")
        found = []
        for row in rows:
            known = dict(row)
            number = known.pop("work")
            del known["feedback"]
            found.append((Student(**known), None if number is None else self.work(number)))
        return sorted(found, key=lambda pair: (pair[0].label.casefold(), pair[0].key))

    def work(self, number: int) -> Work:
        """Return the piece of work of this number."""
        (row,) = self._all("SELECT * FROM work WHERE id = ?", (number,))
        return Work(
            id=row["id"],
            path=Path(os.fsdecode(row["path"])),
            name=row["name"],
            sha256=row["sha256"],
            handed_in=row["handed_in"],
            late=bool(row["late"]),
            messages=tuple(json.loads(row["messages"])),
        )

    def histories(self) -> dict[str, list[Past]]:
        """Return all that each student ever handed in, by her key, in the order in which it came."""
        rows = self._all(
            "SELECT owner, work.id AS id, name, handed_in, "
            "json_extract(CAST(result AS TEXT), '$.points') AS points, "
            "json_extract(CAST(result AS TEXT), '$.max_points') AS max_points "
            "FROM work LEFT JOIN results ON results.id = "
            "(SELECT max(id) FROM results WHERE work = work.id) ORDER BY work.id"
        )
        found: dict[str, list[Past]] = {}
        for row in rows:
            past = Past(
                row["id"], row["name"], row["handed_in"], row["points"], row["max_points"] or 0.0
            )
            for key in row["owner"].split("\n"):
                found.setdefault(key, []).append(past)
        return found

    def add_result(self, work: Work, graded: Graded, evidence: int | None = None) -> None:
        """Keep a result, and what was asked and answered if that came with it.

        Args:
            work: whose result it is.
            graded: the result.
            evidence: the number of evidence that is kept already.
        """
        result = graded.result
        with self._writing() as run:
            if graded.evidence is not None:
                arrays = graded.evidence.inputs | graded.evidence.answers
                for digest, data in arrays.items():
                    run("INSERT OR IGNORE INTO arrays VALUES (?, ?)", (digest, data))
                frame = (graded.evidence.frame,)
                evidence = run("INSERT INTO evidence (frame) VALUES (?)", frame).lastrowid
            run(
                "INSERT INTO results (work, judging_sha256, assignment_sha256, engine, graded_at, "
                "status, result, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    work.id,
                    result.assignment.judging_sha256,
                    result.assignment.sha256,
                    result.versions["autograder"],
                    now(),
                    result.status,
                    to_json_line(result),
                    evidence,
                ),
            )

    def result(self, work: Work) -> Kept | None:
        """Return the result of a piece of work that counts, None if there is none yet.

        Raises:
            ResultError: it was written by a newer version.
        """
        statement = "SELECT * FROM results WHERE work = ? ORDER BY id DESC LIMIT 1"
        rows = self._all(statement, (work.id,))
        return _kept(rows[0]) if rows else None

    def newest(self, work: Work) -> int | None:
        """Return the number of the result that counts, None if there is none yet."""
        (row,) = self._all("SELECT max(id) AS newest FROM results WHERE work = ?", (work.id,))
        return None if row["newest"] is None else int(row["newest"])

    def judged(self, work: Work, judging_sha256: str, engine: str) -> Kept | None:
        """Return the latest result that tells how the tests of an assignment end, if there is one.

        Args:
            work: whose it is.
            judging_sha256: of the assignment.
            engine: the version of this package.
        """
        rows = self._all(
            "SELECT * FROM results WHERE work = ? AND judging_sha256 = ? AND engine = ? "
            "AND status <> 'ungraded' ORDER BY id DESC LIMIT 1",
            (work.id, judging_sha256, engine),
        )
        return _kept(rows[0]) if rows else None

    def evidence(self, number: int) -> tuple[TestRecord, ...]:
        """Return what was asked and answered.

        Raises:
            ResultError: it is damaged.
        """
        ((frame,),) = self._all("SELECT frame FROM evidence WHERE id = ?", (number,))
        return unpack(frame, self._array)

    def adjust(self, adjustments: Sequence[Adjustment]) -> None:
        """Keep decisions of staff, all or none."""
        with self._writing() as run:
            for adjustment in adjustments:
                run(
                    "INSERT INTO adjustments "
                    "(kind, reason, student, question, test, points, title, was, made_at) VALUES "
                    "(:kind, :reason, :student, :question, :test, :points, :title, :was, :made_at)",
                    {**dataclasses.asdict(adjustment), "made_at": now()},
                )

    def undo(self, number: int) -> bool:
        """Take a decision back, which stays in the history; return whether there was one."""
        statement = "UPDATE adjustments SET undone_at = ? WHERE id = ? AND undone_at IS NULL"
        with self._writing() as run:
            return run(statement, (now(), number)).rowcount > 0

    def adjustments(self) -> list[Adjustment]:
        """Return the decisions that are in force, in the order in which they were made."""
        rows = self._all("SELECT * FROM adjustments WHERE undone_at IS NULL ORDER BY id")
        found = []
        for row in rows:
            known = dict(row)
            del known["undone_at"]
            found.append(Adjustment(**{**known, "kind": Kind(known["kind"])}))
        return found

    def _array(self, digest: bytes) -> bytes:
        rows = self._all("SELECT data FROM arrays WHERE digest = ?", (digest,))
        if not rows:
            raise KeyError(digest.hex())
        return bytes(rows[0][0])

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        with readable_errors(self.folder / FILE):
            return self._connection.execute(statement, values).fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Run]:
        with readable_errors(self.folder / FILE), transaction(self._connection):
            yield self._connection.execute


def _kept(row: sqlite3.Row) -> Kept:
    return Kept(row["id"], from_json(row["result"]), row["evidence"])
