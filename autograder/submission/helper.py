"""Whether a file imports another, and whether a script is no work of its own but helps."""

from __future__ import annotations

import re

_DEFINITION = re.compile(r"^(?:async +def|def|class) +(\w+)", re.MULTILINE)


def is_helper(module: str, source: str, user: str) -> bool:
    """Tell whether a script only helps another file, whatever it is called.

    That one imports it, and defines for itself what it does not find there. Two forms of one work define
    the same.

    Args:
        module: what the script is called in an import.
        source: its text.
        user: that of the other file.
    """
    theirs = set(_DEFINITION.findall(user))
    disjoint = bool(theirs) and theirs.isdisjoint(_DEFINITION.findall(source))
    return disjoint and imports(user, module)


def imports(source: str, module: str) -> bool:
    """Tell whether a text has a line that imports a module."""
    return re.search(rf"^\s*(?:from|import) +{re.escape(module)}\b", source, re.MULTILINE) is not None
