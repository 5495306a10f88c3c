"""Right solutions in hundreds of other styles earn full marks, through the real command."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.results import Status, TestOutcome
from autograder.sandbox.notebook_runtime.magics import transform
from autograder.submission.notebook import read_cells
from tests.assignments.restyle import restyle
from tests.grading.command import ROOT, grade_sources, outcomes, points

VARIANTS, FIRST = 100, 30  # of each assignment, and how many of them are not left to `make soak`
TIMED, FEW = ("conv_forward", "conv_backward"), 10  # whose speed is measured, one after another
GOLDEN = ROOT / "tests" / "golden"

# What each function returns.
KINDS: Mapping[str, Mapping[str, str]] = {
    "filters": {
        "correlate2d": "array",
        "apply_filter": "array",
        "classic_filters": "dict",
        "dense_weights": "count",
        "conv_weights": "count",
    },
    "stride_padding": {"output_size": "count", "pad2d": "array", "conv2d": "array"},
    "conv_forward": {
        "im2col": "array",
        "conv_forward": "array",
        "conv_forward_fast": "array",
        "conv_macs": "count",
    },
    "conv_backward": {
        "numerical_gradient": "array",
        "conv_backward": "arrays",
        "conv_backward_fast": "arrays",
    },
    "pooling": {
        "max_pool_forward": "array",
        "max_pool_backward": "array",
        "avg_pool_forward": "array",
        "avg_pool_backward": "array",
    },
}


def script(path: Path) -> str:
    """Return a submission as plain Python."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8")
    cells, _ = read_cells(path.read_bytes(), path.name)
    return "\n".join(transform(cell.source).source for cell in cells)


def sources(assignment: str, *, right: bool) -> dict[str, str]:
    """Return the golden cases that are right, or those that are not, as plain Python by their names."""
    cases = sorted((GOLDEN / assignment).glob("*/submission.*"))
    named = {path.parent.name: path for path in cases}
    return {name: script(path) for name, path in named.items() if name.startswith("perfect") == right}


def variants(assignment: str, seeds: range) -> dict[str, str]:
    """Return restyled right solutions, one for each seed, by names that say what they were made from."""
    right = list(sources(assignment, right=True).items())
    chosen = ((seed, *right[seed % len(right)]) for seed in seeds)
    return {f"{name}_{seed}": restyle(text, seed, KINDS[assignment]) for seed, name, text in chosen}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("assignment", "seeds"),
    [
        pytest.param(name, seeds, id=f"{name} from {seeds.start}", marks=marks)
        for name in KINDS
        for first in [FEW if name in TIMED else FIRST]
        for seeds, marks in ((range(first), ()), (range(first, VARIANTS), pytest.mark.soak))
    ],
)
def test_right_solutions_earn_full_marks_in_other_styles(
    assignment: str, seeds: range, tmp_path: Path
) -> None:
    """All of them: a right solution never loses marks."""
    results = grade_sources(assignment, variants(assignment, seeds), tmp_path)
    # Rewriting may cost time: how fast the variants are is not held.
    lost = {
        name: missed
        for name, result in results.items()
        if (missed := [f"{t.id}: {t.note}" for t in outcomes(result) if _is_wrong(t)])
    }
    assert len(results) == len(seeds)
    assert lost == {}


def _is_wrong(test: TestOutcome) -> bool:
    return test.status is not Status.PASSED and not test.id.startswith("test_hidden_speed")


@pytest.mark.slow
@pytest.mark.parametrize(
    "assignment",
    [
        pytest.param(name, marks=pytest.mark.soak if name in TIMED else ())
        for name in KINDS
        if name != "stride_padding"
    ],
)
def test_wrong_solutions_earn_no_more_in_other_styles(assignment: str, tmp_path: Path) -> None:
    """Nor less. What is wrong in the cases of `stride_padding` is mostly how they run, not what."""
    wrong = {
        name: restyle(text, seed, KINDS[assignment])
        for seed, (name, text) in enumerate(sources(assignment, right=False).items())
    }
    marks = {
        name: tomllib.loads((GOLDEN / assignment / name / "marks.toml").read_text(encoding="utf-8"))
        for name in wrong
    }
    results = grade_sources(assignment, wrong, tmp_path)
    assert {name: points(result) for name, result in results.items()} == {
        name: case["points"] for name, case in marks.items()
    }


@pytest.mark.parametrize("assignment", KINDS)
def test_styles_differ_and_can_be_repeated(assignment: str) -> None:
    """No two are the same text, and none is the text that it was made from."""
    texts = list(variants(assignment, range(12)).values())
    plain = {ast.unparse(ast.parse(text)) for text in sources(assignment, right=True).values()}
    assert len({*texts, *plain}) == len(texts) + len(plain)
    assert texts == list(variants(assignment, range(12)).values())
