"""Submissions of which one function uses another: right ones, to be made wrong in one of the two."""

from __future__ import annotations

from dataclasses import dataclass

STRIDES = """
import numpy as np

def output_size(n, f, padding=0, stride=1):
    if min(n, f, stride) < 1 or padding < 0 or f > n + 2 * padding:
        raise ValueError
    return (n + 2 * padding - f) // stride + 1

def pad2d(image, padding):
    image = np.asarray(image, dtype=float)
    if image.ndim != 2 or padding < 0:
        raise ValueError
    return np.pad(image, padding)

def conv2d(image, kernel, stride=1, padding=0):
    image, kernel = np.asarray(image, dtype=float), np.asarray(kernel, dtype=float)
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError
    (height, width), (kh, kw) = image.shape, kernel.shape
    padded = pad2d(image, padding)
    rows = []
    for i in range(output_size(height, kh, padding, stride)):
        row = []
        for j in range(output_size(width, kw, padding, stride)):
            row.append((padded[i * stride:, j * stride:][:kh, :kw] * kernel).sum())
        rows.append(row)
    return rows
"""
EDGES = STRIDES.replace("np.pad(image, padding)", "np.pad(image, padding, mode='edge')")

COLUMNS = """
import numpy as np

def im2col(x, kernel_size, stride=1, padding=0):
    x = np.asarray(x, dtype=float)
    if x.ndim != 4 or stride < 1 or padding < 0:
        raise ValueError
    kh, kw = (kernel_size, kernel_size) if np.ndim(kernel_size) == 0 else kernel_size
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    if min(kh, kw) < 1 or kh > x.shape[2] or kw > x.shape[3]:
        raise ValueError
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride].transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * kh * kw, -1)

def conv_forward(x, w, b, stride=1, padding=0):
    x, w = np.asarray(x), np.asarray(w, dtype=float)
    if x.ndim != 4 or w.ndim != 4 or x.shape[1] != w.shape[1]:
        raise ValueError
    oh = (x.shape[2] + 2 * padding - w.shape[2]) // max(stride, 1) + 1
    answers = []
    for image in x:
        columns = im2col(image[None], w.shape[2:], stride, padding)[0]
        out = w.reshape(len(w), -1) @ columns + np.reshape(b, (-1, 1))
        answers.append(out.reshape(len(w), oh, -1))
    return np.stack(answers)
"""

POOLS = """
import numpy as np

def places(x, size, stride):
    stride = size if stride is None else stride
    if np.ndim(x) != 4 or stride < 1 or not 1 <= size <= min(np.shape(x)[2:]):
        raise ValueError
    n, c, height, width = np.shape(x)
    for place in np.ndindex(n, c, (height - size) // stride + 1, (width - size) // stride + 1):
        yield place, np.s_[place[0], place[1], place[2] * stride:, place[3] * stride:]

def pooled(x, size, stride, reduce):
    x, values = np.asarray(x, dtype=float), {}
    for place, window in places(x, size, stride):
        values[place] = reduce(x[window][:size, :size])
    return np.reshape(list(values.values()), [side + 1 for side in place])

def max_pool_forward(x, size, stride=None):
    return pooled(x, size, stride, np.max)

def avg_pool_forward(x, size, stride=None):
    return pooled(x, size, stride, np.mean)

def max_pool_backward(dout, x, size, stride=None):
    x, out = np.asarray(x, dtype=float), max_pool_forward(x, size, stride)
    dx = np.zeros(x.shape)
    for place, window in places(x, size, stride):
        first = tuple(np.argwhere(x[window][:size, :size] == out[place])[0])
        dx[window][first] += dout[place]
    return dx

def avg_pool_backward(dout, x, size, stride=None):
    dx, dout = np.zeros(np.shape(x)), np.asarray(dout)
    shape = avg_pool_forward(x, size, stride).shape
    for place, window in places(x, size, stride):
        if all(np.less(place, shape)):
            dx[window][:size, :size] += dout[place] / size**2
    return dx
"""


