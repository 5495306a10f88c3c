"""`check()`, as students use it: in a script, in a real kernel, without Unix."""
