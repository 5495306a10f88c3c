"""Zip files that are the same, byte for byte, wherever and whenever they are written."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Collection, Mapping

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can name
_UNIX = 3


def zip_of(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """Return a zip file.

    Args:
        files: the content of each file by its name in there.
        executable: names of those that are programs.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | (0o755 if name in executable else 0o644)) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
