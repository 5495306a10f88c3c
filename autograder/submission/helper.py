"""Whether a script is no work of its own but a module that another file imports."""

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
    imported = re.search(rf"^\s*(?:from|import) +{re.escape(module)}\b", user, re.MULTILINE)
    theirs = set(_DEFINITION.findall(user))
    return imported is not None and bool(theirs) and theirs.isdisjoint(_DEFINITION.findall(source))
