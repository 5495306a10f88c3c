"""The file that a gradebook is kept in: SQLite, written in whole transactions or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import GradebookError

FILE = "gradebook.db"
SCHEMA_VERSION = 1
_APPLICATION = 0x61677262  # "agrb": tells this file from any other SQLite database
_WAIT_SECONDS = 30.0  # for another command that writes
_TABLES = """
CREATE TABLE about (
    assignment TEXT NOT NULL,
    canvas_title TEXT  -- what Canvas calls it, if that is another title
);
CREATE TABLE work (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,  -- the keys of its authors
    sha256 TEXT NOT NULL,  -- of what was handed in
    path BLOB NOT NULL,  -- names of files need not be text
    name TEXT NOT NULL,
    handed_in TEXT NOT NULL,
    late INTEGER NOT NULL,
    messages TEXT NOT NULL,  -- a JSON array, for the students
    first_seen TEXT NOT NULL,
    UNIQUE (owner, sha256)
);
CREATE TABLE students (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    sid TEXT NOT NULL,
    email TEXT NOT NULL,
    canvas_id TEXT NOT NULL,
    login TEXT NOT NULL,
    section TEXT NOT NULL,
    feedback TEXT NOT NULL DEFAULT '',  -- the name of the files that were written for her
    work INTEGER REFERENCES work (id)  -- that counts; nothing if nothing was handed in
);
CREATE TABLE results (
    id INTEGER PRIMARY KEY,
    work INTEGER NOT NULL REFERENCES work (id),
    judging_sha256 TEXT NOT NULL,
    assignment_sha256 TEXT NOT NULL,
    engine TEXT NOT NULL,
    graded_at TEXT NOT NULL,
    status TEXT NOT NULL,
    result BLOB NOT NULL,  -- JSON
    evidence INTEGER REFERENCES evidence (id)
);
CREATE INDEX results_of_work ON results (work);
CREATE TABLE evidence (id INTEGER PRIMARY KEY, frame BLOB NOT NULL);
CREATE TABLE arrays (digest BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE adjustments (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    student TEXT NOT NULL,
    question TEXT NOT NULL,
    test TEXT NOT NULL,
    points REAL,
    title TEXT NOT NULL,
    was REAL,
    made_at TEXT NOT NULL,
    undone_at TEXT
);
"""


def open_database(folder: Path, assignment: str | None = None) -> sqlite3.Connection:
    """Open the database in `folder`, or a new one if there is none and an assignment is named for it.

    Raises:
        GradebookError: there is none, or it cannot be used.
    """
    path = folder / FILE
    if assignment is None and not path.is_file():
        raise GradebookError(
            f"{folder} holds no gradebook: name a folder that `autograder grade --out` wrote"
        )
    with readable_errors(path):
        if not path.is_file():
            # Hidden inputs and everybody's work are in it.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        _restore_access(path)
        connection = _connect(path)
        try:
            _prepare(connection, path, assignment)
        except BaseException:
            connection.close()
            raise
        return connection


def scratch_copy(folder: Path, assignment: str) -> sqlite3.Connection:
    """Return a copy of the database in `folder`, or a new one, that is gone once it is closed.

    Raises:
        GradebookError: there is one that cannot be used.
    """
    copy = _connect("")  # a file without a name: a large gradebook need not fit into memory
    if (folder / FILE).is_file():
        with readable_errors(folder / FILE), contextlib.closing(open_database(folder)) as original:
            original.backup(copy)
    else:
        _prepare(copy, folder / FILE, assignment)
    return copy


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all of what happens within, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence for a person.

    Raises:
        GradebookError: the database cannot be read or written.
    """
    try:
        yield
    except (OSError, UnicodeError, OverflowError, sqlite3.OperationalError) as error:
        raise GradebookError(
            f"{path} cannot be used ({error}); what was written before is kept: see to it (is the disk "
            "full, or the folder write-protected?) and give the command again"
        ) from error
    except sqlite3.DatabaseError as error:
        raise GradebookError(
            f"{path} is damaged or is no gradebook ({error}): put it aside, or restore it from a backup"
        ) from error


def _restore_access(path: Path) -> None:
    """Make the files that SQLite has beside a database as writable as that is.

    Read while it was write-protected, it leaves them so for good, and can then never be written.
    """
    if os.access(path, os.W_OK):
        for beside in (path.with_name(f"{path.name}{end}") for end in ("-shm", "-wal")):
            if beside.exists() and not os.access(beside, os.W_OK):
                beside.chmod(stat.S_IMODE(path.stat().st_mode))


def _connect(path: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, assignment: str | None) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == _APPLICATION:
        if version > SCHEMA_VERSION:
            raise GradebookError(
                f"{path} has schema version {version}, this autograder reads up to {SCHEMA_VERSION}: "
                "upgrade cnn-autograder"
            )
        return
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables or assignment is None:
        raise GradebookError(f"{path} is the database of another program: name another folder")
    connection.execute("PRAGMA journal_mode = WAL")  # which lasts
    with transaction(connection):
        # One at a time: `executescript` would end the transaction.
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute("INSERT INTO about (assignment) VALUES (?)", (assignment,))
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
