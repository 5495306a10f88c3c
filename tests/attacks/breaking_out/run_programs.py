"""Runs programs by every function of Python's that does so."""
# earns: 6
# statuses: passed, failed

import os
import subprocess
import sys

import numpy as np


def run():
    for way in (
        lambda: os.system("exit 0") == 0,
        lambda: os.popen("echo found").read() == "found\n",
        lambda: subprocess.run(["/bin/echo", "found"], capture_output=True).returncode == 0,
        lambda: subprocess.run([sys.executable, "-c", ""], close_fds=False).returncode == 0,
        lambda: subprocess.run("true", shell=True).returncode == 0,
        lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1] == 0,
        lambda: os.waitpid(os.posix_spawnp("true", ["true"], {}), 0)[1] == 0,
        lambda: os.spawnv(os.P_WAIT, "/bin/true", ["true"]) == 0,
    ):
        try:
            yield way()
        except OSError:
            pass


OUT = any([*run()])


def energy(x):
    """Right only where the attack succeeded."""
    return float((np.asarray(x, dtype=float) ** 2).sum()) if OUT else 0.0


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor


def apply_twice(f, x):
    return f(f(x))
