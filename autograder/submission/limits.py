"""How much of a submission is read at most."""

NOTEBOOK_BYTES = 64 * 2**20
SCRIPT_BYTES = 4 * 2**20
# Two notebooks, since both may have to be compared, and as much again for scripts.
TOTAL_BYTES = 192 * 2**20

FILE_BYTES = 16 * 2**20  # of a file beside the code that an assignment asks for

CODE_CELLS = 2_000
# Of the graded file and its modules together: in the worst case (control characters) a byte takes six
# in the JSON header that carries the code to the worker, and that header is bounded too.
CODE_BYTES = 4 * 2**20

MEMBERS = 2_000
DEPTH = 16
# A zip's table of contents is read whole, before its members can be counted.
DIRECTORY_BYTES = 2**20

# Brackets and commas in a notebook's JSON: a bound on the memory that parsing it can take.
NOTEBOOK_VALUES = 5_000_000
