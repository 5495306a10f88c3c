"""Layers by the names of the assignment, made of PyTorch, to train with in place of your own.

    from given.layers import *

With them you can see a network learn before your own layers are right, and find out which of yours is
wrong: put them in one by one. They cannot be handed in, since PyTorch is not there where your functions
are graded. They do not check their arguments.
"""

import numpy as np

try:
    import torch
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "the given layers need PyTorch, which is not installed here (pip install torch): install it, or "
        "train with your own layers"
    ) from error
from torch import nn

__all__ = [
    "AvgPool2d",
    "Conv2d",
    "Flatten",
    "LeNet5",
    "Linear",
    "Tanh",
    "sgd_step",
    "softmax_cross_entropy",
]


def _tensor(array):
    return torch.tensor(np.array(array, dtype=np.float64))


class _Wrapped:
    """A module of PyTorch behind the methods of the assignment; the gradients are PyTorch's work."""

    def __init__(self, make, seed=0):
        with torch.random.fork_rng(devices=[]):  # the numbers of others stay as they are
            torch.manual_seed(seed)
            self._module = make().double()
        self._named = dict(self._module.named_parameters())
        self._found = dict.fromkeys(self._named)

    def forward(self, x):
        self._x = _tensor(x).requires_grad_()
        self._y = self._module(self._x)
        return self._y.detach().numpy().copy()

    def backward(self, dout):
        wanted = [self._x, *self._named.values()]
        dx, *found = torch.autograd.grad(self._y, wanted, _tensor(dout), retain_graph=True)
        self._found = {name: one.numpy() for name, one in zip(self._named, found, strict=True)}
        return dx.numpy()

    def parameters(self):
        return {name: tensor.detach().numpy() for name, tensor in self._named.items()}

    def gradients(self):
        return dict(self._found)

    def set_parameters(self, values):
        self._module.load_state_dict({name: _tensor(value) for name, value in values.items()})


class Conv2d(_Wrapped):
    """Filters that slide over images."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        super().__init__(
            lambda: nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding), seed
        )


class Linear(_Wrapped):
    """A fully connected layer."""

    def __init__(self, n_in, n_out, *, seed=0):
        super().__init__(lambda: nn.Linear(n_in, n_out), seed)


class AvgPool2d(_Wrapped):
    """The mean of each window."""

    def __init__(self, size):
        super().__init__(lambda: nn.AvgPool2d(size))


class Tanh(_Wrapped):
    """The hyperbolic tangent."""

    def __init__(self):
        super().__init__(nn.Tanh)


class Flatten(_Wrapped):
    """Each image as a row."""

    def __init__(self):
        super().__init__(nn.Flatten)


class LeNet5(_Wrapped):
    """The network, whole."""

    def __init__(self, seed=0):
        super().__init__(_lenet5, seed)


def _lenet5():
    network = nn.Sequential()
    for number, sizes in enumerate([(1, 6), (6, 16), (16, 120)], start=1):
        network.add_module(f"conv{number}", nn.Conv2d(*sizes, 5, padding=2 if number == 1 else 0))
        network.append(nn.Tanh())
        if number < 3:
            network.append(nn.AvgPool2d(2))
    network.append(nn.Flatten())
    network.add_module("fc1", nn.Linear(120, 84))
    network.append(nn.Tanh())
    network.add_module("fc2", nn.Linear(84, 10))
    return network


def softmax_cross_entropy(logits, labels):
    """Return the mean loss and its gradient."""
    scores, classes = _tensor(logits).requires_grad_(), torch.tensor(np.array(labels, dtype=np.int64))
    loss = nn.functional.cross_entropy(scores, classes)
    loss.backward()
    return loss.item(), scores.grad.numpy()


def sgd_step(parameters, gradients, lr):
    """Return what the optimiser of PyTorch makes of the parameters."""
    moved = {name: nn.Parameter(_tensor(array)) for name, array in parameters.items()}
    for name, tensor in moved.items():
        tensor.grad = _tensor(gradients[name])
    torch.optim.SGD(moved.values(), lr).step()
    return {name: tensor.detach().numpy() for name, tensor in moved.items()}
