"""What a container has for a submission: memory and time, of which the grader needs a part."""

from __future__ import annotations

import math
from dataclasses import dataclass

import msgspec

from autograder.assignment import Limits
from autograder.sandbox.channel import WALL_FACTOR

_GRADERS_MB = 320  # the grader, the process that starts workers, and what follow-through asks
_GRADERS_SECONDS = 60.0  # to start, to look for known mistakes and to write, at half a processor
_SPARE_SECONDS = 20  # in which the platform sees that all has ended
_LEAST_MB, _LEAST_SECONDS = 64, 1.0  # for a submission, in a container of whatever size


@dataclass(frozen=True)
class Room:
    """What a container has.

    Attributes:
        memory_mb: of memory.
        seconds: until grading is ended with a result that says so, before the platform ends it without.
    """

    memory_mb: int
    seconds: int

    @classmethod
    def of_container(cls, memory_mb: int, minutes: int) -> Room:
        """Return what a container has that the platform ends after some minutes."""
        return cls(memory_mb, 60 * minutes - _SPARE_SECONDS)

    def limits(self, limits: Limits) -> Limits:
        """Return the limits that a submission has in there: the assignment's, or less."""
        memory_mb = max(self.memory_mb - _GRADERS_MB, _LEAST_MB)
        seconds = max((self.seconds - _GRADERS_SECONDS) / WALL_FACTOR, _LEAST_SECONDS)
        return msgspec.structs.replace(
            limits,
            memory_mb=min(limits.memory_mb, memory_mb),
            total_seconds=min(limits.total_seconds, seconds),
        )


def enough_memory_mb(limits: Limits) -> int:
    """Return the memory of a container in which a submission may use what the assignment says."""
    return limits.memory_mb + _GRADERS_MB


def enough_minutes(limits: Limits) -> int:
    """Return the timeout within which a submission may take what the assignment says."""
    seconds = WALL_FACTOR * limits.total_seconds + _GRADERS_SECONDS + _SPARE_SECONDS
    return math.ceil(seconds / 60)
