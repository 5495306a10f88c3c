"""Lines of a solution in what students get, however they are set there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

# So many characters beside blanks that nobody writes a line of them by chance. A shorter one, such as
# `loss.backward()`, gives something away only where nothing stands beside it.
_DISTINCTIVE = 20

_COMMENT = re.compile(r"\s#(\s.*)?$")


def solution_lines(files: Mapping[str, bytes], solution: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each line of a text that has a line of a solution in it.

    Args:
        files: the release, by path.
        solution: the lines that must not be in it.
    """
    bare = {_squeezed(_COMMENT.sub("", line)): line for line in solution}
    distinctive = [line for line in bare if len(line) >= _DISTINCTIVE]
    for name, data in files.items():
        stem, _, suffix = name.rpartition(".")
        is_notebook = suffix == "ipynb"
        # Of one the script holds the same text, without the escapes of JSON.
        if b"\0" in data or (is_notebook and f"{stem}.py" in files):
            continue
        text = data.decode("utf-8", "replace")
        lines = (text.replace('\\"', '"') if is_notebook else text).splitlines()
        squeezed = [_squeezed(line) for line in lines]
        everything = "\n".join(squeezed)
        within = [line for line in distinctive if line in everything]
        for number, line in enumerate(lines, start=1):
            itself = _squeezed(line.strip().lstrip("#"))
            found = itself if itself in bare else next(filter(squeezed[number - 1].count, within), None)
            if found:
                yield f"a solution line in {name}, line {number}: {bare[found]}"


def _squeezed(line: str) -> str:
    """Return a line without blanks."""
    return "".join(line.split())
