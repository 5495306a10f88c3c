"""What a network is made of: the `network` of a suite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from autograder.measure.outline import Outline, outline
from autograder.measure.trainee import NetworkError, require_functions
from autograder.suite.mismatch import Mismatch, MismatchError
from autograder.suite.once import Once
from autograder.suite.side import Side, Trainee

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Network:
    """Looks at networks that functions of a submission build.

    Args:
        student: the submission.
    """

    def __init__(self, student: Side) -> None:
        self._student = student
        self._outlines: Once[Outline] = Once()

    def outline(self, build: str, image: Sequence[int]) -> Outline:
        """Return what a network is made of, without memory for its weights.

        All of it is the worker's word: what a submission says that patches PyTorch may be false.

        Args:
            build: the function that gives the network.
            image: shape of one input, (C, H, W).

        Raises:
            MismatchError: it gives no network.
            StudentError: the student's code raised.
            StudentStopped: no answer came.
        """

        def look() -> Outline:
            try:
                return outline(Trainee(self._student, build), build, tuple(image))
            except NetworkError as error:
                raise mismatch(error) from error

        self._student.mention(build)
        return self._outlines.get((build, tuple(image), self._student.as_defined), look)

    def learned(
        self,
        functions: Sequence[str],
        images: NDArray[np.uint8],
        labels: NDArray[np.integer],
        others: NDArray[np.uint8],
    ) -> Any:
        """Train a new network on the CPU and return what it gives for other images.

        Args:
            functions: the one that gives the network, and the one that trains it.
            images: (N, H, W), from 0 to 255.
            labels: (N,).
            others: images, whose labels it is not told.

        Returns:
            An array with a row for each of the others; None where the network gives none.

        Raises:
            MismatchError: there is no function of that name, or no network.
            StudentError: the student's code raised.
            StudentStopped: no answer came.
        """
        trainee = Trainee(self._student, functions[-1])
        try:
            require_functions(trainee, *functions)
        except NetworkError as error:
            raise mismatch(error) from error
        kept = trainee.ask("receive", images, labels)
        model = trainee.ask("fit", kept, list(functions), "cpu", 0)
        if model is None:
            raise MismatchError(Mismatch("network", f"`{functions[0]}()` has to return the network"))
        return trainee.ask("answers", model, others, "cpu")


def mismatch(error: NetworkError) -> MismatchError:
    """Return what is wrong with a network as the failure of a test."""
    return MismatchError(Mismatch("network", str(error)))
