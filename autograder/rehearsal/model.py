"""What came of a rehearsal, as data: rendered by whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Stumble:
    """A statement that did not come to a good end.

    Attributes:
        cell: what a student calls where it stands, "code cell 3" or "pooling.py".
        line: of the statement in it, None where that is not known.
        kind: the type of the exception, or how else it ended: "hang", "end" or "crash".
        message: what the exception says, or a sentence.
        inside: where in her own code it was then, if not there: "code cell 2, line 7, in pad2d".
    """

    cell: str
    line: int | None
    kind: str
    message: str
    inside: str = ""

    @property
    def fatal(self) -> bool:
        """Whether it took the process with it."""
        return self.kind in {"hang", "end", "crash"}

    @property
    def no_python(self) -> bool:
        """Whether the text around it is no Python."""
        return self.kind in {"SyntaxError", "IndentationError", "TabError"}

    @property
    def place(self) -> str:
        """Where the statement stands."""
        return self.cell if self.line is None else f"{self.cell}, line {self.line}"

    @property
    def says(self) -> str:
        """What went wrong."""
        what = self.message if self.fatal else f"{self.kind}: {self.message}".rstrip(": ")
        return f"{what} ({self.inside})" if self.inside else what


@dataclass(frozen=True)
class Parameter:
    """One parameter of a function: `default` is None if there is none, else its text or "..."."""

    name: str
    kind: str
    default: str | None = None


@dataclass(frozen=True)
class Found:
    """What a name refers to after the run.

    Attributes:
        callable: whether it can be called.
        parameters: those of a function written in Python, without `self`; None for others.
    """

    callable: bool
    parameters: tuple[Parameter, ...] | None = None


@dataclass(frozen=True)
class Checks:
    """What the public checks say of the final names.

    Attributes:
        outcomes: question and status ("passed", "failed", "unfinished") of each check.
        text: the report, for a terminal; a sentence where there is no report.
        finished: whether there is a report.
        refused: whether there is none because there are no such checks, or they cannot be read.
        notes: what is wrong although checks pass, as a function that changes what it is given.
    """

    outcomes: tuple[tuple[str, str], ...]
    text: str
    finished: bool = True
    refused: bool = False
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return self.finished and all(status == "passed" for _, status in self.outcomes)


@dataclass(frozen=True)
class Checking:
    """Which checks to run in the end.

    Attributes:
        folder: where `test_public.py` lies.
        questions: which of them; none means all.
        colour: whether the text is for a terminal with colours.
        width: of the terminal, in characters.
        encoding: of what the text is printed to, which may lack some signs.
    """

    folder: Path
    questions: tuple[str, ...] = ()
    colour: bool = False
    width: int = 100
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Rehearsal:
    """How a submission ran from top to bottom, as the grader would run it.

    Attributes:
        stumbles: statements that failed, in order.
        skipped: cells that are not run when it is graded.
        names: all global names in the end.
        found: what the functions that were asked about are in the end; a missing one is not in it.
        importable: top-level names of the packages that may be imported.
        checks: what the public checks say, if they were to run.
        printed: what the code printed, the beginning of it.
        seconds: that the cells took.
        problem: why nothing at all could be run, empty where something was.
    """

    stumbles: tuple[Stumble, ...] = ()
    skipped: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    found: Mapping[str, Found] = field(default_factory=dict)
    importable: frozenset[str] = frozenset()
    checks: Checks | None = None
    printed: str = ""
    seconds: float = 0.0
    problem: str = ""
