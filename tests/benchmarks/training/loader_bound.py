"""A data loader that keeps the network waiting: Python prepares each image, again in each epoch."""

from __future__ import annotations

import importlib
from typing import Any

from autograder.measure.data import DataSet
from tests.benchmarks.training.plain import BATCH

torch: Any = importlib.import_module("torch")  # not among what the project needs

WORKERS = 2
MEAN, DEVIATION = 0.1307, 0.3081  # of MNIST, as in every tutorial


class PreparedInPython:
    """Images with their labels, normalised one by one when they are asked for."""

    def __init__(self, images: Any, labels: Any) -> None:
        self._images = images
        self._labels = labels

    def __len__(self) -> int:
        return len(self._images)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        image = torch.tensor(self._images[index], dtype=torch.float32) / 255
        return ((image - MEAN) / DEVIATION).unsqueeze(0), int(self._labels[index])


def loaders(data: DataSet) -> tuple[Any, Any]:
    """Return the loaders of the images to train with and of those to judge by."""
    return (
        _loader(PreparedInPython(data.train_images, data.train_labels), shuffle=True),
        _loader(PreparedInPython(data.held_out_images, data.held_out_labels), shuffle=False),
    )


def _loader(dataset: PreparedInPython, *, shuffle: bool) -> Any:
    return torch.utils.data.DataLoader(
        dataset,
        batch_size=BATCH,
        shuffle=shuffle,
        num_workers=WORKERS,
        multiprocessing_context="fork",  # the usual one: this process comes from another
    )
