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
from collections.abc import Iterable

from autograder.sandbox.jail import libc

# The same numbers on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_RULE_BYTES = struct.calcsize("=Qi")

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
_OWN = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE


def version() -> int:
    """Return the version of the kernel's interface.

    Raises:
        OSError: there is no Landlock.
    """
    return libc.syscall("landlock_create_ruleset", _CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION)


class FileRules:
    """What may be opened, prepared once for all workers of a zygote.

    Holds a descriptor for each path, which the workers close.

    Args:
        readable: files and folders that may be read, with all below them; what is not there is left out.
        writable: files, such as /dev/null, that may be written too.
        devices: files that may be written, and steered by ioctl.
        own: files and folders below /proc/self that each worker may read and write of its own.

    Raises:
        OSError: there is no Landlock.
    """

    def __init__(
        self,
        readable: Iterable[str],
        writable: Iterable[str],
        devices: Iterable[str] = (),
        own: tuple[str, ...] = (),
    ) -> None:
        abi = version()
        self._known = (1 << _FILE_RIGHTS.get(abi, _FILE_RIGHTS_NOW)) - 1
        self._attributes = struct.pack(
            "=QQQ", self._known, _NET_RIGHTS if abi >= 4 else 0, _SCOPES if abi >= 6 else 0
        )
        # In one piece: each object that a forked worker touches costs it the copy of a page.
        self._rules = bytearray()
        self._own = own
        for rights, paths in ((_READ, readable), (_USE, writable), (_USE | _IOCTL_DEV, devices)):
            for path in paths:
                with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                    self._rules += self._rule(path, rights)

    def restrict(self, scratch: str) -> str:
        """Restrict the calling process, for good, to these files and its own `scratch` folder."""
        # An older kernel takes a longer structure as long as what it does not know is zero.
        name, attributes = "landlock_create_ruleset", self._attributes
        ruleset = libc.syscall(name, _CREATE_RULESET, attributes, len(attributes), 0)
        own = b"".join(self._rule(path, _READ | _USE | _TRUNCATE) for path in self._own)
        rules = ctypes.create_string_buffer(bytes(self._rules) + own + self._rule(scratch, _OWN))
        first = ctypes.addressof(rules)
        number, add, kind, flags = map(ctypes.c_long, (_ADD_RULE, ruleset, _RULE_PATH_BENEATH, 0))
        for place in range(first, first + len(rules) - 1, _RULE_BYTES):
            if libc.LIBC.syscall(number, add, kind, ctypes.c_void_p(place), flags) != 0:
                raise libc.last_error("landlock_add_rule")
        libc.syscall("landlock_restrict_self", _RESTRICT_SELF, ruleset, 0)
        os.close(ruleset)
        return "landlock"

    def _rule(self, path: str, rights: int) -> bytes:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _OF_A_FILE
        return struct.pack("=Qi", rights & self._known, descriptor)
