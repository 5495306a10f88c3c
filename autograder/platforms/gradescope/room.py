"""What a container has for a submission: memory and time, of which the grader needs a part."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import msgspec

from autograder.assignment import Limits
from autograder.results import Result, Status
from autograder.sandbox.channel import WALL_FACTOR

_GRADERS_MB = 320  # the grader, the process that starts workers, and what follow-through asks
_GRADERS_SECONDS = 60.0  # to start, to look for known mistakes and to write, at half a processor
_SPARE_SECONDS = 20  # in which the platform sees that all has ended
_LEAST_MB = 64  # for a submission, in a container of whatever size


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
        """Return the limits that a submission has in there: the assignment's, or less memory.

        Of CPU seconds it keeps all: what slow work lost for want of them would be marks. What the time
        of the container does not suffice for is not judged at all.
        """
        memory_mb = max(self.memory_mb - _GRADERS_MB, _LEAST_MB)
        return msgspec.structs.replace(limits, memory_mb=min(limits.memory_mb, memory_mb))


def undecided_where_starved(result: Result, wanted: Limits, there: Limits) -> Result:
    """Return a result in which nobody loses points for memory that was lacking here alone.

    Where memory ran out, each question that lost points is for a person to judge.

    Args:
        result: of one submission.
        wanted: what the assignment gives.
        there: what the submission had.
    """
    outcomes = [test.status for question in result.questions for test in question.tests]
    starved = Status.MEMORY in outcomes or any("MemoryError" in text for text in result.messages)
    if there.memory_mb >= wanted.memory_mb or not starved or result.points == result.max_points:
        return result
    questions = tuple(
        question
        if question.points == question.max_points
        else dataclasses.replace(question, points=None)
        for question in result.questions
    )
    note = (
        f"memory ran out at {there.memory_mb} MB, of {wanted.memory_mb} in assignment.toml: grade it "
        "where there is more"
    )
    notes = (*result.notes, note)
    return dataclasses.replace(result, status="ungraded", points=None, questions=questions, notes=notes)


def enough_memory_mb(limits: Limits) -> int:
    """Return the memory of a container in which a submission may use what the assignment says."""
    return limits.memory_mb + _GRADERS_MB


def enough_minutes(limits: Limits) -> int:
    """Return the timeout within which a submission may take what the assignment says."""
    seconds = WALL_FACTOR * limits.total_seconds + _GRADERS_SECONDS + _SPARE_SECONDS
    return math.ceil(seconds / 60)
