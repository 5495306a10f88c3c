"""What a worker gives up before it meets a student's code: one layer a file, the standard library alone.

`descriptors`, `resources`, `identity`, `process`, `landlock`, `seccomp`; `plan` finds out which of them
work on this machine and applies those, in order.
"""
