"""A sentence for the exceptions that students meet most: real ones, raised by real code."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.suite.advice import advice

# What a student writes, and a part of what she reads.
CASES = {
    "raise NotImplementedError('TODO: write conv2d')": "still to be written",
    "np.ones(3) + np.ones(2)": "whose shapes do not fit",
    "np.ones((2, 3)) @ np.ones((2, 3))": "inner sides of a product",
    "np.dot(np.ones((2, 3)), np.ones((2, 3)))": "inner sides of a product",
    "np.array([[1, 2], [3]])": "parts of different lengths",
    "np.zeros(2)[0] = [1, 2]": "where one number has its place",
    "np.ones(3)[5]": "beyond the end",
    "[1, 2][5]": "beyond the end",
    "np.ones(3)[0, 0]": "more indices than",
    "np.ones(3)[np.array([True, False])]": "a mask has another shape",
    "np.ones(3).reshape(2, 2)": "as many numbers",
    "None + 1": "lack its `return`",
    "None[0]": "lack its `return`",
    "int(np.ones(3))": "one number is due",
    "range(np.ones(3))": "one number is due",
    "(1, 2) / 2": "a tuple is used",
    "(1, 2)['a']": "a tuple is used",
    "sum = (1, 2); sum([1])": "a tuple is called like a function: was the name of one given to it",
    "len = [1]; len([1])": "a list is called like a function",
    "x = np.ones((2, 2)); x(0, 1)": "an array is called like a function",
    "2(3 + 4)": "is a `*` missing",
    "np.ones(3)[0](2)": "a number is called",
    "np.float32(1)(2)": "a number is called",
    "np.linalg(2)": "is a function of it due",
    "None(1)": "lack its `return`",
    "[1].shape": "a list is used",
    "[1, 2][0, 1]": "a list is used",
    "range(5 / 2)": "a whole number is due",
    "np.ones(3)[1.0]": "a whole number is due",
    "a = np.ones(2, np.uint8); a += 0.5": "cannot take fractions",
    "(lambda x: x)(1, 2)": "than its `def` line names",
    "(lambda x: x)(y=2)": "than its `def` line names",
    "a = np.ones(2); a.flags.writeable = False; a[0] = 1": "work on a copy",
    "1 / 0": "divided by 0",
    "raise PermissionError(13, 'Permission denied')": "no other processes",
    "raise PermissionError(1, 'Operation not permitted')": "no other processes",
    "def f(): return f()\nf()": "without an end",
    "def f():\n    total += 1\nf()": "before it gets its value",
    "lost": "is it misspelt",
    "{}['a']": "",
    "raise ValueError('the kernel does not fit')": "",
}


@pytest.mark.parametrize(("code", "sentence"), CASES.items(), ids=list(CASES))
def test_common_exceptions_get_a_sentence(code: str, sentence: str) -> None:
    """Fitting what went wrong; others get none."""
    with pytest.raises(Exception) as caught:
        exec(code, {"np": np})
    says = advice(str(caught.value))
    if sentence:
        assert sentence in says
    else:
        assert not says


def test_a_giant_text_costs_nothing() -> None:
    """Only its beginning is read."""
    assert not advice("x" * 10_000_000 + "NoneType")
