"""`autograder new`, a second course, and the guides."""
