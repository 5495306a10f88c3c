"""The check of the catalogue: what is not caught, looks alike, or is wrong itself is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verify.courses import verify

OPERATION = """
from autograder.diagnosis import Operation, fault


class WordCounts(Operation, of="word_counts"):
    def fold(self, text):
        return text.lower()

    def run(self, text):
        counts = {}
        for word in self.fold(text).split():
            counts[word] = counts.get(word, 0) + 1
        return counts


@fault(WordCounts, "fold", title="Capitals count as other words", hint="Is One another word than one?")
def capitals(self, text):
    return text
"""
ALIKE = """

@fault(WordCounts, "fold", title="Capitals are kept", hint="Is One another word than one?")
def kept(self, text):
    return str(text)
"""
NOT_CAUGHT = """

@fault(WordCounts, "fold", title="Greek letters stay large", hint="There are other alphabets.")
def latin(self, text):
    return text.replace("Ω", "!").lower()
"""
BROKEN = """

@fault(WordCounts, "fold", title="Capitals vanish", hint="Is One another word than one?")
def misspelt(self, text):
    return txet.lower()
"""


def check(course: Path, text: str) -> tuple[str, str]:
    """Write a catalogue and return what is said of it: the outcome and all output."""
    (course / "words" / "faults.py").write_text(text, encoding="utf-8")
    verdict = verify(course)
    assert verdict.not_passed <= {"faults"}
    return verdict.checks["faults"], verdict.output


def test_a_catalogue_that_holds_passes(course: Path) -> None:
    """With the number of mistakes; without a catalogue there is nothing to hold."""
    assert "none are written down" in verify(course).output
    outcome, output = check(course, OPERATION)
    assert outcome == "passed"
    assert "each of 1 known mistakes is caught" in output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OPERATION + ALIKE,
            "capitals and kept answer every call of `word_counts` alike: which one is it?",
        ),
        (
            OPERATION + NOT_CAUGHT,
            "latin (Greek letters stay large) passes every hidden test of `word_counts`",
        ),
        (
            OPERATION.replace("text.lower()", "text.upper()"),
            "`word_counts`, staged and without a fault, fails test_hidden::",
        ),
        (
            OPERATION.replace('of="word_counts"', 'of="words"'),
            "WordCounts is `words`, which the reference does not have",
        ),
        (
            OPERATION + BROKEN,
            "misspelt (Capitals vanish) raises NameError at every call of `word_counts`: correct it at",
        ),
        ("raise KeyError(1)", "faults.py, line 1, cannot be executed: KeyError: 1"),
    ],
)
def test_what_is_wrong_with_a_catalogue_is_named(course: Path, text: str, said: str) -> None:
    """And everything else is proven all the same."""
    outcome, output = check(course, text)
    assert outcome == "failed"
    assert said in output
