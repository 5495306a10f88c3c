"""Grades a class: finds the submissions, grades what changed, keeps a gradebook, writes the marks."""
