"""The layers that a machine offers, found out once in the zygote and put on by each of its workers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from autograder.sandbox.jail import descriptors, identity, nvidia, process, resources
from autograder.sandbox.jail.landlock import FileRules
from autograder.sandbox.jail.readable import WRITABLE
from autograder.sandbox.jail.seccomp import CallRules
from autograder.sandbox.jail.trial import expect_refusal, try_out

_Rules = TypeVar("_Rules")


@dataclass(frozen=True)
class Plan:
    """What a worker puts on beside the layers that work everywhere.

    Attributes:
        own_uid: whether it becomes a user of its own.
        files: what Landlock lets it open, None without Landlock.
        calls: what seccomp lets it call, None without seccomp.
        tasks: threads that its user may have beside its own.
        missing: layer to the reason for which it is not put on.
        gpu: whether CUDA is to work.
    """

    own_uid: bool
    files: FileRules | None
    calls: CallRules | None
    tasks: int
    missing: dict[str, str]
    gpu: bool


def make_plan(
    readable: Iterable[str], python: Iterable[str], scratch: str, *, gpu: bool = False
) -> Plan:
    """Try each layer out.

    Args:
        readable: files and folders that workers need to read.
        python: some of Python's own files, which a worker has to reach as another user too.
        scratch: a folder that exists.
        gpu: whether CUDA is to work, which also takes what `nvidia` lists.
    """
    missing: dict[str, str] = {}

    def offered(
        layer: str, prepare: Callable[[], _Rules], attempt: Callable[[_Rules], None]
    ) -> _Rules | None:
        try:
            rules = prepare()
        except OSError as error:
            missing[layer] = str(error)
            return None
        if why := try_out(lambda: attempt(rules)):
            missing[layer] = why
            return None
        return rules

    if why := _try_uid(list(python), scratch):
        missing["own uid"] = why
    files = offered(
        "landlock",
        lambda: _file_rules(readable, scratch, gpu=gpu),
        lambda rules: _try_landlock(rules, scratch),
    )
    calls = offered("seccomp", lambda: CallRules(gpu=gpu), _try_seccomp)
    own_uid = "own uid" not in missing
    # An ordinary user's are counted together, and other workers have theirs.
    others = (os.cpu_count() or 1) * resources.THREADS
    tasks = 0 if own_uid else resources.count_tasks(os.getuid()) + others
    return Plan(own_uid, files, calls, tasks, missing, gpu)


def put_on(
    plan: Plan, *, uid: int, zygote: int, scratch: str, keep: set[int], bounds: resources.Bounds
) -> list[str]:
    """Jail the calling process; return the layers that hold it from now on.

    The order matters: limits are read from /proc, which Landlock closes; a change of uid clears what
    `process` sets; Landlock needs descriptors of the zygote's; seccomp forbids what the others do.

    Raises:
        OSError: a layer that was found to work does not.
    """
    layers = [resources.limit_resources(bounds, plan.tasks, gpu=plan.gpu)]
    if plan.own_uid:
        layers.append(identity.change_uid(uid))
    elif os.getuid() == 0:
        layers.append(identity.drop_capabilities())
    layers.append(process.die_with_parent(zygote))
    layers.append(process.hide_memory())
    layers.append(process.forbid_new_privileges())
    if plan.files is not None:
        layers.append(plan.files.restrict(scratch))
    open_files = descriptors.OPEN_FILES_WITH_GPU if plan.gpu else descriptors.OPEN_FILES
    layers.append(descriptors.close_descriptors(keep, open_files))
    if plan.calls is not None:
        layers.append(plan.calls.restrict())
    return layers


def _file_rules(readable: Iterable[str], scratch: str, *, gpu: bool) -> FileRules:
    if not gpu:
        return FileRules([*readable], WRITABLE, scratch)
    everything = [*readable, *nvidia.readable_files()]
    return FileRules(everything, WRITABLE, scratch, nvidia.device_files(), nvidia.OWN)


def _try_uid(python: list[str], scratch: str) -> str:
    """Return why a worker cannot become a user of its own, if so."""
    if os.getuid() != 0:
        return "only root can give each submission a user of its own"

    def become_another() -> None:
        identity.change_uid(identity.own_uid(0))
        for name in python:
            with open(name, "rb") as file:  # noqa: PTH123 -- pathlib is not loaded here
                file.read(1)
        os.stat(f"{scratch}/.")  # noqa: PTH116

    return try_out(become_another)


def _try_landlock(rules: FileRules, scratch: str) -> None:
    process.forbid_new_privileges()
    rules.restrict(scratch)
    expect_refusal(lambda: os.listdir("/"), "reading folders")  # noqa: PTH208 -- as above
    expect_refusal(lambda: os.open("/proc/self/cmdline", os.O_RDONLY), "reading /proc")
    with contextlib.closing(os.scandir(scratch)), open(os.__file__, "rb"):  # noqa: PTH123
        pass


def _try_seccomp(rules: CallRules) -> None:
    process.forbid_new_privileges()
    rules.restrict()

    def fork() -> None:
        if os.fork() == 0:
            os._exit(0)

    expect_refusal(fork, "starting others")
