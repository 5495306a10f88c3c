"""Reads `results.json` as Gradescope does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]

SCHEMA: dict[str, Any] = json.loads(
    Path(__file__).with_name("gradescope_schema.json").read_text(encoding="utf-8")
)


def read(data: bytes) -> dict[str, Any]:
    """Return what a results.json says, which keeps to the specification."""
    told: dict[str, Any] = json.loads(data)
    jsonschema.validate(told, SCHEMA, jsonschema.Draft202012Validator)
    return told


def scores(told: dict[str, Any]) -> dict[str, float]:
    """Return the points of each question that has some."""
    return {test["tags"][0]: test["score"] for test in told["tests"] if "score" in test}


def seen_at_once(told: dict[str, Any]) -> str:
    """Return all text that students see right after they handed in."""
    shown = [test for test in told["tests"] if test["visibility"] == "visible"]
    texts = [text for test in shown for text in (test["name"], test["output"])]
    return "\n".join([told["output"], *texts])
