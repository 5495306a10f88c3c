"""Known mistakes with the biases of a convolution, in the stages of `faults.py`."""

# A change takes what its stage takes:
# ruff: noqa: ARG001
from functools import partial

import numpy as np
from faults import Convolution

from autograder.diagnosis import fault

bias = partial(fault, Convolution, "bias")


@bias(title="The bias is missing", hint="What is added to a sum once it is complete?")
def no_bias(self, out, b, w):
    return out


@bias(title="The bias is added at every tap", hint="How often may it be added to one number?")
def bias_per_tap(self, out, b, w):
    return out + np.reshape(b, (-1, 1, 1)) * w[0].size


@bias(title="The bias is added for every channel", hint="Is it in your loop over channels?")
def bias_per_channel(self, out, b, w):
    return out + np.reshape(b, (-1, 1, 1)) * w.shape[1]


@bias(title="Biases go along columns", hint="Which axis of the output counts filters?")
def bias_along_columns(self, out, b, w):
    return out + b
