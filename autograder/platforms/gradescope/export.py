"""The zip that is uploaded to Gradescope: scripts, one assignment, this package, versions."""

from __future__ import annotations

import sys
from pathlib import Path

from autograder.archive import zip_of
from autograder.assignment import Assignment
from autograder.platforms.course import course_files
from autograder.platforms.gradescope.results import not_judged_json
from autograder.platforms.gradescope.room import Room
from autograder.platforms.pins import pins
from autograder.wheel import WHEEL_NAME, wheel

_SCRIPTS = ("setup.sh", "run_autograder")
_UV = "0.13.9"
_ENDED_EARLY = (
    "The program that grades ended before it was done, so nothing of your work has been judged. It may "
    "have lacked memory, by a fault of ours or because your code needs very much. One of us will look."
)
_OUT_OF_TIME = (
    "There was not enough time to judge your work, so grading was ended and nothing has been judged. If "
    "your code waits, or runs for very long, mend that and hand in again; if not, one of us will look."
)


def zip_for_gradescope(assignment: Assignment, room: Room) -> bytes:
    """Return the zip: the same bytes for the same assignment, package and versions.

    It is for staff alone: the hidden suite, the reference and the secret are in it.

    Args:
        assignment: what is graded.
        room: what there is for it on Gradescope.

    Raises:
        AutograderError: the course cannot be read, or what is installed here cannot be had there.
    """
    values = {
        "ASSIGNMENT": assignment.name,
        "MEMORY_MB": str(room.memory_mb),
        "SECONDS": str(room.seconds),
        "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
        "UV": _UV,
    }
    files = {name: _filled(name, values) for name in _SCRIPTS}
    files["ended_early.json"] = not_judged_json(_ENDED_EARLY)
    files["out_of_time.json"] = not_judged_json(_OUT_OF_TIME)
    files["requirements.txt"] = "".join(f"{pin}\n" for pin in pins(assignment.allow)).encode()
    files[WHEEL_NAME] = wheel()
    files |= {f"course/{name}": content for name, content in course_files(assignment).items()}
    return zip_of(files, executable=_SCRIPTS)


def _filled(name: str, values: dict[str, str]) -> bytes:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text.encode()
