"""The grader's side of the zygote: starts it, opens sessions with it, ends it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import shutil
import site
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from autograder.errors import SandboxError
from autograder.sandbox.isolation import Offer
from autograder.sandbox.jail.process import hide_memory
from autograder.sandbox.session import Session

_START_SECONDS = 120.0  # importing torch on a cold disk takes tens of seconds
_REASON_SECONDS = 1.0
_END_SECONDS = 2.0
_OPEN_FILES = 256
_MESSAGE = 65536

_ONE_GPU = r"(?:-1|\d{1,3}|GPU-[0-9a-f-]{1,36})"
_CUDA_CHOICES = {
    "CUDA_VISIBLE_DEVICES": re.compile(rf"(?:{_ONE_GPU}(?:,{_ONE_GPU}){{,63}})?"),
    "CUDA_DEVICE_ORDER": re.compile("FASTEST_FIRST|PCI_BUS_ID"),
}

# A package of the same name, but empty, stands in for ours: the zygote loads the worker's side alone.
_BOOT = """
import sys, types
package = types.ModuleType("autograder")
package.__path__ = [sys.argv.pop()]
sys.modules["autograder"] = package
sys.path.extend(sys.argv.pop().split("\\n"))
from autograder.sandbox.zygote import main
main()
"""


class Zygote:
    """A running zygote for one set of allowed packages. Use as a context manager.

    The constructor returns at once; the zygote imports its packages meanwhile.

    Args:
        packages: names of the distributions that student code may import.
        gpu: whether workers may use an NVIDIA GPU: those that `CUDA_VISIBLE_DEVICES` names, all without
            it. `jail.nvidia` says what that admits.

    Raises:
        SandboxError: there cannot be one here.
    """

    def __init__(self, packages: tuple[str, ...], *, gpu: bool = False) -> None:
        if sys.platform != "linux":
            raise SandboxError(
                "grading needs Linux; WSL2 and a Linux container are Linux too. Students' own checks "
                "run anywhere"
            )
        _require_open_files()
        environment = _environment() | (_environment_with_gpu() if gpu else {})
        hide_memory()  # which holds the answers
        self._scratch = Path(tempfile.mkdtemp(prefix="autograder-", dir=_place_for_scratch()))
        self._scratch.chmod(0o711)  # a worker's uid has to get through to its own folder
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed in close()
        self._offer: Offer | None = None
        self._passages: tuple[Path, ...] = ()
        roots = [Path(path) for path in _site_folders()]
        home = Path(sys.base_prefix)  # where it lies, not where it was built for: some are moved
        handles = _Handles()
        if os.getuid() == 0 and not all(map(_reachable_by_all, [home, *roots])):
            self._passages = (home, *roots)
            environment["PYTHONHOME"] = handles.open(home)
            roots = [Path(handles.open(root)) for root in roots]
        config = {
            "control": theirs.fileno(),
            "keep": handles.descriptors,
            "packages": packages,
            "scratch": str(self._scratch),
            "grader": os.getpid(),
            "gpu": gpu,
        }
        arguments = [json.dumps(config), "\n".join(map(str, roots)), str(_package_folder())]
        with theirs, handles:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                [sys.executable, "-S", "-s", "-P", "-B", "-c", _BOOT, *arguments],
                env=environment,
                cwd="/",
                pass_fds=[theirs.fileno(), *handles.descriptors],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                # Ctrl-C is the grader's to handle. No session of its own: the kernel weighs sessions
                # against each other, and one where much is computed could stand for many seconds.
                process_group=0,
            )

    def offer(self) -> Offer:
        """Wait until the zygote is ready and return what stands between its workers and the grader.

        Raises:
            SandboxError: it could not start.
        """
        if self._offer is None:
            self._control.settimeout(_START_SECONDS)
            reply = b""
            with contextlib.suppress(OSError):
                reply = self._control.recv(_MESSAGE)
            if not reply:
                raise SandboxError(f"the process that starts workers could not start: {self._reason()}")
            found = json.loads(reply)
            self._offer = Offer(tuple(found["layers"]), found["missing"], self._passages)
        return self._offer

    def _reason(self) -> str:
        """End a zygote that did not start, and say why it did not."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_REASON_SECONDS)  # it closes its socket before it ends
        status = self._process.poll()
        self._process.kill()
        self._process.wait()
        self._errors.seek(0)
        why = self._errors.read().decode(errors="replace").strip()[-2000:]
        if status is None:
            return f"no answer in {_START_SECONDS:g} seconds"
        return why or f"it ended with status {status}"

    def has_ended(self, seconds: float = 0.0) -> bool:
        """Return whether the process is gone, or goes within some seconds: it grades nothing more."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.poll() is not None

    def open_session(self) -> Session:
        """Open a session for one submission.

        Raises:
            SandboxError: the zygote could not start, or has ended.
        """
        self.offer()
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._control, [b"{}"], [theirs.fileno()])
            except OSError as error:
                raise SandboxError(f"the zygote has ended: {error}") from error
        return Session(mine)

    def close(self) -> None:
        """End the zygote and all that it started, and remove their folders."""
        self._control.close()
        try:
            self.has_ended(_END_SECONDS)  # by itself: it clears away after its last workers
        finally:
            self._process.kill()
            self._process.wait()
            self._errors.close()
            remove_folder(self._scratch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _require_open_files() -> None:
    """Make sure that enough files may be open at once: the zygote holds each that workers may read.

    Raises:
        SandboxError: too few may.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most < _OPEN_FILES and most != resource.RLIM_INFINITY:
        raise SandboxError(
            f"only {most} files may be open at once here, and grading needs {_OPEN_FILES}: raise the "
            "hard limit on open files (`ulimit -Hn` shows it)"
        )


