"""Data that anybody can learn, and trainees without a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.assignment.training import Budget, Training
from autograder.measure.data import DataSet
from autograder.measure.training import Task

CLASSES, SIDE = 5, 4


def data(train: int = 40, held_out: int = 20, name: str = "embedded") -> DataSet:
    """Return images that are as bright as their class is high, turned and mirrored or not."""

    def part(count: int) -> tuple[Any, Any]:
        labels = np.arange(count) % CLASSES
        return np.repeat(20 * labels, SIDE * SIDE).astype(np.uint8).reshape(-1, SIDE, SIDE), labels

    return DataSet(*part(train), *part(held_out), name=name)


def task(device: str = "cpu", seeds: int = 3, parameters: int = 100) -> Task:
    """Return what is the same for all trainings."""
    training = Training(
        build="build_model",
        train="train",
        data="data/digits.npz",
        held_out="held_out.npz",
        parameters=parameters,
        seeds=seeds,
        seconds=Budget(cpu=40.0, cuda=60.0),
    )
    return Task(training, device, data())


class Trainee:
    """Learns how bright the images of each class are.

    Args:
        name: by which it is known in `log`.
        log: gets what is asked of whom.
        pace: CPU seconds that a training takes; answering takes a tenth.
        lies: what helpers give in place of the truth: a function of that.
    """

    def __init__(
        self,
        name: str = "student",
        log: list[str] | None = None,
        pace: float = 1.0,
        lies: Mapping[str, Callable[[Any], Any]] | None = None,
    ) -> None:
        self._name = name
        self._log = [] if log is None else log
        self._pace = pace
        self._lies = lies or {}
        self._clock = 0.0
        self._kept: dict[int, int] = {}
        self._data: tuple[Any, Any] | None = None
        self.seen: list[tuple[Any, ...]] = []

    def ask(self, helper: str, *args: Any, seconds: float | None = None) -> Any:
        """Answer as the helper would."""
        self._log.append(f"{self._name} {helper}")
        self.seen.append((helper, *args, seconds))
        answer = getattr(self, f"_{helper}")(*args)
        return self._lies[helper](answer) if helper in self._lies else answer

    def renew(self) -> None:
        """Forget everything."""
        self._log.append(f"{self._name} renew")
        self._clock, self._kept, self._data = 0.0, {}, None

    def cpu_seconds(self) -> float:
        """Return a clock that goes as the pace says."""
        return self._clock

    def _missing(self, *names: str) -> list[str]:
        return []

    def _outline(self, build: str, shape: list[int]) -> dict[str, Any]:
        assert (build, shape) == ("build_model", [1, SIDE, SIDE])
        return {
            "parameters": [[10, 5], [5]],
            "operations": ["addmm"],
            "weighted": [["addmm", [1, CLASSES]]],
            "result": [1, CLASSES],
        }

    def _start(self, device: str) -> None:
        pass

    def _receive(self, images: Any, labels: Any) -> str:
        self._data = images, labels
        return "data"

    def _fit(self, data: str, functions: list[str], device: str, seed: int) -> str:
        assert (data, functions) == ("data", ["build_model", "train"])
        assert self._data is not None
        self._clock += self._pace
        images, labels = self._data
        self._kept = {int(image[0, 0]): int(label) for image, label in zip(images, labels, strict=True)}
        return "model"

    def _answers(self, model: str, images: Any, device: str) -> Any:
        assert model == "model"
        self._clock += self._pace / 10
        return np.eye(CLASSES, dtype=np.float32)[[self._kept[int(image[0, 0])] for image in images]]

    def _count(self, model: str) -> int:
        return 55
