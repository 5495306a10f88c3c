"""This package as a wheel, made of what is installed here, without network."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
from pathlib import Path

from autograder._version import __version__
from autograder.archive import zip_of
from autograder.digest import files_below
from autograder.errors import AutograderError

DISTRIBUTION = "cnn-autograder"
_PACKAGE = "autograder"
_PREFIX, _SUFFIX = "cnn_autograder-", "-py3-none-any.whl"
_INFO = f"cnn_autograder-{__version__}.dist-info"
WHEEL_NAME = f"{_PREFIX}{__version__}{_SUFFIX}"
_WHEEL = "Wheel-Version: 1.0\nGenerator: cnn-autograder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def wheel() -> bytes:
    """Return the wheel: the same bytes each time, as long as no source changes.

    Raises:
        AutograderError: the package is not installed, or is installed as another version than its code.
    """
    metadata = installed()
    files = {f"{_PACKAGE}/{name}": content for name, content in files_below(Path(__file__).parent)}
    files[f"{_INFO}/WHEEL"] = _WHEEL.encode()
    for name in ("METADATA", "entry_points.txt", "licenses/LICENSE"):
        if text := metadata.read_text(name):
            files[f"{_INFO}/{name}"] = text.encode()
    record = f"{_INFO}/RECORD"
    rows = [_row(name, content) for name, content in sorted(files.items())]
    files[record] = "".join([*rows, f"{record},,\n"]).encode()
    return zip_of(files)


def installed() -> importlib.metadata.Distribution:
    """Return what pip knows of this package.

    Raises:
        AutograderError: the package is not installed, or is installed as another version than its code.
    """
    try:
        found = importlib.metadata.distribution(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError as error:
        raise AutograderError(
            f"{DISTRIBUTION} is not installed, so no wheel of it can be made: install it with pip"
        ) from error
    if found.version != __version__:
        raise AutograderError(
            f"{DISTRIBUTION} {found.version} is installed, its code is of {__version__}: install it anew"
        )
    return found


def is_wheel(name: str) -> bool:
    """Tell whether a file of this name is a wheel of this package, of whatever version."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def _row(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}\n"
