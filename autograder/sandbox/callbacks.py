"""Functions of a suite's that the student's code calls back, on arguments of hers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.errors import SuiteError
from autograder.interruption import Budget
from autograder.sandbox import wire
from autograder.sandbox.channel import violation
from autograder.sandbox.heap import volume_passed
from autograder.sandbox.replies import decode
from autograder.sandbox.stops import CallTimeout, StudentStopped, WorkerCrashed

MAX_CALLBACKS = 20_000  # of one call
MAX_CALLBACK_BYTES = 16 * 2**20  # of the arrays among the arguments of one
MAX_CALLBACK_NUMBERS = MAX_CALLBACK_BYTES // 8  # a loop over bytes takes as long as one over floats


class Callbacks:
    """Answers the calls that the student makes to functions of the suite's, on a budget.

    Args:
        functions: what the worker may call, by number.
        seconds: CPU seconds of this process for all of them together.

    Attributes:
        running: whether one of the functions is being executed.
        failure: what ended one of them that the student must not catch: an outcome of pytest's, say.
            The worker is answered all the same, so that it can be used for other calls afterwards.
    """

    def __init__(self, functions: Sequence[Callable[..., Any]], seconds: float) -> None:
        self._functions = functions
        self._budget = Budget(seconds, _too_long)
        self._count = 0
        self.running = False
        self.failure: BaseException | None = None

    def answer(self, call: Mapping[str, Any], body: bytearray, nonce: str) -> bytes:
        """Return the frame that answers one call.

        Raises:
            StudentStopped: it is no call, or one too many, or took too long.
        """
        self._count += 1
        if self._count > MAX_CALLBACKS:
            raise WorkerCrashed(f"called what was passed in more than {MAX_CALLBACKS:,} times")
        number = call["callback"]
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise violation()
        with self._budget.at_work():
            self.running = True
            try:
                return self._run(self._functions[number], call, body, nonce)
            finally:
                self.running = False

    def _run(
        self, function: Callable[..., Any], call: Mapping[str, Any], body: bytearray, nonce: str
    ) -> bytes:
        encoder = wire.Encoder(_refuse)
        try:
            args, kwargs = _arguments(call, body)
            value = function(*args, **kwargs)
            reply = {"nonce": nonce, "value": encoder.encode(value), "place": wire.placed(value, args)}
            return wire.pack(reply, encoder.buffers)
        except (StudentStopped, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 -- what she passed is her affair
            if isinstance(error, SuiteError) or not isinstance(error, Exception):
                self.failure = self.failure or error
            return refusal(error, nonce, "the function that was passed in")

    @property
    def spent(self) -> float:
        """CPU seconds of this process so far."""
        return self._budget.spent


def refusal(error: BaseException, nonce: str, what: str) -> bytes:
    """Return the frame that says what a function raised, by a kind that every Python has, no more."""
    known = (kind for kind in (ValueError, IndexError, ZeroDivisionError) if isinstance(error, kind))
    text = f"{what} could not work with these arguments"
    return wire.pack({"nonce": nonce, "error": next(known, TypeError).__name__, "message": text})


def _arguments(call: Mapping[str, Any], body: bytearray) -> tuple[list[Any], dict[str, Any]]:
    """Return the arguments with which the student calls a function of the suite's."""
    if len(body) > MAX_CALLBACK_BYTES:
        raise ValueError("these arguments are too large")
    args, kwargs = decode(body, call.get("args"), call.get("kwargs"))
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise violation()
    if volume_passed(args, kwargs) > MAX_CALLBACK_NUMBERS:
        raise ValueError("these arguments are too large")
    return args, kwargs


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(f"a callback returned a {type(value).__name__}, which cannot be sent")


def _too_long() -> CallTimeout:
    return CallTimeout("stopped: a function that was passed in took too long with these arguments")
