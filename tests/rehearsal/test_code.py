"""What code says of itself without being run."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.rehearsal.code import Tree, definitions, imports, trees
from autograder.rehearsal.siblings import siblings
from autograder.submission import Cell


def read(*sources: str, script: bool = False) -> tuple[Tree, ...]:
    """Return the trees of cells."""
    return trees([Cell(f"cell {n}", source) for n, source in enumerate(sources, 1)], script=script)


def test_the_last_definition_counts() -> None:
    """Of functions, classes and methods, also below an `if`; a cell that is no Python has none."""
    found = definitions(
        read(
            "def f(): pass",
            "x = (",
            "%time x\nif True:\n    def f(): return 1",
            "class A:\n    def m(self): ...",
        )
    )
    assert {name: one.place for name, one in found.items()} == {
        "f": "cell 3, line 3",
        "A": "cell 4, line 1",
        "A.m": "cell 4, line 2",
    }


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ('"""Doc."""\n    raise NotImplementedError("TODO")', True),
        ("x = 1\n    raise NotImplementedError", True),
        ("return 1\n    raise NotImplementedError", False),
        ("if x:\n        raise NotImplementedError\n    return x", False),
        ("pass", False),
    ],
)
def test_a_stub_ends_in_its_error(body: str, stub: bool) -> None:
    """One that is behind a `return`, or for some arguments only, is none."""
    assert definitions(read(f"def f(x):\n    {body}"))["f"].stub is stub


def test_layout_comments_and_docstrings_make_no_difference() -> None:
    """But a name does."""
    one, same, other = (
        definitions(read(text))["f"].code
        for text in (
            "def f(x):  # so\n  return (x)",
            "def f(x):\n\n    '''Doc.'''\n    return x",
            "def f(y): return y",
        )
    )
    assert one == same != other


def test_imports_are_found_everywhere() -> None:
    """With their lines; those that code does without are marked."""
    source = (
        "import a.b\nfrom c import d, e\ndef f():\n    from . import g\n"
        "try:\n    import h\nexcept ImportError:\n    import i\ntry:\n    import j\nfinally:\n    pass"
    )
    found = [(one.line, one.module, one.names, one.optional) for one in imports(read(source))]
    assert found == [
        (1, "a.b", (), False),
        (2, "c", ("d", "e"), False),
        (4, ".", ("g",), False),
        (6, "h", (), True),
        (8, "i", (), False),
        (10, "j", (), False),
    ]


def test_a_scripts_own_runs_are_left_out() -> None:
    """They are not run when it is graded; in a notebook they are."""
    source = 'if __name__ == "__main__":\n    import mine\n    def f(): pass'
    assert not definitions(read(source, script=True))
    assert "f" in definitions(read(source))


def test_modules_are_followed(tmp_path: Path) -> None:
    """Through packages and relative imports; what is not there is not."""
    for name, text in {
        "one.py": "import pack.inner",
        "pack/__init__.py": "",
        "pack/inner.py": "from . import near\nfrom .deep.far import x",
        "pack/near.py": "import one",
        "pack/deep/far.py": "",
        "plain/module.py": "",
        "plain/run.py": "",
        "unused.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    cells = [
        "import one, numpy",
        "%run ./plain/run.py 2\n%run x.ipynb",
        "from plain import module, missing",
    ]
    found = siblings(read(*cells), tmp_path)
    assert found == (
        "one.py",
        "pack/__init__.py",
        "pack/deep/far.py",
        "pack/inner.py",
        "pack/near.py",
        "plain/module.py",
        "plain/run.py",
    )
