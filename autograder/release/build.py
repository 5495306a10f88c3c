"""Builds the files that students get, in memory and the same each time."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.assignment import PUBLIC_SUITE, Assignment
from autograder.errors import ReleaseError
from autograder.release.cells import NOTEBOOK, SCRIPT, complete, imported
from autograder.release.hidden import hidden_parts
from autograder.release.leaks import solution_lines
from autograder.release.master import Master, split_master
from autograder.release.notebook import to_notebook
from autograder.release.otter import otter_tests
from autograder.release.readme import to_readme
from autograder.release.requirements import REQUIREMENTS, to_requirements
from autograder.released import RELEASED_FILE, Released, ReleasedQuestion, to_json

FOLDERS = ("data", "given")  # files, and modules that students may import


def build(assignment: Assignment, *, otter: bool = False) -> dict[str, bytes]:
    """Return the files of a release by their path below its folder, but for the wheel.

    Args:
        assignment: what is released.
        otter: whether Otter's `grader.check` is to run the public checks, too.

    Raises:
        ReleaseError: the master or the public suite cannot be released, or a file would give away a
            solution, a hidden test or the secret.
        AutograderError: this package is not installed.
    """
    name = assignment.name
    master = split_master(_read(assignment.master), str(assignment.master))
    public = _read(assignment.folder / PUBLIC_SUITE)
    given = {file: path.read_bytes() for file, path in _given(assignment.folder)}
    folders = {file.partition("/")[0] for file in given}
    script = complete(master.stub, SCRIPT, folders)
    _require_python(script, f"{name}.py")
    files = {
        f"{name}.ipynb": to_notebook(complete(master.stub, NOTEBOOK, folders), name),
        f"{name}.py": script.encode(),
        PUBLIC_SUITE: public.encode(),
        **(otter_tests(public, PUBLIC_SUITE) if otter else {}),
        RELEASED_FILE: to_json(_released(assignment, master, public.encode())),
        REQUIREMENTS: to_requirements(assignment.allow, _imported(script)).encode(),
        "README.md": to_readme(assignment, folders).encode(),
        **given,
    }
    leaks = [
        *solution_lines(files, master.solution_lines),
        *_secrets(files, assignment.secret),
        *hidden_parts(assignment, files),
    ]
    if leaks:
        raise ReleaseError("\n  ".join([f"{name}: the release would give away", *leaks]))
    return files


def _released(assignment: Assignment, master: Master, public: bytes) -> Released:
    return Released(
        name=assignment.name,
        title=assignment.title,
        allow=assignment.allow,
        files=assignment.files,
        code_kb=assignment.limits.code_kb,
        questions=tuple(
            ReleasedQuestion(id=question.id, title=question.title, points=question.points)
            for question in assignment.questions
        ),
        functions=dict(master.functions),
        checks_sha256=hashlib.sha256(public).hexdigest(),
    )


def _require_python(script: str, name: str) -> None:
    try:
        compile(script, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise ReleaseError(
            f"{name}, as students would get it, is no Python: line {error.lineno}: {error.msg}"
        ) from error


def _imported(source: str) -> set[str]:
    return {name for node in ast.walk(ast.parse(source)) for name in imported(node)}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ReleaseError(f"{path} is missing: students need it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: {error}") from error


def _given(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in (path for name in FOLDERS for path in sorted((folder / name).rglob("*"))):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
            if not path.resolve().is_relative_to(folder.resolve() / inside.parts[0]):
                raise ReleaseError(f"{path} is a link to what is elsewhere: put the file itself there")
            yield inside.as_posix(), path


def _secrets(files: Mapping[str, bytes], secret: str) -> Iterator[str]:
    for name, data in files.items():
        if secret and secret.encode() in data:
            yield f"the course's secret in {name}"
