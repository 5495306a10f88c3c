"""One helpful sentence for the exceptions that students meet most."""

from __future__ import annotations

import re
from typing import Final

# What is called though it is no function, by its type; and what else than a reused name may be wrong.
_CALLED: Final = {
    r"tuple": ("a tuple", "are square brackets due"),
    r"list": ("a list", "are square brackets due"),
    r"dict": ("a dict", "are square brackets due"),
    r"numpy\.ndarray": ("an array", "are square brackets due"),
    r"str": ("a text", "is an operator missing"),
    r"int|float|complex|bool|numpy\.(?:u?int|float|complex)\d+": ("a number", "is a `*` missing"),
    r"module": ("a module", "is a function of it due"),
}
# Parts of the texts of Python 3.11 to 3.13 and NumPy 1.26 to 2.x, and what to do.
_SENTENCES: Final = tuple(
    (re.compile(part), says)
    for part, says in {
        r"TODO": "it is still to be written: put your code in the place of this line",
        **{
            rf"'(?:{kind})' object is not callable": (
                f"{value} is called like a function: was the name of one given to it, or {other}?"
            )
            for kind, (value, other) in _CALLED.items()
        },
        r"could not be broadcast": (
            "two arrays whose shapes do not fit are combined: print both shapes just before this line"
        ),
        r"matmul: |shapes .* not aligned": (
            "the inner sides of a product differ: print both shapes just before this line"
        ),
        r"inhomogeneous|setting an array element with a sequence": (
            "an array is made of parts of different lengths, or put where one number has its place"
        ),
        r"tuple index out of range": "a tuple is shorter than that: how many axes has the array?",
        r"out of bounds|(list|tuple|string) index out of range": (
            "an index goes beyond the end: from where to where does your loop run?"
        ),
        r"too many indices": "there are more indices than the array has axes: print its shape",
        r"boolean index did not match": "a mask has another shape than the array that it picks from",
        r"cannot reshape": "a reshape needs as many numbers as there are: print the shape before",
        r"NoneType": "something is None here: does a function that you call lack its `return`?",
        r"only (integer scalar|length-1|0-dimensional|one-element).*arrays?": (
            "one number is due and an array is given: take an element of it, or `.item()`"
        ),
        r"'tuple'|tuple indices": "a tuple is used as if it were an array: `np.array(...)` makes it one",
        r"'list' object has no attribute|list indices must be": (
            "a list is used as if it were an array: `np.array(...)` makes it one"
        ),
        r"'float' object cannot be interpreted|slice indices must be integers|only integers, slices": (
            "a whole number is due: `/` gives a float, `//` an int"
        ),
        r"Cannot cast ufunc": (
            "an array of whole numbers cannot take fractions: make a float copy of it first"
        ),
        r"positional arguments?|unexpected keyword argument|multiple values for argument": (
            "a function gets other arguments than its `def` line names"
        ),
        r"\[Errno (1|13)\]": (
            "graded code can start no other processes, reach no network and open no files but its own: "
            "do without"
        ),
        r"read-only": "this array cannot be written to: work on a copy of it",
        r"division by zero|divide by zero": "something is divided by 0: which number is 0 here?",
        r"maximum recursion depth": "a function calls itself without an end",
        r"referenced before assignment|not associated with a value": (
            "a variable is used before it gets its value in this function"
        ),
        r"name '.*' is not defined": (
            "a name is not known here: is it misspelt, or defined in a cell that failed?"
        ),
    }.items()
)


def advice(text: str) -> str:
    """Return a sentence on an exception, given its text; nothing where there is none for it.

    The text may be anybody's: what comes back is one of few sentences of ours.
    """
    return next((says for part, says in _SENTENCES if part.search(text[:2000])), "")
