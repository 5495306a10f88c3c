"""What a notebook's kernel knows and its file may not: code that was run and not saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.rehearsal.code import Definition, all_definitions, definitions, trees
from autograder.released import read_released
from autograder.submission import Cell
from autograder.submission.names import NOTEBOOK, is_junk, suffix

_NAMED_BY_JUPYTER = "JPY_SESSION_NAME"
_NAMED_BY_VS_CODE = "__vsc_ipynb_file__"


@dataclass(frozen=True)
class Kernel:
    """What was run in a notebook since its kernel started.

    Attributes:
        names: its global names, but for IPython's own.
        history: the text of each cell that was run, oldest first.
    """

    names: Mapping[str, Any]
    history: tuple[str, ...]


@dataclass(frozen=True)
class Unsaved:
    """A function that was run otherwise than it is saved.

    Attributes:
        name: of the function or class.
        saved: its definition in the file, None if there is none.
        older: whether what is in the file was run before, and so is older.
        twin: what was run, where the file defines it, too, and further down something else of that name.
    """

    name: str
    saved: Definition | None
    older: bool
    twin: Definition | None = None


def running_kernel() -> Kernel | None:
    """Return the kernel that this process is, None if it is none."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return None
    hidden = getattr(shell, "user_ns_hidden", {})
    names = {name: value for name, value in shell.user_ns.items() if name not in hidden}
    manager = getattr(shell, "history_manager", None)
    return Kernel(names, tuple(getattr(manager, "input_hist_raw", ())))


def notebook_file(kernel: Kernel, folder: Path) -> Path:
    """Return the file of the notebook whose kernel this is.

    Raises:
        AutograderError: nothing tells which of several it is, or there is none.
    """
    told = (kernel.names.get(_NAMED_BY_VS_CODE), os.environ.get(_NAMED_BY_JUPYTER))
    for name in told:
        if isinstance(name, str) and suffix(name) == NOTEBOOK:
            for path in (folder / name, folder / Path(name).name):
                if path.is_file():
                    return path
    # Where the kernel was started says more than the folder of now: a cell may have gone elsewhere.
    paths = [Path(name) for name in told if isinstance(name, str)]
    for place in (
        *(path.parent for path in paths if path.is_absolute() and path.parent.is_dir()),
        folder,
    ):
        released = read_released(place)
        if released is not None and (place / f"{released.name}{NOTEBOOK}").is_file():
            return place / f"{released.name}{NOTEBOOK}"
        if len(notebooks := _notebooks(place)) == 1:
            return notebooks[0]
    name_it = f'name the file of this one, ready("NAME{NOTEBOOK}")'
    if _notebooks(folder):
        raise AutograderError(f"several notebooks are here: {name_it}")
    raise AutograderError(
        f"no notebook is saved in {folder}: save this one; if a cell has changed the folder (os.chdir), "
        f"{name_it}, with its folder"
    )


def _notebooks(folder: Path) -> list[Path]:
    there = [path for path in sorted(folder.iterdir()) if suffix(path.name) == NOTEBOOK]
    return [path for path in there if not is_junk(path.name) and path.is_file()]


def unsaved(kernel: Kernel, cells: Sequence[Cell]) -> tuple[Unsaved, ...]:
    """Return the functions that are other ones in the kernel than in the saved cells.

    One that is gone from the file is among them; whether that matters, the caller knows.
    """
    run = [definitions(trees([Cell("", source)], script=False)) for source in kernel.history]
    last = {name: found for ran in run for name, found in ran.items()}
    every = tuple(all_definitions(trees(cells, script=False)))
    saved = dict(every)
    found: list[Unsaved] = []
    for name, definition in last.items():
        there = saved.get(name)
        if "." in name or not _alive(kernel, name) or (there and there.code == definition.code):
            continue
        older = there is not None and (
            there.stub or any(name in ran and ran[name].code == there.code for ran in run)
        )
        twin = next((d for other, d in every if other == name and d.code == definition.code), None)
        found.append(Unsaved(name, there, older=older, twin=twin))
    return tuple(found)


def _alive(kernel: Kernel, name: str) -> bool:
    """Tell whether a name still refers to something that a cell has defined."""
    return getattr(kernel.names.get(name), "__module__", None) == "__main__"
