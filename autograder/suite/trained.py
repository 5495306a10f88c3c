"""What the student's training makes of her network: the `training` of a suite."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from autograder.assignment import Assignment, Training
from autograder.errors import SuiteError
from autograder.measure.data import DataSet, data_of
from autograder.measure.exclusive import Cores
from autograder.measure.figure import Figure, mean, middle_half
from autograder.measure.trainee import NetworkError
from autograder.measure.training import Task, Trained, train_in_turn
from autograder.suite.network import mismatch
from autograder.suite.once import Once
from autograder.suite.seed import seed
from autograder.suite.side import Side, Trainee
from autograder.suite.speed import UNIT


class Trainings:
    """Trains a submission's network and the reference's, once however many tests ask.

    Args:
        assignment: what it is judged for.
        student: the submission.
        open_reference: starts the reference.
        cores: on which both run.
        note: told of what staff should know of the figures.
        on_progress: told what goes on.
        data: to train with and be judged by, None to read it when it is needed.
    """

    def __init__(
        self,
        assignment: Assignment,
        student: Side,
        open_reference: Callable[[], Side],
        cores: Cores,
        *,
        note: Callable[[str], None],
        on_progress: Callable[[str], None],
        data: DataSet | None,
    ) -> None:
        self._assignment = assignment
        self._student = student
        self._open_reference = open_reference
        self._cores = cores
        self._note = note
        self._on_progress = on_progress
        self._given = data
        self._trained: Once[Trained] = Once()

    def parameters(self) -> int:
        """Return how many parameters the network has: the worker's word.

        Raises:
            MismatchError: it cannot be judged, for instance since it is over its budget.
            StudentError: the student's code raised.
            StudentStopped: no answer came.
        """
        return self._results().parameters

    def accuracy(self) -> Figure:
        """Return the part of the held-out images that it reads right, per cent.

        Its noise is one standard error: of the mean over the seeds, or, where that is larger, of what is
        drawn by lot with so many held-out images.

        Raises:
            MismatchError: as for `parameters`; so do the others.
        """
        accuracies = self._results().accuracies
        right = np.mean(accuracies) / 100
        drawn = 100 * float(np.sqrt(right * (1 - right) / len(self._data.held_out_labels)))
        return mean(accuracies, "% right", drawn)

    def time(self) -> Figure:
        """Return how many times as long as the reference's it takes to train and to answer.

        Raises:
            MismatchError: as for `parameters`.
        """
        return middle_half(self._results().ratios, UNIT)

    @functools.cached_property
    def _data(self) -> DataSet:
        return self._given or data_of(self._assignment, self._required)

    @property
    def _required(self) -> Training:
        if self._assignment.training is None:
            raise SuiteError("assignment.toml has no [training]")
        return self._assignment.training

    def _results(self) -> Trained:
        self._student.mention(self._required.build, self._required.train)
        return self._trained.get(self._student.as_defined, self._train)

    def _train(self) -> Trained:
        assignment, training = self._assignment, self._required
        task = Task(training, assignment.conditions.device, self._data)
        rng = np.random.default_rng(seed(assignment.secret, assignment.name, "training"))
        sides = (self._student, self._open_reference())
        student, reference = (Trainee(side, training.train) for side in sides)
        try:
            with self._cores.alone():
                trained = train_in_turn(student, reference, task, rng, self._on_progress)
        except NetworkError as error:
            raise mismatch(error) from error
        self._note(_in_words(trained, task))
        return trained


def _in_words(trained: Trained, task: Task) -> str:
    """Say in full what was measured."""
    first = f"training: {len(trained.runs)} on {task.device} with the {task.data.name} data"
    rows = [f"{first}, {trained.parameters:,} parameters by the network's own word"]
    for own, reference in zip(trained.runs, trained.reference, strict=True):
        rows.append(
            f"{own.accuracy:.2f} % right (reference {reference.accuracy:.2f} %), trained in "
            f"{own.training:.2f} s ({reference.training:.2f} s), answered in {own.answering:.2f} s "
            f"({reference.answering:.2f} s)"
        )
    return "\n".join(rows)
