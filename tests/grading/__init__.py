"""Whole submissions through the real command."""
