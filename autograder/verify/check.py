"""What one check of an assignment found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that has to hold of a fair assignment.

    Attributes:
        name: what was looked at.
        passed: whether it holds, None where that could not be judged.
        what: in a few words what holds, or what is wrong.
        details: each culprit by its name, a sentence each.
        warnings: what is worth a look and no failure.
    """

    name: str
    passed: bool | None
    what: str
    details: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def concluded(
    name: str,
    *,
    holds: str,
    fails: str,
    culprits: Sequence[str],
    unjudged: Sequence[str] = (),
    warnings: Sequence[str] = (),
) -> Check:
    """Return a check that failed where there are culprits, and passed where nothing is in doubt.

    Args:
        name: what was looked at.
        holds: what to say if it passed.
        fails: what to say if it failed.
        culprits: what is wrong, a sentence each.
        unjudged: what could not be judged, a sentence each.
        warnings: what is worth a look.
    """
    if culprits:
        passed, what = False, fails
    elif unjudged:
        passed, what = None, "could not be judged"
    else:
        passed, what = True, holds
    return Check(name, passed, what, (*culprits, *unjudged), tuple(warnings))
