"""The wire between grader and worker: values as a JSON header and raw array bytes.

A frame is `!IQ` (length of the header, length of the body), the header (JSON in ASCII) and the body (the
bytes of all arrays in the order in which the header names them). Only the kinds of value listed here
pass. Everything that arrives is bounded and checked before it is kept: the grader never unpickles, and
no code of a received object runs. A value beyond the bounds fails where it is sent, with a text that
says so. Standard library only; NumPy is loaded by whoever uses arrays.
"""

from autograder.sandbox.wire.bounds import (
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    MAX_VALUES,
    OUT_OF_MEMORY,
    Handle,
    UnsendableError,
    WireError,
)
from autograder.sandbox.wire.changes import Arguments
from autograder.sandbox.wire.decoder import Decoder
from autograder.sandbox.wire.encoder import Encoder, as_float
from autograder.sandbox.wire.frames import PREFIX, pack, parse_header, unpack_prefix
from autograder.sandbox.wire.objects import is_both
from autograder.sandbox.wire.views import placed, put_back

__all__ = [
    "MAX_BODY_BYTES",
    "MAX_HEADER_BYTES",
    "MAX_VALUES",
    "OUT_OF_MEMORY",
    "PREFIX",
    "Arguments",
    "Decoder",
    "Encoder",
    "Handle",
    "UnsendableError",
    "WireError",
    "as_float",
    "is_both",
    "pack",
    "parse_header",
    "placed",
    "put_back",
    "unpack_prefix",
]
