"""A table that staff keep in a CSV file, whichever program wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submission.names import shown

_BYTES = 16 * 2**20
_DELIMITERS = (",", ";", "\t")
_STRAY = "take out a stray quote"


@dataclass(frozen=True)
class Table:
    """A table whose first line names its columns.

    Attributes:
        header: the names of all columns, in normal form: small letters, and one space for all that is
            neither letter nor digit.
        rows: those that hold anything, each with the number of its last line in the file, and its cells
            by name of the column: those that are asked for, and not empty.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_table(path: Path, wanted: Collection[str], prose: Collection[str] = ()) -> Table:
    """Return the columns that are asked for of a CSV file: in any common encoding, with any delimiter.

    Args:
        path: the file.
        wanted: names of columns in normal form. They need not be there; none may be there twice.
        prose: those of them whose cells may have several lines. In another one these are rows that a
            stray quote made one.

    Raises:
        AutograderError: it cannot be read, is no CSV file, has a column twice, or several lines where
            there should be one.
    """
    where = shown(str(path))
    text = _decode(_read(path, where), where)
    lines = _lines(text, where, wanted)
    _, names = next(lines, (0, []))
    header = _header(names)
    for name in header:
        if name in wanted and header.count(name) > 1:
            raise AutograderError(f"{where} has two columns called {name!r}; delete or rename one")
    rows = []
    for line, raw in lines:
        cells = (cell.strip() for cell in raw)
        row = {name: cell for name, cell in zip(header, cells, strict=False) if cell and name in wanted}
        for name, cell in row.items():
            if name not in prose and ("\n" in cell or "\r" in cell):
                raise AutograderError(
                    f"{where}, line {line}: {shown(cell)!r} is one cell of several lines; {_STRAY}"
                )
        rows.append((line, row))
    return Table(header, tuple(rows))


def read_cells(
    path: Path, wanted: Collection[str]
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Return the names of all columns in normal form, and all rows as they are, the first one too.

    Args:
        path: the file.
        wanted: names of columns in normal form, by which the delimiter is known.

    Raises:
        AutograderError: it cannot be read, or is no CSV file.
    """
    where = shown(str(path))
    rows = list(_lines(_decode(_read(path, where), where), where, wanted))
    return _header(rows[0][1]) if rows else (), rows


def _read(path: Path, where: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AutograderError(f"{where} cannot be read ({reason}); check the path") from error
    if len(data) > _BYTES:
        raise AutograderError(f"{where} is larger than {_BYTES // 2**20} MiB; is it the right file?")
    return data


def _decode(data: bytes, where: str) -> str:
    """Return the text of a file that Excel, Canvas or an editor wrote."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            raise AutograderError(f"{where} is damaged; save it as CSV in UTF-8") from error
        # Excel in the west; the bytes that Windows has no letter for are no letters in Latin-1 either.
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise AutograderError(f"{where} is no text file; save it as CSV in UTF-8")
    return text


def _lines(text: str, where: str, wanted: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything, each with the number of its last line."""
    # Strict: a quote that nobody closed would make the rest of the table one cell.
    file = io.StringIO(text, newline="")
    reader = csv.reader(file, delimiter=_delimiter(text, wanted), strict=True)
    first = 1  # line of the row at hand
    try:
        for cells in reader:
            first = reader.line_num + 1
            # Excel's note on its delimiter is no row.
            if any(map(str.strip, cells)) and not cells[0].strip().startswith("sep="):
                yield reader.line_num, cells
    except csv.Error as error:
        raise AutograderError(
            f"{where}, line {first}: {error}; {_STRAY}, or save it as CSV again"
        ) from error


def _delimiter(text: str, wanted: Collection[str]) -> str:
    """Return what separates the columns: that which makes the most of them known."""

    def known(delimiter: str) -> int:
        return sum(name in wanted for line in head for name in _header(line.split(delimiter)))

    head = text.lstrip().splitlines()[:2]
    return max(_DELIMITERS, key=known)


def _header(cells: list[str]) -> tuple[str, ...]:
    return tuple(re.sub(r"[\W_]+", " ", cell.casefold()).strip() for cell in cells)
