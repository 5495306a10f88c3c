"""Grades submissions for one assignment: one collected suite, a forked child a submission."""

from autograder.grading.run import grade, grade_each

__all__ = ["grade", "grade_each"]
