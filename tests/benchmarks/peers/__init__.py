"""What grading costs here and elsewhere: the same notebooks, the same tests, in one run."""
