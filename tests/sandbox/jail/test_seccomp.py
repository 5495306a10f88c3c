"""The filter of system calls: what Python needs passes, everything else fails."""

from __future__ import annotations

import asyncio
import concurrent.futures
import ctypes
import errno
import fcntl
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.sandbox.jail.seccomp import CallRules, program
from autograder.sandbox.jail.syscalls import ALLOWED, ALLOWED_WITH_GPU, NUMBERS
from tests.attacks.machines import has_seccomp
from tests.sandbox.jail.filters import ALLOW, KILL_PROCESS, REFUSE, decide
from tests.sandbox.jail.inside import inside

here = pytest.mark.skipif(not has_seccomp(), reason="this kernel has no seccomp")
LIBC = ctypes.CDLL(None, use_errno=True)
PID = 4711
MACHINES = [("x86_64", 0, 0xC000003E), ("aarch64", 1, 0xC00000B7)]  # AUDIT_ARCH_* of <linux/audit.h>


def call(number: int, *arguments: int) -> None:
    """Make a system call by its number, as a worker could."""
    if LIBC.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)) < 0:
        raise OSError(ctypes.get_errno(), "")


def _write_and_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a"
        file.write_text("x" * 100, encoding="utf-8")
        file.rename(file.with_name("b"))
        assert [found.stat().st_size for found in Path(folder).iterdir()] == [100]


def _threads() -> None:
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(abs, range(-5, 0))) == 15


def _signal_to_itself() -> None:
    signal.signal(signal.SIGUSR1, lambda *_: None)
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)


NEEDED: dict[str, Callable[[], object]] = {
    "files": _write_and_read,
    "threads": _threads,
    "signals to itself": _signal_to_itself,
    "an event loop": lambda: asyncio.run(asyncio.sleep(0.001)),
    "clocks": lambda: (time.monotonic(), time.process_time(), time.localtime()),
    "random bytes": lambda: os.urandom(8),
    "its limits": lambda: resource.getrlimit(resource.RLIMIT_AS),
    "memory": lambda: bytearray(2**26),
    "processors": lambda: (os.cpu_count(), os.sched_getaffinity(0)),
    "a pipe": os.pipe,
}
FORBIDDEN: dict[str, Callable[[], object]] = {
    "fork": os.fork,
    "a program": lambda: subprocess.run(["/bin/true"], check=True),
    "becoming a program": lambda: os.execv("/bin/true", ["true"]),
    "TCP": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "a local socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
    "signals to the parent": lambda: os.kill(os.getppid(), 0),
    "signals to all": lambda: os.kill(-1, 0),
    "signals to the group": lambda: os.killpg(0, 0),
    "a table of descriptors of its own": lambda: call(436, 100, 101, 2),
    "room beyond the end of a file": lambda: call(
        285 if platform.machine() == "x86_64" else 47, 0, 1, 0, 4096
    ),
    "waking others by shared memory": lambda: call(
        202 if platform.machine() == "x86_64" else 98, 0, 1, 1, 0, 0, 0
    ),
    "asking for locks": lambda: fcntl.fcntl(0, fcntl.F_GETLK, bytes(32)),
    "signals by an owner": lambda: fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid()),
    "its own limits": lambda: resource.prlimit(0, resource.RLIMIT_CPU, (1, 1)),
    "limits of others": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU),
    "processors of others": lambda: os.sched_setaffinity(os.getppid(), {0}),
    "priorities": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 5),
    "folders that nobody can look into": lambda: Path(tempfile.gettempdir(), "never").mkdir(0o300),
    "attributes": lambda: os.setxattr(tempfile.gettempdir(), "user.a", b"b"),
    "links": lambda: Path(tempfile.gettempdir(), "autograder-never").symlink_to("/etc/passwd"),
    "hard links": lambda: os.link(__file__, f"{tempfile.gettempdir()}/autograder-never"),
    "cutting by name": lambda: os.truncate(__file__, os.stat(__file__).st_size),  # noqa: PTH116
    "memory without a name": lambda: os.memfd_create("a"),
    "a session": os.setsid,
    "owners": lambda: os.setuid(os.getuid()),
}


@here
@pytest.mark.parametrize("name", NEEDED)
def test_what_a_computation_needs_works(name: str) -> None:
    """Nothing of it is even slowed down by an error."""
    assert inside(CallRules().restrict, NEEDED[name]) == "done"


@here
@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_reaches_others_is_not_permitted(name: str) -> None:
    """As an error that Python raises as an exception."""
    assert inside(CallRules().restrict, FORBIDDEN[name]) == "EPERM"


@here
def test_what_copying_a_file_does_in_passing_is_done_in_name_alone(tmp_path: Path) -> None:
    """`shutil.copy2` works; modes, times and the mask stay as they are."""
    (file := tmp_path / "a").write_text("x", encoding="utf-8")
    file.chmod(0o600)
    os.utime(file, (0, 0))

    def copy() -> None:
        shutil.copy2(file, tmp_path / "b")
        file.chmod(0o777)
        os.utime(file, (9, 9))
        os.umask(0)
        fcntl.lockf(os.open(file, os.O_RDWR), fcntl.LOCK_EX)

    assert inside(CallRules().restrict, copy) == "done"
    assert (file.stat().st_mode & 0o777, file.stat().st_mtime) == (0o600, 0)
    assert (tmp_path / "b").read_text(encoding="utf-8") == "x"


