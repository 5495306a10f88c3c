"""Tests of what suites are written with, and of how they are collected."""
