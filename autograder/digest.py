"""Digests of files: equal where their names and contents are, wherever they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

NamedFile = tuple[str, bytes]  # a name below a folder, and the content


def files_below(folder: Path) -> Iterator[NamedFile]:
    """Give all files of a folder in order, but for caches and hidden ones."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in parts):
            yield "/".join(parts), path.read_bytes()


def digest(files: Iterable[NamedFile], secret: str = "") -> str:
    """Return the SHA-256 of files and of a secret."""
    whole = hashlib.sha256(secret.encode())
    for name, content in files:
        whole.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()
