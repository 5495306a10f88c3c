"""Whether a file was saved, by looking: it works everywhere, and editors save in many ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

INTERVAL = 0.3  # seconds from look to look

_Stamp = tuple[int, int]


class Watch:
    """Notices that one of some files was saved.

    Args:
        files: gives those to look at; there may be new ones each time.
    """

    def __init__(self, files: Callable[[], Iterable[Path]]) -> None:
        self._files = files
        self._seen: Mapping[Path, _Stamp] = {}
        self.mark()

    def mark(self) -> None:
        """Take all files as they are now for seen."""
        self._seen = {**self._seen, **self._stamps()}

    def changed(self) -> bool:
        """Tell whether a file is other than when it was marked.

        One that is not there is being written by an editor, and will be: it counts when it is back.
        """
        return any(self._seen.get(path) != stamp for path, stamp in self._stamps().items())

    def _stamps(self) -> dict[Path, _Stamp]:
        found: dict[Path, _Stamp] = {}
        for path in self._files():
            try:
                status = path.stat()
            except OSError:
                continue
            found[path] = status.st_mtime_ns, status.st_size
        return found
