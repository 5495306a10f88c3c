"""Styles of a page that has to look right on a light and on a dark background, wherever it is shown.

Notebooks are shown in many ways, some of which drop `<style>`: so each element has its own. Text has the
colour of its surroundings; only tints, lines and marks have one of ours, which can be told on both.
"""

from __future__ import annotations

from types import MappingProxyType

GREEN, AMBER, GREY = "#2e9e4f", "#d9730d", "#8a8f98"
STATUS = MappingProxyType({"passed": GREEN, "failed": AMBER, "unfinished": GREY})
MARKS = MappingProxyType({"passed": "&#10003;", "failed": "&#10007;", "unfinished": "&#8230;"})

MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
PAGE = "max-width:66em;line-height:1.45;color:inherit"
QUIET = "opacity:.7"
LINE = "margin:.15em 0"
CARD = f"margin:.3em 0 .7em 1em;padding:.1em 0 .1em .8em;border-left:3px solid {AMBER}"
CALM = f"margin:.3em 0 .3em 1em;padding:.1em 0 .1em .8em;border-left:3px solid {GREY}"
FIRST_LINE = f"{LINE};font-weight:600"
LIKE = "margin:.5em 0;padding:.4em .8em;border-radius:4px;background:rgba(70,130,230,.13)"
PRE = (
    "margin:.3em 0;padding:.4em .7em;border:0;border-radius:4px;background:rgba(128,128,128,.13);"
    f"color:inherit;overflow-x:auto;white-space:pre;font-size:.92em;line-height:1.35;{MONO}"
)
CODE = f"padding:0 .25em;border-radius:3px;background:rgba(128,128,128,.15);color:inherit;{MONO}"
ARROW = "font-size:1.4em;opacity:.6;align-self:center"
ROW = "display:flex;flex-wrap:wrap;gap:.4em 1.8em;align-items:flex-start;margin:.5em 0"
TABLE = (
    "border-collapse:separate;border-spacing:1px;border:0;margin:.15em 0;width:auto;table-layout:auto;"
    f"font-size:.92em;color:inherit;background:transparent;{MONO}"
)
TR = "background:transparent;border:0"
TD = "padding:.08em .45em;text-align:right;border:0;border-radius:2px;white-space:nowrap;max-width:none"
RIGHT = ";background:rgba(128,128,128,.1)"
WRONG = ";background:rgba(225,110,10,.27)"
FIRST = f";background:rgba(225,110,10,.27);box-shadow:inset 0 0 0 2px {AMBER};font-weight:bold"
HEAD = "padding:.08em .45em;text-align:right;border:0;font-size:.85em;opacity:.55;background:transparent"
SUMMARY = "cursor:pointer;opacity:.75"
