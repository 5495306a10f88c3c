"""Training and judging a network as tutorials do: batch by batch from a DataLoader on the CPU."""

from __future__ import annotations

import importlib
from typing import Any

from autograder.measure.data import DataSet

torch: Any = importlib.import_module("torch")  # not among what the project needs

BATCH = 64
RATE = 0.01
MOMENTUM = 0.9


def loaders(data: DataSet) -> tuple[Any, Any]:
    """Return the loaders of the images to train with and of those to judge by."""
    return (
        _loader(data.train_images, data.train_labels, shuffle=True),
        _loader(data.held_out_images, data.held_out_labels, shuffle=False),
    )


def _loader(images: Any, labels: Any, *, shuffle: bool) -> Any:
    dataset = torch.utils.data.TensorDataset(
        torch.tensor(images, dtype=torch.float32).unsqueeze(1) / 255,
        torch.tensor(labels, dtype=torch.int64),
    )
    return torch.utils.data.DataLoader(dataset, batch_size=BATCH, shuffle=shuffle)


def make_optimizer(model: Any) -> Any:
    """Return the optimiser of a network: gradient descent with momentum."""
    return torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)


def train_epoch(model: Any, loader: Any, optimizer: Any, device: str) -> float:
    """Train for one epoch and return the mean loss."""
    model.train()
    total = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)  # noqa: PLW2901 -- as tutorials write it
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)


def accuracy(model: Any, loader: Any, device: str) -> float:
    """Return how many of the images of a loader are told right, in per cent."""
    model.eval()
    right = 0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)  # noqa: PLW2901
            right += (model(images).argmax(dim=1) == labels).sum().item()
    return 100 * right / len(loader.dataset)
