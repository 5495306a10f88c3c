"""What a submission is once it has been read: source text, nothing executed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEMO = "demo"  # the tag of cells that are not run


@dataclass(frozen=True)
class Cell:
    r"""One code cell of a notebook, or the whole of a script.

    Attributes:
        label: what a student calls it, "code cell 3" or "stride_padding.py".
        source: its text, newlines normalised to "\n".
        tags: the cell's notebook tags ("demo" cells are not run).
    """

    label: str
    source: str
    tags: frozenset[str] = frozenset()

    @property
    def is_demo(self) -> bool:
        """Whether it trains or plots, and is not run."""
        return DEMO in self.tags


@dataclass(frozen=True)
class Submission:
    """One student's work, ready to be sent to a worker.

    Attributes:
        name: the file or folder handed in, without its folders.
        graded_file: the notebook or script inside that is graded (the same as `name` for one file).
        kind: "notebook" or "script".
        sha256: hexadecimal digest of the content handed in, wherever it lies.
        cells: the code cells in order; a script is one cell.
        modules: sibling modules that the code may import, dotted name to source text.
        files: what the assignment asks for beside the code, as far as it is there.
        messages: what the student should know about how it was read.
    """

    name: str
    graded_file: str
    kind: str
    sha256: str
    cells: tuple[Cell, ...]
    modules: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """All code of it: the source of each cell and module, by what a student calls that."""
        files = {f"{name.replace('.', '/')}.py": source for name, source in self.modules.items()}
        return {cell.label: cell.source for cell in self.cells} | files
