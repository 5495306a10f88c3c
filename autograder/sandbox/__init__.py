"""Where student code runs: a jailed worker that answers one call at a time.

Empty on purpose: the worker's side (`worker`, `zygote`, `jail`, `notebook_runtime`) must not load
what only the grader needs.
"""
