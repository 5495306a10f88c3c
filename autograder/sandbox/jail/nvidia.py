"""What a worker has to reach beside the CPU so that CUDA works on an NVIDIA GPU, and no more.

PyTorch 2.11 trains with them on an H100 (driver 580.159, CUDA 13.0, Linux 6.18). They are those of
sandboxes that were run on more. What the driver opens and calls: the renderer of `conduit` (traced with
strace), snapd's interface `opengl` (its part "cuda"), the issues of NVIDIA/OpenShell (#1486, #1696) and
nolabs-ai/nono (#673, #924). Requests: the seccomp filters of gVisor's nvproxy for "compute" and
"utility", on which PyTorch runs; its numbers are those of NVIDIA's open-gpu-kernel-modules. WSL has
another driver, /dev/dxg, whose requests are admitted by their type.

Not among them: GPUs cut into instances (MIG), several processes on one GPU by a server (MPS), GPUs that
talk to each other, and what reads other processes' memory (UVM_TOOLS_...) or wraps another request
(NV_ESC_IOCTL_XFER_CMD).

What this leaves open: the driver itself; how much of the GPU others use; names of abstract sockets,
which CUDA takes, though nobody can connect to them. Host memory that PyTorch pins counts as the
worker's: who pinned 1 GiB after another was stopped at 2.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator

_DEVICES = re.compile(r"nvidiactl|nvidia\d+|nvidia-uvm|nvidia-uvm-tools|dxg")
GPUS = "/proc/driver/nvidia/gpus"  # a folder a GPU, by its place on the bus

_READABLE = (
    "/proc/driver/nvidia",
    "/proc/driver/nvidia-uvm",
    "/proc/devices",
    "/proc/modules",
    "/proc/meminfo",
    "/proc/sys/vm/mmap_min_addr",
    "/proc/sys/vm/overcommit_memory",
    "/sys/bus/pci/devices",  # names alone: they are links
    "/sys/devices/system/memory",
    "/sys/devices/system/node",
    "/etc/nvidia",
    "/usr/share/nvidia",
    # Where the driver's library is, if not beside the C library.
    "/usr/lib/wsl/lib",
    "/usr/lib/wsl/drivers",
    "/usr/local/nvidia/lib64",
)

# Of the process itself. Its threads are named by files below `task`, or cuInit fails.
OWN = ("/proc/self/maps", "/proc/self/status", "/proc/self/task")

# The last byte of requests that read and write, of the type "F" and any size.
REQUESTS = (
    *(200, 201, 206, 207, 210, 212, 214, 215, 218),  # cards, files, events, version, numa
    *(0x27, 0x29, 0x2A, 0x2B, 0x34, 0x35, 0x4A, 0x4E, 0x4F, 0x5E),  # objects and memory: NV_ESC_RM_...
)
# UVM's are plain numbers, but for the first and the last.
UVM_REQUESTS = (
    0x30000001,
    *range(23, 32),  # groups of ranges, address spaces, channels, peers
    *(33, 34, 37, 38, 39),  # external memory, GPUs, pageable memory
    *range(42, 48),  # where memory should be
    *(51, 53, 65, 66, 68, 70, 72, 73, 75),
    0x30000002,
)


def device_files(folder: str = "/dev") -> list[str]:
    """Return the device files of NVIDIA's drivers that are there."""
    with os.scandir(folder) as entries:
        named = [entry for entry in entries if _DEVICES.fullmatch(entry.name)]
    return sorted(entry.path for entry in named if stat.S_ISCHR(entry.stat().st_mode))


def readable_files() -> list[str]:
    """Return the files and folders that CUDA reads; some are not there on each machine."""
    return [*_READABLE, *(f"/sys/bus/pci/devices/{place}" for place in gpu_places())]


def gpu_places() -> Iterator[str]:
    """Give the place on the bus of each GPU, as `0000:01:00.0`."""
    try:
        with os.scandir(GPUS) as entries:
            yield from sorted(entry.name for entry in entries)
    except FileNotFoundError:
        return
