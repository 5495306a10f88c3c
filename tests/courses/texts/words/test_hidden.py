import pytest

from autograder.suite import assert_equals


@pytest.mark.question("word_counts")
@pytest.mark.parametrize(
    "case", ["a b a", "", "One one ONE two"], ids=["two words", "empty", "capitals"]
)
def test_word_counts(student, reference, case):
    """Each word is counted."""
    assert_equals(student.word_counts(case), reference.word_counts(case))


@pytest.mark.question("longest")
def test_longest(student, reference):
    """All words of the greatest length are given."""
    assert_equals(student.longest("to be or not"), reference.longest("to be or not"))


@pytest.mark.question("longest")
def test_longest_by_key(student):
    """The key decides what is long."""
    assert_equals(student.longest("ab b aab", key=lambda word: word.count("b")), ["ab", "b", "aab"])


@pytest.mark.question("counter")
def test_counter(student):
    """The total grows with each text."""
    counter = student.Counter()
    assert_equals(counter.add("one two"), 2)
    assert_equals(counter.add("three"), 3)
