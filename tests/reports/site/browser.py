"""A headless Chromium that notes whatever a page should not do."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402 -- only where it is there

_NAMES = ("chromium", "chromium-browser", "google-chrome")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser of this machine; without one the test is skipped."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, and what went wrong in it: messages, errors, dialogs, requests that leave the machine."""

    page: Page
    wrong: list[str] = field(default_factory=list)

    def visible(self, table: str) -> list[str]:
        """Return the first cells of the rows of a table that are shown."""
        cells = self.page.locator(f"#{table} tbody tr:visible > :first-child")
        return [" ".join(text.split()) for text in cells.all_inner_texts()]

    def column(self, table: str, number: int) -> list[str]:
        """Return the cells of a column of a table, from 1."""
        cells = self.page.locator(f"#{table} tbody tr > :nth-child({number})")
        return [text.strip() for text in cells.all_inner_texts()]

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate(OVERFLOW))


@contextlib.contextmanager
def opened(
    browser: Browser,
    file: Path,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    script: bool = True,
) -> Iterator[Watched]:
    """Give a page that is opened from its file.

    Args:
        browser: what opens it.
        file: the page.
        width: of the window.
        scheme: which colours the person likes.
        script: whether scripts run.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    try:
        context.set_default_timeout(10_000)
        watched = Watched(context.new_page())
        page, wrong = watched.page, watched.wrong
        page.on("console", lambda message: wrong.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: wrong.extend(_leaving(request.url)))
        page.goto(file.as_uri())
        yield watched
    finally:
        context.close()


def _leaving(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [f"request: {url}"]
