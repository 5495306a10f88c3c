"""A short document of headings, paragraphs, lists and text as it is, written as Markdown or as HTML.

Every text in it may be a student's, and is no markup in either.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.text import scrub

_MAX_TEXT = 4000

# What is markup within a line or at its start, to CommonMark and its usual extensions: mathematics,
# tables, attributes, addresses that become links. Other punctuation is left as it is, to be read.
_MARKUP = re.compile(r"[\\`*_{}\[\]#|~$^@]|:(?=/)|(?<=www)\.|^[-+=:.]", re.IGNORECASE)
_NUMBER_OF_A_LIST = re.compile(r"^([0-9]+)(?=[.)])")

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fff; --shade: #f1f1f4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6ea; --paper: #17171a; --shade: #26262b; } }
body { margin: 0 auto; padding: 1rem; max-width: 44rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2rem; font-size: 1.2rem; }
ul { padding-left: 1.2rem; }
pre { padding: 0.75rem; background: var(--shade); border-radius: 0.4rem; white-space: pre-wrap;
  font-size: 0.875rem; }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Heading:
    """A heading; the document starts with one of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of prose, with line breaks as spaces."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Listing:
    """A list of points, a line each."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Verbatim:
    """Text with its line breaks and columns."""

    text: str


Block = Heading | Paragraph | Listing | Verbatim


def to_markdown(blocks: Sequence[Block]) -> str:
    """Return the document as CommonMark."""
    return "\n\n".join(filter(None, map(_markdown, blocks))) + "\n"


def to_html(blocks: Sequence[Block], title: str) -> str:
    """Return the document as one page that needs nothing else and that no script can run in."""
    body = "\n".join(filter(None, map(_html, blocks)))
    return _PAGE.format(hash=_STYLE_HASH, style=_STYLE, title=html.escape(_line(title)), body=body)


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_escaped(text)}"
        case Paragraph(text, strong):
            line = _escaped(text)
            return f"**{line}**" if strong and line else line
        case Listing(items):
            return "\n".join(f"- {_escaped(item)}" for item in items)
        case Verbatim(text):
            safe = _lines(text)
            longest = max(map(len, re.findall("`+", safe)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{safe}\n{fence}"


def _html(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{html.escape(_line(text))}</h{level}>"
        case Paragraph(text, strong):
            line = html.escape(_line(text))
            return f"<p><strong>{line}</strong></p>" if strong else f"<p>{line}</p>"
        case Listing(items):
            points = "".join(f"<li>{html.escape(_line(item))}</li>\n" for item in items)
            return f"<ul>\n{points}</ul>"
        case Verbatim(text):
            return f"<pre>{html.escape(_lines(text))}</pre>"


def _escaped(text: str) -> str:
    escaped = _NUMBER_OF_A_LIST.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", _line(text)))
    # Not by a backslash, which some renderers of Markdown do not take before a bracket of HTML.
    return html.escape(escaped, quote=False)


def _line(text: str) -> str:
    return " ".join(scrub(text, _MAX_TEXT).split())


def _lines(text: str) -> str:
    return scrub(text, _MAX_TEXT).strip("\n")
