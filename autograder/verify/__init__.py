"""Proves an assignment fair: what is right earns everything, what does nothing earns nothing."""

from autograder.verify.check import Check
from autograder.verify.proof import verify

__all__ = ["Check", "verify"]
