"""Text of students', before it is stored or shown."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.text import scrub

# Text as hostile code would make it: any code point, and what is special more often.
NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\r\n\t\x1b\x9b\u202e\u2066\u061c\ud800\udc00\x00"),
        st.sampled_from("0x123456789abcdef"),
    ),
    max_size=60,
)
LIMITS = st.integers(6, 80)
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(NASTY, LIMITS)
@example("".join(map(chr, [*range(0x100), *range(0x600, 0x620), *range(0x2000, 0x2070), 0xFEFF])), 2000)
def test_nothing_unsafe_is_left(text: str, limit: int) -> None:
    """No control character, no override of direction, no surrogate; JSON holds the rest."""
    safe = scrub(text, limit)
    for character in safe.replace("\n", "").replace("\t", ""):
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in DIRECTIONS
        assert character not in "\u061c\u200e\u200f\ufeff"
    assert json.loads(json.dumps(safe).encode()) == safe
    safe.encode()


@given(NASTY, LIMITS)
@example("0x" + "1" * 40, 14)
@example("a\r\n" * 10, 20)
@example("\r\r\n", 20)
@example("0x0x12345678", 80)
def test_twice_changes_nothing_more(text: str, limit: int) -> None:
    """What was stored can go through again."""
    assert scrub(scrub(text, limit), limit) == scrub(text, limit)


@given(NASTY, LIMITS)
def test_the_limit_is_kept(text: str, limit: int) -> None:
    """The mark of a cut is within it."""
    assert len(scrub(text, limit)) <= limit
    if len(text) > limit:
        assert scrub(text, limit).endswith(" [cut]")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain: ü, 漢字, 🎉, [red], \t\n", "plain: ü, 漢字, 🎉, [red], \t\n"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("one\r\ntwo\rthree", "one\ntwo\ufffdthree"),
        ("\u202egnorw", "\ufffdgnorw"),
        ("half \ud83c of a pair", "half \ufffd of a pair"),
        ("<C object at 0x7f3a5c0d1e80>", "<C object at 0x...>"),
        ("0xff and 0x12345 and 10x1234567 stay", "0xff and 0x12345 and 10x1234567 stay"),
        ("", ""),
    ],
)
def test_what_is_changed_is_seen(text: str, safe: str) -> None:
    """Unsafe characters leave a mark, addresses a placeholder, all else stays."""
    assert scrub(text) == safe


def test_a_long_text_is_cut() -> None:
    """As long as the limit, with a mark at its end."""
    assert scrub("x" * 2001) == "x" * 1994 + " [cut]"
    assert scrub("x" * 2000) == "x" * 2000
