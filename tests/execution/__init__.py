"""Submissions in a real worker: how they are executed and what calls find there."""
