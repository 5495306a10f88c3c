"""Calls into a submission: values, errors, callables, objects, limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.sandbox.stops import (
    CallTimeout,
    FilesExceeded,
    OutputExceeded,
    StudentError,
    WorkerCrashed,
)
from autograder.sandbox.wire import Handle
from autograder.suite.recording import Recorder
from autograder.suite.remote import RemoteStudent
from tests.execution.conftest import Runner


def test_values_go_and_come_back(notebook: Runner) -> None:
    """Of every kind that a suite may send."""
    attempt = notebook("def f(*args, **kwargs):\n    return args, kwargs")
    sent: tuple[Any, ...] = (None, True, 3, 2**80, -0.5, 1j, "\N{GRINNING FACE}", [1, (2, {"a": {3}})])
    args, kwargs = attempt.call("f", sent, {"x": np.arange(6.0).reshape(2, 3)[:, ::2]}).value
    assert args == sent
    assert np.array_equal(kwargs["x"], [[0, 2], [3, 5]])


def test_an_error_has_its_type_and_the_students_own_frames(notebook: Runner) -> None:
    """Libraries in between are left out; the innermost of hers is what she sees."""
    attempt = notebook(
        "import numpy as np\ndef g(x):\n    return np.linalg.inv(x)",
        "class Mine(KeyError):\n    pass\ndef f(x):\n    return g(x)\ndef h():\n    raise Mine('k')",
    )
    with pytest.raises(StudentError) as raised:
        attempt.call("f", (np.zeros((2, 2)),), {})
    assert [(frame.label, frame.line) for frame in raised.value.frames] == [
        ("code cell 2", 4),
        ("code cell 1", 3),
    ]
    with pytest.raises(StudentError) as subclass:
        attempt.call("h", (), {})
    assert isinstance(subclass.value, KeyError)
    assert attempt.sources.describe(subclass.value, with_message=True).startswith("Mine: 'k'")


@pytest.mark.parametrize(
    ("raising", "kind"),
    [
        ("raise ValueError('x')", ValueError),
        ("raise NotImplementedError", NotImplementedError),
        ("[][1]", IndexError),
        ("assert False", AssertionError),
        ("raise SystemExit(0)", StudentError),
        ("raise KeyboardInterrupt", StudentError),
        ("raise GeneratorExit", StudentError),
        ("raise BaseException", StudentError),
        ("raise ExceptionGroup('x', [ValueError()])", StudentError),
        ("b'\\xff'.decode()", UnicodeError),
        ("open('missing')", FileNotFoundError),
        ("f()", RecursionError),
    ],
)
def test_what_a_function_raises_is_data(notebook: Runner, raising: str, kind: type[Exception]) -> None:
    """An exception of the built-in type, whatever it would do to the grader."""
    attempt = notebook(f"def f():\n    {raising}")
    with pytest.raises(kind) as raised:
        attempt.call("f", (), {})
    assert isinstance(raised.value, StudentError)


def test_hostile_errors_are_data_too(notebook: Runner) -> None:
    """One whose text cannot be had, and one that lies about its class."""
    attempt = notebook(
        "class Mute(ValueError):\n    def __str__(self):\n        raise self\n"
        "class Liar(Exception):\n    __class__ = property(lambda self: 1 / 0)\n"
        "def f():\n    raise Mute\ndef g():\n    raise Liar"
    )
    with pytest.raises(ValueError, match="cannot be shown"):
        attempt.call("f", (), {})
    with pytest.raises(StudentError):
        attempt.call("g", (), {})


def test_folders_that_are_left_do_no_harm(notebook: Runner) -> None:
    """Two thousand in each other, deeper than a path can be, are removed."""
    attempt = notebook(
        "import os\ndef dig():\n    for _ in range(2000):\n        os.mkdir('x'); os.chdir('x')"
    )
    with pytest.raises(FilesExceeded):
        attempt.call("dig", (), {})
    attempt.close()
    assert notebook("def f():\n    return 2").call("f", (), {}).value == 2


def test_objects_stay_where_they_are(notebook: Runner) -> None:
    """Their methods can be called, and they can be passed on."""
    attempt = notebook(
        "class Layer:\n    def __init__(self, k):\n        self.k = k\n"
        "    def forward(self, x):\n        return self.k * x\n"
        "    def again(self):\n        return Layer(self.k + 1)\n"
        "def total(layers, x):\n    return sum(layer.forward(x) for layer in layers)\n"
        "def several():\n    return [Layer(1), Layer(2)]"
    )
    student = RemoteStudent(attempt, Recorder())
    layer = student.Layer(3)
    assert layer.type_name == "Layer"
    assert layer.forward(np.float64(2)) == 6
    assert layer.again().forward(1) == 4
    assert student.total([layer, layer.again()], 2) == 14
    assert [one.forward(1) for one in student.several()] == [1, 2]
    with pytest.raises(NameError, match="`backward` is not defined"):
        layer.backward(1)


def test_what_is_due_as_an_object_is_one_though_it_is_a_list(notebook: Runner) -> None:
    """Also where a base class of hers is what inherits, and where it is passed on."""
    attempt = notebook(
        "class Layer(list):\n    def forward(self, x):\n        return [len(self), *x]\n"
        "class Pool(Layer):\n    pass\n"
        "class Net(dict):\n    @classmethod\n    def depth(cls):\n        return 5\n"
        "class Tanh(float):\n    def forward(self, x):\n        return self + x\n"
        "def through(layer, x):\n    return layer.forward(x)"
    )
    student = RemoteStudent(attempt, Recorder())
    assert student.Pool([1, 2]).forward([7]) == [2, 7]
    assert student.through(student.Layer(), [7]) == [0, 7]
    assert student.Net().depth() == 5
    assert student.Tanh(1).forward(2) == 3


def test_what_is_due_as_data_is_data_though_a_class_makes_it(notebook: Runner) -> None:
    """A table that inherits from list, and fills itself, is a list."""
    attempt = notebook(
        "class table(list):\n    def __init__(self, n):\n        self.row(n)\n"
        "    def row(self, n):\n        self.append(n)"
    )
    assert attempt.call("table", (3,), {}).value == [3]


def test_what_a_function_returns_is_data_though_it_has_methods(notebook: Runner) -> None:
    """Named tuples, with methods of their own too, and dicts whose keys are attributes."""
    attempt = notebook(
        "from collections import Counter, namedtuple\nfrom typing import NamedTuple\n"
        "Pair = namedtuple('Pair', 'dx dw')\n"
        "class Gradients(NamedTuple):\n    dx: int\n    dw: int\n"
        "    def norm(self):\n        return self.dx\n"
        "class Attributes(dict):\n    def first(self):\n        return 1\n"
        "def f():\n    return Pair(1, 2), Gradients(3, 4), Attributes(a=5), Counter('aa')\n"
        "def g():\n    return Gradients(1, 2)"
    )
    assert attempt.call("f", (), {}).value == ((1, 2), (3, 4), {"a": 5}, {"a": 2})
    assert attempt.call("g", (), {}).value == (1, 2)
    assert attempt.call("Pair", (1, 2), {}).value == (1, 2)


def test_an_object_is_lost_with_its_process(notebook: Runner) -> None:
    """The error says so; it is no answer of another object."""
    attempt = notebook(
        "class A:\n    def f(self):\n        return 1\ndef die():\n    import os; os._exit(0)"
    )
    student = RemoteStudent(attempt, Recorder())
    a = student.A()
    assert a.f() == 1
    with pytest.raises(WorkerCrashed, match="the Python process ended") as ended:
        student.die()
    assert ended.value.detail == "exit code 0"
    assert "exit code" not in str(ended.value)
    for use in (a.f, lambda: student.take(a), lambda: student.take([a])):
        with pytest.raises(WorkerCrashed, match="the object was lost"):
            use()


def test_arguments_that_are_left_alone_have_not_changed(notebook: Runner) -> None:
    """Of any kind, also where they are read, sorted elsewhere, or passed to a callable and kept."""
    attempt = notebook(
        "kept = []\n"
        "def f(*args, **kwargs):\n"
        "    kept.append((args, kwargs))\n"
        "    for value in args:\n"
        "        repr(value), callable(value) and value(1.0)\n"
        "        isinstance(value, list) and sorted(value, key=id)\n"
        "    return len(kept)"
    )
    nested = [
        np.arange(6.0).reshape(2, 3).T,
        {"a": [np.zeros(2), {1, 8, 0}], (1, 2): None},
        float("nan"),
    ]
    plain = (
        None,
        True,
        2**80,
        1j,
        "text",
        b"bytes",
        bytearray(b"b"),
        np.float32(0.1),
        {3, "x"},
        (1, [2]),
    )
    arrays = (
        np.zeros((0, 3)),
        np.array(2.5),
        np.full(3, np.nan),
        np.ones(100_000, np.uint8),
        np.eye(2, dtype=">f8"),
    )
    for _ in range(2):
        assert attempt.call("f", (*plain, *arrays, nested, abs), {"x": nested, "y": abs}).changed == ()


def test_changed_arguments_are_noticed(notebook: Runner) -> None:
    """Arrays, lists within lists and keywords; by value, so a change and its undoing is none."""
    attempt = notebook(
        "def change(x, y=None):\n    x[0] = 9\n    return 1\n"
        "def deep(x):\n    x[1].append(2)\n"
        "def keyword(x, y=None):\n    y *= 2\n"
        "def undone(x):\n    x += 1; x -= 1\n"
        "def shape(x):\n    x.shape = (2, 2)\n"
    )
    student = RemoteStudent(attempt, Recorder())
    student.change(np.zeros(3), y=np.zeros(2))
    assert student.last_call.modified == ("argument 1",)
    student.deep([1, []])
    assert student.last_call.modified == ("argument 1",)
    student.keyword(1, y=np.ones(2))
    assert student.last_call.modified == ("y",)
    student.undone(np.zeros(4))
    assert not student.last_call.modified
    student.shape(np.zeros(4))
    assert student.last_call.modified == ("argument 1",)


def test_time_is_counted_in_seconds_of_computing(notebook: Runner) -> None:
    """A call that waits has ten times as long, and one that computes is stopped."""
    attempt = notebook(
        "import time\ndef wait():\n    time.sleep(1.3); return 1\ndef spin():\n    while True: pass"
    )
    assert attempt.call("wait", (), {}).value == 1
    with pytest.raises(CallTimeout, match="stopped after 1 seconds of computing"):
        attempt.call("spin", (), {})
    assert attempt.call("wait", (), {}).value == 1


def test_memory_is_bounded(notebook: Runner) -> None:
    """A MemoryError of the student's own, and the worker goes on."""
    attempt = notebook("import numpy as np\ndef f(n):\n    return float(np.ones(n * 2**20).sum())")
    assert attempt.call("f", (4,), {}).value == 4 * 2**20
    with pytest.raises(MemoryError):
        attempt.call("f", (100,), {})
    assert attempt.call("f", (1,), {}).value == 2**20


def test_what_is_printed_is_kept_apart_for_each_call(notebook: Runner) -> None:
    """Output without end is cut, and a flood of it ends the worker."""
    attempt = notebook(
        "def say(x):\n    print(x)\ndef much():\n    print('y' * 100_000)\n"
        "def flood():\n    while True: print('z' * 10_000)"
    )
    attempt.call("say", ("hello",), {})
    assert attempt.take_output() == "hello\n"
    attempt.call("much", (), {})
    assert len(attempt.take_output()) < 20_000
    with pytest.raises(OutputExceeded, match="printed more than 8 MB"):
        attempt.call("flood", (), {})


def test_what_is_no_data_is_a_handle(notebook: Runner) -> None:
    """Nothing that it defines runs in the grader."""
    attempt = notebook(
        "class Odd:\n    def __eq__(self, other): return True\ndef f():\n    return [Odd(), 1]"
    )
    odd, one = attempt.call("f", (), {}).value
    assert isinstance(odd, Handle)
    assert odd != one
