"""The judge of mutants, which has to notice one that gets away."""

from __future__ import annotations

import pytest

from tests.assignments.mutation import Mutant, load, mutated, survivors

PRODUCT = "return n * f"


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("return f * n", ["conv_macs: a mutant"]),
        ("return n * g", ["conv_macs: a mutant NameError"]),
        ("import os; os._exit(0); return n * f", ["conv_macs: a mutant (stopped)"]),
        ("while n: pass\n    return n * f", ["conv_macs: a mutant (stopped)"]),
        ("return n + f", []),
    ],
    ids=["no change", "mistyped", "ends its process", "hangs", "wrong"],
)
def test_only_wrong_answers_count_as_caught(new: str, found: list[str]) -> None:
    """What changes nothing, or does not even run, is reported."""
    assert survivors("conv_forward", {"conv_macs": [Mutant(PRODUCT, new, "a mutant")]}) == found


def test_a_change_that_fits_nowhere_or_twice_is_refused() -> None:
    """A reference that was rewritten must not leave its mutants without effect."""
    source = load("conv_forward").master.read_text(encoding="utf-8")
    for old in ("not in it", "stride"):
        with pytest.raises(AssertionError, match="does not occur once"):
            mutated(source, "conv_macs", Mutant(old, "", "a mutant"))
