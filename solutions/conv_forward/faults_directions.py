"""Known mistakes with the directions of a kernel, in the stages of `faults.py`."""

from functools import partial

from faults import Windows

from autograder.diagnosis import fault

windows = partial(fault, Windows, "windows")


@windows(title="The kernel is flipped", hint="Which weight meets the first pixel of a window?")
def kernel_flipped(self, *given):
    return Windows.windows(self, *given)[:, :, ::-1, ::-1]


@windows(title="The kernel is upside down", hint="Which row of weights meets a window's upper row?")
def kernel_upside_down(self, *given):
    return Windows.windows(self, *given)[:, :, ::-1]


@windows(title="The kernel is mirrored", hint="Which column of weights meets a window's left one?")
def kernel_mirrored(self, *given):
    return Windows.windows(self, *given)[:, :, :, ::-1]


@windows(title="The kernel is read column by column", hint="Which tap is second, if read as on a page?")
def kernel_transposed(self, *given):
    patches = Windows.windows(self, *given)
    return patches.swapaxes(2, 3).reshape(patches.shape)
