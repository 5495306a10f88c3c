"""Notebook cells as plain Python: magic is found where a notebook finds it, and nowhere else."""

from __future__ import annotations

import ast
import warnings
from pathlib import Path

import pytest
from IPython.core.magics.display import DisplayMagics
from IPython.core.magics.execution import ExecutionMagics
from IPython.core.magics.osm import OSMagics
from IPython.core.magics.script import ScriptMagics

from autograder.sandbox.notebook_runtime import magics
from autograder.sandbox.notebook_runtime.magics import Transformed, WrittenFile, transform

ROOT = Path(__file__).resolve().parents[2]
OWN_FILES = sorted((ROOT / "autograder").rglob("*.py"))


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("%pip install x\n%cd ..\n%config A.b = 'c'\n%who", "pass\npass\npass\npass"),
        ("% matplotlib inline", "pass"),
        ("%timeit f(x)", "pass"),
        ("%%capture", "pass"),
        ("if x:\n\t%ls\n    ", "if x:\n\tpass\n    "),
        ("%ls \\\n -l \\\n .\nx = 1", "pass\n\n\nx = 1"),
        ("%cd don't\n%ls (\nx = 1\n%ls", "pass\npass\nx = 1\npass"),
        ("x = 1\n\n# note\\\n%ls", "x = 1\n\n# note\\\npass"),
        ("s = '''\n'''; x = (\n1)\n%ls", "s = '''\n'''; x = (\n1)\npass"),
        ("x = 1\r\n%ls\r\ny = 2\r%ls", "x = 1\npass\ny = 2\npass"),
    ],
)
def test_line_magics_become_pass(cell: str, python: str) -> None:
    """Where a statement starts, with the lines that backslashes add, at the same indentation."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("!pip install numpy", "pass"),
        ("!!ls", "pass"),
        ("! ls \\\n  -l", "pass\n"),
        ("if x:\n    !echo \"it's\n    y = 1", "if x:\n    pass\n    y = 1"),
    ],
)
def test_shell_lines_become_pass(cell: str, python: str) -> None:
    """Whatever quotes they leave open."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("np.zeros?", "pass"),
        ("np.zeros?? \nx = 1", "pass \nx = 1"),
        ("print?  # why", "pass  # why"),
        ("?np.zeros", "pass"),
        ("??", "pass"),
        ("np.*load*?", "pass"),
        ("%time?", "pass"),
        ("%%time?\nx = 1", "pass\nx = 1"),
        ("if x:\n    a[0]?\n", "if x:\n    pass\n"),
        ("f(1,\n  2).shape?\nx = 1", "pass\n\nx = 1"),
    ],
)
def test_questions_become_pass(cell: str, python: str) -> None:
    """Before a name or behind it."""
    assert transform(cell).source.split("\n") == python.split("\n")


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%time x = f()", "x = f()"),
        ("if a:\n    %time x = f(); y = 2", "if a:\n    x = f(); y = 2"),
        ("%time x = f(1,\n        2)\n%ls", "x = f(1,\n        2)\npass"),
        ("%time --no-raise-error x = 1", "x = 1"),
        ("%time %time x = 1", "x = 1"),
        ("%time %ls\n%time !ls\n%time f?", "pass\npass\npass"),
        ("%time\nif a:\n    %time # nothing", "pass\nif a:\n    pass"),
        ("%prun -l 5 -s cumulative -q x = f()", "x = f()"),
        ("%prun -l 5", "pass"),
    ],
)
def test_a_timed_statement_runs(cell: str, python: str) -> None:
    """`%time` and `%prun` run what they time, so what it binds is kept."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("x = %time f()", "x = f()"),
        ("x = %time f(1,\n  2)\n%ls", "x = f(1,\n  2)\npass"),
        ("x = %timeit -o f()", "x = None"),
        ("x = %time", "x = None"),
        ("x = %time !ls", "x = []"),
        ("x=!ls *.py \\\n  # it's\ny = 1", "x=[]\n\ny = 1"),
        ("a, (b, c) = x[d == 1] = %magic (", "a, (b, c) = x[d == 1] = None"),
        ("x: int = %magic", "x: int = None"),
        ("if a: x = !ls", "if a: x = []"),
    ],
)
def test_assigned_magic_becomes_a_value(cell: str, python: str) -> None:
    """An empty list for a shell line, None for a magic, and the value itself for `%time`."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize(
    "cell",
    [
        "y = (10\n  % s)",
        "y = 10 \\\n  % s \\\n  %s",
        "s = '''\n%ls\n!ls\n?x\nx?\n'''",
        's = """it\'s \\"""\n%ls\n"""\n',
        "s = 'a\\\n%ls'",
        "s = r'\\'\ny = [1\n%x]",
        "y = 100 % x + a %b",
        "y = f'{100 % x:%H} %s'  # %ls ?",
        "y = x != 1  # really?",
        "y = 'why?'\nz = '''\nwhy?\n'''",
        "# %ls\n    # !ls\n#?",
        "d = {1: 2,\n%x: 3}",
        "x %= 3\ny = z = 5",
        "y = f(a=\n%x)",
        "y = f'''{\n%x}'''",
        "y = f'''\n%ls {x}\n!ls'''",
        "y = f'{x!r}{x = !r}{x:!>3}'",
        "if'{'in x: y = [\n%x]",
    ],
)
def test_python_is_left_alone(cell: str) -> None:
    """A sign that continues an expression, or is text, is no magic; magic after it is still seen."""
    assert transform(cell) == Transformed(cell)
    assert transform(cell + "\n%ls") == Transformed(cell + "\npass")


