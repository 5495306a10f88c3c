import pytest

from autograder.suite import assert_matches, assert_reaches


@pytest.mark.question("mean_distances")
def test_values(student, reference, rng):
    """All means are right."""
    points = rng.normal(size=(20, 3))
    assert_matches(student.mean_distances(points), reference.mean_distances(points))


@pytest.mark.question("time")
def test_time(speed, reference, rng, step):
    """Many points take a time that is measured."""

    def check(answer, points):
        assert_matches(answer, reference.mean_distances(points))

    assert_reaches(speed.of("mean_distances", lambda: (rng.normal(size=(700, 32)),), check), step)
