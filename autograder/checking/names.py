"""The student's names as the module that a suite expects, and what is said where one is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.sandbox.stops import MissingFunctionError
from autograder.suite.kinds import kind


class Names:
    """The student's global names.

    Args:
        names: as they stand now.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        value = self._names.get(name)
        if callable(value):
            return value
        if name in self._names:
            raise MissingFunctionError(
                f"`{name}` is not a function but {kind(value)}: use another name for that, and run the "
                "cell that defines the function again"
            )
        text = f"`{name}` is not defined: run the cell that defines it first"
        if near := difflib.get_close_matches(name, list(self._own()), 1, 0.8):
            text += f"; there is a `{near[0]}`: it has to be called `{name}`"
        raise MissingFunctionError(text)

    def _own(self) -> Iterator[str]:
        """Give the names of functions and classes that she defined herself."""
        home = self._names.get("__name__")
        for name, value in dict(self._names).items():
            if callable(value) and getattr(value, "__module__", None) == home:
                yield name
