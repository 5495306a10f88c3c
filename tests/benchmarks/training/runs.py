"""Trainings, as figures."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Stretch:
    """A stretch of training: its seconds, and the per cent that are right after it."""

    seconds: float
    accuracy: float


@dataclass(frozen=True)
class Run:
    """One training.

    Attributes:
        stretches: epochs, one after the other; the reference's training is a single one.
        images: how many went through the network in training, counted each time.
        judging: held-out images a second, of each repetition.
    """

    stretches: tuple[Stretch, ...]
    images: int
    judging: tuple[float, ...]

    def __add__(self, later: Run) -> Run:
        """Return both as one training."""
        return Run(
            self.stretches + later.stretches, self.images + later.images, self.judging + later.judging
        )

    @property
    def seconds(self) -> float:
        """How long the training took."""
        return sum(stretch.seconds for stretch in self.stretches)

    @property
    def rate(self) -> float:
        """Images a second in training."""
        return self.images / self.seconds

    @property
    def accuracy(self) -> float:
        """Per cent that are right in the end."""
        return self.stretches[-1].accuracy

    def first(self, count: int) -> Run:
        """Return what the run was after so many stretches, all of them alike in their images."""
        images = self.images * count // len(self.stretches)
        return replace(self, stretches=self.stretches[:count], images=images)

    def seconds_to(self, accuracy: float) -> float | None:
        """Return how long it took until so many per cent were right; None if they never were."""
        seconds = 0.0
        for stretch in self.stretches:
            seconds += stretch.seconds
            if stretch.accuracy >= accuracy:
                return seconds
        return None


@dataclass(frozen=True)
class Round:
    """Each way once, with the same seed."""

    reference: Run
    plain: Run
    loader_bound: Run


@dataclass(frozen=True)
class Race:
    """What was measured.

    Attributes:
        first: the reference's first training in its process, which starts the device too.
        epochs: how often each image goes through the network when the reference trains.
        rounds: one a seed.
    """

    first: Run
    epochs: int
    rounds: tuple[Round, ...]
