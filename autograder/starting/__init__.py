"""A new assignment, whole and working, for an instructor to begin with."""

from autograder.starting.naming import default_title
from autograder.starting.start import Started, start

__all__ = ["Started", "default_title", "start"]
