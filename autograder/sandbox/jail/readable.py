"""Which files Python needs to run at all, found out by looking at the running one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

WRITABLE = ("/dev/null",)

_NOT_STANDARD = {"site-packages", "dist-packages"}
_SYSTEM = (
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
    "/proc/cpuinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/sys/devices/system/cpu",  # os.cpu_count()
    "/usr/lib/locale",
    "/usr/share/zoneinfo",
)


def interpreter_files() -> list[str]:
    """Return the standard library without what is installed inside it, and the system's libraries."""
    standard = os.path.dirname(os.__file__)  # noqa: PTH120 -- pathlib is not loaded here
    with os.scandir(standard) as entries:
        listed = list(entries)
    found = [entry.path for entry in listed if entry.name not in _NOT_STANDARD]
    if len(found) == len(listed):  # but for what lies elsewhere, where it is one of links
        found = [standard, *(entry.path for entry in listed if entry.is_symlink())]
    # A distribution may keep extension modules elsewhere.
    found += [path for path in sys.path if path.endswith("lib-dynload")]
    return [*found, *_libraries(), *_SYSTEM]


def outermost(paths: Iterable[str]) -> list[str]:
    """Return paths without those that lie in a folder among them: each costs every worker a rule."""
    real = {path: os.path.realpath(path) for path in paths}  # a link may lead out of its folder
    folders = {place for path, place in real.items() if os.path.isdir(path)}  # noqa: PTH112 -- as above
    return [path for path, place in real.items() if folders.isdisjoint(_around(place))]


def _around(path: str) -> Iterator[str]:
    """Give the folders that a path lies in, the nearest first."""
    while (folder := os.path.dirname(path)) != path:  # noqa: PTH120 -- as above
        yield folder
        path = folder


def _libraries() -> set[str]:
    """Return the shared libraries in memory, and the folder of the C library: more may be loaded."""
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:  # noqa: PTH123
        lines = [line.rstrip("\n") for line in maps if "/" in line and ".so" in line]
    mapped = {line.split(maxsplit=5)[5] for line in lines}
    found = set(mapped)
    for folder in {os.path.dirname(path) for path in mapped if "/libc." in path}:  # noqa: PTH120
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        if any(name.startswith("python") for name in names):  # with what is installed in it
            found.update(f"{folder}/{name}" for name in names if ".so" in name)
        else:
            found.add(folder)
    return found
