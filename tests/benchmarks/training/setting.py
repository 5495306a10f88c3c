"""What is trained, and with what."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.assignment import Assignment, Training, load_assignment, load_course
from autograder.measure.data import DataSet, embedded, mnist
from tests.grading.command import ROOT

ASSIGNMENT = "gpu_training"
DUE = {"embedded": 97.5, "mnist": 99.0}  # per cent right that a time is worth telling of


@dataclass(frozen=True)
class Setting:
    """What the figures are for.

    Attributes:
        mnist: folder of full MNIST; None for the digits that come with the course.
        device: `cpu` or `cuda`.
        images: how many to train with, and at most to judge by; None for all.
    """

    mnist: Path | None
    device: str
    images: int | None = None

    def data(self) -> DataSet:
        """Read the data.

        Raises:
            CourseError: a file is missing or damaged.
        """
        folder = assignment().folder
        if self.mnist is not None:
            data = mnist(self.mnist)
        else:
            data = embedded(folder / training().data, folder / training().held_out)
        return replace(
            data,
            train_images=data.train_images[: self.images],
            train_labels=data.train_labels[: self.images],
            held_out_images=data.held_out_images[: self.images],
            held_out_labels=data.held_out_labels[: self.images],
        )

    def options(self) -> Sequence[str]:
        """Return the options of `autograder grade`."""
        data = [] if self.mnist is None else ["--data", str(self.mnist)]
        return ["--device", self.device, *data]


@functools.cache
def assignment() -> Assignment:
    """Read the assignment.

    Raises:
        CourseError: it cannot be used.
    """
    return load_assignment(load_course(ROOT / "solutions"), ASSIGNMENT)


def training() -> Training:
    """Return what the assignment says of training.

    Raises:
        ValueError: it says nothing.
    """
    found = assignment().training
    if found is None:
        raise ValueError(f"{assignment().folder}/assignment.toml has no [training]")
    return found
