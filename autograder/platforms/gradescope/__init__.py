"""Gradescope: the zip that staff upload, and what runs of it there for each submission."""
