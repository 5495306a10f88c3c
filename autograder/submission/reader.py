"""From a path to a `Submission`; whatever is wrong with it becomes one of two errors."""

from __future__ import annotations

import contextlib
import hashlib
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SubmissionNotFoundError, UnreadableSubmissionError
from autograder.submission import limits
from autograder.submission.archive import open_archive
from autograder.submission.bundle import Bundle, refuse_large, size_limit
from autograder.submission.copies import MOST_BYTES, MOST_COPIES, better_copy
from autograder.submission.files import read_files
from autograder.submission.folder import open_folder, read_file
from autograder.submission.helper import UNFINISHED, defines, is_helper, stubs
from autograder.submission.model import Cell, Submission
from autograder.submission.modules import read_modules
from autograder.submission.names import NOTEBOOK, SCRIPT, listed, shown, suffix
from autograder.submission.notebook import read_cells
from autograder.submission.selection import Selection, ambiguous, folder_of, select
from autograder.submission.text import decode_script

_ZIP = ".zip"
_HAND_IN = f"Hand in a notebook ({NOTEBOOK}), a Python file ({SCRIPT}), or a {_ZIP} of them."
_HINTS = {
    ".pyc": "It is compiled: hand in the .py file that it was made from.",
    ".pyo": "It is compiled: hand in the .py file that it was made from.",
    ".html": "It is a copy for reading: hand in the notebook itself (.ipynb).",
    ".pdf": "It is a copy for reading: hand in the notebook itself (.ipynb).",
    ".json": "If it is a notebook that your browser renamed, rename it to end in .ipynb.",
    ".txt": "If it is a notebook or Python file that your browser renamed, take .txt off its name.",
} | dict.fromkeys((".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"), "Pack your files as a .zip.")


def read_submission(path: Path, assignment: str, files: Sequence[str] = ()) -> Submission:
    """Read one submission: a notebook, a script, or a folder or zip of them. Nothing in it is run.

    Args:
        path: the file or folder that a student handed in; a link is refused.
        assignment: the assignment's name, which tells the graded file among others.
        files: names of the files that it asks for beside the code.

    Raises:
        SubmissionNotFoundError: nothing lies at `path`.
        UnreadableSubmissionError: it cannot be read; the text tells the student what to do.
    """
    name = shown(path.name or path.absolute().name)
    try:
        return _read(path, name, assignment, files)
    except (SubmissionNotFoundError, UnreadableSubmissionError):
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableSubmissionError(
            f"{name} cannot be opened ({reason}). Hand it in again; if that does not help, ask the "
            "teaching staff."
        ) from error
    except Exception as error:  # hostile files find ways to fail that nobody lists
        raise UnreadableSubmissionError(
            f"{name} cannot be read ({type(error).__name__}). Save your work anew and hand it in again; "
            "if that does not help, ask the teaching staff."
        ) from error


def _read(path: Path, name: str, assignment: str, files: Sequence[str]) -> Submission:
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # a NUL is a ValueError
        raise SubmissionNotFoundError(f"{shown(str(path))} does not exist; check the path") from error
    if stat.S_ISLNK(status.st_mode):
        # An archive that staff unpacked may have brought it, and it may lead to anybody's work.
        raise UnreadableSubmissionError(f"{name} is a link to another place. Hand in the file itself.")
    if stat.S_ISDIR(status.st_mode):
        return _read_bundle(open_folder(path, name), name, assignment, files)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSubmissionError(f"{name} is not a regular file. {_HAND_IN}")
    kind = suffix(path.name)
    if kind == _ZIP:
        with path.open("rb") as file, open_archive(file, name) as bundle:
            return _read_bundle(bundle, name, assignment, files)
    if kind not in {NOTEBOOK, SCRIPT}:
        raise UnreadableSubmissionError(f"{name} cannot be graded. {_HINTS.get(kind, _HAND_IN)}")
    limit = size_limit(path.name)
    refuse_large(status.st_size, limit, name)
    data = read_file(path, name, limit)
    refuse_large(len(data), limit, name)
    work = _read_work(path.name, data)
    digest = hashlib.sha256(data).hexdigest()
    return Submission(name, name, work.kind, digest, work.cells, messages=work.messages)


@dataclass(frozen=True)
class _Work:
    """One notebook or script, read."""

    file: str
    data: bytes
    kind: str
    cells: tuple[Cell, ...]
    messages: tuple[str, ...]

    @property
    def unfinished(self) -> int:
        """How many parts the student left to be written."""
        return sum(stubs(cell.source) for cell in self.cells)

    @property
    def empty(self) -> bool:
        """Whether it defines nothing, so that it is notes or plots."""
        return not defines(self.source)

    @property
    def source(self) -> str:
        """The text of all cells."""
        return "\n".join(cell.source for cell in self.cells)

    def helps(self, others: Sequence[_Work]) -> bool:
        """Tell whether it is a script that one of the others imports, and no work of its own."""
        module = self.file.rpartition("/")[2].removesuffix(SCRIPT)
        mine = self.source if self.kind == "script" else None
        return mine is not None and any(is_helper(module, mine, other.source) for other in others)


