"""A stub in percent format as a notebook."""

from __future__ import annotations

from typing import Any

import nbformat

from autograder.errors import ReleaseError

try:
    import jupytext
except ModuleNotFoundError as error:
    raise ReleaseError(
        "a release needs jupytext, which is not installed: pip install 'cnn-autograder[release]'"
    ) from error

_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def to_notebook(stub: str, name: str) -> bytes:
    """Return the notebook (nbformat 4.5) of a stub; cells keep their tags.

    Args:
        stub: Python in Jupytext's percent format.
        name: the assignment's name, from which the cells get their ids.
    """
    notebook: Any = jupytext.reads(stub, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(_METADATA)  # type: ignore[no-untyped-call]
    notebook.nbformat_minor = 5
    for number, cell in enumerate(notebook.cells):
        # An id of our own: a drawn one would change the file each time.
        cell.id = f"{name}-{number:02}"
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.rstrip("\n").encode() + b"\n"
