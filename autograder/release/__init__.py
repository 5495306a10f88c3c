"""From what staff write to what students get: a tree without solutions, built the same each time."""

from autograder.release.build import build
from autograder.release.tree import differences, remove_other_wheels, write

__all__ = ["build", "differences", "remove_other_wheels", "write"]
