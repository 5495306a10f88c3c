"""Submissions that cheat, each with what it deserves, and machines on which that is held."""
