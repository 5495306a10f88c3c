"""Who a worker is: a user whom nobody's files belong to, or uid 0 without what makes it mighty.

Stops reading and writing files that others may not, and signals to processes of other users.
"""

from __future__ import annotations

import ctypes
import os

from autograder.sandbox.jail import libc

_PR_CAPBSET_DROP = 24
_CAPABILITY_VERSION_3 = 0x20080522  # from <linux/capability.h>
_LAST_CAPABILITY = 63

# systemd's range for users that exist only while a service runs: nobody's files belong to them.
_FIRST_UID, _UIDS = 61184, 4336


def own_uid(number: int) -> int:
    """Return a uid for the worker of this number that no account and no other live worker has."""
    return _FIRST_UID + number % _UIDS


def draw_uid() -> int:
    """Return the number of a first worker: graders at work at the same time should not share uids."""
    return int.from_bytes(os.urandom(4), "big") % _UIDS


def change_uid(uid: int) -> str:
    """Become `uid` and the group of the same number, for good."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    return "own uid"


def drop_capabilities() -> str:
    """Give up every capability of uid 0, where the files that Python needs are root's alone."""
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            libc.prctl(_PR_CAPBSET_DROP, capability)
        except OSError:  # beyond the last one that exists
            break
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.LIBC.capset(header, nothing) != 0:
        raise libc.last_error("capset")
    return "no capabilities"
