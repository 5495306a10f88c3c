"""From what a platform lets staff download to one piece of work each.

Nothing is executed here, and no file of a student is opened but to be copied or hashed.
"""

from autograder.batch.intake.content import content_sha256
from autograder.batch.intake.find import find_work

__all__ = ["content_sha256", "find_work"]
