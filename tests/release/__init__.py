"""Releases: built, written, compared."""
