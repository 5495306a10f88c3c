"""Functions and classes of the grader's in the places of a submission's own, in a real worker."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox.lender import Cost
from autograder.sandbox.stops import MissingFunctionError, ProtocolViolation, StudentError
from tests.execution.borrowing import FRAME, borrowing, function
from tests.execution.conftest import Runner


def test_a_wrong_function_is_replaced_wherever_it_is_used(notebook: Runner) -> None:
    """In the namespace, in modules beside it, and under other names."""
    helpers = "def twice(x):\n    return 0\ndef g(x):\n    return twice(x) + 1\n"
    own = "from helpers import *\nimport helpers\ndouble = twice\n"
    own += "def f(x):\n    return [twice(x), double(x), helpers.twice(x), g(x), helpers.g(x)]"
    attempt = notebook(own, modules={"helpers": helpers})
    assert attempt.call("f", (3,), {}).value == [0, 0, 0, 1, 1]
    with borrowing(attempt) as call:
        assert call("f", 3) == [6, 6, 6, 7, 7]
    assert attempt.call("f", (3,), {}).value == [0, 0, 0, 1, 1]


@pytest.mark.parametrize("own", ["", "twice = other = None", "def twice(x): raise NotImplementedError"])
def test_a_function_need_not_be_there(notebook: Runner, own: str) -> None:
    """It may be missing, of another kind or unfinished; nothing else is replaced with it."""
    attempt = notebook(own + "\n" + function("return twice(x), globals().get('other')"))
    with borrowing(attempt) as call:
        assert call("f", 3) == (6, None)


def test_what_is_borrowed_has_no_code(notebook: Runner) -> None:
    """There is nothing of the reference to be read in the worker."""
    look = "return [twice.__name__, twice.__doc__, str(twice.__code__.co_consts), str(Scale.__mro__)]"
    with borrowing(notebook(function(look))) as call:
        told = "".join(map(str, call("f")))
    assert "Double" not in told
    assert "secret" not in told


def test_arguments_and_answers_are_arrays(notebook: Runner) -> None:
    """Which a call may change in place."""
    body = "y = twice(x)\ngrow(y)\nreturn [y, twice((1, 2)), twice('a')]"
    with borrowing(notebook(function(body))) as call:
        array, pair, text = call("f", np.array([1.0, 2.0]))
    np.testing.assert_array_equal(array, [3.0, 5.0])
    assert (pair, text) == ((1, 2, 1, 2), "aa")


def test_an_error_says_its_kind_and_no_more(notebook: Runner) -> None:
    """What the reference says of itself is the reference's."""
    with borrowing(notebook(function("return twice(x)"))) as call:
        with pytest.raises(ValueError, match="`twice` could not work with these arguments") as caught:
            call("f", np.zeros((1, 1, 1, 1)))
        assert isinstance(caught.value, StudentError)
        with pytest.raises(TypeError):
            call("f", None)


OBJECTS = {
    "attributes": """
        s = Scale(2, start=3.0)
        return list(s.weight) == [3, 3] and s.seen is None and type(s).__name__ == 'Scale'
    """,
    "live parameters": """
        s = Scale(2)
        s.parameters()['weight'][...] = 5
        return list(s.forward(np.ones(2))) == [5, 5]
    """,
    "one array": """
        s = Scale(2)
        return s.parameters()['weight'] is s.weight
    """,
    "changed in place": """
        s = Scale(2)
        w = s.weight
        s.set({'weight': [7, 8]})
        return w is s.weight and list(w) == [7, 8]
    """,
    "another array": """
        s = Scale(2)
        w = s.weight
        return s.replaced() is w and list(w) == [1, 1] and list(s.weight) == [2, 2]
    """,
    "earlier answers": """
        s = Scale(1)
        first, second = s.forward(np.ones(1)), s.forward(5 * np.ones(1))
        return list(first) == [1] and list(second) == [5] and second is s.seen
    """,
    "set from outside": """
        s = Scale(1)
        s.weight = np.array([4.0])
        return list(s.forward(np.ones(1))) == [4]
    """,
    "attributes of her own": """
        s = Scale(1)
        s.name, s.next = 'a', f
        s.forward(np.ones(1))
        return s.name == 'a' and s.next is f
    """,
    "copies": """
        import copy
        s = Scale(1)
        t = copy.deepcopy(s)
        s.set({'weight': 9})
        return list(t.weight) == [1] and list(s.weight) == [9]
    """,
    "private methods": """
        return not hasattr(Scale(1), '_private')
    """,
    "heirs": """
        class Own(Scale):
            def forward(self, x):
                return super().forward(x) + 1
        return list(Own(1).forward(np.ones(1))) == [2]
    """,
    "errors": """
        s = Scale(1)
        try:
            s.forward('x')
        except TypeError:
            return list(s.weight) == [1]
    """,
}


