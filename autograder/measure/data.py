"""Images with labels, to train on and to be judged by."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.assignment import Assignment, Training
from autograder.errors import CourseError
from autograder.measure import idx

Images = NDArray[np.uint8]
Labels = NDArray[np.int64]

# What NumPy raises over files that are none of its own, TypeError for a single array.
_DAMAGED = (OSError, EOFError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error)
_MAX_CLASSES = 256
_WAYS = 8  # to turn and mirror a square


@dataclass(frozen=True, eq=False)
class DataSet:
    """What a network learns from, and what is held out.

    Attributes:
        train_images: (N, S, S) of uint8.
        train_labels: (N,) of int64, from 0.
        held_out_images: (M, S, S) of uint8; nobody is shown these.
        held_out_labels: (M,) of int64; no worker ever gets these.
        name: "embedded" or "mnist", as steps of an assignment say which they are for.

    Raises:
        CourseError: the arrays do not fit together.
    """

    train_images: Images
    train_labels: Labels
    held_out_images: Images
    held_out_labels: Labels
    name: str

    def __post_init__(self) -> None:
        if problem := self._problem():
            raise CourseError(f"the {self.name} data cannot be used: {problem}")

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return int(self.train_labels.max()) + 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """The shape of one image as a network gets it: (1, S, S)."""
        return (1, *self.train_images.shape[1:])

    def _problem(self) -> str | None:
        """Say what is wrong, if anything is."""
        for part, images, labels in (
            ("training", self.train_images, self.train_labels),
            ("held-out", self.held_out_images, self.held_out_labels),
        ):
            if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1] != images.shape[2]:
                return (
                    f"{part} images have to be uint8 of shape (N, S, S), "
                    f"these are {images.dtype} of shape {images.shape}"
                )
            if labels.dtype != np.int64 or labels.shape != images.shape[:1]:
                return (
                    f"{part} labels have to be one whole number an image, there are labels of shape "
                    f"{labels.shape} for images of shape {images.shape}"
                )
            if not labels.size or not 0 <= labels.min() <= labels.max() < _MAX_CLASSES:
                return f"{part} labels have to be from 0 to {_MAX_CLASSES - 1}, at least one of them"
        if self.train_images.shape[1:] != self.held_out_images.shape[1:]:
            return "training and held-out images are not of the same size"
        if self.held_out_labels.max() >= self.classes:
            return "a held-out image is of a class that no training image has"
        return None


def data_of(assignment: Assignment, training: Training) -> DataSet:
    """Return what networks of an assignment are trained with and judged by.

    Raises:
        CourseError: it cannot be used.
    """
    if assignment.data_folder is not None:
        return mnist(assignment.data_folder)
    return embedded(assignment.folder / training.data, assignment.folder / training.held_out)


def embedded(training: Path, held_out: Path) -> DataSet:
    """Return the data that come with an assignment.

    Args:
        training: an `.npz` with `train_images` and `train_labels`.
        held_out: an `.npz` with `images` and `labels`.

    Raises:
        CourseError: a file is missing or is no such file.
    """
    return DataSet(
        *_arrays(training, "train_images", "train_labels"),
        *_arrays(held_out, "images", "labels"),
        name="embedded",
    )


def mnist(folder: Path) -> DataSet:
    """Return data in IDX files, in a folder as torchvision lays it out or one with the files themselves.

    Raises:
        CourseError: a file is missing or damaged.
    """
    home = idx.home(folder)
    return DataSet(*idx.read_pair(home, "train"), *idx.read_pair(home, "t10k"), name="mnist")


def disguised(data: DataSet, rng: np.random.Generator) -> DataSet:
    """Return the same data with other numbers for the classes, all images turned or mirrored alike.

    What was learnt from the data as they are known is worth nothing then; whoever learns is none the
    worse.
    """
    numbers = rng.permutation(data.classes).astype(np.int64)
    way = int(rng.integers(_WAYS))
    return dataclasses.replace(
        data,
        train_images=_turned(data.train_images, way),
        train_labels=numbers[data.train_labels],
        held_out_images=_turned(data.held_out_images, way),
        held_out_labels=numbers[data.held_out_labels],
    )


def _turned(images: Images, way: int) -> Images:
    turned = np.rot90(images, way % 4, axes=(1, 2))
    return np.array(turned[:, :, ::-1] if way >= 4 else turned, order="C")


def _arrays(path: Path, images: str, labels: str) -> tuple[Images, Labels]:
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            found, numbers = file[images], file[labels]
    except FileNotFoundError as error:
        raise CourseError(f"{path} is missing: put it there, or correct [training]") from error
    except KeyError as error:
        raise CourseError(f"{path} needs the arrays `{images}` and `{labels}`") from error
    except _DAMAGED as error:
        raise CourseError(f"{path} is no file that numpy.savez has written: {error}") from error
    if numbers.dtype.kind not in "iu":
        raise CourseError(f"{path}: `{labels}` has to hold whole numbers, not {numbers.dtype}")
    return found, numbers.astype(np.int64)
