"""An assignment's limits, as the kernel and the grader hold a worker to them, and in words."""

from __future__ import annotations

import os

from autograder.assignment import Limits
from autograder.interruption import REFERENCE_MEMORY
from autograder.sandbox import wire
from autograder.sandbox.jail.resources import Bounds
from autograder.sandbox.quota import MIB, Quota
from autograder.sandbox.stops import MemoryExceeded, StudentStopped, how_it_ended

_ANSWER_SHARE = 4  # a worker holds an answer three times to send it: the array, its bytes, the frame
_KERNEL_SECONDS = 10  # later than the grader, which stops a worker in words


def worker_bounds(limits: Limits) -> Bounds:
    """Return what the kernel itself holds a worker to."""
    return Bounds(
        memory_bytes=limits.memory_mb * MIB,
        cpu_seconds=int(limits.total_seconds) + _KERNEL_SECONDS,
        file_bytes=_one_file_mb(limits) * MIB,
    )


def quota(limits: Limits, *, gpu: bool = False) -> Quota:
    """Return what the grader looks at: memory too where a GPU is used, for which the kernel cannot."""
    memory = limits.memory_mb * MIB
    return Quota(
        output_bytes=limits.output_mb * MIB,
        file_bytes=limits.files_mb * MIB,
        files=limits.files,
        memory_bytes=memory if gpu else None,
        answer_bytes=min(wire.MAX_BODY_BYTES, memory // _ANSWER_SHARE),
    )


def grader_bytes(limits: Limits) -> int:
    """Return the memory that judging a submission may take: as much as she may have, and some more.

    What is right is as large as what is due, and `verify` has seen that judged.
    """
    return limits.memory_mb * MIB + REFERENCE_MEMORY


def too_large_to_judge(limits: Limits) -> str:
    """Return what to tell whose answer is so large."""
    megabytes = grader_bytes(limits) // MIB
    return f"to judge this answer takes more than the {megabytes} MB there are for it: is it too large?"


def too_much_memory(limits: Limits) -> str:
    """Return what to tell who used too much memory."""
    return f"the code needed more than the {limits.memory_mb} MB of memory that it may use"


def ended_by_itself(stop: StudentStopped, status: int, limits: Limits) -> StudentStopped:
    """Return the end of a worker with what its wait status says about it."""
    if os.waitstatus_to_exitcode(status) == wire.OUT_OF_MEMORY:
        return MemoryExceeded(too_much_memory(limits))
    stop.detail = how_it_ended(status)
    return stop


def too_large_a_file(limits: Limits) -> str:
    """Return what to tell who wrote too large a file."""
    return f"the code wrote a file of more than {_one_file_mb(limits)} MB"


def _one_file_mb(limits: Limits) -> int:
    return limits.files_mb // 4
