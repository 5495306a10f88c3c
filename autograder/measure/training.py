"""A network of the student's, trained anew several times, in turn with the reference's.

Each training has a fresh worker, in which nothing of another one is left, and data in a disguise of its
own (`data.disguised`), the same for both sides. The clock runs from the call that brings the data
until its answers for the held-out images are back: those come without labels, shuffled each time. The
grader, which alone has the labels, scores the answers. All else that is known of the network, how many
parameters it has, is the worker's word.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.assignment.training import Training
from autograder.errors import AutograderError, SuiteError
from autograder.measure.data import DataSet, Labels, disguised
from autograder.measure.outline import no_network, outline
from autograder.measure.trainee import NetworkError, Trainee, require_functions

_MAX_SEED = 2**31


@dataclass(frozen=True)
class Run:
    """One training and what came of it.

    Attributes:
        accuracy: of the held-out images, per cent.
        training: seconds to take the data, build and train, on the clock of the device.
        answering: seconds to answer for all held-out images.
    """

    accuracy: float
    training: float
    answering: float

    @property
    def seconds(self) -> float:
        """What is compared with the reference's."""
        return self.training + self.answering


@dataclass(frozen=True)
class Trained:
    """All trainings of one submission.

    Attributes:
        parameters: how many the network has, by its own word.
        runs: one a seed.
        reference: the reference's, with the same seeds and data.
    """

    parameters: int
    runs: tuple[Run, ...]
    reference: tuple[Run, ...]

    @property
    def accuracies(self) -> tuple[float, ...]:
        """Per cent of the held-out images, one a seed."""
        return tuple(run.accuracy for run in self.runs)

    @property
    def ratios(self) -> tuple[float, ...]:
        """The time beside that of the reference, one a seed."""
        pairs = zip(self.runs, self.reference, strict=True)
        return tuple(own.seconds / reference.seconds for own, reference in pairs)


@dataclass(frozen=True)
class Task:
    """What is the same for all trainings of a submission.

    Attributes:
        training: what the assignment says of it.
        device: "cpu", where the clock is that of the worker's CPU time, or "cuda", where it is that on
            the wall: what a GPU does is no CPU time of anybody.
        data: to learn from and to be judged by.
    """

    training: Training
    device: str
    data: DataSet

    @property
    def seconds(self) -> float:
        """How long one training may take, and answering once more."""
        budget = self.training.seconds
        return budget.cpu if self.device == "cpu" else budget.cuda


def train_in_turn(
    student: Trainee,
    reference: Trainee,
    task: Task,
    rng: np.random.Generator,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train and judge a submission's network and the reference's, a pair for each seed.

    Args:
        student: whose network is judged; what her code raises passes through.
        reference: whose time it is compared with.
        task: how, on what and with which data.
        rng: draws seeds and disguises; from the course's secret, so that nobody knows them before.
        on_progress: is told what happens now.

    Raises:
        NetworkError: her network is over its budget or gives no answers that could be judged.
        SuiteError: the reference's training failed.
    """
    on_progress("counting parameters")
    with _no_fault_of_hers(task.training):
        _count_before(reference, task)
    parameters = _count_before(student, task)
    runs: list[Run] = []
    paces: list[Run] = []
    seeds = task.training.seeds
    for number in range(1, seeds + 1):
        data = disguised(task.data, rng)
        seed = int(rng.integers(_MAX_SEED))
        order = rng.permutation(len(data.held_out_images))
        # First, since where it fails nothing is to be compared.
        on_progress(f"run {number} of {seeds}: training, at most {task.seconds:g} s")
        run, counted = _run(student, task, data, seed, order)
        parameters = max(parameters, _within_budget(counted, task))
        runs.append(run)
        on_progress(f"run {number} of {seeds}: the reference's training")
        with _no_fault_of_hers(task.training):
            paces.append(_run(reference, task, data, seed, order)[0])
    on_progress("")
    return Trained(parameters, tuple(runs), tuple(paces))


def _count_before(student: Trainee, task: Task) -> int:
    """Return how many parameters a network has that is not trained yet, and what else shows by then."""
    with _fresh(student):
        require_functions(student, task.training.train)
        found = outline(student, task.training.build, task.data.shape)
    if found.result != (1, task.data.classes):
        raise _wrong_shape(found.result, 1, task.data.classes)
    return _within_budget(found.total, task)


def _run(
    trainee: Trainee, task: Task, data: DataSet, seed: int, order: NDArray[np.intp]
) -> tuple[Run, Any]:
    """Return one training, and how many parameters the worker says that the network has."""
    names = task.training
    clock = trainee.cpu_seconds if task.device == "cpu" else time.monotonic
    images = data.held_out_images[order]
    with _fresh(trainee):
        trainee.ask("start", task.device)
        start = clock()  # before she has seen any of it: her code may be at work from then on
        kept = trainee.ask("receive", data.train_images, data.train_labels)
        functions = [names.build, names.train]
        model = trainee.ask("fit", kept, functions, task.device, seed, seconds=task.seconds)
        trained = clock()
        if model is None:
            raise no_network(names.build)
        if trained - start > task.seconds:
            raise NetworkError(
                f"the training took {trained - start:.3g} seconds, {task.seconds:g} are allowed"
            )
        answers = trainee.ask("answers", model, images, task.device, seconds=task.seconds)
        end = clock()
        counted = trainee.ask("count", model)
    accuracy = _accuracy(answers, data.held_out_labels[order], data.classes)
    return Run(accuracy, trained - start, end - trained), counted


@contextlib.contextmanager
def _fresh(trainee: Trainee) -> Iterator[None]:
    """Give the trainee a worker of its own for this, which takes no memory afterwards."""
    trainee.renew()
    try:
        yield
    finally:
        trainee.renew()


def _accuracy(answers: Any, labels: Labels, classes: int) -> float:
    """Return for how many images the largest number is that of the class, per cent."""
    if answers is None:
        raise _wrong_shape(None, len(labels), classes)
    if not isinstance(answers, np.ndarray) or answers.dtype.kind not in "fiu":
        raise NetworkError("the network has to give numbers: a tensor of float32")
    if answers.shape != (len(labels), classes):
        raise _wrong_shape(answers.shape, len(labels), classes)
    odd = int((~np.isfinite(answers)).any(axis=1).sum())
    if odd:
        raise NetworkError(
            f"the trained network gives NaN or infinity for {odd} of {len(labels)} images: has the "
            "training diverged?"
        )
    return 100.0 * float(np.mean(answers.argmax(axis=1) == labels))


def _wrong_shape(shape: tuple[int, ...] | None, images: int, classes: int) -> NetworkError:
    given = "no tensor with a row for each image" if shape is None else f"the shape {shape}"
    return NetworkError(
        f"for {images} images the network gives {given}, where ({images}, {classes}) is due: one number "
        "for each class"
    )


def _within_budget(counted: Any, task: Task) -> int:
    most = task.training.parameters
    if type(counted) is not int or counted < 0:
        raise NetworkError("how many parameters the network has cannot be found out")
    if counted > most:
        raise NetworkError(f"the network has {counted:,} parameters, {most:,} are allowed")
    return counted


@contextlib.contextmanager
def _no_fault_of_hers(training: Training) -> Iterator[None]:
    """Make of whatever goes wrong with the reference an error of the assignment."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, AutograderError):
        raise
    except BaseException as error:
        raise SuiteError(
            f"the reference's own `{training.build}` and `{training.train}` could not be measured "
            f"({type(error).__name__}: {error}): they have to keep within [training] of assignment.toml"
        ) from error
