"""The disk is watched, whoever fills it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import SandboxError
from autograder.sandbox import quota
from tests.sandbox.fake_worker import Start, call, start

__all__ = ["start"]  # the fixture


def test_a_disk_that_fills_up_ends_the_grading_of_a_submission(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held without a name is in no folder: only the space that is left tells."""
    client = start("receive(); time.sleep(60)")
    gone = quota.free_bytes(Path("/")) - 2**31
    monkeypatch.setattr(quota, "free_bytes", lambda _: gone)
    with pytest.raises(SandboxError, match="lost more than 1024 MB"):
        call(client)
