"""Every error that a person can meet.

::

    AutograderError               what failed, where, what to do next
    +-- CourseError               course.toml or assignment.toml cannot be used
    +-- SuiteError                a suite cannot be collected or breaks a rule of suites
    +-- ReleaseError              an assignment cannot be released as it is
    +-- SubmissionNotFoundError   a path on the command line leads nowhere
    +-- UnreadableSubmissionError a submission that nobody could read: it gets a result, and no marks
    +-- SubmittedFileError        a file that an assignment asks for is missing or malformed
    +-- ResultError               a stored result cannot be read
    +-- GradebookError            a gradebook is missing, damaged, or that of something else
    +-- SandboxError              the sandbox itself does not work on this machine
    +-- IsolationError            this machine cannot keep submissions from what they must not reach

What a *student's code* does wrong is never one of these: it is an outcome (`results.py`).
"""


class AutograderError(Exception):
    """Base of all errors of this package; its text is fit to be shown as it is."""


class CourseError(AutograderError):
    """`course.toml` or `assignment.toml` is missing or cannot be used."""


class SuiteError(AutograderError):
    """A suite cannot be collected, or breaks a rule that all suites keep."""


class ReleaseError(AutograderError):
    """An assignment cannot be released: its master is not in order, or would give something away."""


class SubmissionNotFoundError(AutograderError):
    """The path given for a submission does not exist."""


class UnreadableSubmissionError(AutograderError):
    """A submission cannot be read; the text is written for the student who handed it in."""


class SubmittedFileError(AutograderError):
    """A file that an assignment asks for beside the code cannot be judged; the text is for its author.

    Args:
        text: what is wrong and what to do.
        missing: whether there is none, as in a stub.
    """

    def __init__(self, text: str, *, missing: bool = False) -> None:
        super().__init__(text)
        self.missing = missing


class ResultError(AutograderError):
    """A stored result cannot be read, or was written by a newer version."""


class GradebookError(AutograderError):
    """A gradebook cannot be used; what was written to it before is kept."""


class SandboxError(AutograderError):
    """The sandbox cannot start or keep its promises on this machine."""


class IsolationError(AutograderError):
    """The sandbox works, but does not hold enough here to grade code that nobody knows."""
