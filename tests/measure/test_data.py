"""Data of an assignment, IDX files, and disguises."""

from __future__ import annotations

import dataclasses
import gzip
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.measure.data import DataSet, disguised, embedded, mnist
from tests.measure.samples import CLASSES, data

RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (12, 6, 6), dtype=np.uint8)
LABELS = np.arange(12) % 4
FILES = {
    "train-images-idx3-ubyte": IMAGES,
    "train-labels-idx1-ubyte": LABELS.astype(np.uint8),
    "t10k-images-idx3-ubyte": IMAGES[:5],
    "t10k-labels-idx1-ubyte": LABELS[:5].astype(np.uint8),
}


def idx(array: Any) -> bytes:
    """Return an array as an IDX file."""
    head = struct.pack(f">{1 + array.ndim}I", 0x0800 + array.ndim, *array.shape)
    return head + bytes(array.tobytes())


def lay_idx(folder: Path, *, compressed: bool = False, **more: bytes) -> Path:
    """Write four files; `more` replaces the content of some, named with underscores."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in FILES.items():
        content = more.get(name.replace("-", "_"), idx(array))
        path = folder / (f"{name}.gz" if compressed else name)
        path.write_bytes(gzip.compress(content) if compressed else content)
    return folder


def lay_npz(folder: Path, **more: Any) -> tuple[Path, Path]:
    """Write both files of an assignment; `more` replaces some of the arrays."""
    arrays = {"train_images": IMAGES, "train_labels": LABELS, "images": IMAGES[:5], "labels": LABELS[:5]}
    arrays |= more
    paths = folder / "digits.npz", folder / "held_out.npz"
    for path, names in zip(paths, (("train_images", "train_labels"), ("images", "labels")), strict=True):
        chosen: Any = {name: arrays[name] for name in names}
        np.savez(path, **chosen)
    return paths


def same(found: DataSet, name: str) -> None:
    """Hold that data are those that were written."""
    assert found.name == name
    assert np.array_equal(found.train_images, IMAGES)
    assert np.array_equal(found.train_labels, LABELS)
    assert np.array_equal(found.held_out_images, IMAGES[:5])
    assert np.array_equal(found.held_out_labels, LABELS[:5])
    assert found.train_labels.dtype == np.int64
    assert (found.classes, found.shape) == (4, (1, 6, 6))


@pytest.mark.parametrize("place", ["", "raw", "MNIST/raw"])
@pytest.mark.parametrize("compressed", [False, True])
def test_idx_files_are_found_where_torchvision_puts_them(
    tmp_path: Path, place: str, compressed: bool
) -> None:
    """Packed or not."""
    lay_idx(tmp_path / place, compressed=compressed)
    same(mnist(tmp_path), "mnist")


@pytest.mark.parametrize("dtype", [np.uint8, np.int32, np.int64])
def test_data_of_an_assignment_are_read(tmp_path: Path, dtype: Any) -> None:
    """Labels of any kind of whole number."""
    same(embedded(*lay_npz(tmp_path, train_labels=LABELS.astype(dtype))), "embedded")


def test_a_folder_without_data_is_told_what_belongs_there(tmp_path: Path) -> None:
    """Where was looked, and what to give."""
    with pytest.raises(CourseError, match=r"has no train-images-idx3-ubyte.*torchvision"):
        mnist(tmp_path)
    lay_idx(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(CourseError, match=r"has no t10k-labels-idx1-ubyte, nor .*download"):
        mnist(tmp_path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "0 bytes are no IDX file"),
        (idx(IMAGES)[:15], "15 bytes are no IDX file"),
        (idx(IMAGES)[:-1], "its head promises 448"),
        (idx(IMAGES) + b"\0", "449 bytes"),
        (idx(LABELS.astype(np.uint8)), "begins with 2049, where 2051 is due"),
        (gzip.compress(idx(IMAGES)), "is due"),
        (struct.pack(">4I", 2051, 2**32 - 1, 2**32 - 1, 2**32 - 1), "its head promises"),
        (idx(IMAGES[:11]), "labels of shape"),
        (idx(IMAGES[:, :5]), "of shape"),
    ],
)
def test_a_damaged_idx_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Sizes and first numbers have to be exactly right."""
    with pytest.raises(CourseError, match=says):
        mnist(lay_idx(tmp_path, train_images_idx3_ubyte=content))


