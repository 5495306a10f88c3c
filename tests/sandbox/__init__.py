"""Tests of what runs beside a submission."""
