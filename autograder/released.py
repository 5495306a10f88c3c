"""What a release says of itself: `assignment.json`, for the commands that students use.

Staff's own `assignment.toml` never leaves them; this is the part of it that students may know, and the
signatures of the functions as they were handed out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from autograder.errors import AutograderError

RELEASED_FILE = "assignment.json"
SCHEMA_VERSION = 1


class ReleasedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question as students know it."""

    id: str
    title: str
    points: float


class Released(msgspec.Struct, frozen=True, kw_only=True):
    """One assignment as students have it.

    Attributes:
        name: also that of the notebook and of the Python file.
        allow: distributions that may be imported, beside the standard library.
        files: names of what is handed in beside the code.
        code_kb: KiB of source text that a submission may have.
        questions: in the order of the assignment.
        functions: the parameters of each function that is to be written, as they stand between the
            brackets of its `def`; methods by their qualified names, `Conv2d.forward`.
        checks_sha256: of the public suite as it was handed out.
    """

    schema_version: Annotated[int, Meta(ge=1)] = SCHEMA_VERSION
    name: str
    title: str
    allow: tuple[str, ...]
    files: tuple[str, ...]
    code_kb: int
    questions: tuple[ReleasedQuestion, ...]
    functions: dict[str, str]
    checks_sha256: str


class _Version(msgspec.Struct, frozen=True):
    schema_version: int


# msgspec drops what is raised while it looks a type up, and so Ctrl-C: here, all is only being loaded.
_VERSION, _RELEASED = msgspec.json.Decoder(_Version), msgspec.json.Decoder(Released)


def to_json(released: Released) -> bytes:
    """Return the file, made for people to read as well."""
    return msgspec.json.format(msgspec.json.encode(released), indent=2) + b"\n"


def read_released(folder: Path) -> Released | None:
    """Return what the release in a folder says of itself; None if there is no such file.

    Raises:
        AutograderError: the file is damaged, or was written by a newer version of this package.
    """
    path = folder / RELEASED_FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AutograderError(f"{path} cannot be read: {error.strerror}") from error
    try:
        version = _VERSION.decode(data).schema_version
        if version <= SCHEMA_VERSION:
            return _RELEASED.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise AutograderError(
            f"{path} is damaged ({error}): take it anew from the folder that your course handed out"
        ) from error
    raise AutograderError(
        f"{path} was written by a newer version of cnn-autograder: install the wheel that came with it"
    )
