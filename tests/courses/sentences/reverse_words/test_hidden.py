import string

import pytest

from autograder.suite import assert_equals

WORDS = ["Rain", "on", "the", "Tin", "roof", "all", "Night", "long"]


@pytest.mark.question("reverse_words")
@pytest.mark.parametrize(
    "case",
    [["a bc def", "on and on"], ["  a  b ", "a\tb\nc\n"], ["word", "", "b a"]],
    ids=["single spaces", "white space of all kinds", "few words, and none"],
)
def test_reverse_words(student, reference, case):
    """The last word comes first, and one space stands between two words."""
    for text in case:
        assert_equals(student.reverse_words(text), reference.reverse_words(text))


def drawn_line(rng):
    return " ".join(str(word) for word in rng.permutation(WORDS)[:5])


@pytest.mark.question("caesar")
def test_small_letters(student, reference, rng):
    """Small letters move, within the alphabet and around its end."""
    line = drawn_line(rng).lower()
    for shift in (1, 7, 25):
        assert_equals(student.caesar(line, shift), reference.caesar(line, shift))


@pytest.mark.question("caesar")
def test_capitals(student, reference):
    """Capitals move, and stay capitals."""
    for shift in (2, 13):
        text = string.ascii_uppercase
        assert_equals(student.caesar(text, shift), reference.caesar(text, shift))


@pytest.mark.question("caesar")
def test_any_shift(student, reference):
    """A shift may be negative, or longer than the alphabet."""
    for shift in (-1, -30, 27, 260, 1000):
        assert_equals(student.caesar("hazy", shift), reference.caesar("hazy", shift))


@pytest.mark.question("caesar")
def test_other_characters(student, reference):
    """What is no letter stays where it is."""
    for text in ("3.14, or so? {x} [y] @`", "äß"):
        for shift in (3, 9):
            assert_equals(student.caesar(text, shift), reference.caesar(text, shift))


@pytest.mark.question("crack")
def test_crack(student, reference, rng):
    """The smallest shift is found by which the known word is one of the text."""
    for shift in (0, 3, 19):
        text = reference.caesar(drawn_line(rng), shift)
        for word in reference.caesar(text, -shift).split()[:2]:
            assert_equals(student.crack(text, word), reference.crack(text, word))


@pytest.mark.question("crack")
def test_crack_of_nothing(student):
    """A part of a word is no word, and where no shift helps there is none."""
    assert_equals(student.crack("cde fgg", "abc"), 24)
    assert_equals(student.crack("cde fgg", "ab"), None)


@pytest.mark.question("concordance")
def test_concordance(student):
    """Each line with the word is named once, in order."""
    concordance = student.Concordance()
    for number, line in enumerate(["a b a", "b", "", "A ab", "c a"], start=1):
        assert_equals(concordance.add(line), number)
    assert_equals(concordance.find("a"), [1, 5])
    assert_equals(concordance.find("z"), [])


@pytest.mark.question("concordance")
def test_two_concordances(student):
    """What one concordance was given the other does not know."""
    first, second = student.Concordance(), student.Concordance()
    first.add("a b")
    second.add("b")
    assert_equals(first.find("a"), [1])
    assert_equals(second.find("a"), [])
