"""Magic in cells at large: real code, odd text, and IPython itself as the judge."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.notebook_runtime.magics import Transformed, transform

ROOT = Path(__file__).resolve().parents[2]
OWN_FILES = sorted((ROOT / "autograder").rglob("*.py"))


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_real_code_comes_back_unchanged(path: Path) -> None:
    """Also where a magic at its end makes every line of it be read."""
    source = path.read_text(encoding="utf-8")
    assert transform(source) == Transformed(source)
    assert transform(source + "%ls") == Transformed(source + "pass")


def _lines(source: str) -> int:
    return source.replace("\r\n", "\n").replace("\r", "\n").count("\n")


PIECES = ["%", "%%", "!", "?", "'", '"', "''", '""', "\\", "(", ")", "[", "]", "{", "}", "#", "=", ":"]
PIECES += ["\n", "\r", "\r\n", " ", "    ", "\t", "\f", "\0", "\ud800", ",", ";", "/"]
PIECES += ["a", "f", "rf", "N", "time ", "prun -l ", "timeit", "bash", "file ", "tutor"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_cell_keeps_its_lines(cell: str) -> None:
    """No cell is too odd: nothing is raised, no line is lost or added."""
    assert _lines(transform(cell).source) == _lines(cell)


N = 30_000


@pytest.mark.parametrize(
    "cell",
    [
        "%ls\n" * N,
        "%time " * N,
        "%prun " + "-l a " * N,
        "%%unknown\n" * N,
        "(" * N + "\n%ls",
        "%ls\n" + "f'{" * N,
        "%ls\n" + "f'''{x:{" * N,
        "%ls\n" + "'\n" * N,
        "%ls\n" + '"""\\' * N,
        "%ls" + "\\\n" * N,
        "a? " * N + "\n%ls",
        "= " * N + "!",
        "%%file " + "'" * N,
        " " * N * 10 + "x",
        "%ls\n" + "\0'" * N,
        "%%unknown\n" + "(" * N,
    ],
    ids=lambda cell: ascii(cell[:12]),
)
def test_time_grows_with_the_length_alone(cell: str) -> None:
    """A cell made to be slow is not: a quadratic reading would take minutes."""
    started = time.process_time()
    assert _lines(transform(cell).source) == _lines(cell)
    assert time.process_time() - started < 5


def test_nothing_beyond_the_standard_library_is_loaded() -> None:
    """The module runs in the worker, where little can be imported and start-up counts."""
    code = "import sys; from autograder.sandbox.notebook_runtime import magics; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded <= sys.stdlib_module_names | {"__main__", "autograder"}


def _ipython(cell: str) -> str:
    manager = TransformerManager()  # type: ignore[no-untyped-call]
    return manager.transform_cell(cell)


class Notebook:
    """What IPython makes of a cell: its own transformation, with the magics that bind names."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"get_ipython": lambda: self}

    def run(self, cell: str) -> dict[str, Any]:
        """Execute a cell and return what it bound."""
        exec(_ipython(cell), self.names)
        return _plain(self.names)

    def run_line_magic(self, name: str, line: str) -> Any:
        """Execute what is timed; its value where it is an expression."""
        if name != "time":
            return None
        python = _ipython(line)
        try:
            return eval(python, self.names)
        except SyntaxError:
            return exec(python, self.names)

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Execute the body of those that do."""
        if name in {"time", "capture", "prun"}:
            self.run(body)

    def system(self, line: str) -> None:
        """Start nothing."""

    def getoutput(self, line: str) -> list[str]:
        """Start nothing."""
        return []


def _plain(names: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in names.items() if k not in {"__builtins__", "get_ipython"}}


SNIPPETS = [
    "a = 1",
    "%matplotlib inline",
    "%time b = 2",
    "%time b = 2; c = 3",
    "%time !ls",
    "c = %time 3 + 4",
    "d = !ls 'it's \\\n   -l",
    "e = %magic it's",
    "f = (10\n  % 3)",
    "g = 10 \\\n  % 3",
    "h = '''\n%ls\n!ls\nx?\n'''",
    "if True:\n    !ls\n    i = 1\n    %time j = 2",
    "int?",
    "?int",
    "int.real??",
    "k = f'{1:%>5}'  # 100% ?",
    "%cd don't",
    '!echo "unbalanced',
    "# %time l = 1",
    "",
    "!ls \\\n  -l",
    "m = [\n  1,  # don't\n]",
    "n = 7 %2",
    "for o in range(2):\n    pass\n    %timeit o",
    "%time p = 1",
    "%timeit q = 1",
    'r = "a\\\n%b"',
]
HEADS = [
    "",
    "",
    "\n\n",
    "%%time\n",
    "\n%%capture out\n",
    "%%timeit -n 1\n",
    "%%bash\n",
    "%%writefile x\n",
]
HEADS += ["%%time\n%%capture\n", "%%capture\n%%time\n%%timeit\n", "%%prun -l 3\n"]


@settings(deadline=None)  # IPython loads parts of itself late
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(SNIPPETS), min_size=1),
    st.sampled_from(["", "    "]),
)
def test_a_cell_binds_the_names_it_binds_in_a_notebook(
    head: str, snippets: list[str], margin: str
) -> None:
    """IPython's own transformation is the judge of what is magic, and what is not."""
    lines = (head + "\n".join(snippets)).split("\n")
    cell = "\n".join(margin + line if line else line for line in lines)
    names: dict[str, Any] = {}
    exec(transform(cell).source, names)
    assert _plain(names) == Notebook().run(cell)
