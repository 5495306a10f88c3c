"""Executes a seccomp filter as the kernel does: what it decides about calls of any architecture."""

from __future__ import annotations

import struct
from collections.abc import Sequence

ALLOW, REFUSE, KILL_PROCESS = 0x7FFF0000, 0x00050001, 0x80000000


def decide(code: bytes, architecture: int, number: int, arguments: Sequence[int] = ()) -> int:
    """Return the action of a filter for one call. Each jump leads forward, so it ends.

    Raises:
        IndexError: a jump leads out of the filter.
    """
    steps = [struct.unpack_from("=HBBI", code, at) for at in range(0, len(code), 8)]
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=IIQ6Q", number, architecture, 0, *padded)  # struct seccomp_data
    loaded, at = 0, 0
    while True:
        operation, yes, no, value = steps[at]
        at += 1
        match operation:
            case 0x20:
                [loaded] = struct.unpack_from("=I", data, value)
            case 0x54:
                loaded &= value
            case 0x05:
                at += value
            case 0x15:
                at += yes if loaded == value else no
            case 0x35:
                at += yes if loaded >= value else no
            case 0x45:
                at += yes if loaded & value else no
            case 0x06:
                return int(value)
            case _:
                raise ValueError(f"no instruction: {operation:#x}")
