"""What passes between a client, the workers of a cluster and their slots: data alone, as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from autograder.assignment import Device
from autograder.batch.backends.parcel import Parcel

_Message = TypeVar("_Message")


@dataclass(frozen=True)
class Terms:
    """What slots are to grade for. Paths are bytes, since they need not be text.

    Attributes:
        versions: of what is to be the same everywhere, by name.
        course: the path of the course where the slots are.
        sha256: of the assignment as the client has it.
        judging_sha256: likewise, of what decides how tests end.
        device: what computes.
        data_folder: where the slots have the data that networks are trained with, if not in the course.
        private: what no submission may read, if it is there at all.
        seconds: how long a submission may take at most.
        unsafe: whether to grade even if the machine cannot isolate submissions.
    """

    versions: tuple[tuple[str, str], ...]
    course: bytes
    assignment: str
    sha256: str
    judging_sha256: str
    device: Device
    data_folder: bytes | None
    private: tuple[bytes, ...]
    seconds: float
    unsafe: bool


@dataclass(frozen=True)
class Job:
    """A submission to grade.

    Attributes:
        known: digests of arrays that evidence need not bring again; None for no evidence at all.
    """

    parcel: Parcel
    known: tuple[bytes, ...] | None


class Ending(StrEnum):
    """How it went with a job."""

    READY = "ready"  # for a first one
    GRADED = "graded"
    FAILED = "failed"  # this one cannot be graded there
    REFUSED = "refused"  # none can


@dataclass(frozen=True)
class Answer:
    """What came of a job.

    Attributes:
        content: what grading gave, as bytes.
        why: it was not graded, for staff.
        again: whether the submission may have been run before, and been cut off by a fault of the
            grader.
        worker: the address of the worker of the cluster that answers.
    """

    ending: Ending
    content: bytes = b""
    why: str = ""
    again: bool = False
    worker: str = ""


# msgspec drops what is raised while it looks a type up, and so Ctrl-C: here, all is only being loaded.
_DECODERS: Mapping[type[Any], msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in (Terms, Job, Answer)
}


def encode(message: Terms | Job | Answer) -> bytes:
    """Return a message as bytes."""
    return msgspec.msgpack.encode(message)


def decode(data: bytes, kind: type[_Message]) -> _Message:
    """Read a message back.

    Raises:
        msgspec.DecodeError: it is none of this kind.
    """
    message: _Message = _DECODERS[kind].decode(data)
    return message
