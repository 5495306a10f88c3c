"""Gradescope ranks by what a suite enters, where hidden outcomes may be seen at once."""

from __future__ import annotations

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from autograder.platforms.gradescope.handed_in import HandedIn
from autograder.platforms.gradescope.results import not_judged_json, results_json
from autograder.results import LeaderboardEntry, from_json, to_json
from tests.platforms.gradescope import read
from tests.samples import outcome, question, result

ENTRIES = (
    LeaderboardEntry(name="seconds", value=1.25, best="least"),
    LeaderboardEntry(name="% right", value=98.5, best="most"),
)
RANKED = result(question(outcome()), leaderboard=ENTRIES)


def test_figures_are_ranked_by_what_is_best() -> None:
    """The least first, or the most, as the suite says."""
    told = read(results_json(RANKED, "visible", HandedIn()))
    assert told["leaderboard"] == [
        {"name": "seconds", "value": 1.25, "order": "asc"},
        {"name": "% right", "value": 98.5, "order": "desc"},
    ]


@pytest.mark.parametrize("when", ["after_due_date", "after_published", "hidden"])
def test_a_class_sees_no_figure_before_its_marks(when: Any) -> None:
    """A leaderboard has no visibility of its own: everybody sees it at once."""
    assert "leaderboard" not in read(results_json(RANKED, when, HandedIn()))


def test_without_figures_there_is_no_leaderboard() -> None:
    """Nor where nothing was judged."""
    assert "leaderboard" not in read(results_json(result(question(outcome())), "visible", HandedIn()))
    assert "leaderboard" not in read(not_judged_json("Grading ended early."))


def test_a_result_keeps_its_figures() -> None:
    """From JSON as they were."""
    assert from_json(to_json(RANKED)).leaderboard == ENTRIES


@pytest.mark.parametrize("wrong", [{"order": "up"}, {"rank": 1}, {"value": None}])
def test_the_schema_refuses_another_leaderboard(wrong: dict[str, Any]) -> None:
    """What Gradescope does not know would be lost without a word."""
    told = json.loads(results_json(RANKED, "visible", HandedIn()))
    told["leaderboard"][0] |= wrong
    with pytest.raises(jsonschema.ValidationError):
        read(json.dumps(told).encode())
