"""`results.json`, as Gradescope's autograder specification has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from autograder.assignment import Visibility
from autograder.platforms.entries import Entry, entries
from autograder.platforms.gradescope.handed_in import HandedIn
from autograder.reports.document import Block, Paragraph, Verbatim, to_markdown
from autograder.reports.told import NOT_YET, UNREADABLE
from autograder.results import Result

_MAX_TITLE = 300
_NO_MARK = (
    "Gradescope asks for a number all the same: what it shows counts only what has been judged, and is "
    "not your mark."
)
_WHEN = {
    "after_due_date": "after the due date",
    "after_published": "when the grades of this assignment are published",
}


def results_json(result: Result, hidden_outcomes: Visibility, handed_in: HandedIn) -> bytes:
    """Return the file for a submission that went through the grader.

    Nothing in it is for staff alone: of `extra_data` the specification does not say who sees it.

    Args:
        result: what grading gave.
        hidden_outcomes: the assignment's.
        handed_in: what Gradescope says of the hand-in.
    """
    earned = sum(question.points or 0.0 for question in result.questions)
    return _encoded(
        score=round(earned, 6),
        seconds=result.seconds,
        output=(*_handed_in(handed_in), *_said(result, hidden_outcomes)),
        visibility=hidden_outcomes,
        extra={
            "autograder": result.versions.get("autograder", ""),
            "status": result.status,
            "judged": result.points is not None,
            "submission_sha256": result.submission.sha256,
        },
        tests=_tests(entries(result, hidden_outcomes)),
        # Everybody sees it at once.
        leaderboard=_leaderboard(result) if hidden_outcomes == "visible" else [],
    )


def not_judged_json(why: str) -> bytes:
    """Return the file for a submission of which there is no result; `why` is for the student."""
    return _encoded(
        score=0.0,
        seconds=0.0,
        output=(Paragraph(why, strong=True), Paragraph(_NO_MARK)),
        visibility="visible",  # nothing was found that could be hidden
        extra={"status": "ungraded", "judged": False},
        tests=[_test("1", "Not judged yet", "visible", (Paragraph(why),), ["not judged"])],
    )


def _said(result: Result, hidden_outcomes: Visibility) -> Iterator[Block]:
    if result.status == "unreadable":
        yield Paragraph(UNREADABLE, strong=True)
    elif result.points is None:
        yield Paragraph(NOT_YET, strong=True)
        yield Paragraph(_NO_MARK)
    if result.messages:
        yield Verbatim("\n".join(result.messages))
    if result.status != "unreadable" and hidden_outcomes in _WHEN:
        yield Paragraph(f"Points, and what hidden tests found, are shown {_WHEN[hidden_outcomes]}.")


def _leaderboard(result: Result) -> list[dict[str, Any]]:
    orders = {"most": "desc", "least": "asc"}
    return [
        {"name": one.name, "value": one.value, "order": orders[one.best]} for one in result.leaderboard
    ]


def _handed_in(handed_in: HandedIn) -> Iterator[Block]:
    late = ", after the due date" if handed_in.late else ""
    yield Paragraph(f"Hand-in number {handed_in.number}{late}.")


def _tests(shown: Sequence[Entry]) -> list[dict[str, Any]]:
    tests = []
    numbers = {question: f"{number}" for number, question in enumerate(_questions(shown), 1)}
    for entry in shown:
        public = entry.max_points is None
        number = numbers[entry.question] + (".1" if public else "")
        tags = [entry.question, "public" if public else "points"]
        if entry.passed is None:
            tags.append("not judged")
        test = _test(number, entry.title, entry.visibility, entry.blocks, tags)
        if entry.points is not None:
            test |= {"score": entry.points, "max_score": entry.max_points}
        if entry.passed is not None:
            test["status"] = "passed" if entry.passed else "failed"
        tests.append(test)
    return tests


def _questions(shown: Sequence[Entry]) -> dict[str, None]:
    return dict.fromkeys(entry.question for entry in shown)


def _test(
    number: str, title: str, visibility: Visibility, blocks: Sequence[Block], tags: Sequence[str]
) -> dict[str, Any]:
    return {
        "number": number,
        "name": title[:_MAX_TITLE],
        "name_format": "text",
        "output": to_markdown(blocks) if blocks else "",
        "output_format": "md",
        "tags": tags,
        "visibility": visibility,
        "extra_data": {},
    }


def _encoded(
    *,
    score: float,
    seconds: float,
    output: Sequence[Block],
    visibility: Visibility,
    extra: dict[str, Any],
    tests: Sequence[dict[str, Any]],
    leaderboard: Sequence[dict[str, Any]] = (),
) -> bytes:
    whole = {
        "score": score,
        # In whole seconds: finer ones could tell what the code has seen.
        "execution_time": round(seconds),
        "output": to_markdown(output),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",  # what is printed is for staff
        "extra_data": extra,
        "tests": tests,
        **({"leaderboard": leaderboard} if leaderboard else {}),
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
