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
from autograder.assignment.steps import Conditions, Device, Step
from autograder.assignment.training import Training

__all__ = [
    "ASSIGNMENT_FILE",
    "COURSE_FILE",
    "FAULTS",
    "HIDDEN_SUITE",
    "HIDDEN_SUITES",
    "PUBLIC_SUITE",
    "Assignment",
    "Conditions",
    "Course",
    "Device",
    "Limits",
    "Question",
    "Step",
    "Training",
    "Visibility",
    "find_course",
    "load_assignment",
    "load_course",
]
