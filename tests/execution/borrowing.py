"""Things to lend to a submission of a few lines, and what calls it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from autograder.sandbox.lender import Cost, Lender
from autograder.suite.attempt import Attempt


def twice(x: Any) -> Any:
    """Double a number or an array."""
    if isinstance(x, np.ndarray) and x.ndim > 3:
        raise ValueError("secret of the reference")
    return 2 * x


def grow(x: Any) -> None:
    """Change an array in place."""
    x += 1


class Scale:
    """An object with a parameter: what a layer is to a network."""

    def __init__(self, size: int, *, start: float = 1.0) -> None:
        self.weight = np.full(size, start)
        self.seen: Any = None

    def parameters(self) -> dict[str, Any]:
        """Return the object's own array."""
        return {"weight": self.weight}

    def forward(self, x: Any) -> Any:
        """Keep the answer, and give the kept array itself."""
        self.seen = x * self.weight
        return self.seen

    def set(self, values: Mapping[str, Any]) -> None:
        """Copy into the array."""
        self.weight[...] = values["weight"]

    def replaced(self) -> Any:
        """Have another array from now on, and return the old one."""
        old, self.weight = self.weight, self.weight + 1
        return old

    def _private(self) -> int:
        return 1


THINGS = {"twice": twice, "grow": grow, "Scale": Scale}


@contextmanager
def borrowing(
    attempt: Attempt, *costs: Cost, things: Mapping[str, Any] = THINGS
) -> Iterator[Callable[..., Any]]:
    """Lend while a submission is called; give what calls it."""
    lender = Lender(things)
    with attempt.borrowing(lender):

        def call(name: str, *args: object, handle: int | None = None) -> Any:
            lender.expect(costs or [Cost(name, 20, 1000)])
            return attempt.call(name, args, {}, handle=handle).value

        yield call


def function(body: str) -> str:
    """Return the source of `f(x)`."""
    return f"import numpy as np\ndef f(x=None):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"


# Sends what a worker would send, and returns the header of the answer.
FRAME = """
import json, struct, sys

def the_worker():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    return frame.f_locals["self"]

def frame_of(worker, header):
    text = json.dumps({"nonce": worker._nonce, **header}).replace('"INF"', "[1e999]").encode()
    return struct.pack("!IQ", len(text), 0) + text

def send(header):
    worker = the_worker()
    worker._connection.sendall(frame_of(worker, header))
    return worker._receive()[0]
"""
