"""How the ends of tests are called, wherever a person reads of them."""

from __future__ import annotations

from typing import Final

from autograder.results import Status, TestOutcome

STATUS_WORDS: Final = {
    Status.PASSED: "passed",
    Status.FAILED: "wrong answer",
    Status.ERROR: "error in the code",
    Status.TIMEOUT: "out of time",
    Status.MEMORY: "too much memory",
    Status.OUTPUT: "too much output",
    Status.FILES: "too many or too large files",
    Status.CRASHED: "crashed",
    Status.UNGRADED: "not judged by the program",
}


def in_points(points: float) -> str:
    """Return points with as many decimals as they need, two at most."""
    return f"{points:.2f}".rstrip("0").rstrip(".")


def beyond_the_message(test: TestOutcome) -> str:
    """Return the lines of a note for staff that the student is not told."""
    known = set(test.message.split("\n"))
    return "\n".join(line for line in test.note.split("\n") if line not in known)


def how_it_ended(test: TestOutcome) -> str:
    """Return how a test ended, and whether that counts."""
    words = STATUS_WORDS[test.status]
    if test.public and not test.weight:
        return f"{words}, in a public check"
    return words if test.counts and test.weight else f"{words}, but does not count"


def tells_more(test: TestOutcome) -> bool:
    """Tell whether there is more to say of a test than that it passed."""
    return test.status is not Status.PASSED or not test.counts or bool(test.message)
