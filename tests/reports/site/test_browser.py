"""The pages in a real browser: quiet, inert, and of use with a keyboard alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from autograder.reports.site.class_page import class_page
from tests.classes.lay import lay_class
from tests.classes.multiplied import multiply
from tests.reports.site.browser import chromium, opened
from tests.reports.site.views import HOSTILE, whole_class

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow  # a browser takes seconds to start

AUTOGRADER = Path(sys.executable).parent / "autograder"
SIZE = 40
STUDENTS = "student-table"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one browser to all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a class in which everything occurs."""
    path = tmp_path_factory.mktemp("site") / "index.html"
    path.write_text(class_page(whole_class(SIZE)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_a_page_is_quiet_and_fits(
    browser: Browser, index: Path, scheme: Literal["light", "dark"], width: int
) -> None:
    """No message, no error, no request; text of harm is text; nothing is wider than the window."""
    with opened(browser, index, width=width, scheme=scheme) as watched:
        page = watched.page
        page.locator("summary").first.click()
        page.mouse.wheel(0, 100_000)
        assert watched.overflow == 0
        assert page.locator("script").count() == 1
        assert page.locator("img[src=x], svg[onload], [onmouseover]").count() == 0
        assert page.get_by_text(HOSTILE[0], exact=True).count() > 0
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(20, 23, 28)" if scheme == "dark" else "rgb(251, 251, 250)")
        chart = page.evaluate("document.querySelector('img.chart').currentSrc")
        dark = page.locator("picture source").first.get_attribute("srcset")
        assert (chart == dark) == (scheme == "dark")
        assert watched.wrong == []


def test_rows_are_ordered_by_a_header(browser: Browser, index: Path) -> None:
    """Up, then down; numbers as numbers, and cells without one stay last."""
    with opened(browser, index) as watched:
        header = watched.page.locator(f"#{STUDENTS} th", has_text="Total")
        before = watched.visible(STUDENTS)
        for order, reverse in (("ascending", False), ("descending", True)):
            header.get_by_role("button").click()
            assert header.get_attribute("aria-sort") == order
            column = watched.column(STUDENTS, 2)
            numbers = [float(text) for text in column if text != "—"]
            assert numbers == sorted(numbers, reverse=reverse)
            assert column[len(numbers) :] == ["—"] * column.count("—")
        assert sorted(watched.visible(STUDENTS)) == sorted(before)
        assert watched.wrong == []


def test_equal_rows_keep_their_order(browser: Browser, index: Path) -> None:
    """Ordered by name first, those who are alike in the next order stay ordered by name."""
    with opened(browser, index) as watched:
        for title in ("Student", "Standing"):
            watched.page.get_by_role("columnheader", name=title, exact=True).first.get_by_role(
                "button"
            ).click()
        rows = zip(watched.column(STUDENTS, 4), watched.visible(STUDENTS), strict=True)
        graded = [name for standing, name in rows if standing == "graded" and name[0] in "ABCDEFGHIJ"]
        assert len(graded) > 20
        assert graded == sorted(graded)
        (marked,) = watched.page.locator(f"#{STUDENTS} th[aria-sort]").all()
        assert marked.inner_text() == "Standing"


def test_a_search_leaves_what_was_looked_for(browser: Browser, index: Path) -> None:
    """All words, in any case, with or without accents; how many are shown is said."""
    with opened(browser, index) as watched:
        box = watched.page.get_by_label("Find students")
        status = watched.page.locator(f"#{STUDENTS}-shown")
        assert status.inner_text() == f"{SIZE} of {SIZE} students shown"
        box.fill("jose GRADED")
        assert len(watched.visible(STUDENTS)) == 3
        assert all(name.startswith("José") for name in watched.visible(STUDENTS))
        assert status.inner_text() == f"3 of {SIZE} students shown"
        box.fill("nobody is called that")
        assert watched.visible(STUDENTS) == []
        box.fill("")
        assert len(watched.visible(STUDENTS)) == SIZE
        assert watched.wrong == []


def test_a_keyboard_is_enough(browser: Browser, index: Path) -> None:
    """To skip to the content, find somebody, order the rows, and follow a link."""
    with opened(browser, index) as watched:
        page = watched.page
        focused = "document.activeElement.textContent.trim()"
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("/")
        page.keyboard.type("Esra/")
        page.keyboard.press("Backspace")
        assert page.evaluate("document.activeElement.value") == "Esra"
        names = watched.visible(STUDENTS)
        assert len(names) > 1
        page.keyboard.press("Tab")  # the container, which scrolls
        page.keyboard.press("Tab")
        assert page.evaluate(focused) == "Student"
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert watched.visible(STUDENTS) == names[::-1]
        headers = page.locator(f"#{STUDENTS} thead button").count()
        for _ in range(headers):
            page.keyboard.press("Tab")
        href = page.evaluate("document.activeElement.getAttribute('href')")
        assert href.startswith("students/page-")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        assert watched.wrong == []


def test_without_scripts_all_is_there(browser: Browser, index: Path) -> None:
    """In the order of the list, and without boxes and buttons that do nothing."""
    with opened(browser, index, script=False) as watched:
        assert len(watched.visible(STUDENTS)) == SIZE
        assert watched.page.locator("button:visible, input:visible").count() == 0


def test_paper_is_light_and_has_all(browser: Browser, index: Path) -> None:
    """Who likes dark pages prints on white paper too; what is folded is unfolded, and folded again."""
    with opened(browser, index, scheme="dark") as watched:
        page = watched.page
        closed = page.locator("details:not([open])").count()
        assert closed > 0
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not page.get_by_label("Find students").is_visible()
        container = page.locator(".scroll", has=page.locator(f"#{STUDENTS}"))
        assert container.evaluate("(one) => one.scrollHeight - one.clientHeight") == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details:not([open])").count() == closed
        assert watched.wrong == []


def command(*words: str | Path) -> None:
    """Give a command that works."""
    done = subprocess.run([AUTOGRADER, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_report_of_five_hundred(browser: Browser, tmp_path: Path) -> None:
    """Generated and reported by the real commands: both kinds of page work and are quiet."""
    work, grades = tmp_path / "work", tmp_path / "grades"
    lay_class(work, "pooling", 24, 20261126)
    command("grade", "pooling", work, "--out", grades)
    multiply(grades, 500, 20261126)
    command("report", grades)
    for width in (1280, 360):
        with opened(browser, grades / "report" / "index.html", width=width) as watched:
            page = watched.page
            assert len(watched.visible(STUDENTS)) == 500
            page.keyboard.press("/")
            page.keyboard.type("ada")
            assert 0 < len(watched.visible(STUDENTS)) < 500
            page.get_by_role("columnheader", name="Total").first.get_by_role("button").click()
            totals = [float(text) for text in watched.column(STUDENTS, 2)]
            assert totals == sorted(totals)
            assert watched.overflow == 0
            page.locator(f"#{STUDENTS} tbody tr:visible a").last.click()
            page.wait_for_url("**/students/*.html")
            assert watched.overflow == 0
            assert page.locator("pre.code").count() > 0
            assert watched.wrong == []
