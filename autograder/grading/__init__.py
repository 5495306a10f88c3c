"""Grades submissions for one assignment: one collected suite, a forked child a submission."""

from autograder.grading.run import grade

__all__ = ["grade"]
