"""The namespace of a submission after each of its steps, to which a rewind goes back. Worker side."""

from __future__ import annotations

import builtins
from typing import Any

MISSING = object()


class Steps:
    """What the names stood for after each cell of a notebook, or each statement of a script."""

    def __init__(self) -> None:
        self._done: list[tuple[int, dict[str, Any]]] = []  # cell, namespace

    @property
    def none(self) -> bool:
        """Whether there is none."""
        return not self._done

    def add(self, cell: int, namespace: dict[str, Any]) -> None:
        """Note what names stand for now, after a step of the cell with this index."""
        self._done.append((cell, dict(namespace)))

    def namespace(self, name: str | None) -> dict[str, Any]:
        """Return the names after the step that defines `name`, with later ones that hide nothing.

        Args:
            name: None, or what no step defines, for the names after the last step.
        """
        final = self._done[-1][1]
        step = None if name is None else self._defining(name)
        return final if step is None else _as_defined(self._done[step][1], final)

    def last_binding(self, name: str) -> int:
        """Return the index of the cell in which `name` got its final value."""
        final = self._done[-1][1].get(name, MISSING)
        for number in range(len(self._done) - 1, 0, -1):
            if self._done[number - 1][1].get(name, MISSING) is not final:
                return self._done[number][0]
        return self._done[0][0]

    def _defining(self, name: str) -> int | None:
        """Return the step that bound the last callable value of `name`."""
        last, previous = None, None
        for number, (_, namespace) in enumerate(self._done):
            value = namespace.get(name)
            if value is not previous and callable(value):
                last = number
            previous = value
        return last


def _as_defined(then: dict[str, Any], final: dict[str, Any]) -> dict[str, Any]:
    """Return the namespace `then`, with later names that hide nothing: helpers further down."""
    later = {k: v for k, v in final.items() if k not in then and not hasattr(builtins, k)}
    return {**later, **then}
