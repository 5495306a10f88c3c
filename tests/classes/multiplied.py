"""A class of hundreds, of whom many handed in the same: what a report shows, without grading each."""

from __future__ import annotations

import random
from pathlib import Path

from autograder.batch.gradebook import Gradebook
from autograder.batch.handed_in import HandedIn
from autograder.grading.graded import Graded
from autograder.marks import Student
from tests.classes.lay import FIRST, LAST


def multiply(grades: Path, size: int, seed: int) -> None:
    """Add students to a gradebook until it has so many; each handed in what one of the others did.

    Args:
        grades: the folder of the gradebook, which has results.
        size: how many students it is to have.
        seed: another one gives other students.
    """
    dice = random.Random(seed)
    with Gradebook.open(grades) as book:
        known = [(work, book.result(work)) for _, work in book.students() if work is not None]
        pairs = [dice.choice(known) for _ in range(size - len(known))]
        entries = []
        for number, (work, _) in enumerate(pairs):
            name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
            student = Student(key=f"{20260000 + number}", name=name, sid=f"{20260000 + number}")
            day = dice.randrange(1, 28)
            handed_in = HandedIn(
                students=(student,),
                path=work.path,
                name=work.name,
                handed_in=f"2026-11-{day:02}T12:00:00+00:00",
            )
            entries.append((handed_in, work.sha256))
        works, _ = book.enter(entries, [])
        for work, (_, kept) in zip(works, pairs, strict=True):
            if kept is not None:
                book.add_result(work, Graded(kept.result), kept.evidence)
