"""What a suite is written with: fair comparisons whose failures carry data.

The fixtures `student`, `reference` and `rng` and the marks `question`, `weight` and `needs` come from
the pytest plugin (`plugin.py`), under `autograder grade` and under plain `pytest` alike.

pytest loads that plugin, and so this package, in every run of every project that shares the environment:
what needs NumPy is loaded when it is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.suite.comparison import assert_equals, assert_matches
    from autograder.suite.expectations import assert_raises, assert_reaches, assert_unmodified
    from autograder.suite.unpacking import parts

__all__ = [
    "assert_equals",
    "assert_matches",
    "assert_raises",
    "assert_reaches",
    "assert_unmodified",
    "magnitude_of",
    "parts",
]

_MODULES = {
    "assert_equals": "comparison",
    "assert_matches": "comparison",
    "assert_raises": "expectations",
    "assert_reaches": "expectations",
    "assert_unmodified": "expectations",
    "magnitude_of": "magnitude",
    "parts": "unpacking",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
