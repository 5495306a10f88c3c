"""Text of students', before it is stored or shown."""

from __future__ import annotations

import json
import time
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
        st.sampled_from("\u0301\u0489\u200d\u200c\ufe0f\u093f\u20dd"),
    ),
    max_size=60,
)
LIMITS = st.integers(6, 80)
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


JOINERS = "\u200c\u200d"
SEEN = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN")  # scripts with format characters that are seen


def hold_is_safe(safe: str) -> None:
    """Hold that a text has no control character, no override of direction and nothing invisible."""
    for character in set(safe) - {"\n", "\t"}:
        category = unicodedata.category(character)
        assert category not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in DIRECTIONS
        assert character not in "\u061c\u200e\u200f\ufeff"
        if category == "Cf" and character not in JOINERS:
            assert unicodedata.name(character).startswith(SEEN)


@given(NASTY, LIMITS)
def test_nothing_unsafe_is_left(text: str, limit: int) -> None:
    """And JSON holds the rest."""
    safe = scrub(text, limit)
    hold_is_safe(safe)
    assert json.loads(json.dumps(safe).encode()) == safe
    safe.encode()


def test_no_unsafe_character_is_let_through() -> None:
    """Of all that there are."""
    hold_is_safe(scrub("".join(map(chr, range(0x110000))), 0x110000))


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


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("e\u0301 o\u0302\u0323 u\u0308", id="accents"),
        pytest.param("\u0915\u094d\u0937\u093f \u0939\u093f\u0928\u094d\u0926\u0940", id="Hindi"),
        pytest.param("\u0915\u094d\u200d\u0937", id="Hindi with a joiner"),
        pytest.param("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u064c", id="Arabic with vowels"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian"),
        pytest.param("\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", id="Hebrew with vowels"),
        pytest.param("\u0e17\u0e35\u0e48", id="Thai"),
        pytest.param("\u0f56\u0f66\u0f92\u0fb2\u0f74\u0f56\u0f66", id="Tibetan"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", id="a family"),
        pytest.param(
            "\U0001f3f3\ufe0f\u200d\U0001f308 \u2764\ufe0f\u200d\U0001f525", id="a flag, a heart"
        ),
        pytest.param("1\ufe0f\u20e3 \U0001f44d\U0001f3fd", id="a key, a thumb"),
        pytest.param("\u8fbb\U000e0100", id="a variant of a Han character"),
    ],
)
def test_what_people_write_stays(text: str) -> None:
    """Names and words of all scripts, however they are put together."""
    assert scrub(text) == text


@pytest.mark.parametrize(
    "mark", ["\u0301", "\u0489", "\u20dd", "\u093e", "\u200d", "\ufe0f", "\U000e0101"]
)
def test_a_heap_of_marks_is_bounded(mark: str) -> None:
    """A thousand on one letter cover what stands above and below, or hide a message in nothing."""
    for heap in ("z" + mark * 1000, mark * 1000, "z" + ("\u0301" + mark) * 500):
        safe = scrub(f"a{heap}b")
        assert len(safe) < 14
        assert (safe[0], safe[-2:]) == ("a", "\ufffdb")


@pytest.mark.parametrize(
    "character", "\xad\u115f\u180e\u200b\u2060\u2063\u206a\u2800\u3164\uffa0\ufffe\U000e0041"
)
def test_what_takes_no_room_is_seen(character: str) -> None:
    """Or two names that differ would look alike."""
    assert scrub(f"a{character}b") == "a\ufffdb"


def test_a_giant_text_is_scrubbed_soon() -> None:
    """A report goes through much more text than a person would read."""
    started = time.process_time()
    scrub("z\u0301\u200b\x00" * 10**6, 100_000)
    assert time.process_time() - started < 5


def test_a_long_text_is_cut() -> None:
    """As long as the limit, with a mark at its end."""
    assert scrub("x" * 2001) == "x" * 1994 + " [cut]"
    assert scrub("x" * 2000) == "x" * 2000
