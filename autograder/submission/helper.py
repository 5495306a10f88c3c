"""What a text defines and imports, and whether a script is no work of its own but helps another file."""

from __future__ import annotations

import io
import itertools
import re
import tokenize

UNFINISHED = "NotImplementedError"
_DEFINITION = re.compile(r"^(?:(?:async +def|def|class) +(\w+)|(\w+) *= *lambda\b)", re.MULTILINE)


def is_helper(module: str, source: str, user: str) -> bool:
    """Tell whether a script only helps another file, whatever it is called.

    That one imports it, and defines for itself what it does not find there. Two forms of one work define
    the same.

    Args:
        module: what the script is called in an import.
        source: its text.
        user: that of the other file.
    """
    theirs = set(defines(user))
    disjoint = bool(theirs) and theirs.isdisjoint(defines(source))
    return disjoint and imports(user, module)


def defines(source: str) -> list[str]:
    """Return the names of the functions and classes that a text defines at its left margin, in order."""
    return [name or value for name, value in _DEFINITION.findall(source)]


def stubs(source: str) -> int:
    """Return how often a text raises NotImplementedError; words about that do not count."""
    if UNFINISHED not in source:
        return 0
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return source.count(UNFINISHED)
    words = [token.string for token in tokens if token.type == tokenize.NAME]
    return list(itertools.pairwise(words)).count(("raise", UNFINISHED))


def imports(source: str, module: str) -> bool:
    """Tell whether a text has a line that imports a module."""
    return re.search(rf"^\s*(?:from|import) +{re.escape(module)}\b", source, re.MULTILINE) is not None
