"""Files beside the code that an assignment asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submission import Submission, limits, read_submission
from tests.submission.build import ASSIGNMENT, lay, zipped

CODE = {f"{ASSIGNMENT}.py": b"x = 1\n"}
NAME = "weights.npz"


def read(path: Path) -> Submission:
    """Read a submission for an assignment that asks for weights."""
    return read_submission(path, ASSIGNMENT, (NAME,))


@pytest.mark.parametrize("place", ["", "work/"], ids=["at the top", "in a folder"])
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_file_beside_the_code_is_read(tmp_path: Path, form: str, place: str) -> None:
    """From a folder or a zip, and what else lies there is not."""
    files = {**CODE, NAME: b"numbers", "notes.txt": b"mine"}
    if form == "folder":
        path = lay(tmp_path / "all", {place + name: data for name, data in files.items()})
    else:
        (path := tmp_path / "all.zip").write_bytes(zipped(files, folder=place))
    submission = read(path)
    assert submission.files == {NAME: b"numbers"}
    assert not submission.messages


def test_the_one_beside_the_code_counts(tmp_path: Path) -> None:
    """A backup elsewhere is left alone."""
    path = lay(tmp_path / "all", {**CODE, NAME: b"new", f"old/{NAME}": b"old"})
    assert read(path).files == {NAME: b"new"}


def test_the_only_one_counts_wherever_it_lies(tmp_path: Path) -> None:
    """And in whatever letters its name is written."""
    path = lay(tmp_path / "all", {**CODE, "out/Weights.NPZ": b"new"})
    assert read(path).files == {NAME: b"new"}


@pytest.mark.parametrize(
    "name",
    ["weights (1).npz", "weights(2).npz", "Weights-1.npz", "weights-Copy1.npz", "weights copy.npz"],
)
def test_a_copy_that_was_renamed_is_taken(tmp_path: Path, name: str) -> None:
    """If the file itself is not there; the student is told."""
    submission = read(lay(tmp_path / "all", {**CODE, name: b"new", "weights_old.npz": b"old"}))
    assert submission.files == {NAME: b"new"}
    assert submission.messages == (f"{name} was taken for {NAME}",)
    assert read(lay(tmp_path / "all", {NAME: b"itself"})).files == {NAME: b"itself"}


def test_of_several_copies_none_is_taken(tmp_path: Path) -> None:
    """Nobody can tell which is meant."""
    files = {**CODE, "weights (1).npz": b"a", "weights (2).npz": b"b"}
    submission = read(lay(tmp_path / "all", files))
    assert not submission.files
    (message,) = submission.messages
    assert message.startswith(f"{NAME} was left out, since there are several: ")


def test_of_several_elsewhere_none_is_taken(tmp_path: Path) -> None:
    """And the student learns why."""
    path = lay(tmp_path / "all", {**CODE, f"a/{NAME}": b"a", f"b/{NAME}": b"b"})
    submission = read(path)
    assert not submission.files
    assert submission.messages == (
        f"{NAME} was left out, since there are several: a/{NAME} and b/{NAME}",
    )


def test_a_file_that_is_too_large_costs_no_code(tmp_path: Path) -> None:
    """It alone is left out, and a message says why."""
    path = lay(tmp_path / "all", {**CODE, NAME: bytes(limits.FILE_BYTES + 1)})
    submission = read(path)
    assert submission.cells
    assert not submission.files
    assert f"{NAME} is larger than 16 MiB" in submission.messages[0]


def test_a_damaged_file_costs_no_code(tmp_path: Path) -> None:
    """Where a zip is broken at that place."""
    data = bytearray(zipped({**CODE, NAME: bytes(range(256)) * 9}, method=0))
    data[data.index(bytes(range(256)))] ^= 1
    (path := tmp_path / "all.zip").write_bytes(data)
    submission = read(path)
    assert submission.cells
    assert not submission.files
    assert submission.messages[0].startswith(f"{NAME} was left out: ")


def test_what_nobody_asks_for_is_not_read(tmp_path: Path) -> None:
    """Other assignments never open it."""
    path = lay(tmp_path / "all", {**CODE, NAME: b"numbers"})
    assert not read_submission(path, ASSIGNMENT).files


def test_the_digest_covers_the_file(tmp_path: Path) -> None:
    """Better weights with the same code are another submission."""
    one, other = (lay(tmp_path / name, {**CODE, NAME: name.encode()}) for name in ("one", "other"))
    assert read(one).sha256 != read(other).sha256
    alone = lay(tmp_path / "alone", CODE)
    assert read(alone).sha256 not in {read(one).sha256, read(other).sha256}
