"""Uses a pair of local sockets, which it may have, to reach the sockets of others."""
# earns: 6
# statuses: passed, failed

import ctypes
import socket

import numpy as np

LIBC = ctypes.CDLL(None, use_errno=True)
PATHS = (
    "/dev/log",
    "/run/systemd/journal/socket",
    "/run/systemd/journal/dev-log",
    "/run/systemd/notify",
)
PATHS += ("\0left-by-an-attack", "\0")


def reached():
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        try:
            one, other = socket.socketpair(socket.AF_UNIX, kind)
        except OSError:
            continue
        with one, other:
            for path in PATHS:
                for way in (
                    lambda: one.bind("\0left-by-an-attack"),
                    lambda: other.connect(path),
                    lambda: other.sendto(b"found", path),
                    lambda: other.sendmsg([b"found"], [], 0, path),
                    lambda: one.listen(),
                ):
                    try:
                        way()
                        yield kind, path
                    except OSError:
                        pass


OUT = list(reached())
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
