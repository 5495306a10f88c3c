"""Opens the files by which processes and the kernel are controlled for writing."""
# earns: 6
# statuses: passed, failed

import os

import numpy as np

NAMES = (
    "oom_score_adj",
    "oom_adj",
    "coredump_filter",
    "uid_map",
    "setgroups",
    "clear_refs",
    "mem",
    "comm",
    "autogroup",
)


def opened():
    paths = [f"/proc/{pid}/{name}" for pid in (os.getppid(), 1, "self") for name in NAMES]
    paths += [
        "/proc/sysrq-trigger",
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/vm/drop_caches",
        "/proc/sys/vm/overcommit_memory",
    ]
    paths += [
        "/sys/fs/cgroup/cgroup.procs",
        "/sys/fs/cgroup/memory/tasks",
        "/sys/kernel/debug/x",
        "/sys/power/state",
    ]
    for path in paths:
        try:
            os.close(os.open(path, os.O_WRONLY))
            yield path
        except OSError:
            pass
    try:
        os.mkdir("/sys/fs/cgroup/left-by-an-attack")
        yield "cgroup"
    except OSError:
        pass


OUT = [path for path in opened() if not path.startswith("/proc/self/comm")]
print(OUT)


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
