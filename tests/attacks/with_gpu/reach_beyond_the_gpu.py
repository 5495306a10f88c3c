"""Tries what a jail refuses with a GPU as without; prints what worked, and how much it tried.

`SUITE` is the path of a hidden suite, defined by whoever runs this.
"""

import ctypes
import fcntl
import os
import socket
import subprocess
import termios

UNIX_PACKETS = (socket.AF_UNIX, socket.SOCK_SEQPACKET)


def call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "")


def own_packets():
    named = socket.socket(*UNIX_PACKETS)
    named.bind(f"\0cuda-uvmfd-0-{os.getpid()}")
    named.listen(1)
    return named


def connect():
    with own_packets(), socket.socket(*UNIX_PACKETS) as other:
        other.connect(f"\0cuda-uvmfd-0-{os.getpid()}")


def request(number, path=None):
    file = os.open(path, os.O_RDWR | os.O_CREAT) if path else 0
    fcntl.ioctl(file, number, bytearray(8))


ATTACKS = {
    "TCP": lambda: socket.socket(),
    "datagrams": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
    "streams": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_SEQPACKET),
    "connecting": connect,
    "accepting": lambda: own_packets().accept(),
    "a socket with a path": lambda: socket.socket(*UNIX_PACKETS).bind("here"),
    "fork": os.fork,
    "a program": lambda: subprocess.run(["/bin/true"], check=True),
    "a program in memory": lambda: os.execve(os.memfd_create("a"), ["a"], {}),
    "the suite": lambda: open(SUITE),
    "the parent": lambda: open(f"/proc/{os.getppid()}/status"),
    "the parent's threads": lambda: open(f"/proc/{os.getppid()}/task/{os.getppid()}/comm", "w"),
    "signals to the parent": lambda: os.kill(os.getppid(), 0),
    "processors of the parent": lambda: os.sched_setaffinity(os.getppid(), {0}),
    "its environment": lambda: open("/proc/self/environ"),
    "a driver's switches": lambda: open("/proc/driver/nvidia/registry", "w"),
    "shared memory": lambda: open("/dev/shm/never", "w"),
    "typing": lambda: request(termios.TIOCSTI),
    "a terminal": lambda: request(termios.TIOCSCTTY),
    "a file's attributes": lambda: request(0x40086602, "file"),
    "a file's blocks": lambda: request(1, "file"),
    "sharing blocks": lambda: request(0x40049409, "file"),
    "a request in a request": lambda: request(0xC00046D3),
    "other processes' memory": lambda: request(62),
    "memory of others": lambda: call(310, os.getppid(), 0, 0, 0, 0, 0),
}

for name, attack in ATTACKS.items():
    try:
        attack()
    except (PermissionError, FileNotFoundError):
        continue
    except OSError as error:
        print("answered:", name, error)
    else:
        print("worked:", name)
print("tried", len(ATTACKS), "as", os.getuid())
