# The network is functions on dicts of arrays; the classes are thin coats around them.
import functools

import numpy as np


def correlate(x, w, b, stride, padding):
    x = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    f, c, k, _ = w.shape
    n, _, h, v = x.shape
    oh, ow = (h - k) // stride + 1, (v - k) // stride + 1
    a, bb, cc, d = x.strides
    strides = (a, cc * stride, d * stride, bb, cc, d)
    rows = np.lib.stride_tricks.as_strided(x, (n, oh, ow, c, k, k), strides).reshape(-1, c * k * k)
    out = (rows @ w.reshape(f, -1).T + b).reshape(n, oh, ow, f).transpose(0, 3, 1, 2)
    return out, (x.shape, rows, w, stride, padding, (oh, ow))


def correlate_back(dout, memory):
    shape, rows, w, s, p, (oh, ow) = memory
    f, c, k, _ = w.shape
    d = dout.transpose(0, 2, 3, 1).reshape(-1, f)
    drows = (d @ w.reshape(f, -1)).reshape(shape[0], oh, ow, c, k, k)
    dx = np.zeros(shape)
    for y in range(oh):
        for x in range(ow):
            dx[:, :, y * s : y * s + k, x * s : x * s + k] += drows[:, y, x]
    return dx[:, :, p : shape[2] - p, p : shape[3] - p], (d.T @ rows).reshape(w.shape), d.sum(0)


