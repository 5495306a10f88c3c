"""Text from untrusted sources, made safe to store and to show."""

import re
import unicodedata

# Control characters but for newline and tab; marks and overrides of direction, which can make a report
# read differently from what it says; what takes no room and makes two names look like one; and lone
# surrogates, which neither JSON nor SQLite can hold.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff]"
)
_JOINERS = "\u200c\u200d"  # Persian, Hindi and families of emoji are written with them
_MAX_MARKS = 8  # on one letter: Hebrew and Tibetan have up to six
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,16}\b")
_CUT = " [cut]"


def scrub(text: str, limit: int = 2000) -> str:
    """Return `text` with unsafe characters made visible, no longer than `limit` (at least 6).

    Control characters, bidirectional overrides, invisible characters, lone surrogates and heaps of
    accents on one letter become U+FFFD. Memory addresses become `0x...`, since they differ between two
    runs of the same submission. Doing it twice changes nothing more.
    """
    if not text:
        return ""
    # A cut before the substitutions keeps them from working through a giant text.
    head = text if len(text) <= limit else text[: limit - len(_CUT)]
    safe = head.replace("\r\n", "\n")
    if not (safe.isascii() and safe.replace("\n", "").replace("\t", "").isprintable()):
        safe = _without_heaps(_UNSAFE.sub("\ufffd", safe))
    if "0x" in safe:
        safe = _ADDRESS.sub("0x...", safe)
    return safe if len(text) <= limit else safe + _CUT


def _without_heaps(text: str) -> str:
    """Return `text` with a few marks a letter: a thousand would cover the lines above and below."""
    kept: list[str] = []
    marks = 0
    for character in text:
        is_mark = unicodedata.category(character)[0] == "M" or character in _JOINERS
        marks = marks + 1 if is_mark else 0
        if marks <= _MAX_MARKS:
            kept.append(character)
        elif marks == _MAX_MARKS + 1:
            kept.append("\ufffd")
    return "".join(kept)
