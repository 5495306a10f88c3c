"""The names that staff give in TOML files: what they may be, and that in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from msgspec import Meta

# `\Z`, since `$` also comes before a line's end.
_NAME = r"^[a-z][a-z0-9_]*\Z"
_IDENTIFIER = r"^[A-Za-z][A-Za-z0-9_]*\Z"
_FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]*\Z"
_FILE = r"^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*\Z"
_TITLE = r"^[^{}]*\{\}[^{}]*\Z"

Name = Annotated[str, Meta(pattern=_NAME, max_length=60)]  # of an assignment or a question
Identifier = Annotated[str, Meta(pattern=_IDENTIFIER, max_length=60)]  # of a function or class
FileName = Annotated[str, Meta(pattern=_FILE_NAME, max_length=60)]
File = Annotated[str, Meta(pattern=_FILE)]  # below the assignment's folder
StepTitle = Annotated[str, Meta(pattern=_TITLE, max_length=200)]

IN_WORDS = MappingProxyType(
    {
        _NAME: "small letters, digits and underscores, a letter first",
        _IDENTIFIER: "letters, digits and underscores, a letter first",
        _FILE_NAME: "a file's name of letters, digits, `_`, `.` and `-`, without folders",
        _FILE: "a file below the assignment's folder, of letters, digits, `_`, `.`, `-` and `/`",
        _TITLE: "a text with `{}` once, where the bound has its place",
    }
)
