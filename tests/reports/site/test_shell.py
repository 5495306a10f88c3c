"""What all pages have in common: the policy, escaping, and colours that can be read."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources

import jinja2
import pytest

from autograder.reports.site import shell
from autograder.reports.site.class_page import class_page
from tests.reports.site.document import read
from tests.reports.site.views import class_view

SITE = resources.files("autograder.reports.site")
TEMPLATES = sorted(file.name for file in (SITE / "templates").iterdir())


def digest(text: str) -> str:
    """Return the digest of a text as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_exactly_what_is_in_the_page() -> None:
    """Nothing is loaded, sent or run but the one style sheet and the one script, named by digests."""
    page = read(class_page(class_view([])))
    (style,), (script,) = page.all("style"), page.all("script")
    (policy,) = [
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {digest(style.text)}",
        f"script-src {digest(script.text)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_the_policy_stands_before_what_it_is_about() -> None:
    """A browser holds to it from there on."""
    names = [element.name for element in read(class_page(class_view([]))).elements]
    assert names.index("meta") < names.index("style")


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_goes_around_escaping(name: str) -> None:
    """What marks text as safe is in no template, and neither is what the policy would block."""
    source = re.sub(
        r"\{#.*?#\}", "", (SITE / "templates" / name).read_text(encoding="utf-8"), flags=re.S
    )
    assert not re.search(r"\|\s*(safe|e|escape|forceescape|tojson|xmlattr)\b|autoescape", source)
    assert not re.search(r"\s(style|on[a-z]+)\s*=", source)
    assert not re.search(r"https?://", source)


def test_any_text_is_made_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way a value reaches a page: it is scrubbed and escaped without being asked to."""
    source = "{{ a }}|{{ [a, a]|join(' ') }}|{{ a ~ '<' }}|{{ '%s'|format(a) }}|{{ a|line }}"
    found = shell._environment().from_string(source).render(a="<b>\u202e\x00")
    assert found == "|".join(
        ["&lt;b&gt;\ufffd\ufffd"]
        + ["&lt;b&gt;\ufffd\ufffd &lt;b&gt;\ufffd\ufffd"]
        + ["&lt;b&gt;\ufffd\ufffd&lt;"]
        + ["&lt;b&gt;\ufffd\ufffd"] * 2
    )


def test_a_value_that_is_missing_is_an_error() -> None:
    """A page never lacks something silently."""
    with pytest.raises(jinja2.UndefinedError):
        shell._environment().from_string("{{ nothing }}").render()


@pytest.mark.parametrize(
    ("points", "shown"), [(None, "—"), (0.0, "0"), (1.5, "1.5"), (2.428571, "2.43"), (10.0, "10")]
)
def test_points_have_the_decimals_that_they_need(points: float | None, shown: str) -> None:
    """Two at most."""
    assert shell.as_points(points) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "—"), (0.0, "0%"), (0.001, "1%"), (0.505, "50%"), (0.999, "99%"), (1.0, "100%")],
)
def test_only_all_is_all(share: float | None, shown: str) -> None:
    """One who failed of a thousand is not rounded away, and neither is one who passed."""
    assert shell.as_percent(share) == shown


def test_a_moment_is_shown_to_the_minute() -> None:
    """As people write it."""
    assert shell.as_moment("2026-01-31T12:05:59.123+00:00") == "2026-01-31 12:05"


def luminance(colour: str) -> float:
    """Return how bright a colour is, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG 2.2 defines it."""
    dark, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dark + 0.05)


def themes() -> list[dict[str, str]]:
    """Return the variables of the light and of the dark theme."""
    css = (SITE / "site.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, flags=re.S)[:2]
    return [dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in blocks]


def test_contrast_is_worked_out_right() -> None:
    """Black on white is 21, and the grey that is just enough on white is #767676."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark"])
def test_all_text_can_be_read(theme: dict[str, str]) -> None:
    """Each colour of text on each ground that it can stand on has at least the contrast of WCAG's AA."""
    grounds = ("paper", "card", "accent-wash")
    pairs = [(text, ground) for text in ("ink", "quiet", "accent") for ground in grounds]
    pairs += [
        (text, ground) for text in ("good", "bad", "warn") for ground in (*grounds, f"{text}-wash")
    ]
    pairs += [("ink", "line")]  # a plain badge
    assert {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in pairs if
            contrast(theme[pair[0]], theme[pair[1]]) < 4.5} == {}  # fmt: skip