def pool(x, size):
    n, c, h, w = x.shape
    cut = np.asarray(x, float)[:, :, : h - h % size, : w - w % size]
    return cut.reshape(n, c, h // size, size, -1, size).mean(5).mean(3), x.shape


def pool_back(dout, shape, size):
    dx = np.zeros(shape)
    for i in range(size):
        for j in range(size):
            here = dx[:, :, i : dout.shape[2] * size : size, j : dout.shape[3] * size : size]
            here += dout / size**2
    return dx


def lenet_forward(p, x):
    """Return logits, and a dict of all that the way back needs."""
    m = {}
    a, m["c1"] = correlate(x, p["conv1.weight"], p["conv1.bias"], 1, 2)
    m["t1"] = np.tanh(a)
    a, m["s1"] = pool(m["t1"], 2)
    a, m["c2"] = correlate(a, p["conv2.weight"], p["conv2.bias"], 1, 0)
    m["t2"] = np.tanh(a)
    a, m["s2"] = pool(m["t2"], 2)
    m["flat"] = a.reshape(len(x), 400)  # 5x5 kernels on 5x5 pixels: fully connected
    m["t3"] = np.tanh(m["flat"] @ p["conv3.weight"].reshape(120, 400).T + p["conv3.bias"])
    m["t4"] = np.tanh(m["t3"] @ p["fc1.weight"].T + p["fc1.bias"])
    return m["t4"] @ p["fc2.weight"].T + p["fc2.bias"], m


def lenet_backward(p, m, dout):
    g = {"fc2.weight": dout.T @ m["t4"], "fc2.bias": dout.sum(0)}
    d = dout @ p["fc2.weight"] * (1 - m["t4"] ** 2)
    g["fc1.weight"], g["fc1.bias"] = d.T @ m["t3"], d.sum(0)
    d = d @ p["fc1.weight"] * (1 - m["t3"] ** 2)
    g["conv3.weight"], g["conv3.bias"] = (d.T @ m["flat"]).reshape(120, 16, 5, 5), d.sum(0)
    d = (d @ p["conv3.weight"].reshape(120, 400)).reshape(-1, 16, 5, 5)
    d = pool_back(d, m["s2"], 2) * (1 - m["t2"] ** 2)
    d, g["conv2.weight"], g["conv2.bias"] = correlate_back(d, m["c2"])
    d = pool_back(d, m["s1"], 2) * (1 - m["t1"] ** 2)
    _, g["conv1.weight"], g["conv1.bias"] = correlate_back(d, m["c1"])
    return g


class LeNet5:
    SHAPES = {"conv1": (6, 1, 5, 5), "conv2": (16, 6, 5, 5), "conv3": (120, 16, 5, 5)}
    SHAPES |= {"fc1": (84, 120), "fc2": (10, 84)}

    def __init__(self, seed=0):
        rng = np.random.default_rng(seed)
        self.p = {}
        for name, shape in self.SHAPES.items():
            self.p[f"{name}.weight"] = rng.normal(0, np.prod(shape[1:]) ** -0.5, shape)
            self.p[f"{name}.bias"] = np.zeros(shape[0])
        self.g = None

    def forward(self, x):
        if np.ndim(x) != 4:
            raise ValueError("four axes")
        logits, self.m = lenet_forward(self.p, x)
        return logits

    def backward(self, dout):
        self.g = lenet_backward(self.p, self.m, dout)

    def parameters(self):
        return self.p

    def gradients(self):
        return self.g

    def set_parameters(self, values):
        self.p = {name: np.array(values[name], dtype=float) for name in self.p}


class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        self.numbers = stride, padding
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        if kernel_size < 1 or stride < 1 or padding < 0:
            raise ValueError("numbers")
        self.weight = np.random.default_rng(seed).normal(size=shape)
        self.bias = np.zeros(out_channels)
        self.d = {}

    def parameters(self):
        return {"weight": self.weight, "bias": self.bias}

    def gradients(self):
        return self.d

    def forward(self, x):
        if np.ndim(x) != 4 or np.shape(x)[1] != self.weight.shape[1]:
            raise ValueError("x")
        if min(x.shape[2:]) + 2 * self.numbers[1] < self.weight.shape[-1]:
            raise ValueError("kernel")
        out, self.memory = correlate(x, self.weight, self.bias, *self.numbers)
        return out

    def backward(self, dout):
        dx, self.d["weight"], self.d["bias"] = correlate_back(dout, self.memory)
        return dx


class Linear:
    def __init__(self, n_in, n_out, *, seed=0):
        self.weight = np.random.default_rng(seed).normal(size=(n_out, n_in))
        self.bias = np.zeros(n_out)
        self.d = {}

    parameters, gradients = Conv2d.parameters, Conv2d.gradients

    def forward(self, x):
        if np.ndim(x) != 2 or x.shape[1] != self.weight.shape[1]:
            raise ValueError("x")
        self.memory = x
        return x @ self.weight.T + self.bias

    def backward(self, dout):
        self.d["weight"], self.d["bias"] = dout.T @ self.memory, dout.sum(0)
        return dout @ self.weight


class Plain:
    """A layer without parameters from two functions, which share a memory."""

    def __init__(self, *numbers, **named):
        self.numbers = (*numbers, *named.values())

    def parameters(self):
        return {}

    gradients = parameters

    def forward(self, x):
        out, self.memory = self.there(x, *self.numbers)
        return out

    def backward(self, dout):
        return self.back(dout, self.memory, *self.numbers)


class Tanh(Plain):
    there = staticmethod(lambda x: (np.tanh(x), np.tanh(x)))
    back = staticmethod(lambda dout, out: dout * (1 - out**2))


class Flatten(Plain):
    there = staticmethod(lambda x: (x.reshape(len(x), -1), x.shape))
    back = staticmethod(lambda dout, shape: dout.reshape(shape))


class AvgPool2d(Plain):
    @staticmethod
    def there(x, size):
        if np.ndim(x) != 4 or not 1 <= size <= min(x.shape[2:]):
            raise ValueError("size")
        return pool(x, size)

    back = staticmethod(pool_back)


def softmax_cross_entropy(logits, labels):
    if np.ndim(logits) != 2:
        raise ValueError("logits")
    rows = range(len(logits))
    top = logits.max(axis=-1)
    norm = top + np.log(np.exp(logits - top[:, None]).sum(axis=-1))
    p = np.exp(logits - norm[:, None])
    p[rows, labels] -= 1
    return (norm - logits[rows, labels]).sum(), p


sgd_step = lambda parameters, gradients, lr: {k: p - lr * gradients[k] for k, p in parameters.items()}


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if np.ndim(x) != 4 or size not in range(1, 10**6, 2):
        raise ValueError("axes or size")
    squares = np.asarray(x, float) ** 2
    ones = np.ones(size)
    full = np.apply_along_axis(np.convolve, 1, squares, ones)
    return x / (k + alpha * full[:, size // 2 : size // 2 + x.shape[1]]) ** beta


def layer_table(layers, input_shape):
    if len(input_shape) != 3:
        raise ValueError("input_shape")

    def step(done, layer):
        shape = done[-1]["output"] if done else tuple(input_shape)
        kind, *n = layer
        if kind == "fc":
            out, w, b = (n[0],), functools.reduce(lambda a, c: a * c, shape) * n[0], n[0]
        else:
            k, s, p = n[1:] if kind == "conv" else (n[0], n[1], 0)
            if k < 1 or s < 1 or p < 0 or any(side + 2 * p < k for side in shape[1:]):
                raise ValueError(layer)
            sides = tuple((side + 2 * p - k) // s + 1 for side in shape[1:])
            w, b = (n[0] * shape[0] * k * k, n[0]) if kind == "conv" else (0, 0)
            out = (n[0] if kind == "conv" else shape[0], *sides)
        return [*done, {"layer": kind, "output": out, "weights": w, "biases": b, "parameters": w + b}]

    return functools.reduce(step, layers, [])
