import pytest

from autograder.suite import assert_equals


@pytest.mark.question("reverse_words")
def test_three_words(student):
    """Three words are reversed."""
    assert_equals(student.reverse_words("one two three"), "three two one")


@pytest.mark.question("caesar")
def test_one_place(student):
    """Letters move by one place, and z to a."""
    assert_equals(student.caesar("abc xyz!", 1), "bcd yza!")


@pytest.mark.question("crack")
def test_a_known_word(student):
    """A shift by which the known word can be read is found."""
    assert_equals(student.crack("ifmmp xpsme", "hello"), 25)


@pytest.mark.question("concordance")
def test_two_lines(student):
    """A word of the second line is found there."""
    concordance = student.Concordance()
    concordance.add("to be")
    concordance.add("or not")
    assert_equals(concordance.find("or"), [2])