@here
def test_a_static_variable_of_c_plus_plus_that_another_thread_makes_is_waited_for() -> None:
    """Its library wakes who waits by a call that could wake other processes too, and is refused."""
    try:
        library = ctypes.CDLL("libstdc++.so.6")
    except OSError:
        pytest.skip("there is no libstdc++")
    guard = ctypes.c_int64()

    def wait() -> None:
        assert library.__cxa_guard_acquire(ctypes.byref(guard)) == 1
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            other = pool.submit(library.__cxa_guard_acquire, ctypes.byref(guard))
            with pytest.raises(TimeoutError):
                other.result(timeout=0.05)
            library.__cxa_guard_release(ctypes.byref(guard))
            try:
                assert other.result(timeout=10) == 0
            except TimeoutError:
                os._exit(1)  # the thread would be waited for

    assert inside(CallRules().restrict, wait) == "done"


@here
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")
def test_every_number_that_is_not_on_the_list_fails() -> None:
    """Whatever its name is: new ones are not allowed by being new."""
    listed = {number for number, _ in NUMBERS.values()}
    probes = {335, 336}  # uretprobe and uprobe, which no filter sees: they end or fail elsewhere
    rules = CallRules()

    def try_all() -> None:
        for number in sorted(set(range(500)) - listed - probes):
            try:
                call(number, *[0] * 6)
            except OSError as error:
                assert error.errno == errno.EPERM, number
            else:
                raise AssertionError(number)

    assert inside(rules.restrict, try_all) == "done"


@here
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")
def test_numbers_of_another_interface_end_the_process() -> None:
    """Those of x32 have the architecture of x86_64, and would reach past a list of numbers."""
    x32_getpid = 0x40000000 + 39
    ended = inside(CallRules().restrict, lambda: call(x32_getpid))
    assert ended == f"signal {signal.SIGSYS}"


@here
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")
def test_a_namespace_is_no_thread() -> None:
    """The flags of a thread do not let those of a namespace through."""
    thread, user_namespace = 0x00010000, 0x10000000  # a thread that does not share its descriptors
    assert inside(CallRules().restrict, lambda: call(56, user_namespace)) == "EPERM"
    both = thread | user_namespace
    assert inside(CallRules().restrict, lambda: call(56, both)) == "EPERM"
    assert inside(CallRules().restrict, lambda: call(56, thread)) == "EPERM"


@pytest.mark.parametrize("gpu", [False, True])
@pytest.mark.parametrize(("machine", "column", "architecture"), MACHINES)
def test_a_filter_decides_about_each_number(
    machine: str, column: int, architecture: int, gpu: bool
) -> None:
    """Those on the list are allowed, all others fail, and those of another interface end the process."""
    code = program(machine, PID, gpu=gpu)
    decided = {number: decide(code, architecture, number) for number in range(2000)}
    names = (*ALLOWED, *(ALLOWED_WITH_GPU if gpu else ()))
    allowed = {number for name in names if (number := NUMBERS[name][column]) is not None}
    listed = {numbers[column] for numbers in NUMBERS.values()}
    assert {decided[number] for number in allowed} == {ALLOW}
    assert {decided[number] for number in decided.keys() - listed} == {REFUSE}
    others = [0x3FFFFFFF, 0x40000000, 0x40000027, 0xFFFFFFFF]
    assert [decide(code, architecture, number) for number in others] == [REFUSE, *[KILL_PROCESS] * 3]
    assert {decide(code, architecture ^ 1, number) for number in decided} == {KILL_PROCESS}
    assert len(code) // 8 < 4096  # what the kernel takes


@pytest.mark.parametrize(("machine", "column", "architecture"), MACHINES)
def test_a_call_is_judged_by_its_own_arguments(machine: str, column: int, architecture: int) -> None:
    """Wherever its number lies among the others."""
    code = program(machine, PID)

    def answer(name: str, *arguments: int) -> int:
        number = NUMBERS[name][column]
        assert number is not None
        return decide(code, architecture, number, arguments)

    assert answer("kill", PID, 9) == answer("tgkill", PID, 1, 9) == ALLOW
    assert answer("kill", PID + 1, 9) == answer("tgkill", PID - 1, 1, 9) == REFUSE
    assert [answer("ioctl", 1, request) for request in (0x5401, 0x5412)] == [ALLOW, REFUSE]
    assert [answer("prlimit64", 0, 7, new) for new in (0, 1, 2**32)] == [ALLOW, REFUSE, REFUSE]
    assert [answer("mkdirat", 0, 0, mode) for mode in (0o700, 0o300)] == [ALLOW, REFUSE]
    assert answer("clone3") == 0x00050000 | errno.ENOSYS
    assert answer("fadvise64") == answer("fchmod") == 0x00050000  # pretended
    assert answer("socketpair", 1) == ALLOW
    assert answer("socketpair", 2) == REFUSE
