"""Files of named arrays (`.npz`), read without trust: no pickle, and nothing larger than it may be."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from autograder.errors import SubmittedFileError, UnreadableSubmissionError
from autograder.submission.archive import open_archive
from autograder.submission.bundle import Bundle

_ARRAYS = 1_000
_BYTES = 64 * 2**20  # of all arrays together, unpacked
_SUFFIX = ".npy"
# What NumPy itself writes for arrays of numbers (numpy.lib.format): a dict in one order.
_HEADER = re.compile(
    rb"\{'descr': '([<>|=][biufc]\d{1,2})', 'fortran_order': (True|False), "
    rb"'shape': \(((?:\d{1,10}(?:, \d{1,10}){0,31},?)?)\), ?\} *\n"
)
_MAGIC = b"\x93NUMPY"
_LENGTH_BYTES = {1: 2, 2: 4, 3: 4}  # of the header's length, by the major version


def read_arrays(data: bytes, name: str) -> Mapping[str, NDArray[np.number]]:
    """Return the arrays of numbers in a file that `numpy.savez` wrote, by their names.

    What else a student has saved with them (names of classes, a history) is left out.

    Args:
        data: the bytes of the file.
        name: what to call it in a message.

    Raises:
        SubmittedFileError: it is no such file, is damaged, holds no arrays of numbers, or more than
            64 MiB of arrays.
    """
    arrays: dict[str, NDArray[np.number]] = {}
    left = _BYTES
    try:
        with open_archive(io.BytesIO(data), name) as bundle:
            if len(bundle.files) > _ARRAYS:
                raise SubmittedFileError(f"{name} holds more than {_ARRAYS:,} arrays")
            for member in bundle.files:
                content = _content(bundle, member, left, name)
                left -= len(content)
                if (array := _array(content, name)) is not None:
                    arrays[member.removesuffix(_SUFFIX)] = array
    except UnreadableSubmissionError as error:
        raise SubmittedFileError(
            f"{name} cannot be read: it is damaged, or not what numpy.savez writes; make it anew"
        ) from error
    if not arrays:
        raise SubmittedFileError(
            f"{name} holds something else than arrays of numbers, perhaps a whole dict: "
            "numpy.savez(file, **arrays) gives each array its name"
        )
    return arrays


def _content(bundle: Bundle, member: str, limit: int, name: str) -> bytes:
    if not member.endswith(_SUFFIX):
        raise SubmittedFileError(f"{name} holds something that is no array; write it with numpy.savez")
    content = bundle.fetch(member, limit)
    if len(content) > limit:
        raise SubmittedFileError(f"{name} holds more than {_BYTES // 2**20} MiB of numbers")
    return content


def _array(content: bytes, name: str) -> NDArray[np.number] | None:
    """Return the array in the bytes of a `.npy` file, None if it is not one of numbers."""
    found = None
    if content.startswith(_MAGIC) and len(content) > 12 and content[6] in _LENGTH_BYTES:
        start = 8 + _LENGTH_BYTES[content[6]]
        end = start + int.from_bytes(content[8:start], "little")
        found = _HEADER.fullmatch(content[start:end])
    if found is None:
        return None
    kind, order, sides = found.groups()
    shape = tuple(int(side) for side in re.findall(rb"\d+", sides))
    try:
        dtype = np.dtype(kind.decode())
        if math.prod(shape) * dtype.itemsize != len(content) - end:
            raise ValueError(shape)
        flat = np.frombuffer(content, dtype, offset=end)
        return flat.reshape(shape, order="F" if order == b"True" else "C")
    except (TypeError, ValueError) as error:  # no such dtype; not as many numbers as the shape says
        raise SubmittedFileError(f"{name} is damaged: make it anew with numpy.savez") from error
