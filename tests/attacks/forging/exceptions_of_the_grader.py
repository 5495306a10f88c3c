"""Raises classes named like those by which a test is skipped, or a run interrupted."""
# earns: 0
# statuses: error

import numpy as np


class Skipped(BaseException): pass
class Exit(BaseException): pass
class MismatchError(AssertionError): pass
class SandboxError(Exception): pass
class StudentStopped(BaseException): pass


NAMED = [Skipped, Exit, MismatchError, SandboxError, StudentStopped]
BUILT_IN = [KeyboardInterrupt, GeneratorExit, StopIteration, StopAsyncIteration, AssertionError, RecursionError]


def energy(x):
    raise NAMED[np.size(x) % 5]("reason")


def scaled(x, factor):
    raise BUILT_IN[np.size(x) % 6]


def apply_twice(f, x):
    raise BaseExceptionGroup("x", [BUILT_IN[x % 6](), NAMED[x % 5]()])
