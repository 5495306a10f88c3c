"""Runs a command on a machine that offers less: as an ordinary user, or without layers of the kernel.

    python lowered.py [--uid N] [--keep FOLDER]... [--hide FOLDER]... [--without landlock|seccomp]...
        -- COMMAND...

Standard library alone: it is executed as a script, and becomes the command. What it takes away is gone
for the command and all that it starts, so that a grader needs no switch to be tested without it.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import os
import platform
import stat
import struct
from pathlib import Path

# From <linux/audit.h> and the system call tables.
_CALLS = {
    "x86_64": (0xC000003E, {"prctl": 157, "seccomp": 317}),
    "aarch64": (0xC00000B7, {"prctl": 167, "seccomp": 277}),
}
_LANDLOCK = (444, 445, 446)  # the same number everywhere

_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _FILTER = 22, 38, 2

_CLONE_NEWNS, _MS_BIND, _MS_REC, _MS_PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000

_LIBC = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def hide_layers(names: list[str]) -> None:
    """Have the kernel answer as one that was built without Landlock, or without seccomp."""
    architecture, numbers = _CALLS[platform.machine()]
    refused = _refusal(*_LANDLOCK) if "landlock" in names else b""
    if "seccomp" in names:
        refused += _refusal(numbers["seccomp"])
        refused += _op(_IF_EQUAL, numbers["prctl"], 0, 3)
        refused += _op(_LOAD, _FIRST_ARGUMENT) + _op(_IF_EQUAL, _PR_SET_SECCOMP, 0, 1)
        refused += _op(_RETURN, _ERRNO | errno.EINVAL)
    code = _op(_LOAD, _ARCHITECTURE) + _op(_IF_EQUAL, architecture, 1, 0) + _op(_RETURN, _ALLOW)
    code += _op(_LOAD, _NUMBER) + refused + _op(_RETURN, _ALLOW)
    program = _Program(len(code) // 8, code)
    if _prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(program)) != 0:
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)  # which takes the place of a capability
        _check(_prctl(_PR_SET_SECCOMP, _FILTER, ctypes.addressof(program)), "seccomp")


def become(uid: int, keep: list[Path]) -> None:
    """Become an ordinary user, who can reach the folders `keep` even below somebody's private one."""
    opened = {folder: os.open(folder, os.O_PATH) for folder in keep if _private_place(folder)}
    for place in sorted({place for folder in opened if (place := _private_place(folder))}):
        _mount("none", str(place), "tmpfs", 0, "mode=755")
    for folder, descriptor in opened.items():
        folder.mkdir(parents=True, exist_ok=True)
        _mount(f"/proc/self/fd/{descriptor}", str(folder), None, _MS_BIND | _MS_REC)
        os.close(descriptor)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def hide(folders: list[Path]) -> None:
    """Have folders look empty."""
    for folder in folders:
        _mount("none", str(folder), "tmpfs", 0, "mode=700")


def _private_place(folder: Path) -> Path | None:
    """Return the topmost folder on the way that others cannot enter."""
    on_the_way = reversed(folder.parents)
    return next((p for p in on_the_way if not stat.S_IMODE(p.stat().st_mode) & stat.S_IXOTH), None)


def _refusal(*numbers: int) -> bytes:
    return b"".join(
        _op(_IF_EQUAL, number, 0, 1) + _op(_RETURN, _ERRNO | errno.ENOSYS) for number in numbers
    )


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _prctl(option: int, *values: int) -> int:
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return int(_LIBC.prctl(option, *padded))


def _mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    texts = [text if text is None else text.encode() for text in (source, target, kind, data)]
    done = _LIBC.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])
    _check(done, f"mount {target}")


def _check(done: int, what: str) -> None:
    if done != 0:
        raise OSError(ctypes.get_errno(), what)


def main() -> None:
    """Lower the machine as the command line says, then become the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--uid", type=int)
    parser.add_argument("--keep", type=Path, action="append", default=[])
    parser.add_argument("--hide", type=Path, action="append", default=[])
    parser.add_argument("--without", choices=["landlock", "seccomp"], action="append", default=[])
    parser.add_argument("command", nargs="+")
    wanted = parser.parse_args()
    if wanted.uid is not None or wanted.hide:
        _check(_LIBC.unshare(_CLONE_NEWNS), "unshare")
        _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    hide(wanted.hide)
    if wanted.uid is not None:
        become(wanted.uid, wanted.keep)
    if wanted.without:
        hide_layers(wanted.without)
    os.execv(wanted.command[0], wanted.command)


if __name__ == "__main__":
    main()