@pytest.mark.parametrize(
    "text",
    [
        "f'{x:#>{w}}'",
        'f"{x:\'^10}"',
        "f'{d[\"(\"]}'",
        "rf'\\{x[\"(\"]}'",
        "f'{{(' '}}'",
        "f'{{{x}}}('",
        "f'{(lambda: 1)()}'",
        "f'\\N{LEFT PARENTHESIS}\\\\{x}'",
        "f'{x:{y:{z}}}'",
        # Python 3.12 or later from here on.
        "f'{d['(']}'",
        "f'{d['it\"s (']}'",
        "f\"{'\\n'.join(x)}\"",
        "f'{\nx  # it's }\n}('",
        "f'''{'''('''}'''",
        "f'{f'{f'{'('}'}'}'",
    ],
)
def test_f_strings_end_where_they_do(text: str) -> None:
    """Quotes, brackets and number signs in them open nothing that lasts."""
    assert transform(f"y = {text}\n%ls").source == f"y = {text}\npass"


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%run helpers.py", "get_ipython().run_line_magic('run', 'helpers.py')"),
        (
            "x = 1\n  % run -i a.py \\\n 3\ny",
            "x = 1\n  get_ipython().run_line_magic('run', '-i a.py 3')\n\ny",
        ),
        ("%time %pylab inline", "get_ipython().run_line_magic('pylab', 'inline')"),
        ("%run?\n%runner x\n%%run x", "pass\npass\npass"),
    ],
)
def test_magic_that_binds_names_is_called(cell: str, python: str) -> None:
    """As IPython does it: what it binds is what the notebook goes on with."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize("magic", ["time", "capture", "capture out --no-stderr", "prun -l 5", "time?"])
def test_bodies_that_bind_names_run(magic: str) -> None:
    """Their names persist in a notebook; magic in them is handled as anywhere else."""
    assert transform(f"%%{magic}\n%ls\nx = 1\n") == Transformed("pass\npass\nx = 1\n")


@pytest.mark.parametrize(
    "magic", ["timeit -n 1", "bash", "sh", "html", "js", "latex", "script false", "python3", "!", "R"]
)
def test_other_bodies_are_left_out(magic: str) -> None:
    """They are not Python, or bind nothing in the notebook."""
    assert transform(f"\n%%{magic}\necho 'it\n%%time\nx = 1\n") == Transformed("\npass\n\n\n\n")


def test_each_cell_magic_of_ipython_is_known() -> None:
    """None is left to the guess that is made for extensions."""
    known = magics._RUN | magics._LEFT_OUT | magics._WRITES
    for group in (DisplayMagics, ExecutionMagics, OSMagics, ScriptMagics):
        assert set(group.magics["cell"]) <= known


def test_the_body_of_an_unknown_magic_runs_if_it_is_python() -> None:
    """Most extensions run it; that one is not loaded here must cost nothing."""
    assert transform("%%tutor --h\nx = 1\n!ls") == Transformed("pass\nx = 1\npass")
    assert transform("%%dot\ngraph { it's }\n%ls") == Transformed("pass\n\n")
    assert transform("x = 1\n%%dot\n%%time\ngraph {\n") == Transformed("x = 1\npass\n\n\n")


def test_a_broken_escape_under_an_unknown_magic_warns_nobody() -> None:
    """Python itself warns when the body is executed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert transform("%%tutor\nx = '\\d'").source == "pass\nx = '\\d'"


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("# note\n\n%%time\nx = 1", "# note\n\npass\nx = 1"),
        ("%%time\n\n%%capture out\nx = 1", "pass\n\npass\nx = 1"),
        ("%%time x = 1\ny = 2", "x = 1\ny = 2"),
        ("x = 1\n%%bash\nit's", "x = 1\npass\n"),
        ("if x:\n    %%time\n    y = 1", "if x:\n    pass\n    y = 1"),
        ("y = 1; x = %a = 2", "y = 1; x = None"),
        ("np.zeros?  # why\nx = 1", "pass  # why\nx = 1"),
        ("!echo (\nx = 1\nint?", "pass\nx = 1\npass"),
    ],
)
def test_what_ipython_refuses_costs_no_marks(cell: str, python: str) -> None:
    """Deliberately different: in each of these cells IPython gives up, or loses lines."""
    assert transform(cell) == Transformed(python)


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("%%writefile a.py", WrittenFile("a.py", "%ls\nx = 'it\n")),
        ("%%file 'a b.py'", WrittenFile("a b.py", "%ls\nx = 'it\n")),
        ('%%writefile  "a b.py" ', WrittenFile("a b.py", "%ls\nx = 'it\n")),
        ("%%writefile -a a.py", WrittenFile("a.py", "%ls\nx = 'it\n", append=True)),
        ("%%writefile a.py --append", WrittenFile("a.py", "%ls\nx = 'it\n", append=True)),
    ],
)
def test_written_files_are_handed_over(line: str, file: WrittenFile) -> None:
    """Their text as it stands, ending in a line end as IPython has it; nothing stays in the cell."""
    assert transform(f"{line}\n%ls\nx = 'it") == Transformed("pass\n\n", (file,))


