"""Grading on the platforms that courses use: what is uploaded there, and what they show."""
