"""Fair comparison of an answer with what was due, by the course's written rule.

The shape is exact; values may differ by `1e-4 * max|expected|` plus a floor for rounding residue;
NaN is never equal. The dtype, and whether an answer is an array, a list or a tuple, are not judged.

A hint says nothing whose many forms the student's code could choose between: hidden inputs are in its
hands during a call, and counts or names of its choosing would carry them into a report.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autograder.suite.kinds import describe, is_number, kind_in_list
from autograder.suite.mismatch import Mismatch, MismatchError, Numbers

RELATIVE_TOLERANCE = 1e-4  # of the largest expected magnitude: float32 arithmetic passes
RESIDUE = 1e-9  # of the largest magnitude that the exact sum goes through
