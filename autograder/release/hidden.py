"""What of staff's own files would get into students' hands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from autograder.assignment import FAULTS, HIDDEN_SUITES, PUBLIC_SUITE, Assignment

_TEST = re.compile(r"def (test_\w+)\(")


def hidden_parts(assignment: Assignment, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a sentence for each file of a release that is staff's, or has a hidden test in it.

    Args:
        assignment: what is released.
        files: the release, by path.
    """
    folder = assignment.folder
    staffs = [assignment.master, *folder.glob(HIDDEN_SUITES), *folder.glob(FAULTS)]
    contents = {path.read_bytes(): path.name for path in staffs if path.is_file()}
    hidden = {name for path in folder.glob(HIDDEN_SUITES) for name in _tests(path.read_bytes())}
    public = folder / PUBLIC_SUITE
    hidden -= _tests(public.read_bytes()) if public.is_file() else set()
    for name, data in files.items():
        if data in contents:
            yield f"{contents[data]} as {name}"
        elif found := hidden.intersection(_TEST.findall(data.decode("utf-8", "replace"))):
            yield f"the hidden test {min(found)} in {name}"


def _tests(source: bytes) -> set[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return set()  # which is said where the suite is collected
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if node.name.startswith("test_")}
