"""What a process is to others: it dies with its parent, hides its memory, gains no privileges."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import termios

from autograder.sandbox.jail import libc

# From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38

_TERMINAL = "/dev/tty"  # that of the calling process


def die_with_parent(parent: int, how: signal.Signals = signal.SIGKILL) -> str:
    """Have the kernel signal this process when its parent ends. A change of uid clears this: call later.

    Raises:
        ProcessLookupError: the parent ended before.
    """
    libc.prctl(_PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        raise ProcessLookupError("the parent process has ended")
    return "dies with its parent"


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent, a descendant of this one, has ended."""
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def leave_terminal() -> None:
    """Give up the terminal of the session, for this process and those that it forks.

    Where that cannot be done by its name, in a session of its own: the kernel may weigh that against
    others, but it has no terminal for certain.
    """
    try:
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError as error:
        if error.errno != errno.ENXIO and _has_terminal():
            _begin_session()
        return
    try:
        fcntl.ioctl(terminal, termios.TIOCNOTTY)
    except OSError:
        _begin_session()
    finally:
        os.close(terminal)


def _has_terminal() -> bool:
    with open("/proc/self/stat", "rb") as stat:  # noqa: PTH123 -- pathlib is not loaded here
        return int(stat.read().rpartition(b")")[2].split()[4]) != 0


def _begin_session() -> None:
    """Lead a new session, as who leads a group cannot: it joins the group of a child first."""
    child = os.fork()
    if child == 0:
        signal.pause()
        os._exit(0)
    try:
        os.setpgid(child, child)
        os.setpgid(0, child)
        os.setsid()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def hide_memory() -> str:
    """Keep processes of the same user from tracing this one or reading its memory; no core dump."""
    libc.prctl(_PR_SET_DUMPABLE, 0)
    return "non-dumpable"


def forbid_new_privileges() -> str:
    """Make set-uid programs harmless; Landlock and seccomp ask for this of who is not root."""
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return "no new privileges"
