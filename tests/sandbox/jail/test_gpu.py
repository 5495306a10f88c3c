"""A jail that admits a GPU, on machines without one: it opens what CUDA needs and nothing else."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import functools
import os
import platform
import resource
import socket
import sys
import termios
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.interruption import within_memory
from autograder.sandbox.jail import descriptors, nvidia
from autograder.sandbox.jail.landlock import FileRules, version
from autograder.sandbox.jail.readable import WRITABLE, interpreter_files
from autograder.sandbox.jail.seccomp import CallRules
from autograder.sandbox.jail.syscalls import ALLOWED, ALLOWED_WITH_GPU, NUMBERS
from autograder.sandbox.stops import MemoryExceeded
from tests.attacks.machines import has_landlock, has_seccomp, machine
from tests.grading.command import ROOT
from tests.sandbox.jail.gpu_worker import run
from tests.sandbox.jail.inside import inside

BEYOND = ROOT / "tests/attacks/with_gpu/reach_beyond_the_gpu.py"
ENTROPY = 0x80045200  # RNDGETENTCNT, which anybody may ask of /dev/random
seccomp = pytest.mark.skipif(not has_seccomp(), reason="this kernel has no seccomp")
landlock = pytest.mark.skipif(not has_landlock(), reason="this kernel has no Landlock")
jailed = pytest.mark.skipif(not (has_seccomp() and has_landlock()), reason="cannot be jailed here")
slow = pytest.mark.slow


def request(number: int) -> None:
    """Ask something of a device that knows no such request."""
    with Path(os.devnull).open("rb") as null:
        fcntl.ioctl(null, number, bytearray(64))


def nvidias(number: int, size: int = 32) -> int:
    """Return a request of NVIDIA's driver."""
    return 0xC0004600 | size << 16 | number


def _listen() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as named:
        named.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        named.bind(f"\0cuda-uvmfd-0-{os.getpid()}")
        named.listen(1)


def _connect() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as server:
        server.connect("/tmp/nvidia-mps/control")


def _name_a_thread() -> None:
    """As the C library does it for any thread but the one that asks."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        comm = Path(f"/proc/self/task/{thread.native_id}/comm")
        comm.write_text("cuda-EvtHandlr", encoding="utf-8")
        assert comm.read_text(encoding="utf-8") == "cuda-EvtHandlr\n"
    finally:
        end.set()


def _mempolicy() -> None:
    number = NUMBERS["get_mempolicy"][0 if platform.machine() == "x86_64" else 1]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, None, None, 0, None, 0) < 0:
        raise OSError(ctypes.get_errno(), "")


CALLS: dict[str, tuple[Callable[[], object], str, str]] = {
    "memory without a name": (lambda: os.memfd_create("a"), "done", "EPERM"),
    "where memory is": (_mempolicy, "done", "EPERM"),
    "a socket with a name": (_listen, "done", "EPERM"),
    "a server that shares a GPU": (_connect, "ENOENT", "EPERM"),
    "a control request": (lambda: request(nvidias(0x2A)), "ENOTTY", "EPERM"),
    "a request of any size": (lambda: request(nvidias(200, 0x900)), "ENOTTY", "EPERM"),
    "UVM's first request": (lambda: request(0x30000001), "ENOTTY", "EPERM"),
    "UVM's own numbers": (lambda: request(37), "ENOTTY", "EPERM"),
    "WSL's driver": (lambda: request(0xC0104701), "ENOTTY", "EPERM"),
    "a request in a request": (lambda: request(nvidias(211)), "EPERM", "EPERM"),
    "a request that only reads": (lambda: request(0x80004600 | 0x2A), "EPERM", "EPERM"),
    "a frame buffer": (lambda: request(0x4600), "EPERM", "EPERM"),
    "other processes' memory": (lambda: request(62), "EPERM", "EPERM"),
    "typing": (lambda: request(termios.TIOCSTI), "EPERM", "EPERM"),
    "a packet socket": (
        lambda: socket.socket(socket.AF_PACKET, socket.SOCK_SEQPACKET),
        "EPERM",
        "EPERM",
    ),
    "a local stream": (lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), "EPERM", "EPERM"),
    "processors of others": (lambda: os.sched_setaffinity(os.getppid(), {0}), "EPERM", "EPERM"),
}


@seccomp
@pytest.mark.parametrize("name", CALLS)
def test_what_cuda_calls_passes_where_there_is_a_gpu(name: str) -> None:
    """The kernel answers then, as to a file that is no GPU; without one the filter does."""
    action, with_gpu, without = CALLS[name]
    assert inside(CallRules(gpu=True).restrict, action) == with_gpu
    assert inside(CallRules().restrict, action) == without


@seccomp
@pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")
def test_every_other_number_fails_with_a_gpu_too() -> None:
    """What CUDA may need beside its own calls is not guessed."""
    listed = {number for name, (number, _) in NUMBERS.items() if name not in {"accept", "accept4"}}
    rules = CallRules(gpu=True)
    libc = ctypes.CDLL(None, use_errno=True)

    def try_all() -> None:
        for number in sorted(set(range(500)) - listed - {335, 336}):
            if libc.syscall(number, *[0] * 6) >= 0 or ctypes.get_errno() != errno.EPERM:
                raise AssertionError(number)

    assert inside(rules.restrict, try_all) == "done"


def test_no_call_is_allowed_both_with_a_gpu_alone_and_without() -> None:
    """The second list is what CUDA needs beside."""
    assert not set(ALLOWED_WITH_GPU) & set(ALLOWED)


@landlock
def test_a_device_is_written_and_steered_by_those_who_may(tmp_path: Path) -> None:
    """One that is merely readable answers no request, where the kernel's version can tell."""

    def ask() -> None:
        with Path("/dev/random").open("rb") as random:
            fcntl.ioctl(random, ENTROPY, bytearray(4))

    def write() -> None:
        Path("/dev/zero").write_bytes(b"x")

    def restrict(*devices: str) -> Callable[[], object]:
        scratch = str(tmp_path)
        return lambda: FileRules(interpreter_files(), WRITABLE, scratch, devices).restrict(scratch)

    assert inside(restrict("/dev/random"), ask) == "done"
    assert inside(restrict("/dev/zero"), write) == "done"
    assert inside(restrict(), write) == "EACCES"
    if version() >= 5:
        assert inside(restrict(), ask) == "EACCES"


