"""From what staff write to what students get: a tree without solutions, built the same each time."""

from autograder.release.build import build
from autograder.release.tree import differences, is_for_otter, remove_outdated, strays, write

__all__ = ["build", "differences", "is_for_otter", "remove_outdated", "strays", "write"]
