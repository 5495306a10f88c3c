"""A real JupyterLab on a folder, and a page of a browser in which a notebook is open."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
from playwright.sync_api import Browser, Locator, Page

_START_SECONDS = 60.0
_CELL_SECONDS = 60_000  # of the browser's clock: a kernel starts with the first one


@contextlib.contextmanager
def jupyter_lab(folder: Path) -> Iterator[str]:
    """Start JupyterLab as a student does, in the folder of the assignment; give its address.

    It has a configuration and a runtime folder of its own, so nothing of this machine's shows.
    """
    home = folder.parent / "home"
    # Otherwise a question lies over the notebook, and cells out of sight are not there.
    _set(home, "apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False})
    _set(home, "notebook-extension", "tracker", {"windowingMode": "none"})
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ip=127.0.0.1", "--port=0"]
    options = ["--allow-root", "--IdentityProvider.token=student"]
    with (home / "log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env={**os.environ, "HOME": str(home), "JUPYTER_RUNTIME_DIR": str(home / "runtime")},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address(server, home / "runtime")
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _set(home: Path, extension: str, part: str, settings: dict[str, object]) -> None:
    folder = home / ".jupyter" / "lab" / "user-settings" / "@jupyterlab" / extension
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{part}.jupyterlab-settings"
    file.write_text(json.dumps(settings), encoding="utf-8")


def _address(server: subprocess.Popen[bytes], runtime: Path) -> str:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, OSError):
                url: str = json.loads(file.read_text(encoding="utf-8"))["url"]
                with urllib.request.urlopen(f"{url}api?token=student", timeout=10):
                    return url
        time.sleep(0.1)
    pytest.fail(
        f"JupyterLab did not start: {(runtime.parent / 'log').read_text(encoding='utf-8')[-2000:]}"
    )


@dataclass(frozen=True)
class Lab:
    """A notebook in JupyterLab, as a person uses it: by its cells, the keyboard and what is shown."""

    page: Page

    def cell(self, text: str) -> Locator:
        """Return the code cell with a text in its source."""
        found = self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".cm-content", has_text=re.compile(re.escape(text)))
        )
        found.first.scroll_into_view_if_needed()
        return found.first

    def write(self, cell: Locator, source: str) -> None:
        """Put other source into a cell, as one who pastes it."""
        editor = cell.locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, cell: Locator) -> Locator:
        """Run a cell with Ctrl+Enter, wait until it has ended, and return its output."""
        prompt = cell.locator(".jp-InputPrompt").first
        before = prompt.inner_text()
        end = time.monotonic() + _CELL_SECONDS / 1000
        while time.monotonic() < end:
            # Before the kernel is there, nothing happens.
            if prompt.inner_text() == before:
                cell.locator(".cm-content").click()
                self.page.keyboard.press("Control+Enter")
                self.page.wait_for_timeout(1000)
            now = prompt.inner_text()
            if now != before and re.fullmatch(r"\[\d+\]:", now):
                return cell.locator(".jp-OutputArea").first
            self.page.wait_for_timeout(50)
        pytest.fail(f"a cell did not end: {prompt.inner_text()}")

    def save(self) -> None:
        """Save with Ctrl+S, and wait until that is done."""
        self.page.keyboard.press("Control+S")
        self.page.wait_for_timeout(500)
        self.page.locator(".jp-mod-dirty").wait_for(state="detached", timeout=_CELL_SECONDS)


@contextlib.contextmanager
def opened_notebook(browser: Browser, address: str, name: str, *, dark: bool = False) -> Iterator[Lab]:
    """Open a notebook in the single-document view of JupyterLab."""
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, color_scheme="dark" if dark else "light"
    )
    try:
        context.set_default_timeout(_CELL_SECONDS)
        page = context.new_page()
        # On a busy machine it asks which kernel to use, with the right one chosen.
        asked = page.locator(".jp-Dialog .jp-mod-accept")
        page.add_locator_handler(asked, lambda button: button.click())
        page.goto(f"{address}doc/tree/{name}?token=student")
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").wait_for()
        yield Lab(page)
    finally:
        context.close()
