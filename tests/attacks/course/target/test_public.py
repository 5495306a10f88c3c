import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches


@pytest.mark.question("energy")
def test_energy_of_two_numbers(student):
    """3 and 4 give 25."""
    assert_matches(student.energy(np.array([3.0, 4.0])), 25.0)


@pytest.mark.question("apply_twice")
def test_doubling_twice(student):
    """Doubling 1 twice gives 4."""
    assert_equals(student.apply_twice(lambda value: 2 * value, 1), 4)
