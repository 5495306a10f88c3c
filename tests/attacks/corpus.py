"""All attacks: those that are one Python file, and those that have to be built."""

from __future__ import annotations

from types import ModuleType

from tests.attacks import archives, files, notebooks, texts
from tests.attacks.attack import HERE, Attack, read_attack

WRITTEN = ("forging", "peeking", "breaking_out", "starving")  # a folder each
BUILT = (files, texts, archives, notebooks)


def _built_in(module: ModuleType) -> list[Attack]:
    return [value for value in vars(module).values() if isinstance(value, Attack)]


ATTACKS: tuple[Attack, ...] = (
    *(read_attack(path) for family in WRITTEN for path in sorted((HERE / family).glob("*.py"))),
    *(attack for module in BUILT for attack in _built_in(module)),
)
