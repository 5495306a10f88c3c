"""The template of an assignment, which comes with the package, filled in.

Its Python files end in `.txt`: until they are filled in they are no Python, and no part of this program.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from string import Template

_NAME, _TEXT = "NAME", ".txt"


def course_file(name: str, secret: str) -> str:
    """Return the `course.toml` of a course with one assignment."""
    (text,) = (text for _, text in _files("course"))
    return Template(text).substitute(name=name, secret=secret)


def assignment_files(name: str, title: str) -> dict[str, str]:
    """Return the files of an assignment by their names below its folder."""
    return _filled("assignment", name, title)


def golden_files(name: str, title: str) -> dict[str, str]:
    """Return the files of its golden cases by their names below the folder of these."""
    return _filled("golden", name, title)


def _filled(part: str, name: str, title: str) -> dict[str, str]:
    # A JSON string is one of TOML, too.
    values = {"name": name, "heading": title, "title": json.dumps(title, ensure_ascii=False)}
    filled = {
        file.removesuffix(_TEXT).replace(_NAME, name): Template(text).substitute(values)
        for file, text in _files(part)
    }
    return dict(sorted(filled.items()))


def _files(part: str) -> Iterator[tuple[str, str]]:
    """Give the files of a part of the template, by their names below it."""
    yield from _below(resources.files(__package__) / "template" / part, "")


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_text(encoding="utf-8")
