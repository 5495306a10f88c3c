"""Grades a class on a Dask cluster; what that cannot do is done here."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.batch.backends.messages import Answer, Ending, Job, Terms, encode
from autograder.batch.backends.parcel import pack
from autograder.batch.backends.versions import versions
from autograder.errors import AutograderError
from autograder.grading import grade_each
from autograder.grading.graded import Graded, from_bytes
from autograder.grading.pool import most_seconds
from autograder.grading.run import require_there
from autograder.grading.without_run import without_words
from autograder.interruption import interruptions_held
from autograder.submission.names import shown


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster.

    Attributes:
        address: of its scheduler, or the path of a scheduler file.
        course: where the workers have the course, None for where it is here.
        on_remark: told what staff should know.
    """

    address: str
    course: Path | None
    on_remark: Callable[[str], None]

    def grade_each(
        self,
        assignment: Assignment,
        paths: Sequence[Path],
        on_graded: Callable[[int, Graded], None],
        *,
        known: Collection[bytes] | None = None,
        private: Sequence[Path] = (),
        unsafe: bool = False,
    ) -> None:
        """Grade as `autograder.grading.grade_each` does, in slots of the cluster's workers.

        A submission whose worker ends is graded by another. Links and what else cannot be sent, and what
        could not be graded there, are graded here, once the cluster is done.

        Raises:
            AutograderError: the cluster cannot be used, or as for `autograder.grading.grade_each`.
        """
        require_there(paths)
        try:
            with interruptions_held():
                from autograder.batch.backends.crew import Crew  # noqa: PLC0415 -- Dask is an extra
        except ImportError as error:
            raise AutograderError(
                "grading on a cluster needs Dask: pip install 'cnn-autograder[cluster]'"
            ) from error
        left: list[int] = []
        again: set[int] = set()

        def jobs() -> Iterator[tuple[int, bytes]]:
            for number, path in enumerate(paths):
                parcel = pack(path)
                if parcel is None:
                    left.append(number)
                else:
                    digests = None if known is None else tuple(known)
                    yield number, encode(Job(parcel, digests))

        terms = self._terms(assignment, {*private, *(path.parent for path in paths)}, unsafe=unsafe)
        with Crew(self.address, terms, gpu=assignment.on_gpu) as crew:
            for number, answer in crew.answers(jobs()):
                if answer.ending is Ending.FAILED:
                    name = shown(paths[number].name)
                    self.on_remark(f"{name} was graded on this machine: {answer.why}")
                    left.append(number)
                    if answer.again:
                        again.add(number)
                else:
                    on_graded(number, _graded(answer))

        def on_graded_here(place: int, graded: Graded) -> None:
            number = left[place]
            on_graded(number, _a_second_time(graded) if number in again else graded)

        if left:
            others = [path for number, path in enumerate(paths) if number not in left]
            here = [paths[number] for number in left]
            grade_each(
                assignment, here, on_graded_here, known=known, private=[*private, *others], unsafe=unsafe
            )

    def _terms(self, assignment: Assignment, private: Collection[Path], *, unsafe: bool) -> Terms:
        course = self.course or assignment.folder.parent
        data = assignment.data_folder
        return Terms(
            versions=versions(assignment.allow),
            course=os.fsencode(course.absolute()),
            assignment=assignment.name,
            sha256=assignment.info.sha256,
            judging_sha256=assignment.info.judging_sha256,
            device=assignment.conditions.device,
            data_folder=None if data is None else os.fsencode(data.absolute()),
            private=tuple(os.fsencode(path.absolute()) for path in sorted(private)),
            seconds=most_seconds(assignment.limits),
            unsafe=unsafe,
        )


def _graded(answer: Answer) -> Graded:
    """Return what an answer brings.

    Raises:
        AutograderError: the worker that gives it cannot grade.
    """
    if answer.ending is not Ending.GRADED:
        raise AutograderError(f"the worker {answer.worker} cannot grade: {answer.why}")
    graded = from_bytes(answer.content)
    return _a_second_time(graded) if answer.again else graded


def _a_second_time(graded: Graded) -> Graded:
    return dataclasses.replace(graded, result=without_words(graded.result))
