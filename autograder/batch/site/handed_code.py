"""The code that a student handed in, with the lines marked that went wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping

from autograder.reports.site.view import CodeCell
from autograder.results import Result
from autograder.submission import Submission
from autograder.text import scrub

_AT = re.compile(r"(.+), line ([0-9]{1,9})\b.*", re.DOTALL)
_WHY = 120  # characters

Lines = dict[str, dict[int, str]]  # by the labels of cells


def handed_code(submission: Submission, result: Result, wrong: Collection[str]) -> tuple[CodeCell, ...]:
    """Return the cells and modules of a submission.

    Args:
        submission: what was handed in.
        result: what grading said of it.
        wrong: the names of functions that answered wrongly.
    """
    texts = submission.texts
    failing, defined = _failing(result), _definitions(texts, wrong)
    return tuple(
        CodeCell(
            label=label,
            source=source,
            failing=failing.get(scrub(label, 300), {}),
            wrong=defined.get(label, {}),
        )
        for label, source in texts.items()
    )


def _failing(result: Result) -> Lines:
    """Return why lines failed: in tests, or while the cells were run."""
    reasons: Counter[tuple[str, int, str]] = Counter()
    for question in result.questions:
        for test in question.tests:
            if test.at is not None:
                why = (test.note or test.message).partition("\n")[0]
                reasons[test.at.label, test.at.number, why[:_WHY]] += 1
    found: Lines = {}
    for (label, number, why), count in reasons.most_common():
        times = "a test" if count == 1 else f"{count} tests"
        found.setdefault(label, {}).setdefault(number, f"{why} (in {times})")
    for message in result.messages:
        # The place is the last line of ours, or the first where a statement was left out.
        lines = message.split("\n")
        for line in (lines[-1], lines[0]):
            if place := _AT.fullmatch(line.strip()):
                why = lines[0][:_WHY] if line is lines[-1] else line[:_WHY]
                found.setdefault(place[1], {}).setdefault(int(place[2]), why)
    return found


def _definitions(texts: Mapping[str, str], wrong: Collection[str]) -> Lines:
    """Return the lines that define functions which answered wrongly: the last of each counts."""
    found: Lines = {}
    for name in wrong:
        defines = re.compile(
            rf"^[ \t]*(?:(?:def|class)[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*=)"
        )
        places = [
            (label, number)
            for label, text in texts.items()
            for number, line in enumerate(text.split("\n"), start=1)
            if name in line and defines.match(line)
        ]
        for label, number in places[-1:]:
            found.setdefault(label, {})[number] = f"{name} gave a wrong answer"
    return found
