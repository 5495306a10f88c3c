"""Trainings in turn, with trainees that need no worker."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.errors import SandboxError, SuiteError
from autograder.measure import training
from autograder.measure.trainee import NetworkError
from autograder.measure.training import Trained, train_in_turn
from tests.measure.samples import CLASSES, Trainee, task


def trained(student: Trainee, reference: Trainee | None = None, **more: Any) -> Trained:
    """Return what comes of a submission."""
    return train_in_turn(student, reference or Trainee(), task(**more), np.random.default_rng(1))


def refusal(helper: str, lie: Callable[[Any], Any], **more: Any) -> str:
    """Return what a student is told whose worker says something else than is due."""
    with pytest.raises(NetworkError) as caught:
        trained(Trainee(lies={helper: lie}), **more)
    return str(caught.value)


def test_who_learns_is_right_in_each_disguise() -> None:
    """Accuracy is that of the held-out images, times are those of the worker's clock."""
    found = trained(Trainee(pace=3.0), Trainee(pace=2.0))
    assert found.accuracies == (100.0, 100.0, 100.0)
    assert found.ratios == pytest.approx([1.5, 1.5, 1.5])
    assert [run.training for run in found.runs] == [3.0, 3.0, 3.0]
    assert [run.answering for run in found.runs] == pytest.approx([0.3, 0.3, 0.3])
    assert found.parameters == 55