class _Handles:
    """Directory descriptors, through which files stay reachable below a folder that is private.

    A home folder of mode 0700 keeps a worker of another uid from the interpreter in it. A descriptor,
    opened by root and named as /proc/self/fd/N, leads past it. It is one that only names the folder: all
    workers share it, and an offset or a lock of it would be something that one could leave for the next.
    """

    def __init__(self) -> None:
        self.descriptors: list[int] = []

    def open(self, folder: Path) -> str:
        self.descriptors.append(os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC))
        return f"/proc/self/fd/{self.descriptors[-1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self.descriptors:
            os.close(descriptor)


def remove_folder(folder: Path) -> None:
    """Remove a folder that students could write to, however deep it has become.

    `shutil.rmtree` goes down by recursion, which a thousand folders in each other exhaust.
    """
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        subprocess.run(["/bin/rm", "-rf", "--", str(folder)], check=False)  # noqa: S603 -- our folder


def _place_for_scratch() -> str:
    """Return the first folder for temporary files that workers of other users can get to, if any."""
    chosen = str(Path(tempfile.gettempdir()).absolute())  # `TMPDIR=.` stays a dot
    places = [chosen, "/tmp", "/var/tmp"]  # noqa: S108 -- each gets a folder of its own
    return next((place for place in places if _reachable_by_all(Path(place))), places[0])


def _reachable_by_all(folder: Path) -> bool:
    resolved = folder.resolve()
    return all(place.stat().st_mode & 0o005 == 0o005 for place in (resolved, *resolved.parents))


def _site_folders() -> list[str]:
    candidates = [*site.getsitepackages(), site.getusersitepackages()]
    return [path for path in candidates if path in sys.path]


def _package_folder() -> Path:
    return Path(__file__).resolve().parent.parent


def _environment() -> dict[str, str]:
    """Return the zygote's whole environment: nothing of the grader's, one thread a library."""
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
    return {
        **{f"{library}_NUM_THREADS": "1" for library in threads},
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",  # each thread would reserve 64 MB of the memory that a worker may have
        "OMP_WAIT_POLICY": "PASSIVE",  # threads that a student asks for would wait by computing
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",  # the order of a set must not change a mark
        "PYTHONUTF8": "1",
        # A compiler would have to be started: functions run as they are written.
        "TORCHDYNAMO_DISABLE": "1",
        "TORCH_COMPILE_DISABLE": "1",
    }


def _environment_with_gpu() -> dict[str, str]:
    """Return what the zygote's environment has beside where CUDA is used.

    Raises:
        SandboxError: the grader's own names no GPUs.
    """
    chosen = {name: os.environ[name] for name in _CUDA_CHOICES if name in os.environ}
    for name, value in chosen.items():
        if not _CUDA_CHOICES[name].fullmatch(value):
            raise SandboxError(f"{name}={value!r} names no GPUs: correct it, or unset it for all")
    # In a home folder that is not there.
    return {**chosen, "CUDA_CACHE_DISABLE": "1"}
