"""Text from untrusted sources, made safe to store and to show."""

import re

# Control characters but for newline and tab; marks and overrides of direction, which can make a report
# read differently from what it says; and lone surrogates, which neither JSON nor SQLite can hold.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_CUT = " [cut]"


def scrub(text: str, limit: int = 2000) -> str:
    """Return `text` with unsafe characters made visible, no longer than `limit` (at least 6).

    Control characters, bidirectional overrides and lone surrogates become U+FFFD. Memory addresses
    become `0x...`, since they differ between two runs of the same submission. Doing it twice changes
    nothing more.
    """
    # A cut before the substitutions keeps them from working through a giant text.
    head = text if len(text) <= limit else text[: limit - len(_CUT)]
    safe = _ADDRESS.sub("0x...", _UNSAFE.sub("\ufffd", head.replace("\r\n", "\n")))
    return safe if len(text) <= limit else safe + _CUT