def test_who_knows_the_classes_beforehand_is_right_by_chance_alone() -> None:
    """Classes are renumbered for each training, so that nothing learnt before handing in helps."""
    student = Trainee()

    def remembered(_: Any) -> Any:
        images = student.seen[-1][2]
        return np.eye(CLASSES)[images[:, 0, 0] // 20]

    student._lies = {"answers": remembered}
    accuracies = trained(student, seeds=20).accuracies
    assert np.mean(accuracies) == pytest.approx(100 / CLASSES, abs=12)


def test_reference_and_student_train_in_turn_each_in_a_fresh_worker() -> None:
    """Nothing is kept from one training to the next, and no idle worker takes memory."""
    log: list[str] = []
    trained(Trainee("student", log), Trainee("reference", log), seeds=2)
    whole = ["renew", "start", "receive", "fit", "answers", "count", "renew"]
    turn = [f"{who} {step}" for who in ("student", "reference") for step in whole]
    first = ("renew", "missing", "missing", "outline", "renew")
    asked = [f"{who} {step}" for who in ("reference", "student") for step in first]
    assert log == [*asked, *turn, *turn]


def test_what_happens_while_the_data_come_is_on_the_clock() -> None:
    """Her code may be at work from the moment that her process has them."""

    class Early(Trainee):
        def _receive(self, images: Any, labels: Any) -> str:
            self._clock += 5.0
            return super()._receive(images, labels)

    assert trained(Early("student", pace=0.1)).runs[0].training == pytest.approx(5.1)


def test_both_sides_get_the_same_data_and_seed_and_each_training_others() -> None:
    """A pair of trainings differs in nothing but the code."""
    student, reference = Trainee(), Trainee()
    trained(student, reference, seeds=2)
    fits = [[call[4] for call in side.seen if call[0] == "fit"] for side in (student, reference)]
    data = [[call[2] for call in side.seen if call[0] == "receive"] for side in (student, reference)]
    assert fits[0] == fits[1]
    assert fits[0][0] != fits[0][1]
    assert np.array_equal(data[0], data[1])
    assert not np.array_equal(data[0][0], data[0][1])


def test_held_out_images_come_shuffled_and_without_labels() -> None:
    """Whoever counts them learns nothing of their classes."""
    student = Trainee()
    trained(student, seeds=2)
    first, second = (call for call in student.seen if call[0] == "answers")
    assert [type(part) for part in first] == [str, str, np.ndarray, str, float]
    plain = task().data.held_out_images
    assert np.array_equal(np.sort(first[2], axis=None), np.sort(plain, axis=None))
    assert not np.array_equal(first[2], plain)
    assert not np.array_equal(first[2], second[2])


@pytest.mark.parametrize(("device", "seconds"), [("cpu", 40.0), ("cuda", 60.0)])
def test_a_training_has_the_budget_of_its_device(device: str, seconds: float) -> None:
    """Calls are bounded by it, the reference's too."""
    student, reference = Trainee(), Trainee()
    trained(student, reference, device=device)
    bounds = {(call[0], call[-1]) for side in (student, reference) for call in side.seen}
    assert {("fit", seconds), ("answers", seconds)} <= bounds


def test_on_a_gpu_the_clock_is_that_on_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a GPU does is no CPU time of the worker."""
    ticks = iter(range(100))
    monkeypatch.setattr(training, "time", SimpleNamespace(monotonic=lambda: 10.0 * next(ticks)))
    found = trained(Trainee(pace=3.0), device="cuda", seeds=1)
    assert [(run.training, run.answering) for run in found.runs] == [(10.0, 10.0)]


def test_who_was_not_stopped_in_time_is_over_the_budget_all_the_same() -> None:
    """A GPU's clock is read after the training."""
    with pytest.raises(NetworkError, match="took 41 seconds, 40 are allowed"):
        trained(Trainee(pace=41.0))


def test_a_network_over_its_budget_is_not_trained() -> None:
    """The student is told both numbers."""
    log: list[str] = []
    student = Trainee("student", log, lies={"outline": lambda found: {**found, "parameters": [[56]]}})
    with pytest.raises(NetworkError, match="has 56 parameters, 55 are allowed"):
        trained(student, Trainee("reference", log), parameters=55)
    assert not [step for step in log if step.endswith("fit")]


def test_a_network_that_grows_in_training_is_over_its_budget() -> None:
    """They are counted again afterwards."""
    assert "1,000,000 parameters" in refusal("count", lambda _: 10**6)


@pytest.mark.parametrize("count", [None, -1, 3.5, True, "12"])
def test_a_count_that_is_none_is_refused(count: object) -> None:
    """It is the worker's word."""
    assert "cannot be found out" in refusal("count", lambda _: count)


def _with_nan(answers: Any) -> Any:
    answers[3, 2] = np.nan
    return answers


@pytest.mark.parametrize(
    ("lie", "says"),
    [
        (lambda _: None, "no tensor with a row for each image"),
        (lambda _: [[1.0, 2.0]], "has to give numbers"),
        (lambda answers: answers > 0, "has to give numbers"),
        (lambda answers: answers + 1j, "has to give numbers"),
        (lambda answers: answers[:-1], r"the shape (19, 5), where (20, 5) is due"),
        (lambda answers: answers[:, :3], r"the shape (20, 3), where (20, 5) is due"),
        (lambda answers: answers[:, 0], r"the shape (20,), where (20, 5) is due"),
        (_with_nan, "NaN or infinity for 1 of 20 images"),
        (lambda answers: answers * np.inf, "NaN or infinity for 20 of 20 images"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_answers_that_cannot_be_judged_are_failures_in_words(
    lie: Callable[[Any], Any], says: str
) -> None:
    """She reads what her network gave and what is due."""
    assert says in refusal("answers", lie)


@pytest.mark.parametrize(
    ("helper", "lie", "says"),
    [
        ("outline", lambda _: None, "`build_model()` has to return the network"),
        ("fit", lambda _: None, "`build_model()` has to return the network"),
        ("missing", lambda _: ["train"], "`train` is not defined, or is no function"),
        ("outline", lambda found: {**found, "result": None}, "no tensor"),
        ("outline", lambda found: {**found, "result": [1, 3]}, "where (1, 5) is due"),
    ],
)
def test_what_is_no_network_is_told_so(helper: str, lie: Callable[[Any], Any], says: str) -> None:
    """Before it is trained, where that can be seen."""
    assert says in refusal(helper, lie)


def test_the_first_failure_ends_it() -> None:
    """A network that fails once is not trained twice more."""
    log: list[str] = []
    with pytest.raises(NetworkError):
        trained(Trainee("student", log, lies={"answers": lambda _: None}))
    assert log.count("student fit") == 1
    assert log[-1] == "student renew"


class StoppedError(BaseException):
    """A worker's end, which no `except Exception` takes for an answer."""


def _raising(error: BaseException) -> Callable[[Any], Any]:
    def lie(_: Any) -> Any:
        raise error

    return lie


@pytest.mark.parametrize("error", [ZeroDivisionError("hers"), StoppedError("out of time")])
def test_what_her_code_raises_passes_through(error: BaseException) -> None:
    """It is told as that of any other call."""
    with pytest.raises(type(error)) as caught:
        trained(Trainee(lies={"fit": _raising(error)}))
    assert caught.value is error


@pytest.mark.parametrize("error", [ZeroDivisionError("ours"), StoppedError("out of time")])
def test_a_failure_of_the_reference_is_the_suites(error: BaseException) -> None:
    """Never the student's fault."""
    with pytest.raises(SuiteError, match=r"the reference's own `build_model` and `train`"):
        trained(Trainee(), Trainee(lies={"fit": _raising(error)}))


def test_a_reference_whose_network_cannot_be_judged_is_the_suites() -> None:
    """Its answers are looked at as closely."""
    with pytest.raises(SuiteError, match="NaN"):
        trained(Trainee(), Trainee(lies={"answers": _with_nan}))


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SandboxError("no more processes")])
def test_what_ends_the_grading_is_nobodys_fault(error: BaseException) -> None:
    """An interruption stays one while the reference trains."""
    with pytest.raises(type(error)):
        trained(Trainee(), Trainee(lies={"fit": _raising(error)}))


def test_whoever_waits_is_told_what_happens() -> None:
    """A training takes a minute."""
    told: list[str] = []
    rng = np.random.default_rng(0)
    train_in_turn(Trainee(), Trainee(), task(seeds=2), rng, on_progress=told.append)
    assert told == [
        "counting parameters",
        "run 1 of 2: training, at most 40 s",
        "run 1 of 2: the reference's training",
        "run 2 of 2: training, at most 40 s",
        "run 2 of 2: the reference's training",
        "",
    ]
