"""The files by which the process of a student's code tells how it went, in a folder of its parent's."""

RAN = "ran.json"  # how the cells ran; there as soon as they all have
CHECKS = "checks.json"  # what the public checks say
POSITION = "position"  # cell, statement and line at which it is
TRACE = "trace"  # where it was stuck or ended, as `faulthandler` writes it
