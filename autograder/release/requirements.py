"""`requirements.txt`: what pip installs for an assignment, from within its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.wheel import WHEEL_NAME, installed

REQUIREMENTS = "requirements.txt"
SMALL_TORCH = "python -m pip install torch --index-url https://download.pytorch.org/whl/cpu"
_OPENS = "jupyterlab"
# What notebooks draw and show with: these may be imported beside what an assignment allows.
_SHOWS = ("ipywidgets", "matplotlib", "plotly", "seaborn", "tqdm")
_BOUND = re.compile(r"([\w.-]+)(>=[\d.]+)\s*(?:;|$)")
_TEXT = """# Run in this folder, in which the first one lies:
#
#     python -m pip install -r {file}

# The checks. (`autograder` on PyPI is another project.)
./{wheel}
"""
_TORCH = """# Several GB on Linux. A small one, for computers without a GPU, comes if you run this first:
#
#     {command}
#
"""


def to_requirements(allow: Iterable[str], imported: Iterable[str]) -> str:
    """Return the file.

    Args:
        allow: distributions that the assignment allows.
        imported: names of the packages that the notebook imports.

    Raises:
        AutograderError: this package is not installed, so that nothing is known of its own needs.
    """
    needs = filter(None, map(_BOUND.match, installed().requires or ()))
    bounds = {need[1]: need[2] for need in needs}
    allow, shows = tuple(allow), sorted({*imported} & {*_SHOWS})
    parts = [_TEXT.format(file=REQUIREMENTS, wheel=WHEEL_NAME)]
    if allow:
        remarks = {"torch": _TORCH.format(command=SMALL_TORCH)}
        lines = [f"{remarks.get(name, '')}{name}{bounds.get(name, '')}\n" for name in allow]
        parts.append("".join(["# What you program with\n", *lines]))
    others = [f"{name}{bounds.get(name, '')}\n" for name in (_OPENS, *shows) if name not in allow]
    parts.append("".join(["# What opens the notebook, and draws in it\n", *others]))
    return "\n".join(parts)
