"""IDX files: bytes behind a head that says how many, as the MNIST data are handed around."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.errors import CourseError

_PLACES = ("", "raw", "MNIST/raw")
_BYTES = 0x0800  # the kind of number, in the head; below it the number of axes


def home(folder: Path) -> Path:
    """Return the folder in which the files lie, the given one or where torchvision puts them below it.

    Raises:
        CourseError: they are in none of these.
    """
    for place in _PLACES:
        if _found(folder / place, "train-images-idx3-ubyte") is not None:
            return folder / place
    raise CourseError(
        f"{folder} has no train-images-idx3-ubyte, nor have raw/ and MNIST/raw/ in it: give the folder "
        "into which torchvision has downloaded MNIST, or the four IDX files, as they are or as .gz"
    )


def read_pair(folder: Path, part: str) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return images (N, H, W) and labels (N,).

    Args:
        folder: where the files lie.
        part: "train" or "t10k", as file names begin.

    Raises:
        CourseError: a file is missing or damaged.
    """
    images = _read(folder, f"{part}-images-idx3-ubyte", axes=3)
    return images, _read(folder, f"{part}-labels-idx1-ubyte", axes=1).astype(np.int64)


def _read(folder: Path, name: str, axes: int) -> NDArray[np.uint8]:
    path = _found(folder, name)
    if path is None:
        raise CourseError(f"{folder} has no {name}, nor {name}.gz: download the data again")
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, str(error)) from error
    head = struct.Struct(f">{1 + axes}I")
    if len(content) < head.size:
        raise _damaged(path, f"{len(content)} bytes are no IDX file")
    magic, *sides = head.unpack_from(content)
    if magic != _BYTES + axes:
        raise _damaged(path, f"it begins with {magic}, where {_BYTES + axes} is due")
    due = head.size + math.prod(sides)
    if len(content) != due:
        raise _damaged(path, f"it has {len(content)} bytes, its head promises {due}")
    return np.frombuffer(content, np.uint8, offset=head.size).reshape(sides)


def _found(folder: Path, name: str) -> Path | None:
    paths = (folder / name, folder / f"{name}.gz")
    return next((path for path in paths if path.is_file()), None)


def _damaged(path: Path, why: str) -> CourseError:
    return CourseError(f"{path} cannot be used: {why}; download the data again")
