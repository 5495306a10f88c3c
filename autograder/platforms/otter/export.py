"""The zip that `otter run`, `otter grade` and Gradescope take: that of `otter generate`, completed."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from autograder.archive import zip_of
from autograder.assignment import Assignment
from autograder.platforms.course import course_files
from autograder.platforms.otter.layout import CONFIG, COURSE, FILES, PLUGIN, TESTS
from autograder.platforms.otter.version import require_otter
from autograder.platforms.pins import pins
from autograder.wheel import WHEEL_NAME, wheel

# While an image is built, `otter grade` hands over setup.sh, environment.yml and `requirements.*` alone.
_WHEEL: Final = f"requirements.{WHEEL_NAME}"
_SETUP: Final = f"""
# cnn-autograder, which grades: the wheel comes in this zip, what it needs is in environment.yml
cp /autograder/source/{_WHEEL} /tmp/{WHEEL_NAME}
mamba run -n otter-env pip install --no-deps --no-index /tmp/{WHEEL_NAME}
"""
_RUN: Final = '''"""Runs Otter, whose plugin has cnn-autograder grade."""

from autograder.platforms.otter.container import main

if __name__ == "__main__":
    main()
'''
_PLACEHOLDER: Final = """Otter needs this folder, and finds no test in it.

The plugin in otter_config.json has cnn-autograder run those of the course, in files/{course}/.
"""


def to_zip(assignment: Assignment) -> bytes:
    """Return the zip of an assignment, the same each time.

    Raises:
        AutograderError: Otter, or a package that grades, is not here as it has to be.
    """
    require_otter()
    files = _generated(assignment)
    files["setup.sh"] += _SETUP.encode()
    files["run_otter.py"] = _RUN.encode()
    files[_WHEEL] = wheel()
    files[f"{TESTS}/README.md"] = _PLACEHOLDER.format(course=COURSE).encode()
    for name, content in course_files(assignment).items():
        files[f"{FILES}/{COURSE}/{name}"] = content
    return zip_of(files, executable=("run_autograder", "setup.sh"))


def _generated(assignment: Assignment) -> dict[str, bytes]:
    """Return the files that `otter generate` writes."""
    from otter.generate import main  # noqa: PLC0415 -- after it is known to be there

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = {"pdf": False, "plugins": [{PLUGIN: {"assignment": assignment.name}}]}
        (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")
        (folder / "requirements.txt").write_text("\n".join(pins(assignment.allow)), encoding="utf-8")
        (folder / TESTS).mkdir()
        main(
            tests_dir=str(folder / TESTS),
            output_path=str(folder / "autograder.zip"),
            config=str(folder / CONFIG),
            requirements=str(folder / "requirements.txt"),
            no_environment=True,
            python_version=".".join(map(str, sys.version_info[:2])),
        )
        with zipfile.ZipFile(folder / "autograder.zip") as archive:
            return {file: archive.read(file) for file in archive.namelist()}
