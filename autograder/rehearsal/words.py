"""A `Readiness` for people: in a terminal, and in a notebook."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence

from autograder.rehearsal.finding import Finding
from autograder.rehearsal.readiness import Readiness
from autograder.submission.names import listed

_BOLD, _GREEN, _AMBER, _END = "\033[1m", "\033[32m", "\033[33m", "\033[0m"
_LEAST_WIDTH = 40


def as_text(readiness: Readiness, *, colour: bool = False, width: int = 100) -> str:
    """Return it for a terminal.

    Args:
        readiness: what was found.
        colour: whether the terminal shows colours.
        width: of the terminal, in characters.
    """

    def painted(text: str, *codes: str) -> str:
        return f"{''.join(codes)}{text}{_END}" if colour else text

    lines = [painted(_headline(readiness), _BOLD, _GREEN if readiness.ready else _AMBER)]
    for title, findings in _groups(readiness):
        lines += ["", painted(title, _BOLD)]
        for finding in findings:
            lines += textwrap.wrap(
                finding.text,
                max(width, _LEAST_WIDTH),
                initial_indent="  - ",
                subsequent_indent="    ",
                break_on_hyphens=False,
                break_long_words=False,
            )
    if readiness.checks:
        lines += ["", readiness.checks]
    return "\n".join([*lines, "", painted(f"Hand in: {readiness.upload}", _BOLD), *_packed(readiness)])


def as_html(readiness: Readiness) -> str:
    """Return it for a notebook; everything in it is escaped."""
    parts = [f"<p><b>{html.escape(_headline(readiness))}</b></p>"]
    for title, findings in _groups(readiness):
        items = "".join(f"<li>{_code(finding.text)}</li>" for finding in findings)
        parts.append(f"<p>{html.escape(title)}</p><ul>{items}</ul>")
    if readiness.checks:
        parts.append(f"<p>{html.escape(readiness.checks)}</p>")
    packed = "".join(f"<br>{html.escape(line)}" for line in _packed(readiness))
    parts.append(f"<p>Hand in: <code>{html.escape(str(readiness.upload))}</code>{packed}</p>")
    return "".join(parts)


def _headline(readiness: Readiness) -> str:
    name = readiness.upload.name
    if not readiness.readable:
        return f"{readiness.title}: {name} cannot be graded as it is."
    if readiness.ready:
        return f"{readiness.title}: {name} can be handed in."
    return f"{readiness.title}: {name} can be handed in, but would lose marks as it is."


def _groups(readiness: Readiness) -> list[tuple[str, Sequence[Finding]]]:
    loses = [finding for finding in readiness.findings if finding.loses]
    hints = [finding for finding in readiness.findings if not finding.loses]
    groups = [("What would lose marks", loses), ("Good to know (loses no marks by itself)", hints)]
    return [(title, findings) for title, findings in groups if findings]


def _packed(readiness: Readiness) -> list[str]:
    return [f"It was made just now, of {listed(readiness.packed)}."] if readiness.packed else []


def _code(text: str) -> str:
    """Return a sentence with what stands between backquotes as code."""
    parts = html.escape(text).split("`")
    if len(parts) % 2 == 0:
        return html.escape(text)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
