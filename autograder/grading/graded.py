"""What grading one submission gives, and its way from the child that graded it to the parent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from autograder.diagnosis.evidence import Evidence
from autograder.errors import ResultError
from autograder.results import Result, from_json, to_json_line


@dataclass(frozen=True)
class Graded:
    """A result, and what was asked and answered if it was to be kept and points were lost."""

    result: Result
    evidence: Evidence | None = None


def to_bytes(graded: Graded, known: Collection[bytes] = ()) -> bytes:
    """Return all of it as bytes, but for the arrays whose digests are known on the other side.

    Raises:
        ResultError: the result holds what cannot be stored.
    """
    evidence = graded.evidence
    kept = evidence and (
        evidence.frame,
        *(
            {digest: data for digest, data in arrays.items() if digest not in known}
            for arrays in (evidence.inputs, evidence.answers)
        ),
    )
    return msgspec.msgpack.encode((to_json_line(graded.result), kept))


def from_bytes(data: bytes) -> Graded:
    """Read it back.

    Raises:
        ResultError: that is not what `to_bytes` wrote.
    """
    try:
        result, kept = msgspec.msgpack.decode(data)
        return Graded(from_json(result), Evidence(*kept) if kept else None)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise ResultError(f"not what grading gave: {error}") from error
