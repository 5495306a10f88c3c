"""Fills the pages of a report from a gradebook, and writes them."""

from autograder.batch.site.write import write_site

__all__ = ["write_site"]
