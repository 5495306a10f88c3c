"""Known mistakes with the directions of a kernel, in the stages of `faults.py`."""

from functools import partial

from faults import Gradients

from autograder.diagnosis import fault

dw, spread = partial(fault, Gradients, "dw"), partial(fault, Gradients, "spread")


@dw(title="dw is flipped", hint="Which tap meets the first pixel of a window?")
def dw_flipped(self, *given):
    return Gradients.dw(self, *given)[:, :, ::-1, ::-1]


@dw(title="dw is upside down", hint="Which row of taps meets a window's upper row?")
def dw_upside_down(self, *given):
    return Gradients.dw(self, *given)[:, :, ::-1]


@dw(title="dw is mirrored", hint="Which column of taps meets a window's left one?")
def dw_mirrored(self, *given):
    return Gradients.dw(self, *given)[:, :, :, ::-1]


@spread(title="The kernel is flipped in dx", hint="Which weight did the window's first pixel meet?")
def kernel_flipped(self, dout, w):
    return Gradients.spread(self, dout, w[:, :, ::-1, ::-1])


@spread(title="The kernel is upside down in dx", hint="Which weights did a window's upper row meet?")
def kernel_upside_down(self, dout, w):
    return Gradients.spread(self, dout, w[:, :, ::-1])


@spread(title="The kernel is mirrored in dx", hint="Which weights did a window's left column meet?")
def kernel_mirrored(self, dout, w):
    return Gradients.spread(self, dout, w[:, :, :, ::-1])


@spread(title="The kernel is read column by column in dx", hint="Which tap is second, as on a page?")
def kernel_transposed(self, dout, w):
    return Gradients.spread(self, dout, w.swapaxes(2, 3).reshape(w.shape))
