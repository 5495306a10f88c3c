"""What a suite is written with: fair comparisons whose failures carry data.

The fixtures `student`, `reference` and `rng` and the marks `question`, `weight` and `needs` come from
the pytest plugin (`plugin.py`), under `autograder grade` and under plain `pytest` alike.
"""

from autograder.suite.comparison import assert_equals, assert_matches
from autograder.suite.expectations import assert_raises, assert_unmodified

__all__ = ["assert_equals", "assert_matches", "assert_raises", "assert_unmodified"]
