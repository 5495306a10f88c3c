"""What the random numbers of a test begin with."""

from __future__ import annotations

import hashlib


def seed(secret: str, assignment: str, test: str) -> int:
    """Return the seed of one test's inputs, or of trainings: nobody knows it without the secret.

    Args:
        secret: of the course.
        assignment: its name.
        test: the id of the test, or another name for what is drawn.
    """
    text = "\0".join((secret, assignment, test)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")
