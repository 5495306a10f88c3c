"""What all pages have in common: one file that is whole by itself and trusts nobody's text.

Styles and the script are in the page, and a Content-Security-Policy names them by their digests:
whatever else reached a page could not run, load or send anything.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib import resources

import jinja2
from markupsafe import Markup

from autograder.reports.site.pictures import picture
from autograder.reports.site.view import ClassView
from autograder.reports.words import in_points
from autograder.text import scrub

_SITE = resources.files("autograder.reports.site")
_LONGEST = 100_000  # characters of one text: a template of a fault with a large array in it


def page(template: str, view: ClassView, **values: object) -> str:
    """Return a page as HTML: the same text for the same values.

    Args:
        template: its name within `templates/`.
        view: what all pages have in common.
        values: what this one shows besides, by the names that the template uses.
    """
    return _environment().get_template(template).render(view=view, **values)


def as_line(text: str, limit: int = 80) -> str:
    """Return a text of anybody's as one line, cut where it is long."""
    return " ".join(scrub(text, limit).split())


def as_points(points: float | None) -> str:
    """Return points with as many decimals as they need, two at most, and a dash for none."""
    return "—" if points is None else in_points(points)


def as_percent(share: float | None) -> str:
    """Return a share in percent; only what is exactly all or nothing is shown as 100% or 0%."""
    if share is None:
        return "—"
    whole = round(100 * share)
    return f"{whole if share in (0, 1) else min(max(whole, 1), 99)}%"


def as_moment(moment: str) -> str:
    """Return an ISO 8601 time to the minute, as people write it."""
    return moment[:16].replace("T", " ")


def policy(*, style: str, script: str) -> str:
    """Return the Content-Security-Policy of a page that has one style sheet and one script in itself."""
    sources = {
        "default-src": "'none'",
        "style-src": _digest(style),
        "script-src": _digest(script),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {source}" for name, source in sources.items())


@functools.cache
def _environment() -> jinja2.Environment:
    """Return the one environment: templates are compiled once for all pages."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.reports.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        line=as_line, points=as_points, percent=as_percent, moment=as_moment, drawn=picture
    )
    style, script = _texts(".css"), _texts(".js")
    environment.globals.update(
        # Their own text must reach the browser as it is: escaped, it would be other text.
        styles=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        policy=policy(style=style, script=script),
    )
    return environment


def _finalized(value: object) -> object:
    """Return what stands in a page for a value: text of anybody's made safe, so that none is forgotten.

    Markup passes: a macro made it of values that went through here, or who made it did as much.
    """
    return scrub(value, _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value


def _texts(suffix: str) -> str:
    files = sorted(
        (file for file in _SITE.iterdir() if file.name.endswith(suffix)), key=lambda f: f.name
    )
    return "".join(file.read_text(encoding="utf-8") for file in files)


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
