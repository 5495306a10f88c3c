"""What `run_autograder` starts: grades the submission that Gradescope has laid out."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograder.platforms.gradescope.room import Room
from autograder.platforms.gradescope.run import run


def main() -> None:
    """Grade as the command line says."""
    parser = argparse.ArgumentParser(prog="run_autograder")
    parser.add_argument("root", type=Path)
    parser.add_argument("assignment")
    parser.add_argument("--memory-mb", type=int, required=True)
    parser.add_argument("--seconds", type=int, required=True)
    given = parser.parse_args()
    run(given.root, given.assignment, Room(given.memory_mb, given.seconds))


if __name__ == "__main__":
    main()