@given(st.integers(0, 10**6))
def test_a_packed_file_that_was_cut_is_refused(cut: int) -> None:
    """A download that broke off."""
    whole = gzip.compress(idx(IMAGES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "is_file", lambda path: path.suffix == ".gz")
        patch.setattr(Path, "read_bytes", lambda _: whole[: cut % len(whole)])
        with pytest.raises(CourseError):
            mnist(Path("somewhere"))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"train_images": IMAGES.astype(np.float32)}, "have to be uint8"),
        ({"train_images": IMAGES[:, :, :5]}, "have to be uint8 of shape"),
        ({"train_images": IMAGES[:, None]}, "have to be uint8 of shape"),
        ({"train_images": IMAGES[:4]}, "one whole number an image"),
        ({"train_labels": LABELS[:, None]}, "one whole number an image"),
        ({"train_labels": LABELS - 1}, "from 0 to 255"),
        ({"train_labels": LABELS + 300}, "from 0 to 255"),
        ({"train_labels": LABELS.astype(float)}, "whole numbers, not float64"),
        ({"train_images": IMAGES[:0], "train_labels": LABELS[:0]}, "at least one"),
        ({"images": IMAGES[:5, :4, :4]}, "not of the same size"),
        ({"labels": LABELS[:5] + 4}, "of a class that no training image has"),
        ({"train_labels": np.array([object()])}, "no file that numpy.savez has written"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    """Before anybody is graded by them."""
    paths = lay_npz(tmp_path, **more)
    with pytest.raises(CourseError, match=says):
        embedded(*paths)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY", b"\x80\x04.", b"text"])
def test_what_is_no_npz_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing is unpickled to find out."""
    training, held_out = lay_npz(tmp_path)
    training.write_bytes(content)
    with pytest.raises(CourseError, match=r"digits\.npz is no file that numpy\.savez has written"):
        embedded(training, held_out)


def test_a_single_array_is_no_npz(tmp_path: Path) -> None:
    """`numpy.save` writes another kind of file."""
    training, held_out = lay_npz(tmp_path)
    with training.open("wb") as file:
        np.save(file, IMAGES)
    with pytest.raises(CourseError, match=r"no file that numpy\.savez"):
        embedded(training, held_out)


def test_missing_files_and_arrays_are_named(tmp_path: Path) -> None:
    """Whoever reads it knows what to put where."""
    training, held_out = lay_npz(tmp_path)
    with pytest.raises(CourseError, match=r"held_out\.npz needs the arrays `train_images` and"):
        embedded(held_out, held_out)
    with pytest.raises(CourseError, match=r"other\.npz is missing"):
        embedded(training, tmp_path / "other.npz")


def drawn(seed: int) -> tuple[DataSet, DataSet]:
    """Return data of other images each, plain and disguised."""
    images = np.random.default_rng(seed).integers(0, 256, (12, 6, 6), dtype=np.uint8)
    plain = DataSet(images, LABELS, images, LABELS, "embedded")
    return plain, disguised(plain, np.random.default_rng(seed))


@given(st.integers(0, 2**32))
def test_a_disguise_renumbers_classes_alike_in_both_sets(seed: int) -> None:
    """Images of one class stay together, classes stay apart."""
    plain, other = drawn(seed)
    assert np.array_equal(other.train_labels, other.held_out_labels)
    assert sorted(set(other.train_labels)) == [0, 1, 2, 3]
    pairs = set(zip(plain.train_labels, other.train_labels, strict=True))
    assert len(pairs) == 4
    assert other.name == plain.name


@given(st.integers(0, 2**32))
def test_a_disguise_turns_and_mirrors_all_images_alike(seed: int) -> None:
    """One of eight ways, none of which loses or invents a pixel."""
    plain, other = drawn(seed)
    ways = [np.rot90(side, turns, axes=(1, 2)) for turns in range(4) for side in _sides(plain)]
    assert sum(np.array_equal(way, other.train_images) for way in ways) == 1
    assert np.array_equal(other.train_images, other.held_out_images)
    assert other.train_images.flags.c_contiguous
    assert other.train_images.flags.writeable


def _sides(plain: DataSet) -> tuple[Any, Any]:
    return plain.train_images, plain.train_images[:, :, ::-1]


def test_all_disguises_occur() -> None:
    """Eight ways to turn, and each number for each class."""
    plain, rng = drawn(0)[0], np.random.default_rng(5)
    others = [disguised(plain, rng) for _ in range(200)]
    assert len({other.train_images.tobytes() for other in others}) == 8
    assert len({other.train_labels.tobytes() for other in others}) == 24


def test_a_disguise_leaves_the_data_as_they_are() -> None:
    """Each is made of the same."""
    plain = data()
    before = [np.array(part) for part in dataclasses.astuple(plain)[:4]]
    disguised(plain, np.random.default_rng(0))
    after = dataclasses.astuple(plain)[:4]
    assert all(np.array_equal(old, new) for old, new in zip(before, after, strict=True))
    assert plain.classes == CLASSES