@dataclass(frozen=True)
class Pair:
    """A right submission, and two changes that make it wrong.

    Attributes:
        assignment: what it is for.
        user: the question whose function uses another one.
        used: names of what it uses.
        right: the source.
        wrong: texts of the used function, and what makes it wrong.
        wrong_too: the same for the function that uses it.
    """

    assignment: str
    user: str
    used: tuple[str, ...]
    right: str
    wrong: tuple[tuple[str, str], ...]
    wrong_too: tuple[str, str]

    @property
    def only_used(self) -> str:
        """The submission that is wrong in the used function alone."""
        return changed(self.right, *self.wrong)

    @property
    def both(self) -> str:
        """The submission that is wrong in both."""
        return changed(self.only_used, self.wrong_too)


def changed(source: str, *changes: tuple[str, str]) -> str:
    """Replace texts of a source, all of which occur in it."""
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return source


FLIPPED = ("* kernel)", "* kernel[::-1])")
PADDING = ("np.pad(image, padding)", "np.pad(image, padding, mode='edge')")
SIZE = ("// stride + 1", "// stride")
ROWS = ("transpose(0, 1, 4, 5, 2, 3)", "transpose(0, 1, 5, 4, 2, 3)")
LEAST = ("size, stride, np.max)", "size, stride, np.min)")
SHORT = ("size, stride, np.mean)", "size, stride, np.mean)[:, :, :-1]")
PAIRS = {
    "wrong values": Pair("stride_padding", "conv2d", ("pad2d",), STRIDES, (PADDING,), FLIPPED),
    "wrong sizes": Pair("stride_padding", "conv2d", ("output_size",), STRIDES, (SIZE,), FLIPPED),
    "missing": Pair(
        "stride_padding", "conv2d", ("pad2d",), STRIDES, (("def pad2d", "def pad"),), FLIPPED
    ),
    "two": Pair("stride_padding", "conv2d", ("output_size", "pad2d"), STRIDES, (SIZE, PADDING), FLIPPED),
    "columns": Pair(
        "conv_forward", "conv_forward", ("im2col",), COLUMNS, (ROWS,), (") @ col", ") @ -col")
    ),
    "maximum": Pair(
        "pooling",
        "max_pool_backward",
        ("max_pool_forward",),
        POOLS,
        (LEAST,),
        ("[first] +=", "[first] ="),
    ),
    "mean": Pair(
        "pooling", "avg_pool_backward", ("avg_pool_forward",), POOLS, (SHORT,), ("size**2", "2")
    ),
}

# A network that keeps the arrays of its layers, and reads their attributes: it needs them to be live.
NETWORK = """

class LeNet5(Layer):
    def __init__(self, seed=0):
        self.conv1 = Conv2d(1, 6, 5, padding=2, seed=5 * seed)
        self.conv2 = Conv2d(6, 16, 5, seed=5 * seed + 1)
        self.conv3 = Conv2d(16, 120, 5, seed=5 * seed + 2)
        self.fc1, self.fc2 = Linear(120, 84, seed=5 * seed + 3), Linear(84, 10, seed=5 * seed + 4)
        self.layers = [self.conv1, Tanh(), AvgPool2d(2), self.conv2, Tanh(), AvgPool2d(2), self.conv3]
        self.layers += [Tanh(), Flatten(), self.fc1, Tanh(), self.fc2]
        assert all(isinstance(layer, Layer) for layer in self.layers)
        self.named = {name: getattr(self, name) for name in ("conv1", "conv2", "conv3", "fc1", "fc2")}
        self.all = {f"{name}.weight": layer.weight for name, layer in self.named.items()}
        self.all |= {f"{name}.bias": layer.bias for name, layer in self.named.items()}

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)

    def parameters(self):
        return self.all

    def gradients(self):
        pairs = [(name.split("."), name) for name in self.all]
        return {name: getattr(self.named[layer], f"{part}_gradient") for (layer, part), name in pairs}

    def set_parameters(self, values):
        for name, array in self.all.items():
            array[...] = values[name]
"""
LAYERS = {
    "Conv2d": ("return out.reshape(f", "return -out.reshape(f"),
    "Linear": ("return x @ self.weight.T + self.bias", "return x @ self.weight.T"),
    "AvgPool2d": ("return windows.mean", "return windows.max"),
    "Tanh": ("return dout * (1 - self.out**2)", "return dout * (1 - self.out)"),
    "Flatten": ("return x.reshape(len(x), -1)", "return x.reshape(len(x), -1)[:, ::-1]"),
}
FORWARD_TWICE = ("in reversed(self.layers.values())", "in self.layers.values()")