@landlock
def test_a_process_names_its_threads_and_nobody_elses(tmp_path: Path) -> None:
    """`cuInit` fails without; a parent's files of that name stay closed."""

    def put_on() -> None:
        scratch = str(tmp_path)
        FileRules(interpreter_files(), WRITABLE, scratch, (), nvidia.OWN).restrict(scratch)

    parents = Path(f"/proc/{os.getpid()}")
    assert inside(put_on, _name_a_thread) == "done"
    assert inside(put_on, Path("/proc/self/status").read_bytes) == "done"
    assert inside(put_on, Path("/proc/self/environ").read_bytes) == "EACCES"
    assert inside(put_on, (parents / "status").read_bytes) == "EACCES"
    naming = functools.partial((parents / f"task/{os.getpid()}/comm").write_text, "x", "utf-8")
    assert inside(put_on, naming) == "EACCES"


def test_the_files_of_a_gpu_are_devices_of_its_driver(tmp_path: Path) -> None:
    """Whatever else is in the folder, and no files that only have such a name."""
    for name in ("nvidiactl", "nvidia0", "nvidia12", "nvidia-uvm", "nvidia-uvm-tools", "dxg"):
        (tmp_path / name).symlink_to(os.devnull)
    for other in ("nvidia-modeset", "nvidia", "nvidia0p1", "kmsg", "mem"):
        (tmp_path / other).symlink_to(os.devnull)
    (tmp_path / "nvidia1").touch()
    found = [Path(path).name for path in nvidia.device_files(str(tmp_path))]
    assert found == ["dxg", "nvidia-uvm", "nvidia-uvm-tools", "nvidia0", "nvidia12", "nvidiactl"]


@slow
@pytest.mark.parametrize("level", ["A", "B"])
def test_a_jail_with_a_gpu_refuses_what_one_without_does(level: str) -> None:
    """Sockets, programs, processes, files of the course and requests to what is no GPU."""
    command = [sys.executable, "-m", "tests.sandbox.jail.gpu_worker", str(BEYOND)]
    done = machine(level).run(command, cwd=ROOT)
    reached, *lines = done.stdout.splitlines()
    assert reached == level, done.stderr
    assert [line.rpartition(" as ")[0] for line in lines] == ["tried 26"]


EATERS = {
    "anonymous": "held = [bytearray(2**24) for _ in range(10**4)]",
    "shared": "held = mmap.mmap(-1, 2**32)\nfor _ in range(2**12): held.write(bytes(2**20))",
}


@slow
@jailed
@pytest.mark.parametrize("name", EATERS)
def test_memory_is_bounded_though_addresses_are_not(name: str) -> None:
    """CUDA reserves far more than it uses; what is used counts, shared or not."""
    reserve = "import mmap\nmmap.mmap(-1, 2**40, prot=0, flags=mmap.MAP_PRIVATE | 0x4020)\n"
    with pytest.raises(MemoryExceeded, match="more than the 256 MB of memory"):
        run(reserve + EATERS[name])


@slow
@jailed
def test_within_its_bounds_a_worker_with_a_gpu_works() -> None:
    """More open files than without, up to a bound of their own; its own memory, not the zygote's."""
    told = run(
        "import resource, os\nfiles = resource.getrlimit(resource.RLIMIT_NOFILE)[0]\n"
        "held = bytearray(2**27)\nprint(files, resource.getrlimit(resource.RLIMIT_AS)[0], os.environ)",
        "numpy",
    )
    _, _, rest = told.partition("\n")
    assert rest.startswith(f"{descriptors.OPEN_FILES_WITH_GPU} {resource.RLIM_INFINITY} ")
    assert "'CUDA_CACHE_DISABLE': '1'" in rest


@slow
@jailed
def test_addresses_have_no_bound_where_the_grader_has_one() -> None:
    """The reference's workers are started by a process that bounds its own memory."""
    with within_memory(2**30):
        told = run("import resource\nprint(resource.getrlimit(resource.RLIMIT_AS)[0])")
    assert told.partition("\n")[2] == f"{resource.RLIM_INFINITY}\n"


@slow
@jailed
def test_pytorch_computes_in_a_jail_with_a_gpu() -> None:
    """With several threads, and with what would be compiled run as it is written."""
    pytest.importorskip("torch")
    told = run(
        "import torch\nfrom torch import nn\ntorch.set_num_threads(2)\n"
        "model = torch.compile(nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(2704, 10)))\n"
        "loss = model(torch.ones(8, 1, 28, 28)).square().mean()\nloss.backward()\n"
        "print(sum(p.grad is not None for p in model.parameters()), torch.cuda.is_initialized())",
        *("numpy", "torch"),
        seconds=30,
    )
    assert told.partition("\n")[2] == "4 False\n"
