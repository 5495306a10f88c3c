"""Grading under Otter: the zip that it takes, and the plugin by which it asks this package for marks."""
