"""Tests of reading submissions."""