def _read_work(file: str, data: bytes) -> _Work:
    """Return a notebook or script, given its path and bytes."""
    name = shown(file.rpartition("/")[2])
    if suffix(file) == NOTEBOOK:
        return _Work(file, data, "notebook", *read_cells(data, name))
    source = decode_script(data, name)
    if not source.strip():
        raise UnreadableSubmissionError(
            f"{name} is empty. Check that you saved your work, and hand in the file that holds it."
        )
    return _Work(file, data, "script", (Cell(name, source),), ())


def _read_bundle(bundle: Bundle, name: str, assignment: str, asked: Sequence[str]) -> Submission:
    selection = select(bundle.files, assignment, name)
    work, messages = _decide(bundle, selection, assignment)
    budget = limits.CODE_BYTES - sum(len(cell.source.encode()) for cell in work.cells)
    modules = read_modules(bundle, work.file, work.source, budget)
    graded = shown(work.file)
    if passed_over := [file for file in selection.passed_over if file != work.file]:
        messages += (f"{graded} was graded, and not {listed(passed_over)}",)
    beside = read_files(bundle, work.file, asked)
    files = {work.file.removeprefix(folder_of(work.file)): work.data, **modules.files}
    return Submission(
        name=name,
        graded_file=graded,
        kind=work.kind,
        sha256=_digest(files | beside.contents),
        cells=work.cells,
        modules=modules.sources,
        files=beside.contents,
        messages=(*messages, *work.messages, *modules.messages, *beside.messages),
    )


def _decide(bundle: Bundle, selection: Selection, assignment: str) -> tuple[_Work, tuple[str, ...]]:
    """Return the most finished of files that mean the same work, and why it was taken."""
    works: list[_Work] = []
    errors: dict[str, UnreadableSubmissionError] = {}
    for file in selection.rivals:
        data = bundle.read(file)
        try:
            works.append(_read_work(file, data))
        except UnreadableSubmissionError as error:
            errors[file] = error
    if not works:
        raise next(iter(errors.values()))
    works = [work for work in works if not work.helps([other for other in works if other is not work])]
    reasons = tuple(f"{shown(file)} was not graded: {error}" for file, error in errors.items())
    works.sort(key=_rank)
    best, *others = works
    if others and _rank(best) == _rank(others[0]):
        raise ambiguous(selection.rivals, assignment, bundle.name)
    if (copy := _better_copy(bundle, selection.copies, best)) is not None:
        best, others = copy, works
    if not others:
        return best, reasons
    why = "it has all that is finished there, and more" if best is copy else _why(best, others[0])
    message = f"{shown(best.file)} was graded, and not {listed([w.file for w in others])}: {why}"
    return best, (message, *reasons)


def _better_copy(bundle: Bundle, copies: Sequence[str], named: _Work) -> _Work | None:
    """Return the copy that is to be graded in the place of a work, if there is one.

    One that cannot be read is none. What they take is not counted: no more than the named file was
    handed in, where none is better.
    """
    works: dict[str, _Work] = {}
    for file in copies[:MOST_COPIES] if named.unfinished else ():
        with contextlib.suppress(Exception):  # hostile files find ways to fail that nobody lists
            data = bundle.fetch(file, MOST_BYTES)
            if len(data) <= MOST_BYTES:
                works[file] = _read_work(file, data)
    sources = {file: [cell.source for cell in work.cells] for file, work in works.items()}
    best = better_copy([cell.source for cell in named.cells], sources)
    return works[best] if best is not None else None


def _rank(work: _Work) -> tuple[bool, int, bool]:
    return work.empty, work.unfinished, work.kind != "notebook"


def _why(best: _Work, other: _Work) -> str:
    if other.empty and not best.empty:
        return "it defines functions"
    left, least = best.unfinished, other.unfinished
    if left < least:
        return f"it leaves less unfinished ({left} {UNFINISHED} against {least})"
    return "both are equally far, and then the notebook counts"


def _digest(files: Mapping[str, bytes]) -> str:
    """Return a digest of names and contents that depends on neither place nor time."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        # Lengths keep one file's end from passing for the next one's start.
        encoded = name.encode("utf-8", "surrogatepass")
        total.update(b"%d %d\n%b" % (len(encoded), len(data), encoded))
        total.update(data)
    return total.hexdigest()