@pytest.mark.parametrize("case", OBJECTS)
def test_objects_of_a_borrowed_class(notebook: Runner, case: str) -> None:
    """Are what the student's own would be: their attributes are there, and stay the same arrays."""
    with borrowing(notebook(function(OBJECTS[case]))) as call:
        assert call("f") is True


def test_a_borrowed_class_has_the_bases_of_her_own(notebook: Runner) -> None:
    """What these offer, and that an object is one of them, still holds."""
    classes = """
class Base:
    def __call__(self, x):
        return self.forward(x)
class Scale(Base):
    def forward(self, x):
        return 0
"""
    attempt = notebook(classes + function("s = Scale(1)\nreturn isinstance(s, Base), list(s(x))"))
    with borrowing(attempt) as call:
        assert call("f", np.ones(1)) == (True, [1.0])


def test_objects_live_behind_handles_too(notebook: Runner) -> None:
    """A test may call the methods of an object of hers that is made of borrowed ones."""
    attempt = notebook("""
class Net:
    def __init__(self):
        self.scale = Scale(2)
    def go(self, x):
        return self.scale.forward(x)
""")
    with borrowing(attempt) as call:
        handle = call("Net")
        np.testing.assert_array_equal(call("go", np.array([2.0, 3.0]), handle=handle.id), [2.0, 3.0])


def test_nothing_is_kept_from_one_loan_to_the_next(notebook: Runner) -> None:
    """Neither in memory nor in files: the worker and its folder end with the loan."""
    attempt = notebook(
        function("twice.kept = open('kept', 'w')\nreturn twice(x)")
        + "import os\ndef g():\n    return hasattr(twice, 'kept'), os.listdir('.')\n"
        + "def twice(x):\n    return 0\n"
    )
    with borrowing(attempt) as call:
        assert call("f", 4) == 8
        assert call("g") == (True, ["kept"])
    with borrowing(attempt) as call:
        assert call("g") == (False, [])
    assert attempt.call("g", (), {}).value == (False, [])
    assert attempt.call("twice", (4,), {}).value == 0


def test_without_a_lender_there_is_nothing_to_borrow(notebook: Runner) -> None:
    """A request is a violation like any other."""
    attempt = notebook(FRAME + function("return send({'borrow': 'twice'})"))
    with pytest.raises(ProtocolViolation):
        attempt.call("f", (), {})
    with pytest.raises(MissingFunctionError):
        attempt.call("twice", (), {})


SMALL = ["1", "32", "-32, True, 2.5, np.float32(31)", "np.ones((2, 3)), 8", "np.ones((0, 32))"]
SMALL += ["[1, [2.0]], None", "np.ones((16, 16)) * 1e9", "[1.0] * 256, -8"]
LARGE = ["33", "-1e9", "np.int64(-(2**63))", "10**400", "float('nan')", "1j", "'a'", "np.array(1.0)"]
LARGE += [
    "np.ones(2), 9",
    "[1, 9]",
    "np.zeros((0, 33))",
    "np.zeros((16, 17))",
    "[1.0] * 257",
    "{'a': 9}",
]


@pytest.mark.parametrize(
    ("given", "processes"), [*((one, 0) for one in SMALL), *((one, 1) for one in LARGE)]
)
def test_a_process_computes_what_may_take_long_and_ends_with_the_loan(
    notebook: Runner, given: str, processes: int
) -> None:
    """What has few small numbers is computed here, and nothing is there before anybody asks."""
    before = children()
    attempt = notebook(function(f"return h({given})"))
    with borrowing(attempt, Cost("f", 9, 2000), things={"h": lambda *_: 7}) as call:
        assert children() == before
        assert call("f") == 7
        assert len(children() - before) == processes
    assert children() == before


def test_a_method_is_computed_by_a_process(notebook: Runner) -> None:
    """The attributes of its object are of the submission's choosing."""
    before = children()
    attempt = notebook(function("Scale(1).forward(x)"))
    with borrowing(attempt) as call:
        call("f", 1)
        assert len(children() - before) == 1
    assert children() == before


def children() -> set[str]:
    """Return the processes that this one has started."""
    file = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(file.read_text(encoding="ascii").split())
