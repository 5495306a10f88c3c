"""Tables that staff keep in CSV files."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.table import Table, read_table
from autograder.errors import AutograderError

WANTED = {"sid", "points", "reason"}


def table(tmp_path: Path, text: str | bytes) -> Table:
    """Read a table with this content."""
    path = tmp_path / "scores.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, WANTED, prose=("reason",))


def test_a_row_has_the_cells_that_are_asked_for(tmp_path: Path) -> None:
    """By the names of their columns, with the number of their line; what is empty is not there."""
    text = '\n\nSID;Notes; POINTS ;reason\n\n0031;x;4,5;"on\ntime"\n;;;\n42;;;\n7\n8;;1;;9\n'
    found = table(tmp_path, text)
    assert found.header == ("sid", "notes", "points", "reason")
    assert found.rows == (
        (6, {"sid": "0031", "points": "4,5", "reason": "on\ntime"}),
        (8, {"sid": "42"}),
        (9, {"sid": "7"}),
        (10, {"sid": "8", "points": "1"}),
    )


def test_an_empty_table_has_no_columns(tmp_path: Path) -> None:
    """Whoever reads it says what is wanted."""
    assert table(tmp_path, "") == table(tmp_path, "\n \n") == Table((), ())


@pytest.mark.parametrize("header", ["sid,points,Points", "points,SID,points", "sid,e,points,points!"])
def test_a_column_that_is_there_twice_is_an_error(tmp_path: Path, header: str) -> None:
    """Nobody can know which of them counts."""
    with pytest.raises(AutograderError, match=r"scores.csv has two columns called 'points'; delete or"):
        table(tmp_path, f"{header}\n1,2,3\n")


def test_other_columns_may_be_there_twice(tmp_path: Path) -> None:
    """They are not read."""
    assert table(tmp_path, "sid,notes,notes,,\n1,2,3,4,5\n").rows == ((2, {"sid": "1"}),)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"sid\n\0\n", "is no text file; save it"),
        (b"\xff\xfes\0i", "is damaged; save it as CSV in UTF-8"),
        (b'sid\n"' + b"a" * 200_000 + b'"\n', "line 2: field larger .*, or save it as CSV again"),
        (b"a" * 17 * 2**20, "larger than 16 MiB; is it the right file"),
    ],
    ids=range(4),
)
def test_what_is_no_table_is_an_error(tmp_path: Path, data: bytes, problem: str) -> None:
    """Which says what to do."""
    with pytest.raises(AutograderError, match=problem):
        table(tmp_path, data)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('sid,points\na1,2\n"b2,1\nc3,1\nd4,2\n', "line 3: unexpected end of data; take out a stray"),
        ('sid,points\na1,2\n\n"b2,1\n"c3",1\n', "line 4: ',' expected after .*; take out a stray"),
        ('sid,points\na1,2\n"b2,1\nc3,1"\nd4,2\n', "line 4: 'b2,1\ufffdc3,1' is one cell of several"),
        ('sid,points\rb2,"1\rc3,1"\r', "line 3: '1\ufffdc3,1' is one cell of several lines"),
    ],
    ids=range(4),
)
def test_a_stray_quote_swallows_nobody(tmp_path: Path, text: str, problem: str) -> None:
    """The rows after it would be part of one cell, and nobody would miss them."""
    with pytest.raises(AutograderError, match=rf"scores.csv, {problem}"):
        table(tmp_path, text)


def test_quotes_within_a_cell_are_characters(tmp_path: Path) -> None:
    """As are those that are there twice in a cell in quotes."""
    found = table(tmp_path, 'sid,reason\na1,the "best" one\nb2,"the ""best"" one"\n')
    assert [row["reason"] for _, row in found.rows] == ['the "best" one'] * 2
