"""An auto-graded assignment framework: hidden tests never meet the student's code."""

from autograder._version import __version__

__all__ = ["__version__"]
