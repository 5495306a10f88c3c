"""`course.toml` and `assignment.toml`, read strictly: an unknown or misspelt key is an error."""

from autograder.assignment.model import (
    ASSIGNMENT_FILE,
    COURSE_FILE,
    FAULTS,
    HIDDEN_SUITE,
    HIDDEN_SUITES,
    PUBLIC_SUITE,
    Assignment,
    Course,
    Limits,
    Question,
    Visibility,
)
from autograder.assignment.reading import find_course, load_assignment, load_course

__all__ = [
    "ASSIGNMENT_FILE",
    "COURSE_FILE",
    "FAULTS",
    "HIDDEN_SUITE",
    "HIDDEN_SUITES",
    "PUBLIC_SUITE",
    "Assignment",
    "Course",
    "Limits",
    "Question",
    "Visibility",
    "find_course",
    "load_assignment",
    "load_course",
]
