"""What a worker gives up before it meets a student's code, one function a layer.

Runs in the forked worker, standard library only. Landlock and seccomp come as layers of their own
later; they belong between `forbid_new_privileges` and the first line of student code.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from dataclasses import dataclass

# Linux constants, from <linux/prctl.h> and <linux/capability.h>.
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63

# systemd's range for users that exist only while a service runs: nobody's files belong to them.
_FIRST_UID, _UIDS = 61184, 4336


@dataclass(frozen=True)
class Limits:
    """Bounds of one worker: memory in bytes beyond the zygote's own, CPU in seconds, files in bytes."""

    memory_bytes: int
    cpu_seconds: int
    file_bytes: int = 16 * 2**20
    open_files: int = 64


def close_descriptors(keep: set[int]) -> str:
    """Close every descriptor but `keep`: nothing of the zygote or of another worker is inherited."""
    before = 0
    for fd in sorted(keep):
        if before < fd:  # an empty range would be taken for everything
            os.closerange(before, fd)
        before = fd + 1
    os.closerange(before, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return "descriptors"


def limit_resources(limits: Limits) -> str:
    """Set rlimits: memory, CPU, file size, open files, no core dump.

    Not NPROC: OpenBLAS hangs in its first product where threads cannot be counted.
    """
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 -- pathlib is not loaded here
        used = int(statm.read().split()[0]) * resource.getpagesize()
    for which, value in (
        (resource.RLIMIT_AS, used + limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (bound, bound))
    return "resource limits"


def own_uid(number: int) -> int:
    """Return a uid for the worker of this number that no account and no other live worker has."""
    return _FIRST_UID + number % _UIDS


def change_uid(uid: int) -> str:
    """Become `uid` and the group of the same number, for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    return "own uid"


def drop_capabilities() -> str:
    """Give up every capability of uid 0, where the files that Python needs are root's alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in range(_LAST_CAPABILITY + 1):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails beyond the last one that exists
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    return "no capabilities"


def die_with_parent(parent: int) -> str:
    """Have the kernel kill this process when its parent ends. A change of uid clears this: call later.

    Raises:
        ProcessLookupError: the parent ended before.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise ProcessLookupError("the zygote has ended")
    return "dies with its parent"


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent, a descendant of this one, has ended."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def hide_memory() -> str:
    """Keep processes of the same user from tracing this one or reading its memory; no core dump."""
    _prctl(_PR_SET_DUMPABLE, 0)
    return "non-dumpable"


def forbid_new_privileges() -> str:
    """Make set-uid programs harmless."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return "no new privileges"


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")
