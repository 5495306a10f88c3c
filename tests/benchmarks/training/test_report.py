"""The table says what was measured."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from tests.benchmarks.training.gradings import Grading, told
from tests.benchmarks.training.report import grading_rows, rate_rows, time_rows
from tests.benchmarks.training.runs import Race, Round, Run, Stretch
from tests.benchmarks.training.table import Row, heading, lines, number
from tests.grading.command import ROOT


def run(*stretches: tuple[float, float]) -> Run:
    """Return a training of 100 images an epoch, by the seconds of each and what was right after it."""
    made = tuple(Stretch(seconds, accuracy) for seconds, accuracy in stretches)
    return Run(made, 100 * len(made), (40.0, 50.0, 90.0))


REFERENCE = Run((Stretch(2.0, 99.1),), 200, (400.0, 500.0, 600.0))
RACE = Race(
    Run((Stretch(5.0, 99.0),), 200, (1.0,)),
    2,
    (
        Round(REFERENCE, run((6.0, 98.0), (6.0, 98.9), (8.0, 99.2)), run((10.0, 97.0))),
        Round(REFERENCE, run((5.0, 97.0), (5.0, 98.0), (5.0, 98.5), (5.0, 98.8)), run((20.0, 97.0))),
    ),
)


def found(rows: list[Row], name: str) -> list[float]:
    """Return the values of the row whose name begins so."""
    (values,) = (row.values for row in rows if row.name.startswith(name) and row.values)
    return list(values)


def test_the_times_of_the_same_epochs_are_compared() -> None:
    """What the plain example trains beyond them counts only for its way to enough."""
    rows = list(time_rows(RACE, 99.0))
    assert found(rows, "plain example: 2 of the reference's 2 epochs") == [12.0, 10.0]
    assert found(rows, "plain example: to 99 % right") == [20.0]
    assert [row.values for row in rows if row.name == "  times the reference"] == [[6.0, 5.0], [10.0]]


def test_fewer_epochs_are_no_match() -> None:
    """An example that was stopped before it had as many is not compared."""
    rows = list(time_rows(dataclasses.replace(RACE, epochs=9), 99.9))
    assert found(rows, "plain example: 3 of the reference's 9 epochs") == [20.0, 15.0]
    assert "  times the reference" not in {row.name for row in rows}


def test_seeds_that_fall_short_are_told() -> None:
    """Those of the reference, and those of the example with the epochs that it had."""
    words = [row.words for row in time_rows(RACE, 99.15) if row.words]
    assert words == ["0 of 2 seeds", "not in 4 epochs with 1 of 2 seeds"]


def test_rates_are_of_all_images() -> None:
    """Of each epoch in training; without training, the median of the repetitions."""
    rows = list(rate_rows(RACE))
    assert found(rows, "reference: training") == [100.0, 100.0]
    assert found(rows, "plain example: training") == [15.0, 20.0]
    assert found(rows, "loader-bound example: inference") == [50.0, 50.0]
    assert list(rows[-1].values) == [10.0, 10.0]


def test_the_share_of_training_is_of_the_whole_command() -> None:
    """Its start included."""
    rows = list(grading_rows([Grading(10.0, 9.0, 8.0), Grading(20.0, 9.0, 8.0)]))
    assert found(rows, "  share of training") == [80.0, 40.0]


def test_the_trainings_of_both_sides_are_summed() -> None:
    """As staff are told of them, and of nothing else that was measured."""
    row = "97.00 % right (reference 98.00 %), trained in {} s ({} s), answered in 0.10 s (0.20 s)"
    note = "\n".join(
        ["training: 2 times on cpu", row.format("1.50", "2.00"), row.format("4.00", "8.25")]
    )
    assert told(["other", note, row.format("99.00", "99.00")]) == 15.75
    with pytest.raises(RuntimeError, match="no training"):
        told(["other"])


def test_a_row_has_its_spread() -> None:
    """The least, the median and the most, below their heads; words stand in their place."""
    figures, words = lines([Row("a", [3.0, 1.0, 1234.5]), Row("b", words="not measured")])
    assert heading().split() == ["n", "min", "median", "max"]
    assert figures.split() == ["a", "3", "1.000", "3.000", "1,234"]
    assert words.split() == ["b", "not", "measured"]
    assert [number(value) for value in (0.1234, 12.345, 123456.7)] == ["0.123", "12.35", "123,457"]


@pytest.mark.slow
def test_the_command_prints_its_table() -> None:
    """Few images on the CPU, for real: hardware, versions, seed and each of the three ways."""
    pytest.importorskip("torch", reason="the extra `torch` has it")
    command = [sys.executable, "-m", "tests.benchmarks.training", "--quick", "--device", "cpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.splitlines()
    heads = [line.split()[0] for line in printed[:5]]
    assert heads == ["hardware", "versions", "data", "seeds", "clock"]
    assert printed[3].split()[1] == "0;"
    for way in ("reference", "plain example", "loader-bound example"):
        for what in ("training", "inference"):
            (line,) = (line for line in printed if line.startswith(f"{way}: {what}, images/s"))
            count, low, median, high = line.split()[-4:]
            assert (count, low, high) == ("1", median, median)
            assert float(median.replace(",", "")) > 0
