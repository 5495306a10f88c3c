"""What was measured, as the rows of a table."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence

from tests.benchmarks.training.gradings import Grading
from tests.benchmarks.training.runs import Race
from tests.benchmarks.training.table import Row


def time_rows(race: Race, due: float) -> Iterator[Row]:
    """Give the rows on how long it takes until enough is right, in per cent."""
    reference = [each.reference for each in race.rounds]
    plain = [each.plain for each in race.rounds]
    own = [run.seconds for run in reference]
    reached = sum(run.accuracy >= due for run in reference)
    yield Row("reference: first training, s", [race.first.seconds])
    yield Row("reference: training, s", own)
    yield Row("  right, %", [run.accuracy for run in reference])
    yield Row(f"  at least {due:g} % right", words=f"{reached} of {len(reference)} seeds")
    epochs = min(race.epochs, *(len(run.stretches) for run in plain))
    alike = [run.first(epochs) for run in plain]
    theirs = [run.seconds for run in alike]
    yield Row(f"plain example: {epochs} of the reference's {race.epochs} epochs, s", theirs)
    yield Row("  right, %", [run.accuracy for run in alike])
    if epochs == race.epochs:
        yield Row("  times the reference", ratios(theirs, own))
    name = f"plain example: to {due:g} % right"
    times = [run.seconds_to(due) for run in plain]
    pairs = [(time, ours) for time, ours in zip(times, own, strict=True) if time is not None]
    if pairs:
        yield Row(f"{name}, s", [time for time, _ in pairs])
        yield Row("  times the reference", [time / ours for time, ours in pairs])
    if missed := len(plain) - len(pairs):
        most = max(len(run.stretches) for run in plain)
        yield Row(name, words=f"not in {most} epochs with {missed} of {len(plain)} seeds")


def rate_rows(race: Race) -> Iterator[Row]:
    """Give the rows on images a second, in training and without."""
    ways = {
        "reference": [each.reference for each in race.rounds],
        "plain example": [each.plain for each in race.rounds],
        "loader-bound example": [each.loader_bound for each in race.rounds],
    }
    training = {name: [run.rate for run in runs] for name, runs in ways.items()}
    judging = {name: [statistics.median(run.judging) for run in runs] for name, runs in ways.items()}
    for what, rates in (("training", training), ("inference", judging)):
        for name, values in rates.items():
            yield Row(f"{name}: {what}, images/s", values)
            if name != "reference":
                yield Row("  reference, times that", ratios(rates["reference"], values))


def grading_rows(gradings: Sequence[Grading]) -> Iterator[Row]:
    """Give the rows on whole gradings."""
    commands = [each.command for each in gradings]
    training = [each.training for each in gradings]
    yield Row("grading: the whole command, s", commands)
    yield Row("  from reading to result, s", [each.grading for each in gradings])
    yield Row("  all trainings, s", training)
    yield Row("  share of training, %", [100 * share for share in ratios(training, commands)])


def ratios(ones: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return ratios of figures of the same round."""
    return [one / other for one, other in zip(ones, others, strict=True)]
