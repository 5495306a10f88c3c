import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_unmodified

PLANTED_IN_THE_SUITE = 271828.1828


@pytest.mark.question("energy")
@pytest.mark.parametrize("size", [1, 5, 40], ids=["one", "few", "many"])
def test_energy_of_random_numbers(student, reference, rng, size):
    """Random arrays of one axis."""
    x = rng.normal(size=size)
    assert_matches(student.energy(x), reference.energy(x))


@pytest.mark.question("energy")
def test_energy_of_a_matrix(student, reference, rng):
    """Both axes count, and the argument stays as it was."""
    x = rng.normal(size=(3, 4))
    assert_matches(student.energy(x), reference.energy(x))
    assert_unmodified(student)


@pytest.mark.question("scaled")
@pytest.mark.parametrize("shape", [(3,), (2, 5), (2, 3, 4)], ids=["one axis", "two axes", "three axes"])
def test_scaled_arrays(student, reference, rng, shape):
    """Arrays of one to three axes."""
    x, factor = rng.normal(size=shape), float(rng.normal())
    assert_matches(student.scaled(x, factor), reference.scaled(x, factor))


@pytest.mark.question("apply_twice")
@pytest.mark.parametrize("start", [1, 7, 20], ids=["small", "medium", "large"])
def test_other_functions(student, start):
    """The function decides, and is called on its own answer."""
    assert_equals(student.apply_twice(lambda value: value * value + 3, start), (start**2 + 3) ** 2 + 3)
