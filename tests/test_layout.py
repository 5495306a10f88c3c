"""The layout that DESIGN promises, read from the source: who imports whom, and what is nowhere."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder
from autograder.assignment import load_assignment, load_course

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "autograder"
MODULES = sorted(PACKAGE.rglob("*.py"))

LEAVES = {
    "archive",
    "text",
    "digest",
    "forked",
    "interruption",
    "loading",
    "nested",
    "_version",
}  # import nothing of ours; anybody may use them
ORDER = (
    {"errors"},
    {"results"},
    {"assignment"},
    {"scoring", "marks", "released", "wheel"},
    {"telling"},
    {"submission", "sandbox", "diagnosis", "release", "starting", "reports", "measure"},
    {"suite"},
    {"grading", "checking"},
    {"rehearsal"},
    {"batch", "platforms", "verify", "notebook"},
    {"cli"},
)

# What runs in the process of the student's code starts from these.
WORKER_ENTRIES = ("autograder.sandbox.zygote", "autograder.sandbox.worker")


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_bytes(), path)


def names(path: Path) -> str:
    """Return a path as people name it."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """Return the dotted name of a file of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


BY_NAME = {module_name(path): path for path in MODULES}


def imports(node: ast.AST, *, nested: bool = True) -> Iterator[str]:
    """Give the names of the modules that code imports, in functions too unless `nested` is False."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, "imports are absolute"
            module = part.module or ""
            for alias in part.names:
                full = f"{module}.{alias.name}"
                yield full if full in BY_NAME else module
        elif isinstance(part, ast.If) and "TYPE_CHECKING" in ast.unparse(part.test):
            yield from imports(ast.Module(part.orelse, []), nested=nested)
        elif nested or not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from imports(part, nested=nested)


def part_of(module: str) -> str:
    """Return which part of the package a module belongs to: `sandbox`, `results`."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_imports_point_one_way(path: Path) -> None:
    """A part imports parts before it and leaves, and never its neighbours or those after it."""
    part = part_of(module_name(path))
    rank = {name: number for number, group in enumerate(ORDER) for name in group}
    ours = {part_of(name) for name in imports(tree(path)) if name.split(".")[0] == "autograder"}
    others = ours - {part} - LEAVES
    if part == "":
        assert others == set(), "the package itself stays light: the student's process loads it"
    elif part in LEAVES:
        assert others == set()
    else:
        assert part in rank, f"{part} is new: say in DESIGN and here where it belongs"
        assert [name for name in others if rank.get(name, -1) >= rank[part]] == []


def worker_side() -> dict[str, Path]:
    """Return the modules that the student's process loads, packages on the way included."""
    found: dict[str, Path] = {}
    waiting = list(WORKER_ENTRIES)
    while waiting:
        name = waiting.pop()
        if name not in found and name in BY_NAME:
            found[name] = BY_NAME[name]
            waiting += [name.rpartition(".")[0], *imports(tree(BY_NAME[name]))]
    return found


def test_the_students_process_loads_nothing_of_the_graders() -> None:
    """The standard library and its own side of the sandbox alone."""
    side = worker_side()
    assert {"autograder.sandbox.jail.plan", "autograder.sandbox.wire"} <= set(side)
    strangers = {
        (name, other)
        for name, path in side.items()
        for other in imports(tree(path), nested=False)
        if other.split(".")[0] not in sys.stdlib_module_names and not other.startswith("autograder.")
    }
    assert strangers == set()
    assert {name for name in side if part_of(name) not in {"", "_version", "sandbox"}} == set()
    assert not {"client", "launcher", "stops"} & {name.split(".")[-1] for name in side}


def test_numpy_is_loaded_by_who_uses_arrays() -> None:
    """Within a function, and no other package with it."""
    strangers = {
        other.split(".")[0]
        for path in worker_side().values()
        for other in imports(tree(path))
        if other.split(".")[0] not in {*sys.stdlib_module_names, "autograder"}
    }
    assert strangers <= {"numpy"}


def test_loading_the_students_process_loads_the_standard_library_alone() -> None:
    """What the source promises holds when it is executed."""
    program = f"""
import importlib, sys
for name in {WORKER_ENTRIES!r}:
    importlib.import_module(name)
print(*sorted({{name.split(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names)))
"""
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}){program}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert set(done.stdout.split()) <= {"autograder", "__main__", "__mp_main__"}


