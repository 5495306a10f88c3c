"""seccomp: the system calls that a worker can make are those on a list, whoever it is.

Stops the network, new processes and programs, signals to others, tracing, kernel interfaces that a
worker has no use for, and changes of a file's attributes. A call that is not on the list fails with
EPERM, as for want of permission, so that student code gets an exception; one by the numbers of another
architecture, which only an attack makes, ends the process. See seccomp(2); constants from
<linux/seccomp.h>, <linux/audit.h> and <linux/bpf_common.h>.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable, Mapping, Sequence

from autograder.sandbox.jail import libc, nvidia
from autograder.sandbox.jail.syscalls import ALLOWED, ALLOWED_WITH_GPU, NUMBERS

_SET_MODE_FILTER = 1
_ALL_THREADS = 1  # SECCOMP_FILTER_FLAG_TSYNC: fails rather than leave a thread outside
_ALLOW, _FAIL, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000

_LOAD, _AND, _JUMP, _RETURN = 0x20, 0x54, 0x05, 0x06
_EQUAL, _AT_LEAST, _ANY_BIT = 0x15, 0x35, 0x45
_FARTHEST = 256  # instructions that one with a condition cannot leap over
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_X32_BIT = 0x40000000  # numbers of the x32 interface share the architecture of x86_64

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP = {"x86_64": 317, "aarch64": 277}

_ANY_PID = 0x7FFFFFFE  # stands for the worker's own, which is not known yet; no pid is that large
# CLONE_VM, FS, FILES, SIGHAND, THREAD and SYSVSEM, as the C library gives them.
_THREAD = (0x100, 0x200, 0x400, 0x800, 0x10000, 0x40000)
_NAMESPACES = 0x7E020080  # every CLONE_NEW* flag

# The values of one argument for which a call is allowed: (argument, values).
_AF_UNIX = 1
_ARGUMENT_VALUES = {
    "prctl": (0, (15, 16, 0x53564D41)),  # names of a thread and of memory
    # is it a terminal, and how wide; bytes that wait; blocking; close on exec
    "ioctl": (1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),
    # duplicates and flags; not F_SETOWN, which has the kernel signal any process
    "fcntl": (1, (0, 1, 2, 3, 4, 1030)),
    "close_range": (2, (0, 4)),  # not in a table of descriptors of a thread's own
    "fallocate": (1, (0,)),  # not beyond the end, where the limit on a file's size does not look
    "socketpair": (0, (_AF_UNIX,)),  # within the process: what asyncio wakes itself with
}
_LOCKS = (6, 7, 37, 38)
_FUTEX_PRIVATE = 128
_FUTEX_WAIT = 0
_FUTEX_JOINS = (9, 256 | 9)  # FUTEX_WAIT_BITSET, by either clock: how a thread is joined
# What does nothing, and says that it did: shutil.copy and others ask for it in passing. fadvise64 could
# tell a later submission something by what is in the page cache.
_PRETENDED = ("flock", "fadvise64", "chmod", "fchmod", "fchmodat", "utimensat", "umask")
# The mode of a new folder, into which the grader, as the same user, has to be able to look.
_MODES = {"mkdir": 1, "mkdirat": 2}
_OWNER = (0o400, 0o200, 0o100)
# A request that reads and writes, without its size: of NVIDIA's driver, of that of WSL.
_DIRECTION_TYPE_NUMBER, _DIRECTION_TYPE = 0xC000FFFF, 0xC000FF00
_NVIDIA, _WSL = 0xC0000000 | ord("F") << 8, 0xC0000000 | ord("G") << 8
# SOCK_SEQPACKET, and with what opens it close on exec, or not blocking.
_PACKETS = (5, 5 | 0x80000, 5 | 0x800, 5 | 0x80800)
# The pointers that have to be null: to set no limit, and to send to no address.
_NULL_ARGUMENTS = {"prlimit64": (0, 2), "sendto": (4,)}


def machine() -> str:
    """Return the architecture of the running process.

    Raises:
        OSError: there is no table of system calls for it.
    """
    name = os.uname().machine
    if name not in _AUDIT_ARCH:
        raise OSError(errno.ENOSYS, f"no table of system calls for {name}")
    if ctypes.sizeof(ctypes.c_void_p) != 8:
        raise OSError(errno.ENOSYS, "a 32-bit Python has other system calls")
    return name


class CallRules:
    """Which system calls may be made, prepared once for all workers of a zygote.

    Args:
        gpu: whether CUDA is to work.

    Raises:
        OSError: there is no table of system calls for this machine.
    """

    def __init__(self, *, gpu: bool = False) -> None:
        name = machine()
        self._number = _SECCOMP[name]
        self._code = program(name, _ANY_PID, gpu=gpu)

    def restrict(self) -> str:
        """Restrict the calling process, for good, to these calls.

        Raises:
            OSError: the kernel has no seccomp, or does not let this process use it.
        """
        code = self._code.replace(struct.pack("=I", _ANY_PID), struct.pack("=I", os.getpid()))
        instructions = ctypes.create_string_buffer(code, len(code))
        # struct sock_fprog: how many instructions of eight bytes, and where they are.
        where = struct.pack("@HxxxxxxQ", len(code) // 8, ctypes.addressof(instructions))
        libc.syscall("seccomp", self._number, _SET_MODE_FILTER, _ALL_THREADS, where)
        return "seccomp"


def program(name: str, pid: int, *, gpu: bool = False) -> bytes:
    """Return the filter for the architecture `name` and the process `pid`, as BPF instructions."""
    column = 0 if name == "x86_64" else 1
    checked = _checked(pid) | (_checked_with_gpu() if gpu else {})
    allowed = (*ALLOWED, *(ALLOWED_WITH_GPU if gpu else ()))
    steps = {NUMBERS[call][column]: [_return(_ALLOW)] for call in allowed}
    steps |= {NUMBERS[call][column]: checks for call, checks in checked.items()}
    found = {number: found for number, found in steps.items() if number is not None}
    code = [
        *(_load(_ARCHITECTURE), _jump(_EQUAL, _AUDIT_ARCH[name], 1, 0), _return(_KILL_PROCESS)),
        *(_load(_NUMBER), *_search(_ranges(found))),
    ]
    return b"".join(code)


def _ranges(steps: Mapping[int, list[bytes]]) -> list[tuple[int, list[bytes]]]:
    """Return the first of each row of numbers with the same instructions, and these."""
    refusal = [_return(_FAIL | errno.EPERM)]
    ranges: list[tuple[int, list[bytes]]] = []
    for number in sorted({0, *steps, *(number + 1 for number in steps)}):
        wanted = steps.get(number, refusal)
        if not ranges or ranges[-1][1] != wanted:
            ranges.append((number, wanted))
    return [*ranges, (_X32_BIT, [_return(_KILL_PROCESS)])]


def _search(ranges: Sequence[tuple[int, list[bytes]]]) -> list[bytes]:
    """Return the instructions that find those of the number that was loaded, in few steps.

    When a filter is put on, the kernel walks through it for each number there is: with a comparison a
    call, one after another, that takes half as long again.
    """
    if len(ranges) == 1:
        return ranges[0][1]
    middle = len(ranges) // 2
    below, above = _search(ranges[:middle]), _search(ranges[middle:])
    first, far = ranges[middle][0], len(below)
    if far < _FARTHEST:
        return [_jump(_AT_LEAST, first, far, 0), *below, *above]
    return [_jump(_AT_LEAST, first, 0, 1), _skip(far), *below, *above]


def _checked(pid: int) -> dict[str, list[bytes]]:
    """Return the instructions that decide on the arguments of a call."""
    rules = {name: _one_of(*rule) for name, rule in _ARGUMENT_VALUES.items()}
    rules |= {name: _all_zero(words) for name, words in _NULL_ARGUMENTS.items()}
    rules |= {name: _all_bits(argument, _OWNER) for name, argument in _MODES.items()}
    rules |= {name: _one_of(0, (pid,)) for name in ("kill", "tgkill")}
    # Not there: the C library then uses clone, whose flags a filter can read.
    rules["clone3"] = [_return(_FAIL | errno.ENOSYS)]
    # All that a thread shares: one with descriptors of its own could have any number of them.
    rules["clone"] = [
        *(_load(_ARGUMENTS), _jump(_ANY_BIT, _NAMESPACES, 0, 1), _return(_FAIL | errno.EPERM)),
        *_all_bits(0, _THREAD),
    ]
    # What wakes others has to be of this process: a file that all may read is memory that all share.
    # libstdc++ (static variables, std::future) waits for such a call all the same: it has to look anew,
    # or it would wait for ever.
    rules["futex"] = [
        *(_load(_ARGUMENTS + 8), _jump(_ANY_BIT, _FUTEX_PRIVATE, 0, 1), _return(_ALLOW)),
        *(_jump(_EQUAL, _FUTEX_WAIT, 0, 1), _return(_FAIL | errno.EAGAIN)),
        *_one_of(1, _FUTEX_JOINS),
    ]
    # F_SETLK and its like: granted in name, or workers could tell each other by locks of shared files.
    locks = [_load(_ARGUMENTS + 8)]
    for command in _LOCKS:
        locks += [_jump(_EQUAL, command, 0, 1), _return(_FAIL | 0)]
    rules["fcntl"] = [*locks, *rules["fcntl"]]
    rules |= {name: [_return(_FAIL | 0)] for name in _PRETENDED}
    return rules


def _checked_with_gpu() -> dict[str, list[bytes]]:
    """Return those of the calls that CUDA makes beside."""
    _, harmless = _ARGUMENT_VALUES["ioctl"]
    requests = [_NVIDIA | number for number in nvidia.REQUESTS]
    return {
        "ioctl": [
            *_one_of(1, (*harmless, *nvidia.UVM_REQUESTS))[:-1],
            *(_keep_bits(_DIRECTION_TYPE_NUMBER), *_allow_if(requests)),
            *(_keep_bits(_DIRECTION_TYPE), *_allow_if([_WSL])),
            _return(_FAIL | errno.EPERM),
        ],
        # What it offers other processes is named, and stays without a peer.
        "socket": [
            *(_load(_ARGUMENTS), _jump(_EQUAL, _AF_UNIX, 1, 0), _return(_FAIL | errno.EPERM)),
            *_one_of(1, _PACKETS),
        ],
        "setsockopt": [_return(_FAIL | 0)],
        # It looks for a server that shares a GPU: there is none.
        "connect": [_return(_FAIL | errno.ENOENT)],
    }


def _one_of(argument: int, values: tuple[int, ...]) -> list[bytes]:
    """Allow a call if an argument, of which the kernel reads 32 bits, has one of the values."""
    return [_load(_ARGUMENTS + 8 * argument), *_allow_if(values), _return(_FAIL | errno.EPERM)]


def _allow_if(values: Iterable[int]) -> list[bytes]:
    """Allow a call if what was loaded is one of the values."""
    return [step for value in values for step in (_jump(_EQUAL, value, 0, 1), _return(_ALLOW))]


def _all_bits(argument: int, bits: tuple[int, ...]) -> list[bytes]:
    """Allow a call if an argument has all these bits."""
    code = [_load(_ARGUMENTS + 8 * argument)]
    for bit in bits:
        code += [_jump(_ANY_BIT, bit, 1, 0), _return(_FAIL | errno.EPERM)]
    return [*code, _return(_ALLOW)]


def _all_zero(arguments: tuple[int, ...]) -> list[bytes]:
    """Allow a call if all 64 bits of the arguments are zero."""
    code: list[bytes] = []
    for argument in arguments:
        for half in (0, 4):
            code += [_load(_ARGUMENTS + 8 * argument + half), _jump(_EQUAL, 0, 1, 0)]
            code.append(_return(_FAIL | errno.EPERM))
    return [*code, _return(_ALLOW)]


def _load(offset: int) -> bytes:
    return struct.pack("=HBBI", _LOAD, 0, 0, offset)


def _keep_bits(bits: int) -> bytes:
    return struct.pack("=HBBI", _AND, 0, 0, bits)


def _jump(test: int, value: int, if_so: int, if_not: int) -> bytes:
    return struct.pack("=HBBI", test, if_so, if_not, value)


def _skip(count: int) -> bytes:
    return struct.pack("=HBBI", _JUMP, 0, 0, count)


def _return(action: int) -> bytes:
    return struct.pack("=HBBI", _RETURN, 0, 0, action)
