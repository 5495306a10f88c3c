"""Whose network is measured: the student or the reference, wherever that runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol


class NetworkError(Exception):
    """A network cannot be judged; the text is for the student, and tells nothing hidden."""


class Trainee(Protocol):
    """A submission in a worker, with the helpers beside it.

    What its own code raises, and how its process ends, passes through all of these.
    """

    def ask(self, helper: str, *args: Any, seconds: float | None = None) -> Any:
        """Return what a helper gives, in the worker at hand or, after `renew`, in a new one.

        It computes while it is asked and is stopped otherwise. Objects that are no plain data stay
        where they are: something stands for them that can be an argument again.

        Args:
            helper: a function of `in_worker.py`.
            args: its arguments after the namespace.
            seconds: of CPU time that it may take, if not those of any call.
        """

    def renew(self) -> None:
        """End the worker; the next call finds a new one, in which the submission has just been run."""

    def cpu_seconds(self) -> float:
        """Return the CPU time of the worker at hand, all its threads together."""


def helpers() -> str:
    """Return the source of what runs beside a submission."""
    return Path(__file__).with_name("in_worker.py").read_text(encoding="utf-8")


def require_functions(trainee: Trainee, *names: str) -> None:
    """Hold that a submission has some functions.

    Raises:
        NetworkError: one is missing.
    """
    for name in absent(trainee.ask("missing", *names), names):
        raise NetworkError(f"`{name}` is not defined, or is no function")


def absent(said: object, names: Sequence[str]) -> list[str]:
    """Return which functions are missing, by what the worker says of `names`; that may be anything."""
    found = {one for one in said if type(one) is str} if isinstance(said, list) else set()
    return [name for name in names if name in found]
