"""What an assignment can be called."""

from __future__ import annotations

import importlib.util
import keyword
import re
import sys

import msgspec

from autograder.assignment import FAULTS
from autograder.assignment.names import Name
from autograder.errors import CourseError

_LONGEST_TITLE = 100
# Of pytest, of releases, and devices of Windows, where students unpack a folder of that name.
_TAKEN = re.compile(r"conftest|data|given|con|prn|aux|nul|com\d|lpt\d")
_SUITES, _CATALOGUES = "test_", FAULTS.partition("*")[0]


def require_name(name: str) -> None:
    """Make sure that an assignment can have a name, which is that of a Python file of students, too.

    Raises:
        CourseError: it cannot, and why.
    """
    if not _is_name(name):
        raise CourseError(
            f"{name!r} cannot be the name of an assignment{_suggested(name)}: small letters a to z, "
            "digits and underscores are allowed, a letter first, 60 characters at most; it is the name "
            "of students' files, and --title says what they read"
        )
    if keyword.iskeyword(name) or keyword.issoftkeyword(name):
        raise CourseError(f"{name!r} is a word of Python's: choose another name, {name}_1 for instance")
    if name.startswith((_SUITES, _CATALOGUES)):
        raise CourseError(
            f"the name of an assignment cannot begin with {_SUITES!r} or {_CATALOGUES!r}: {name}.py "
            "would be taken for a suite or a catalogue of mistakes"
        )
    if _TAKEN.fullmatch(name):
        raise CourseError(
            f"{name!r} is the name of something else, for pytest, in a release or on Windows: choose "
            f"another name, {name}_1 for instance"
        )
    if _hides_a_module(name):
        raise CourseError(
            f"{name!r} is a module that Python has: in a folder with {name}.py nobody could import it. "
            f"Choose another name, {name}_1 for instance"
        )


def require_title(title: str) -> None:
    """Make sure that a title is a line of text.

    Raises:
        CourseError: it is not.
    """
    if not title.strip() or not title.isprintable() or len(title) > _LONGEST_TITLE:
        raise CourseError(
            f"the title has to be one line of text, {_LONGEST_TITLE} characters at most, got {title!r}"
        )


def default_title(name: str) -> str:
    """Return a title made of a name: "Two words" of `two_words`."""
    return name.replace("_", " ").strip().capitalize()


def _is_name(name: str) -> bool:
    try:
        msgspec.convert(name, Name)
    except msgspec.ValidationError:
        return False
    return True


def _suggested(name: str) -> str:
    """Return a name close to one that is not allowed, as part of a sentence, if there is one."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    close = "_".join(words)[:60]
    return f" (is {close} meant?)" if close and close[0].isalpha() else ""


def _hides_a_module(name: str) -> bool:
    if name in sys.stdlib_module_names:
        return True
    found = importlib.util.find_spec(name)
    return found is not None and found.origin is not None  # a mere folder has no origin
