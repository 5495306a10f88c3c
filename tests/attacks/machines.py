"""Machines that offer exactly one level of isolation, made of the one that the tests run on."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.grading.command import AUTOGRADER, ROOT

LEVELS = ("A", "B", "C")
_SCRIPT = Path(__file__).with_name("lowered.py")
_NOBODYS_UID = 10_417
_NEEDED = (Path(sys.base_prefix), Path(sys.prefix), ROOT)
# The originals of what is planted in a course, which is private where a grader has no Landlock.
_ORIGINALS = tuple(ROOT / name for name in ("tests", "solutions", ".git"))
_LANDLOCK_CREATE_RULESET, _VERSION = 444, 1
_PR_SET_SECCOMP, _FILTER = 22, 2


@dataclass(frozen=True)
class Machine:
    """Starts commands where one level is the best that there is.

    Attributes:
        level: "A", "B", "C" or "none".
        uid: of whoever grades there.
        without: layers that its kernel lacks.
    """

    level: str
    uid: int
    without: tuple[str, ...] = ()

    def run(
        self,
        command: Sequence[str | Path],
        *,
        folders: Sequence[Path] = (),
        cwd: Path = Path("/"),
        env: Mapping[str, str] | None = None,
        timeout: float = 600,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command there, with its output as text; its name is an absolute path.

        Args:
            command: what to run.
            folders: what it needs beside Python and this repository, handed over before.
            cwd: where it runs.
            env: variables beside those of the tests.
            timeout: seconds until it is killed.
        """
        return subprocess.run(
            [*self._prefix(folders), *map(str, command)],
            cwd=cwd,
            env={**os.environ, "COLUMNS": "100", **(env or {})},
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=timeout,
            check=False,
        )

    def autograder(
        self, *arguments: str | Path, folders: Sequence[Path] = (), env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `autograder` there."""
        return self.run([AUTOGRADER, *arguments], folders=folders, env=env)

    def hand_over(self, folder: Path) -> None:
        """Give a folder and what is in it to whoever grades there; at C it has to be private."""
        for path in [folder, *folder.rglob("*")]:
            os.lchown(path, self.uid, self.uid if self._is_other else os.getgid())
        if self.level == "C":
            folder.chmod(stat.S_IRWXU)

    def reason_to_skip(self) -> str:
        """Say why this machine cannot be had here, nothing if it can."""
        if self.level in {"A", "B"} and not has_landlock():
            return "this kernel has no Landlock"
        if self.level in {"A", "C"} and os.getuid() != 0:
            return "needs root"
        if self.level != "none" and not has_seccomp():
            return "this kernel has no seccomp"
        if (self._is_other or self.without) and (done := self.run(["/bin/true"])).returncode:
            return f"cannot be made here: {done.stderr.strip().rpartition(chr(10))[2]}"
        return ""

    @property
    def _is_other(self) -> bool:
        return self.uid != os.getuid()

    def _prefix(self, folders: Sequence[Path]) -> list[str]:
        if not self._is_other and not self.without:
            return []
        options = [part for name in self.without for part in ("--without", name)]
        if self.level == "C":
            options += [part for path in _ORIGINALS if path.is_dir() for part in ("--hide", str(path))]
        if self._is_other:
            options += ["--uid", str(self.uid)]
            options += [
                part for path in (*_NEEDED, *folders) for part in ("--keep", str(path.resolve()))
            ]
        return [sys.executable, "-I", "-S", str(_SCRIPT), *options, "--"]


def machine(level: str) -> Machine:
    """Return the machine of a level, or skip the test that asks for it."""
    mine = os.getuid()
    made = {
        "A": Machine("A", mine),
        "B": Machine("B", mine or _NOBODYS_UID),
        "C": Machine("C", mine, ("landlock",)),
        "none": Machine("none", mine, ("landlock", "seccomp")),
    }[level]
    if reason := made.reason_to_skip():
        pytest.skip(f"level {level}: {reason}")
    return made


def has_landlock() -> bool:
    """Tell whether this kernel has Landlock switched on."""
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)) >= 1


def has_seccomp() -> bool:
    """Tell whether this kernel takes filters of system calls: an address of none is then at fault."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER), None, 0, 0)
    return ctypes.get_errno() == errno.EFAULT and platform.machine() in {"x86_64", "aarch64"}
