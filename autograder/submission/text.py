"""Bytes to source text: UTF-8 that a person can read, and nothing else."""

from __future__ import annotations

import re

from autograder.errors import UnreadableSubmissionError

_CODING = re.compile(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK = re.compile(r"[ \t\f]*(?:#.*)?")
_UTF8 = frozenset({"utf-8", "utf8", "utf-8-sig", "u8"})
# To which Python's own parser takes any ending: Emacs writes that of the line ends, as in utf-8-unix.
_WITH_ENDING = re.compile("(utf-8|latin-1|iso-8859-1|iso-latin-1)-.*")
# Where the text is ASCII these say the same as UTF-8; where it is not, file and declaration disagree.
_SUPERSETS_OF_ASCII = frozenset(
    {
        "ascii",
        "us-ascii",
        "latin-1",
        "latin1",
        "iso-latin-1",
        "iso-8859-1",
        "iso-8859-15",
        "cp1252",
        "windows-1252",
    }
)
_HOW_TO_SAVE = "In your editor, save it with the encoding UTF-8, and hand it in again."
_CONTENTS = (
    (b"PK\x03\x04", "a zip file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)


def decode(data: bytes, name: str) -> str:
    r"""Return the text of a file with newlines normalised to "\n" and without a byte-order mark.

    Args:
        data: all bytes of the file.
        name: what to call the file in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: it is no UTF-8 text, or holds NUL characters.
    """
    refuse_other_kind(data, name)
    if _is_wide(data):
        raise UnreadableSubmissionError(f"{name} is saved as UTF-16 or UTF-32. {_HOW_TO_SAVE}")
    if b"\0" in data:
        line = 1 + data.count(b"\n", 0, data.index(b"\0"))
        raise UnreadableSubmissionError(
            f"{name} has a NUL character in line {line}, so it is damaged or no text file. "
            "Save it again from your editor, and hand it in again."
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise UnreadableSubmissionError(
            f"{name} is not UTF-8 text: line {line} has a character in another encoding, such as "
            f"Latin-1. {_HOW_TO_SAVE}"
        ) from error
    return normalise(text.removeprefix("\ufeff"))


def decode_script(data: bytes, name: str) -> str:
    """Return the text of a Python file.

    Args:
        data: all bytes of the file.
        name: what to call the file in a message, fit to be shown.

    Raises:
        UnreadableSubmissionError: it is no UTF-8 text, declares another encoding, or is a notebook.
    """
    text = decode(data, name)
    if text.lstrip().startswith("{") and '"nbformat"' in text:
        raise UnreadableSubmissionError(
            f"{name} is a notebook under the name of a Python file. Rename it to end in .ipynb, and "
            "hand it in again."
        )
    _refuse_coding(text, name)
    return text


def normalise(text: str) -> str:
    r"""Return `text` with every newline as "\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_other_kind(data: bytes, name: str) -> None:
    """Refuse a file whose name promises text but which starts like something else.

    Raises:
        UnreadableSubmissionError: it is an archive, a PDF or a web page.
    """
    what = next((what for magic, what in _CONTENTS if data.startswith(magic)), None)
    if data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        what = "a web page (where you took it from, download the raw file)"
    if what is not None:
        raise UnreadableSubmissionError(
            f"By its content {name} is {what}, whatever its name. Hand in the notebook or the Python "
            "file itself."
        )


def _is_wide(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    # Without a mark: mostly ASCII, so that every second byte (or three of four) is NUL.
    head = data[:1024]
    return len(head) >= 4 and head.count(0) * 3 >= len(head) and head.strip(b"\0") != b""


def _refuse_coding(text: str, name: str) -> None:
    """Refuse a PEP 263 declaration under which Python would read other text than is seen here."""
    for line in text.split("\n", 2)[:2]:
        if found := _CODING.match(line):
            declared = found[1].lower().replace("_", "-")
            declared = ending[1] if (ending := _WITH_ENDING.fullmatch(declared)) else declared
            if declared in _UTF8 or (declared in _SUPERSETS_OF_ASCII and text.isascii()):
                return
            raise UnreadableSubmissionError(
                f"{name} declares the encoding {found[1][:40]}; only UTF-8 is read. Delete that line, "
                "save the file as UTF-8, and hand it in again."
            )
        if not _BLANK.fullmatch(line):
            return
