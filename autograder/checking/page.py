"""A report as HTML for notebooks: escaped, without scripts, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from autograder.checking import ink
from autograder.checking.drawing import panels_html
from autograder.checking.outcome import FULL, NO_MARKS, CheckOutcome, QuestionOutcome
from autograder.checking.report import Report

_FEW = 3  # checks that passed are listed at once; more are folded away
_CODE = re.compile(r"`([^`\n]+)`")


def report_html(report: Report) -> str:
    """Return a report as HTML."""
    head = _progress(report) if report.whole else ""
    questions = "".join(_question(question, folded=report.whole) for question in report.questions)
    notes = "".join(f'<p style="{ink.LINE};{ink.QUIET}">{_text(note)}</p>' for note in report.notes)
    return f'<div style="{ink.PAGE}">{head}{questions}{notes}</div>'


def _progress(report: Report) -> str:
    """Return a bar with a part for each question, as long as its points."""
    parts = "".join(
        f'<div title="{escape(f"{one.id}: {one.summary}")}" style="flex:{one.points or 1:g};height:.7em;'
        f"border-radius:3px;background:{ink.STATUS[one.status]};"
        f'opacity:{1 if one.status == "passed" else 0.45}"></div>'
        for one in report.questions
    )
    title = f"<b>{escape(report.title)}</b>: " if report.title else ""
    count = f"{report.done} of {len(report.questions)} questions pass their checks"
    return (
        f'<div style="{ink.LINE}">{title}{count}{escape(report.worth)}</div>'
        f'<div style="display:flex;gap:3px;max-width:36em;margin:.3em 0">{parts}</div>'
        f'<div style="{ink.LINE};{ink.QUIET}">{NO_MARKS}</div>'
    )


def _question(question: QuestionOutcome, *, folded: bool) -> str:
    status = question.status
    mark = f'<b style="color:{ink.STATUS[status]}">{ink.MARKS[status]}</b>'
    title = f' <span style="{ink.QUIET}">{escape(question.title)}</span>' if question.title else ""
    points = ""
    if folded and question.worth:
        points = f' <span style="{ink.QUIET}">({question.worth})</span>'
    line = f"{mark} <b>{escape(question.id)}</b>: {escape(question.summary)}{title}{points}"
    notes = "".join(f'<div style="{ink.LIKE}">{_text(note)}</div>' for note in question.notes)
    body = _likeness(question) + "".join(_outcomes(question)) + notes
    fold = status != "failed" and (folded or (status == "passed" and len(question.outcomes) > _FEW))
    if fold and not notes:
        return (
            f'<details style="{ink.LINE}"><summary style="cursor:pointer">{line}</summary>'
            f"{body}</details>"
        )
    return f'<div style="{ink.LINE}">{line}</div>{body}'


def _likeness(question: QuestionOutcome) -> str:
    if not question.likeness:
        return ""
    says = "".join(f'<div style="{ink.LINE}">{_text(sentence)}</div>' for sentence in question.likeness)
    return f'<div style="{ink.LIKE}"><b>What this looks like</b>{says}</div>'


def _outcomes(question: QuestionOutcome) -> Iterator[str]:
    """Give all outcomes, with the details of later failing ones folded away."""
    failed = 0
    for outcome in question.worth_telling:
        failed += outcome.status == "failed"
        yield _outcome(outcome, folded=failed > FULL)


def _outcome(outcome: CheckOutcome, *, folded: bool) -> str:
    mark = f'<span style="color:{ink.STATUS[outcome.status]}">{ink.MARKS[outcome.status]}</span>'
    line = f"{mark} {_text(outcome.title)}"
    title = f'<div style="{ink.LINE};margin-left:1em">{line}</div>'
    beside = _beside(outcome)
    if outcome.status == "passed":
        return title + (f'<div style="margin-left:2em">{beside}</div>' if beside else "")
    says = "".join(f'<p style="{ink.LINE}">{_text(sentence)}</p>' for sentence in outcome.sentences)
    if outcome.status == "unfinished":
        return f'{title}<div style="{ink.CALM}">{says}{beside}</div>'
    pictures = panels_html(outcome.inputs, outcome.answers)
    says = says.replace(ink.LINE, ink.FIRST_LINE, 1)
    body = f'<div style="{ink.CARD}">{says}{_call(outcome)}{pictures}{beside}</div>'
    if not folded:
        return title + body
    summary = f'<summary style="cursor:pointer">{line}</summary>'
    return f'<details style="{ink.LINE};margin-left:1em">{summary}{body}</details>'


def _call(outcome: CheckOutcome) -> str:
    if not outcome.call:
        return ""
    call = (
        f'<div style="{ink.LINE}">called: <code style="{ink.CODE}">{escape(outcome.call)}</code></div>'
    )
    if outcome.repeat in {(), (outcome.call,)}:
        return call
    return call + _folded("the same call, to be copied into a cell", "\n".join(outcome.repeat))


def _beside(outcome: CheckOutcome) -> str:
    parts = ""
    if outcome.warning:
        parts += f'<p style="{ink.LINE};{ink.QUIET}">{_text(outcome.warning)}</p>'
    if outcome.printed:
        parts += _folded("what it printed", outcome.printed, is_open=outcome.status == "failed")
    return parts


def _folded(title: str, text: str, *, is_open: bool = False) -> str:
    return (
        f'<details style="{ink.LINE}"{" open" if is_open else ""}>'
        f'<summary style="{ink.SUMMARY}">{escape(title)}</summary>'
        f'<pre style="{ink.PRE}">{escape(text)}</pre></details>'
    )


def _text(text: str) -> str:
    """Return a sentence with its names set as code."""
    marked = _CODE.sub(rf'<code style="{ink.CODE}">\1</code>', escape(text))
    return marked.replace("\n", "<br>")
