"""What is left of a text with statements that are no Python, or none that this one can read."""

from __future__ import annotations

import sys

import pytest

from autograder.sandbox.stops import MissingFunctionError
from tests.execution.conftest import Runner

BEFORE, AFTER = "def f(x):\n    return g(x) + 1\n", "def g(x):\n    return 2 * x\n"


@pytest.mark.parametrize(
    "broken",
    [
        "%matplotlib inline",
        "!pip install numpy",
        "x = np.array([1, 2, 3]",
        "x = 1)",
        "x = 'abc",
        "print 'x'",
        "x = = 1",
        "x = \\",
        "def h(x)\n    return x",
        "def h(x):\n    return (x\n\n    # done\n",
        "def h(x):\n    a = [x, 1\n    b = {a: 2)\n    return b",
        "def h(x):",
        "def h(x):\n    # TODO",
        "class H:\n    def a(self):\n        return 1\n   def b(self):\n        return 2",
        "def h(x):\n    a = 1\n        b = 2\n\treturn x",
        "@staticmethod\ndef h(x:\n    pass",
        "@first(\n    1\n)\n@second\nclass H\n    pass",
        "if f(1) == 3\n    print(1)\nelif f(2):\n    print(2)\nelse:\n    print(3)",
        "if f(1) == 3:\n    print(1)\nelse\n    print(3)",
        "try:\n    f(1)\nexcept ValueError\n    pass\nfinally:\n    pass",
        "try:\n    f(1)",
        "for i in range(3)\n    f(i)\nelse:\n    pass",
        "Here I explain what I did.",
    ],
)
@pytest.mark.parametrize("kind", ["script", "notebook"])
def test_a_statement_that_cannot_be_read_loses_no_other(
    request: pytest.FixtureRequest, kind: str, broken: str
) -> None:
    """As one that fails does not: it is left out whole, and told with its line."""
    run: Runner = request.getfixturevalue(kind)
    attempt = run(f"import numpy as np\n{BEFORE}{broken}\n{AFTER}")
    assert attempt.call("f", (3,), {}).value == 7
    for missing in ("h", "H", "x"):
        with pytest.raises(MissingFunctionError, match="is not defined"):
            attempt.call(missing, (), {})
    if kind == "notebook" and broken[0] in "%!":  # which a notebook can read
        assert attempt.failures == []
        return
    (failure,) = attempt.failures
    first, last = 4, 3 + len(broken.rstrip().split("\n"))
    left = "line 4 is left out" if first == last else f"lines 4 to {last} are left out"
    kind_of_error, _, rest = failure.text.partition(": ")
    assert kind_of_error in {"SyntaxError", "IndentationError", "TabError"}
    assert left in rest


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="it reads all of these")
def test_what_only_a_later_python_can_read_loses_no_other_statement(script: Runner) -> None:
    """Each is told, and that this Python is not that one."""
    attempt = script(f"{BEFORE}d = {{'a': 1}}\nprint(f'{{d['a']}}')\ntype Row = list[float]\n{AFTER}")
    assert attempt.call("f", (3,), {}).value == 7
    assert [failure.text.split("\n")[1] for failure in attempt.failures] == [
        "  homework.py, line 4: print(f'{d['a']}')",
        "  homework.py, line 5: type Row = list[float]",
    ]
    assert all("your code is run by Python 3.11" in failure.text for failure in attempt.failures)


def test_statements_of_lines_that_are_not_indented_are_read_whole(script: Runner) -> None:
    """Beside one that cannot be read: in brackets, texts, and after a backslash."""
    attempt = script(
        "x = = 1\n"
        "rows = [\n1,\n2,\n]\n"
        "text = '''first\ndef rows(): pass\n@last\n'''\n"
        "total = 1 + \\\n2\n"
        "def f():\n    '''Text.\n\nfrom a book\n'''\n    return rows, text, total\n"
        "@staticmethod\n\n# why\ndef g():\n    return 1\n"
    )
    assert attempt.call("f", (), {}).value == ([1, 2], "first\ndef rows(): pass\n@last\n", 3)
    assert attempt.call("g", (), {}).value == 1
    assert len(attempt.failures) == 1


def test_no_part_of_a_statement_is_run_where_the_rest_of_it_cannot_be_read(script: Runner) -> None:
    """Nor is a decorator of it taken for one of the next."""
    attempt = script(
        "def twice(f):\n    return lambda x: f(f(x))\n"
        "@twice\ndef f(x:\n    return x + 1\n"
        "def g(x):\n    return x + 1\n"
        "if True:\n    flag = 1\nelse\n    flag = 2\n"
        "def flagged():\n    return 'flag' in globals()\n"
    )
    assert attempt.call("g", (1,), {}).value == 2
    assert attempt.call("flagged", (), {}).value is False


def test_a_broken_function_whose_text_is_not_indented_loses_no_other(script: Runner) -> None:
    """Where the text ends cannot be told for certain; what is read of it is no statement."""
    attempt = script(f"{BEFORE}def h():\n    '''Text\nof two lines.\n    '''\n    return f(1\n{AFTER}")
    assert attempt.call("f", (3,), {}).value == 7
    assert "homework.py, line 4: '''Text" in attempt.failures[0].text


def test_a_text_in_which_nothing_can_be_read_is_told_once(notebook: Runner) -> None:
    """It is prose, perhaps."""
    attempt = notebook("Convolution slides a kernel.\nIt is linear, too.\nThat is all.", AFTER)
    (failure,) = attempt.failures
    assert "code cell 1, line 1: Convolution slides a kernel." in failure.text
    assert "left out" not in failure.text


def test_windows_line_ends_keep_the_lines_in_their_places(script: Runner) -> None:
    """The error names the line that an editor shows."""
    attempt = script(f"{BEFORE}x = = 1\n{AFTER}".replace("\n", "\r\n"))
    assert attempt.call("f", (3,), {}).value == 7
    assert "homework.py, line 3: x = = 1" in attempt.failures[0].text


def test_a_long_text_with_many_mistakes_is_read_in_time(script: Runner) -> None:
    """Each costs its own lines, of which the text may have thousands."""
    text = "".join(f"def f{n}(x):\n    y = [x, {n}\n    return y\n" for n in range(20))
    good = "".join(f"def h{n}(x):\n    y = [x, {n}]\n    return y\n" for n in range(1000))
    attempt = script(f"{text}{good}{AFTER}")
    assert attempt.call("g", (3,), {}).value == 6
    assert attempt.call("h7", (3,), {}).value == [3, 7]


def test_what_is_hardly_a_program_is_told_once(script: Runner) -> None:
    """A page of the web, say, that was saved as Python."""
    page = "".join(f"<p>{n}</p>\n" for n in range(5000))
    (failure,) = script(f"x = 1\n{page}").failures
    assert "homework.py, line 2: <p>0</p>" in failure.text
