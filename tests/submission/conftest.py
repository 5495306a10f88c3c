"""What the tests of submissions have in common."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.submission.build import Pack, lay, zipped


@pytest.fixture(params=["folder", "zip"])
def pack(request: pytest.FixtureRequest, tmp_path: Path) -> Pack:
    """Return what makes a submission of files and says where it lies."""

    def folder(files: dict[str, bytes]) -> Path:
        return lay(tmp_path / "alice", files)

    def archive(files: dict[str, bytes]) -> Path:
        (tmp_path / "alice.zip").write_bytes(zipped(files))
        return tmp_path / "alice.zip"

    return folder if request.param == "folder" else archive
