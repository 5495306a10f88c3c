"""Files by which `grader.check("conv2d")` of Otter runs the public checks of a question."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDER = "tests"  # where Otter looks, beside the notebook
_FILE = '''"""Has Otter run the checks of this question, which are in {suite}."""

from pathlib import Path

from autograder.notebook import check_namespace
from otter.test_files import test_case

OK_FORMAT = False
name = "{question}"


@test_case(name="{question}")
def public_checks(env):
    report = check_namespace(env, Path.cwd(), [name])
    assert report.passed, report
'''


def otter_tests(source: str, suite: str) -> dict[str, bytes]:
    """Return a test file of Otter's for each question that a suite has checks of.

    Args:
        source: of the public suite.
        suite: its file's name.
    """
    return {
        f"{FOLDER}/{question}.py": _test(question, suite) for question in _questions(ast.parse(source))
    }


def written_tests(folder: Path, suite: str) -> list[str]:
    """Return the names of those that an earlier release wrote into a folder, told by what is in them."""
    return [
        f"{FOLDER}/{path.name}"
        for path in sorted((folder / FOLDER).glob("*.py"))
        if path.is_file() and path.read_bytes() == _test(path.stem, suite)
    ]


def _test(question: str, suite: str) -> bytes:
    return _FILE.format(question=question, suite=suite).encode()


def _questions(tree: ast.Module) -> Iterator[str]:
    """Give what the marks `question` name."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="question"), args=[ast.Constant(value=str(question))]):
                yield question
