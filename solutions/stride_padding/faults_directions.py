"""Known mistakes with the directions of a kernel, in the stages of `faults.py`."""
# ruff: noqa: ARG001 -- a fault takes what its stage takes

from functools import partial

from faults import Conv2d

from autograder.diagnosis import fault

in_weights = partial(fault, Conv2d, "weights")


@in_weights(title="The kernel is flipped", hint="Which weight meets the upper left pixel of a window?")
def flipped(self, kernel):
    return kernel[::-1, ::-1]


@in_weights(title="The kernel is upside down", hint="Which row of weights meets a window's upper row?")
def upside_down(self, kernel):
    return kernel[::-1]


@in_weights(title="The kernel is mirrored", hint="Which column of weights meets a window's left one?")
def mirrored(self, kernel):
    return kernel[:, ::-1]


@in_weights(title="The kernel is transposed", hint="Does a row of weights meet a row of pixels?")
def transposed(self, kernel):
    return kernel.T
