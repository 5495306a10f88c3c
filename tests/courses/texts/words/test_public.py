import pytest

from autograder.suite import assert_equals


@pytest.mark.question("word_counts")
def test_word_counts_of_a_line(student):
    """Two words and one of them twice."""
    assert_equals(student.word_counts("no yes no"), {"no": 2, "yes": 1})