def test_a_file_without_a_name_is_not_written() -> None:
    """There is nothing sensible to do with it."""
    assert transform("%%writefile -a\nx = 1") == Transformed("pass\n")


def test_a_cell_that_is_indented_as_a_whole_runs() -> None:
    """A notebook takes the indentation away; mixed tabs and spaces are Python's to judge."""
    assert transform("\n  x = 1\n\n  if x:\n    %ls\n").source == "\nx = 1\n\nif x:\n  pass\n"
    assert transform("  %%bash\n  it's").source == "pass\n"
    assert transform("  x = 1\n\ty = 1").source == "  x = 1\n\ty = 1"
    assert transform("  # note\nx = 1").source == "  # note\nx = 1"


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("y = 'abc", 3),
        ("y = f'{x:5'", 3),
        ("y = )", 3),
        ("y = [1, 2}", 3),
        ("y = (1, 2", 3),
        ("y = $", 3),
        ("y = 1 +", 3),
        ("  y = 1", 3),
        ("y = '''abc", 3),
        ("print()?", 3),
        ("y ?", 3),
        ("y = 1; %ls", 3),
        ("if y: !ls", 3),
        (",f x", 3),
        ("/f x", 3),
        ("y = f(\n%ls", 3),
    ],
)
def test_a_syntax_error_keeps_its_line(broken: str, line: int) -> None:
    """Magic around it is handled, so that the error named is the student's own."""
    python = transform(f"x = 1\n%matplotlib inline\n{broken}\n!ls\nz = 2\n").source
    with pytest.raises(SyntaxError) as caught:
        ast.parse(python)
    assert caught.value.lineno == line
