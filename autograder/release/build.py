"""Builds the files that students get, in memory and the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.assignment import PUBLIC_SUITE, Assignment
from autograder.errors import ReleaseError
from autograder.release.master import split_master
from autograder.release.notebook import to_notebook
from autograder.release.otter import otter_tests
from autograder.release.readme import to_readme

FOLDERS = ("data", "given")  # files, and modules that students may import


def build(assignment: Assignment, *, otter: bool = False) -> dict[str, bytes]:
    """Return the files of a release by their path below its folder.

    Args:
        assignment: what is released.
        otter: whether Otter's `grader.check` is to run the public checks, too.

    Raises:
        ReleaseError: the master or the public suite cannot be released, or a file would give away a
            solution, a hidden test or the secret.
    """
    name = assignment.name
    master = split_master(_read(assignment.master), assignment.master.name)
    public = _read(assignment.folder / PUBLIC_SUITE)
    files = {
        f"{name}.ipynb": to_notebook(master.stub, name),
        f"{name}.py": master.stub.encode(),
        PUBLIC_SUITE: public.encode(),
        **(otter_tests(public, PUBLIC_SUITE) if otter else {}),
        "README.md": to_readme(assignment).encode(),
        **{file: path.read_bytes() for file, path in _given(assignment.folder)},
    }
    leaks = [*_leaks(files, master.solution_lines), *_secrets(files, assignment.secret)]
    if leaks:
        raise ReleaseError("\n  ".join([f"{name}: the release would give away", *leaks]))
    return files


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReleaseError(f"{path} is missing: students need it") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseError(f"{path}: {error}") from error


def _given(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in (path for name in FOLDERS for path in sorted((folder / name).rglob("*"))):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside.parts):
            yield inside.as_posix(), path


def _leaks(files: Mapping[str, bytes], solution: frozenset[str]) -> Iterator[str]:
    """Yield each line of a solution that stands in a text that students get, comments included."""
    for name, data in files.items():
        # In a notebook's JSON a line carries escapes; the script holds the same text without.
        if name.endswith(".ipynb") or b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
            if (word := line.strip().removeprefix("#").strip()) in solution:
                yield f"a solution line in {name}, line {number}: {word}"


def _secrets(files: Mapping[str, bytes], secret: str) -> Iterator[str]:
    for name, data in files.items():
        if secret and secret.encode() in data:
            yield f"the course's secret in {name}"
