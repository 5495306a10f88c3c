"""Reading submissions: a script, a notebook, a folder or a zip becomes a `Submission`.

Nothing of a submission is executed, parsed as Python or unpickled here; only text is handled.
"""

from autograder.submission.model import Cell, Submission
from autograder.submission.reader import read_submission

__all__ = ["Cell", "Submission", "read_submission"]
