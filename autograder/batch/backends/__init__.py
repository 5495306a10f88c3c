"""Where a class is graded, if not by this machine alone."""
