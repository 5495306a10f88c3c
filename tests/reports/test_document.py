"""Feedback as HTML and as Markdown, of which no student's text is a part."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from autograder.marks import Mark
from autograder.reports.document import Block, Heading, Listing, Paragraph, Verbatim, to_markdown
from autograder.reports.feedback import feedback_html, feedback_markdown
from autograder.text import scrub
from tests.reports.marks import NASTY, mark, nasty_marks
from tests.reports.test_hostile import hold_is_harmless

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

ELEMENTS = {"html", "head", "meta", "title", "style", "body"}
ELEMENTS |= {"main", "h1", "h2", "p", "strong", "ul", "li", "pre"}


class Page(HTMLParser):
    """Collects what a page consists of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        """Let nobody hide anything."""
        raise AssertionError(data)


ATTRIBUTES = {
    ("html", "lang"),
    *(("meta", name) for name in ("charset", "http-equiv", "content", "name")),
}


@settings(deadline=None, max_examples=60)
@given(nasty_marks())
def test_no_text_is_html(one: Mark) -> None:
    """No element or attribute of a student's, and all that she wrote is text."""
    text = feedback_html(one)
    page = Page(text)
    assert set(page.tags) <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert page.tags.count("h1") == page.tags.count("style") == page.tags.count("title") == 1
    hold_is_harmless(text)
    reason = " ".join(scrub(one.questions[0].reason).split())
    assert reason in "".join(page.texts)


def test_a_page_allows_nothing_but_its_style() -> None:
    """The digest of the style as it stands in the page, and no script, picture, form or frame."""
    page = feedback_html(mark())
    style = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    policy = re.findall('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert "url(" not in page
    assert "@import" not in page


def test_a_page_suits_phones_night_and_screen_readers() -> None:
    """It fits the width, follows the system's colours, says its language and skips no heading."""
    page = feedback_html(mark())
    assert 'content="width=device-width, initial-scale=1"' in page
    assert "prefers-color-scheme: dark" in page
    assert '<html lang="en">' in page
    assert "<title>Bends: Alice Adams</title>" in page
    assert [tag for tag in Page(page).tags if tag[0] == "h" and tag[1:].isdigit()] == ["h1", "h2"]


def flat(tokens: list[Token]) -> Iterator[Token]:
    """Give the tokens of a document, those within others too."""
    for token in tokens:
        yield token
        yield from flat(token.children or [])


@settings(deadline=None, max_examples=60)
@given(nasty_marks())
def test_no_text_is_markdown(one: Mark) -> None:
    """A reader of Markdown finds our headings, lists and fences, and nothing else."""
    text = feedback_markdown(one)
    tokens = list(flat(READER.parse(text)))
    kinds = {re.sub("_(open|close)$", "", token.type) for token in tokens}
    assert kinds <= {
        "heading",
        "paragraph",
        "strong",
        "bullet_list",
        "list_item",
        "fence",
        "inline",
        "text",
    }
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1
    hold_is_harmless(text)


@settings(deadline=None, max_examples=200)
@given(NASTY)
@example("<script>alert(1)</script> [x](javascript:alert(1)) ![x](y) <a@b.c> &lt; `a` ~~b~~ | c |")
@example("1. a")
@example("12) a")
@example("---")
@example("[a]: b")
@example("a\\")
@example("*")
@example("```\n<b>\n`````\n~~~")
def test_markdown_gives_back_what_was_written(text: str) -> None:
    """To the letter, whatever stands before and after."""
    line = " ".join(scrub(text).split())
    blocks: list[Block] = [
        Heading(f"a {text}"),
        Listing((f"wrong: {text}", "b")),
        Verbatim(text),
        Paragraph(text),
        Listing((text,)),
        Paragraph(text, strong=True),
    ]
    tokens = READER.parse(to_markdown(blocks))
    found = [
        "".join(t.content for t in token.children or []) for token in tokens if token.type == "inline"
    ]
    within = [" ".join(scrub(f"{before} {text}").split()) for before in ("a", "wrong:")]
    assert found == [*within, "b", *([line] * 3 if line else [])]
    fences = [token.content for token in tokens if token.type == "fence"]
    assert fences == [scrub(text).strip("\n") + "\n"]


@pytest.mark.parametrize("scheme", ["https://x.org", "www.x.org", "HTTP://x", "a@x.org"])
def test_addresses_are_no_links(scheme: str) -> None:
    """As some renderers make of them without being asked."""
    assert scheme not in to_markdown([Paragraph(f"see {scheme}")])
