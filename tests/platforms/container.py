"""A copy of Gradescope's container: its tree below /autograder, in a root and namespaces of its own.

What differs from the real one: the system and Python are those of this machine (so that `setup.sh`
takes the Python that it finds, and not uv), pip installs from wheels made of what is installed here,
and neither the processor nor memory is scarce.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SYSTEM = ("bin", "dev", "etc", "lib", "lib64", "sbin", "sys", "usr")
_WHEELS = Path("/wheels")
# What is mounted goes with the namespace, and so does every process once the first one ends.
_ENTER = """
set -e
root=$1; shift
while [ "$1" != -- ]; do mount --rbind "$1" "$root$2"; shift 2; done
shift
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
"""


@dataclass(frozen=True)
class Container:
    """Runs commands in it.

    Attributes:
        root: the folder that is `/` in there.
        wheels: folder of wheels, all that pip can get.
        prefix: what commands are started by, for a machine that offers less.
    """

    root: Path
    wheels: Path
    prefix: tuple[str | Path, ...] = ()

    @property
    def autograder(self) -> Path:
        """What is `/autograder` in there."""
        return self.root / "autograder"

    def lay(self) -> None:
        """Make the folders of the system, and Gradescope's."""
        for _, target in self._mounts():
            (self.root / target.relative_to("/")).mkdir(parents=True, exist_ok=True)
        for name in ("proc", "tmp", "autograder/results", "autograder/submission"):
            (self.root / name).mkdir(parents=True)
        (self.root / "tmp").chmod(0o1777)

    def upload(self, archive: Path) -> None:
        """Put the contents of a zip where Gradescope puts them when it builds the image."""
        source = self.autograder / "source"
        shutil.rmtree(source, ignore_errors=True)
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(source)
        shutil.copy(source / "run_autograder", self.autograder / "run_autograder")
        (self.autograder / "run_autograder").chmod(0o755)

    def hand_in(self, files: Mapping[str, bytes]) -> None:
        """Replace what is handed in, and take the results of the hand-in before away."""
        for name in ("submission", "results"):
            shutil.rmtree(self.autograder / name, ignore_errors=True)
            (self.autograder / name).mkdir()
        for name, content in files.items():
            path = self.autograder / "submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a command in there, with its output as text."""
        mounts = [str(path) for pair in self._mounts() for path in pair]
        unshare = [shutil.which("unshare") or "", "--mount", "--pid", "--fork", "--kill-child", "--net"]
        enter = [*unshare, "bash", "-c", _ENTER, "enter", str(self.root), *mounts, "--", *command]
        return subprocess.Popen(
            [*self.prefix, *enter],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                "PATH": f"{Path(sys.base_prefix) / 'bin'}:/usr/sbin:/usr/bin:/sbin:/bin",
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_FIND_LINKS": str(_WHEELS),
                "PIP_NO_INDEX": "1",
            },
        )

    def run(self, *command: str) -> tuple[int, str]:
        """Run a command in there; return its exit code and output."""
        process = self.start(*command)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def reason_to_skip(self) -> str:
        """Say why there can be none on this machine, nothing if there can."""
        if os.getuid() != 0:
            return "needs root"
        if shutil.which("unshare") is None:
            return "needs unshare"
        code, output = self.run("/bin/true")
        return f"no namespaces here: {output.strip()}" if code else ""

    def _mounts(self) -> Sequence[tuple[Path, Path]]:
        system = [Path("/", name) for name in _SYSTEM if Path("/", name).exists()]
        python = [] if Path(sys.base_prefix).is_relative_to("/usr") else [Path(sys.base_prefix)]
        return [*((path, path) for path in (*system, *python)), (self.wheels, _WHEELS)]


def grader_below(pid: int) -> int:
    """Wait for the grader that a process has started, and return its number."""
    for _ in range(500):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _is_grader(entry) and _descends(int(entry.name), pid):
                return int(entry.name)
        time.sleep(0.02)
    raise AssertionError("no grader was started")


def _is_grader(entry: Path) -> bool:
    try:
        words = (entry / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"/venv/bin/python") and b"autograder.platforms.gradescope" in words


def _descends(pid: int, ancestor: int) -> bool:
    while pid > 1 and pid != ancestor:
        pid = int(Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[1])
    return pid == ancestor
