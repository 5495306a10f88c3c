"""The hidden suite of `stride_padding` against small changes of its reference."""

from __future__ import annotations

import pytest

from tests.assignments.mutation import Trial, judge, load, survivors
from tests.assignments.stride_padding_mutants import MUTANTS


@pytest.mark.slow
def test_every_mutant_loses_marks() -> None:
    """In the question of its function, or in the one on bad arguments if that is its subject."""
    assert survivors("stride_padding", MUTANTS) == []


def test_mutants_are_many_and_explained() -> None:
    """Thirty at least, none of them twice, each with a word on the mistake that it is."""
    listed = [(function, mutant) for function, mutants in MUTANTS.items() for mutant in mutants]
    assert len({(function, mutant.old, mutant.new) for function, mutant in listed}) == len(listed) >= 30
    assert all(mutant.why for _, mutant in listed)


def test_the_reference_passes_every_test() -> None:
    """In every question: otherwise the mutants would prove nothing."""
    assignment = load("stride_padding")
    source = assignment.master.read_text(encoding="utf-8")
    questions = [question.id for question in assignment.questions]
    verdicts = judge("stride_padding", [Trial(source, name, to_the_end=True) for name in questions])
    assert [verdict.failed for verdict in verdicts] == [[]] * len(questions)
    assert all(verdict.passed for verdict in verdicts)