CHECKED = sorted(
    path
    for folder in ("autograder", "solutions", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if not {"golden", "attacks"} & set(path.parts)
)


MASTERS = [
    path
    for path in CHECKED
    if path.parent.parent == ROOT / "solutions" and path.stem == path.parent.name
]


def test_no_file_is_long() -> None:
    """Small is a feature: what does not fit into 300 lines is two things. Notebooks count by cells."""
    long = {
        names(path): lines
        for path in CHECKED
        if path not in MASTERS and (lines := path.read_bytes().count(b"\n")) > 300
    }
    assert long == {}


def test_no_cell_is_long() -> None:
    """A student sees what she works on without scrolling far."""
    assert MASTERS
    for path in MASTERS:
        cells = path.read_text(encoding="utf-8").split("\n# %%")
        assert max(cell.count("\n") for cell in cells) <= 120, names(path)


# Words of the first course, as identifiers or in text that the program uses. Not among them: "kernel"
# (Linux and Jupyter have one), "padding" (so have terminals and hashes), "filter", "layer" (the jail's)
# and bare "pool" (of processes).
LAYER_WORDS = re.compile(
    r"convol|conv\d*d?(?![a-z])|pooling|(max|avg|average)_?pool|stride|lenet|alexnet|\bvgg|im2col|softmax"
    r"|relu(?![a-z])|logits|cross_?entropy|minibatch",
    re.IGNORECASE,
)
# Names of assignments and questions that are English words.
ORDINARY_WORDS = {"filters", "training", "accuracy", "network", "speed"}


def course_words() -> set[str]:
    """Return the names of the course's assignments and questions."""
    course = load_course(ROOT / "solutions")
    assignments = [load_assignment(course, name) for name in course.assignments]
    questions = {question.id for assignment in assignments for question in assignment.questions}
    return ({*course.assignments} | questions) - ORDINARY_WORDS


def words(path: Path) -> Iterator[str]:
    """Give the identifiers and the texts of a file, but no docstrings: examples need a subject."""
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.value
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(value := getattr(node, field, None), str):
                yield value


def test_the_package_knows_no_assignment() -> None:
    """A second course in another subject needs no change to it."""
    of_the_course = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(course_words())))
    found = {
        (names(path), word)
        for path in MODULES
        for word in words(path)
        if LAYER_WORDS.search(word) or of_the_course.search(word)
    }
    assert found == {("autograder/sandbox/wire/views.py", "strides")}  # NumPy's word


def test_the_words_of_the_course_would_be_found(tmp_path: Path) -> None:
    """In names, attributes, arguments and text, but not in a docstring or a longer word."""
    sample = tmp_path / "sample.py"
    lines = [
        '"""Conv2d."""',
        "def f(max_pool_size):",
        "    'stride'",
        "    x.MaxPool = 'im2col'",
        "    convert = pool = 0",
    ]
    sample.write_text("\n".join(lines))
    assert sorted(w for w in words(sample) if LAYER_WORDS.search(w)) == [
        "MaxPool",
        "im2col",
        "max_pool_size",
    ]
    assert "pad2d" in course_words()


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict"}


def mutable_globals(module: ast.Module) -> Iterator[str]:
    """Give the variables of a module that functions could fill, constants in capitals excepted."""
    for node in ast.walk(module):
        if isinstance(node, ast.Global):
            yield from node.names
    for node in module.body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)):
            continue
        made = isinstance(node.value, ast.Call) and ast.unparse(node.value.func).split(".")[-1] in MAKERS
        if made or isinstance(node.value, MUTABLE):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            texts = (ast.unparse(target) for target in targets)
            yield from (text for text in texts if not text.startswith("__") and text != text.upper())


@pytest.mark.parametrize("path", MODULES, ids=names)
def test_no_module_keeps_state(path: Path) -> None:
    """What one submission leaves behind cannot reach the next through a global."""
    assert list(mutable_globals(tree(path))) == []


def test_state_would_be_found() -> None:
    """Displays, calls and `global`, but neither constants nor locals."""
    lines = ["a = []", "_b: dict = {}", "C = {}", "__all__ = []", "d = collections.deque()"]
    source = "\n".join([*lines, "def f():", "    global e", "    g = []"])
    assert sorted(mutable_globals(ast.parse(source))) == ["_b", "a", "d", "e"]


def test_public_names_are_few() -> None:
    """Whoever adds one adds it here: it is a promise."""
    assert autograder.__all__ == ["__version__", "check", "ready"]
    assert all(hasattr(autograder, name) for name in autograder.__all__)
