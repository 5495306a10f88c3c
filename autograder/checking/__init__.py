"""What a student's own checks say: run in her process, for learning, without marks."""

from autograder.checking.report import Report
from autograder.checking.run import check_namespace

__all__ = ["Report", "check_namespace"]
