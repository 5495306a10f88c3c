"""Whether a student's work can be handed in as it lies on the disk, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.rehearsal import beside, functions, unlike
from autograder.rehearsal.finding import Finding
from autograder.rehearsal.kernel import Kernel
from autograder.rehearsal.model import Checking, Checks, Rehearsal
from autograder.rehearsal.run import SECONDS, rehearse
from autograder.rehearsal.stumbles import stumble_findings
from autograder.rehearsal.upload import graded_instead, make_upload
from autograder.rehearsal.work import Work
from autograder.submission import Submission


@dataclass(frozen=True)
class Readiness:
    """What stands in the way of handing in, if anything does.

    Attributes:
        title: of the assignment.
        upload: the file to upload; it is there, whatever was found.
        packed: names of the files in it, if it is a zip.
        readable: whether the grader could read it.
        findings: what would lose marks first, then hints.
        checks: what the public checks say, in a sentence; empty where they say nothing.
    """

    title: str
    upload: Path
    packed: tuple[str, ...]
    readable: bool
    findings: tuple[Finding, ...]
    checks: str

    @property
    def ready(self) -> bool:
        """Whether nothing would lose marks, as far as can be told."""
        return not any(finding.loses for finding in self.findings)

    def __str__(self) -> str:
        from autograder.rehearsal.words import as_text  # noqa: PLC0415 -- words are made of data

        return as_text(self)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Return it for a notebook; everything in it is escaped."""
        from autograder.rehearsal.words import as_html  # noqa: PLC0415 -- as above

        return as_html(self)


def get_ready(
    work: Work,
    kernel: Kernel | None = None,
    *,
    seconds: float = SECONDS,
    stopped: Callable[[], bool] = lambda: False,
) -> Readiness:
    """Look at a work as the grader will, and say what would be better mended first.

    Args:
        work: the student's.
        kernel: of her notebook, if this is called there.
        seconds: for its cells, and again for the checks.
        stopped: asked from time to time whether to give up.
    """
    upload = make_upload(work)
    findings: list[Finding] = []
    checks = ""
    if upload.submission is None:
        findings.append(Finding(upload.problem, loses=True))
    elif instead := graded_instead(work, upload.submission):
        findings.append(Finding(instead, loses=True))  # what else is wrong with that file is no news
    else:
        rehearsal = _rehearsed(work, upload.submission, seconds, stopped)
        findings += _findings(work, upload.submission, rehearsal, kernel)
        checks = _in_a_line(rehearsal.checks)
    findings += beside.other_forms(work)
    findings += beside.edited_checks(work)
    findings.sort(key=lambda finding: not finding.loses)  # stable: within each, in the order of finding
    return Readiness(
        title=work.released.title if work.released is not None else work.name,
        upload=upload.path.resolve(),
        packed=upload.packed,
        readable=upload.submission is not None,
        findings=tuple(dict.fromkeys(findings)),
        checks=checks,
    )


def _rehearsed(
    work: Work, submission: Submission, seconds: float, stopped: Callable[[], bool]
) -> Rehearsal:
    released = work.released
    return rehearse(
        submission,
        None if released is None else released.allow,
        functions=() if released is None else tuple(released.functions),
        checking=Checking(work.folder.resolve()) if beside.has_checks(work) else None,
        seconds=seconds,
        stopped=stopped,
    )


def _findings(
    work: Work, submission: Submission, rehearsal: Rehearsal, kernel: Kernel | None
) -> Iterator[Finding]:
    if kernel is not None:
        yield from unlike.unsaved_work(work, kernel)
    if rehearsal.problem:
        yield Finding(rehearsal.problem, loses=True)
    broken = [one for one in rehearsal.stumbles if submission.kind == "script" and one.no_python]
    if not broken:  # else there is no function at all, which is no news
        yield from functions.function_findings(work, submission, rehearsal)
    if kernel is not None and not rehearsal.problem:
        yield from unlike.gone_names(work, kernel, submission, rehearsal)
    refused = list(beside.refused_imports(work, submission, rehearsal))
    yield from (finding for _, finding in refused)
    yield from beside.asked_files(work, submission)
    yield from beside.size(work, submission)
    yield from beside.remarks(work, submission)
    places = {wanted.place for wanted, _ in refused}
    yield from stumble_findings(work, submission, rehearsal, places)
    if rehearsal.checks is not None:
        told = functions.is_unwritten(work, submission, rehearsal)
        yield from _failed_checks(rehearsal.checks, told=told)


def _failed_checks(checks: Checks, *, told: bool) -> Iterator[Finding]:
    """Give what the checks say; not that they wait for functions of which it is told already."""
    if not checks.finished and checks.text:
        yield Finding(checks.text.splitlines()[0], loses=not checks.refused)
    for question in dict.fromkeys(question for question, _ in checks.outcomes):
        of_it = [status for name, status in checks.outcomes if name == question]
        if failed := of_it.count("failed"):
            which = f"{failed} of {len(of_it)} public checks of `{question}` fail"
            yield Finding(f"{which}: `autograder check {question}` shows them", loses=True)
        unfinished = of_it.count("unfinished")
        if unfinished and (not told or unfinished < len(of_it)):
            which = (
                f"{unfinished} of {len(of_it)} public checks of `{question}` end in something unwritten"
            )
            yield Finding(f"{which}: `autograder check {question}` shows it", loses=True)
    # Checks cannot tell whether that is asked for: a step of training may well change its arguments.
    yield from (Finding(note, loses=False) for note in dict.fromkeys(checks.notes))


def _in_a_line(checks: Checks | None) -> str:
    if checks is None or not checks.finished:
        return ""
    passed = sum(status == "passed" for _, status in checks.outcomes)
    return f"{passed} of {len(checks.outcomes)} public checks pass; after you hand in, more are run."
