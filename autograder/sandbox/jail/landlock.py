"""Landlock: the files that a worker can open are those on a list, whoever it is.

Stops reading the suite, the reference, other submissions and /proc, writing anywhere but to the scratch
folder, and, where the kernel's version has them: TCP, ioctl on devices, and signals and abstract sockets
to processes outside. It does not hide names and sizes (stat), nor keep attributes (chmod, utime, xattr):
those are seccomp's. See landlock(7); constants from <linux/landlock.h>.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections import Counter
from collections.abc import Collection, Iterable

from autograder.sandbox.jail import libc

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_RULE = "=Qi"  # struct landlock_path_beneath_attr: rights, and the descriptor of what has them

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
# How many file rights each version of the interface knows: all are handled, so that none is free.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS_NOW = 16
_NET_RIGHTS = 0b11  # bind and connect of TCP, from version 4
_SCOPES = 0b11  # abstract sockets and signals, from version 6

_READ, _USE = _READ_FILE | _READ_DIR, _READ_FILE | _WRITE_FILE
_OF_A_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE | _IOCTL_DEV
_PROCESS = _READ | _USE | _TRUNCATE
_OWN = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE

_PROCESSES = "/proc"
_MANY = 16  # so many files of one folder


def version() -> int:
    """Return the version of the kernel's interface.

    Raises:
        OSError: there is no Landlock.
    """
    return libc.syscall("landlock_create_ruleset", _CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)


class FileRules:
    """What may be opened, prepared once for all workers of a zygote.

    Where one folder holds many of the files, as that of the standard library does if packages are
    installed inside it, each of them would cost every worker a system call. Two rulesets hold a worker
    then, and it can open what both admit: one for all, with each file, to which the scratch folders are
    one; and one of its own, to which that folder is one.

    Holds descriptors, which the workers close.

    Args:
        readable: files and folders that may be read, with all below them; what is not there is left out.
        writable: files, such as /dev/null, that may be written too.
        scratch: the folder in which those of the workers are.
        devices: files that may be written, and steered by ioctl.
        own: files and folders below /proc/self that each worker may read and write of its own.

    Raises:
        OSError: there is no Landlock.
    """

    def __init__(
        self,
        readable: Collection[str],
        writable: Iterable[str],
        scratch: str,
        devices: Iterable[str] = (),
        own: tuple[str, ...] = (),
    ) -> None:
        abi = version()
        self._known = (1 << _FILE_RIGHTS.get(abi, _FILE_RIGHTS_NOW)) - 1
        self._attributes = struct.pack(
            "=QQQ", self._known, _NET_RIGHTS if abi >= 4 else 0, _SCOPES if abi >= 6 else 0
        )
        self._own = own
        others = self._rules(writable, _USE) + self._rules(devices, _USE | _IOCTL_DEV)
        grouped = _grouped(readable, [scratch, _PROCESSES])
        # In one piece: each object that a forked worker touches costs it the copy of a page.
        self._listed = self._rules(grouped, _READ) + others
        self._common: int | None = None
        if len(grouped) < len(readable):
            each = self._rules(readable, _READ)
            folders = self._rule(scratch, _OWN) + self._rules([_PROCESSES] if own else [], _PROCESS)
            self._common = self._ruleset(each + folders + others)
            for _, descriptor in struct.iter_unpack(_RULE, each + folders):
                os.close(descriptor)

    def restrict(self, scratch: str) -> str:
        """Restrict the calling process, for good, to these files and its own `scratch` folder."""
        own = b"".join(self._rule(path, _PROCESS) for path in self._own)
        mine = self._ruleset(self._listed + own + self._rule(scratch, _OWN))
        for ruleset in (mine, self._common):  # the short one first: the kernel copies what was before
            if ruleset is not None:
                libc.syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, 0)
                os.close(ruleset)
        return "landlock"

    def _ruleset(self, rules: bytes) -> int:
        """Return the descriptor of a new ruleset."""
        # An older kernel takes a longer structure as long as what it does not know is zero.
        name, attributes = "landlock_create_ruleset", self._attributes
        ruleset = libc.syscall(name, _CREATE_RULESET, attributes, len(attributes), 0)
        buffer = ctypes.create_string_buffer(rules)
        first = ctypes.addressof(buffer)
        number, add, kind, flags = map(ctypes.c_long, (_ADD_RULE, ruleset, _RULE_PATH_BENEATH, 0))
        for place in range(first, first + len(rules), struct.calcsize(_RULE)):
            if libc.LIBC.syscall(number, add, kind, ctypes.c_void_p(place), flags) != 0:
                raise libc.last_error("landlock_add_rule")
        return ruleset

    def _rules(self, paths: Iterable[str], rights: int) -> bytes:
        """Return the rules of the paths that are there."""
        rules = bytearray()
        for path in paths:
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                rules += self._rule(path, rights)
        return bytes(rules)

    def _rule(self, path: str, rights: int) -> bytes:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_A_FILE
        return struct.pack(_RULE, rights & self._known, descriptor)


def _grouped(paths: Iterable[str], apart: Iterable[str]) -> list[str]:
    """Return paths with a folder in the place of those in it, if it has many and none that is apart."""
    real = {path: os.path.realpath(path) for path in paths}  # a link may lead out of its folder
    homes = {path: os.path.dirname(place) for path, place in real.items()}  # noqa: PTH120
    separate = [f"{os.path.realpath(path)}/" for path in apart]
    large = {
        folder
        for folder, count in Counter(homes.values()).items()
        if count >= _MANY and not any(one.startswith(f"{folder.rstrip('/')}/") for one in separate)
    }
    return [*(path for path, folder in homes.items() if folder not in large), *large]
