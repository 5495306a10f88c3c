"""How much stands between a student's code and the grader: the levels, and what a machine offers.

========  ======================================  ====================================================
level     layers                                  what is left open
========  ======================================  ====================================================
A         Landlock, seccomp, a user of its own    names and sizes of what every user may enter
B         Landlock, seccomp                       names and sizes of all files of the user's
C         seccomp, a user of its own              files that every user may read: the course has to be
                                                  private, and one submission is graded at a time
none      less                                    files, network and other processes
========  ======================================  ====================================================
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import IsolationError

NONE = "none"
_OTHERS_MAY_ENTER, _OTHERS_MAY_READ = 0o001, 0o004


@dataclass(frozen=True)
class Offer:
    """What a machine offers.

    Attributes:
        layers: what a worker puts on.
        missing: layers that it does not, and why.
        passages: private folders with a way past those above them: a worker has a descriptor.
    """

    layers: tuple[str, ...]
    missing: Mapping[str, str]
    passages: tuple[Path, ...]

    @property
    def level(self) -> str:
        """The level that these layers reach."""
        return level(self.layers)


def level(layers: Collection[str]) -> str:
    """Return the level that the layers of a worker reach."""
    own_uid = "own uid" in layers
    if "seccomp" not in layers:
        return NONE
    if "landlock" in layers:
        return "A" if own_uid else "B"
    return "C" if own_uid else NONE


def require_isolation(offer: Offer, private: Iterable[Path]) -> None:
    """Make sure that no submission can reach what it must not.

    Args:
        offer: what the machine offers.
        private: the course, and other submissions.

    Raises:
        IsolationError: it could; the text says what to do.
    """
    if offer.level == NONE:
        why = "".join(f"\n  {layer}: {reason}" for layer, reason in offer.missing.items())
        raise IsolationError(
            "this machine cannot keep a submission from the suite, the files and the network:"
            f"{why}\n`autograder doctor` says what to do. To grade code that you trust all the same, "
            "add --unsafe"
        )
    if offer.level != "C":
        return
    exposed = [path for path in private if not _is_private(path, offer.passages)]
    if exposed:
        names = ", ".join(map(str, exposed[:3])) + (" and others" if len(exposed) > 3 else "")
        raise IsolationError(
            f"without Landlock, a submission could read what every user may read: {names}. Make it "
            "private (chmod 700), or add --unsafe for code that you trust"
        )


def may_meet(offer: Offer) -> bool:
    """Tell whether two submissions at work at the same time could tell each other something by files."""
    return "landlock" not in offer.layers


def _is_private(path: Path, passages: Iterable[Path]) -> bool:
    """Return whether some folder on the way to a path, or itself, lets no other user in."""
    # A link is not followed: a submission that is one is refused, whatever it leads to.
    found = Path(os.path.realpath(path.parent), path.name)
    inside = [passage.resolve() for passage in passages]
    for place in (found, *found.parents):
        # A folder that workers get past by a descriptor of one below it protects nothing.
        if any(passage.is_relative_to(place) for passage in inside):
            return False
        mode = place.lstat().st_mode
        if not mode & (_OTHERS_MAY_ENTER if stat.S_ISDIR(mode) else _OTHERS_MAY_READ):
            return True
    return False
