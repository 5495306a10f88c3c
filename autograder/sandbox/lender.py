"""Lends functions and classes to a worker, on a budget: their names are there, what they do is here.

A call of the student's may borrow twice as often as the reference does in the same call, and pass twice
as many numbers. So code that is right with a right helper is right with a borrowed one, while a function
that is pieced together from many answers of another one is not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.interruption import Budget
from autograder.sandbox import wire
from autograder.sandbox.callbacks import MAX_CALLBACK_BYTES, refusal
from autograder.sandbox.channel import Deadline, violation
from autograder.sandbox.heap import volume_passed
from autograder.sandbox.oracle import Oracle, OracleEndedError
from autograder.sandbox.stock import LIGHT_BYTES, TOO_MANY, Stock
from autograder.sandbox.stops import CallTimeout, WorkerCrashed

FREE_CALLS = 16  # of one call: where the reference computes, another right answer may call in a loop
_FACTOR = 2
_PARTS = ("borrow", "method", "arrays", "state", "args", "kwargs")  # of a request


@dataclass(frozen=True)
class Cost:
    """What one call of a test takes of what is lent, if it is the reference that is called.

    Attributes:
        name: of the function or method that is called.
        calls: how often that borrows.
        numbers: how many it passes, or how many the call itself is about, whichever are more.
    """

    name: str
    calls: int
    numbers: int


class Lender:
    """Lends to the workers of one question.

    Args:
        things: functions and classes, by name.

    Attributes:
        stock: what is lent.
        fell_short: whether the test at hand needed more than any may have, and what it takes is not
            known.
    """

    def __init__(self, things: Mapping[str, Any]) -> None:
        self.stock = Stock(things)
        self._costs: deque[Cost] = deque()
        self._is_measured = False
        self.fell_short = False
        self._oracle: Oracle | None = None
        self._spent_before = 0.0

    def expect(self, costs: Sequence[Cost] | None) -> None:
        """Note what the calls of the next test take, in their order; None if that is not known."""
        self._costs, self._is_measured = deque(costs or ()), costs is not None
        self.fell_short = False

    def loan(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], seconds: float) -> Loan:
        """Return the budget of the next call, which is that of `name`."""
        cost = self._costs.popleft() if self._costs else None
        if cost is None or cost.name != name:  # not the calls that the reference gets
            self._costs.clear()
            cost = Cost(name, 0, 0)
        calls = max(FREE_CALLS, _FACTOR * cost.calls)
        numbers = _FACTOR * max(cost.numbers, volume_passed(args, kwargs))
        return Loan(self, calls, numbers, seconds)

    def too_much(self, text: str) -> WorkerCrashed:
        """Return the end of a call that wants more than it may have."""
        self.fell_short = not self._is_measured
        return WorkerCrashed(text)

    def oracle(self) -> Oracle:
        """Return the process that computes, which may have to be started."""
        if self._oracle is None:
            self._oracle = Oracle(self.stock)
        return self._oracle

    def count(self, seconds: float) -> None:
        """Count CPU seconds that this process took to compute what was lent."""
        self._spent_before += seconds

    def spent(self) -> float:
        """Return the CPU seconds that what was lent took."""
        return self._spent_before + (self._oracle.spent() if self._oracle else 0.0)

    def close(self) -> None:
        """End what computes."""
        if self._oracle is not None:
            oracle, self._oracle = self._oracle, None
            self._spent_before += oracle.close()


class Loan:
    """What one call of the student's may borrow.

    Args:
        lender: who lends.
        calls: how often it may borrow.
        numbers: how many it may pass.
        seconds: CPU seconds of what computes.
    """

    def __init__(self, lender: Lender, calls: int, numbers: int, seconds: float) -> None:
        self._lender = lender
        self._calls = calls
        self._numbers = numbers
        self._budget = Budget(seconds, _too_long)
        self._deadline: Deadline | None = None

    def answer(self, request: Mapping[str, Any], body: bytearray, nonce: str) -> bytes:
        """Return the frame that answers one request.

        Raises:
            StudentStopped: it is none, or one too many, or took too long.
        """
        name, method = request.get("borrow"), request.get("method")
        if not self._lender.stock.has(name, method):
            raise violation()
        self._calls -= 1
        if self._calls < 0:
            raise self._lender.too_much(f"called a right `{name}` more often than this takes")
        if len(body) > MAX_CALLBACK_BYTES:
            return refusal(ValueError(), nonce, f"`{name}`")
        order = {part: request.get(part) for part in _PARTS} | {"nonce": nonce, "numbers": self._numbers}
        try:
            passed, reply = self._answered_here(order, body) or self._answered_there(order, body)
        except CallTimeout as error:
            self._lender.close()
            raise CallTimeout(
                f"stopped: a right `{name}` takes too long with these arguments"
            ) from error
        except OracleEndedError as error:
            self._lender.close()
            raise WorkerCrashed(f"a right `{name}` cannot work with these arguments") from error
        if passed == TOO_MANY:
            raise self._lender.too_much(f"passed more numbers to a right `{name}` than this takes")
        self._numbers -= passed
        return reply

    def _answered_here(self, request: Mapping[str, Any], body: bytearray) -> tuple[int, bytes] | None:
        """Return what answers a request that is light: a process would cost more. None if it is not."""
        if request["method"] is not None or request["state"] is not None or len(body) > LIGHT_BYTES:
            return None
        before = self._budget.spent
        try:
            with self._budget.at_work():
                return self._lender.stock.answer_if_light(request, body)
        finally:
            self._lender.count(self._budget.spent - before)

    def _answered_there(self, request: Mapping[str, Any], body: bytearray) -> tuple[int, bytes]:
        """Return what answers a request, from a process of its own."""
        try:
            frame = wire.pack(request, [bytes(body)])
        except (ValueError, RecursionError, wire.UnsendableError) as error:
            raise violation() from error
        oracle = self._lender.oracle()
        self._deadline = self._deadline or Deadline(oracle.pid, max(0.0, self._budget.left))
        return oracle.ask(frame, self._deadline)


def _too_long() -> CallTimeout:
    return CallTimeout("stopped")
