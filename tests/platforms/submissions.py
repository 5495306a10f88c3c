"""Submissions that every platform grades: right, wrong in each way, and hostile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.attack import HERE
from tests.attacks.corpus import ATTACKS
from tests.grading.command import ROOT

GOLDEN = ROOT / "tests" / "golden"
_GOLDEN = {
    "pooling": (
        "perfect_argmax", "perfect_lists", "stub", "always_value_error", "all_ties", "first_image_only",
        "ignored_stride", "image_dtype", "modified_gradient", "not_divided", "rounded_up",
    ),
    "stride_padding": (
        "perfect_fft", "clobbered_sum", "failing_scratch", "one_sided_padding", "os_exit",
        "syntax_error", "syntax_error_script",
    ),
}  # fmt: skip
_ATTACKS = (
    "forging-builtins_find_all_true", "forging-json_writes_passed", "forging-passes_by_exiting",
    "forging-printed_results", "peeking-suite_in_the_usual_places", "starving-loop_at_load",
    "starving-memory_in_a_list", "breaking_out-run_programs",
)  # fmt: skip


@dataclass(frozen=True)
class Submission:
    """One file that is handed in.

    Attributes:
        course: folder of the course.
        assignment: its name.
        name: of the submission, among all of them.
        build: makes it in a new folder, or names it where it lies.
    """

    course: Path
    assignment: str
    name: str
    build: Callable[[Path], Path]


def _golden(assignment: str, case: str) -> Submission:
    path = next((GOLDEN / assignment / case).glob("submission.*"))
    return Submission(ROOT / "solutions", assignment, f"{assignment}-{case}", lambda _: path)


SUBMISSIONS = (
    *(_golden(assignment, case) for assignment, cases in _GOLDEN.items() for case in cases),
    *(
        Submission(HERE / "course", "target", str(attack), attack.build)
        for attack in ATTACKS
        if str(attack) in _ATTACKS
    ),
)
