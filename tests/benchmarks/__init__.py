"""What grading costs; figures are printed, never asserted."""
