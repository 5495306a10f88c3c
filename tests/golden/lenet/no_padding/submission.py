# Five layers that share nothing, weights kept the other way round, and no way to set them but the network's.
import numpy as np


class Linear:
    def __init__(self, n_in, n_out, *, seed=0):
        g = np.random.default_rng(seed)
        self.matrix = g.normal(size=(n_in, n_out)) / np.sqrt(n_in)  # transposed
        self.offset = np.full((1, n_out), 0.125)
        self.cache = None
        self.found = None

    def parameters(self):
        return {"weight": self.matrix.T, "bias": self.offset[0]}

    def gradients(self):
        return self.found

    def forward(self, x):
        if len(x.shape) != 2:
            raise ValueError("a matrix is due")
        if x.shape[1] != len(self.matrix):
            raise ValueError("columns")
        self.cache = x
        return np.matmul(x, self.matrix) + self.offset

    def backward(self, dout):
        x, self.cache = self.cache, None  # used once
        self.found = {"weight": (x.T @ dout).T, "bias": np.ones(len(dout)) @ dout}
        return dout @ self.matrix.T


class Tanh:
    def parameters(self):
        return {}

    def gradients(self):
        return {}

    def forward(self, x):
        out = np.tanh(x)
        self.slope = 1 - out**2
        return out

    def backward(self, dout):
        slope, self.slope = self.slope, None
        return slope * dout


class Flatten:
    def parameters(self):
        return {}

    def gradients(self):
        return {}

    def forward(self, x):
        self.shape = np.shape(x)
        return np.reshape(x, (self.shape[0], -1))

    def backward(self, dout):
        return np.reshape(dout, self.shape)


class AvgPool2d:
    def __init__(self, size):
        assert size == int(size)
        self.size = size

    def parameters(self):
        return {}

    def gradients(self):
        return {}

    def forward(self, x):
        if len(x.shape) != 4:
            raise ValueError("images are due")
        if self.size < 1 or self.size > x.shape[2] or self.size > x.shape[3]:
            raise ValueError(f"size {self.size}")
        self.shape = x.shape
        v = np.lib.stride_tricks.sliding_window_view(x, (self.size, self.size), (2, 3))
        return v[:, :, :: self.size, :: self.size].mean((-1, -2))

    def backward(self, dout):
        n, c, h, w = self.shape
        rows, columns = np.arange(h) // self.size, np.arange(w) // self.size
        inside = (rows < dout.shape[2])[:, None] & (columns < dout.shape[3])
        rows, columns = (np.minimum(a, d - 1) for a, d in zip((rows, columns), dout.shape[2:]))
        return dout[:, :, rows[:, None], columns] * inside / self.size**2


class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        for least, what in ((kernel_size, "kernel_size"), (stride, "stride"), (padding + 1, "padding")):
            if least < 1:
                raise ValueError(what)
        g = np.random.default_rng(seed)
        self.geometry = kernel_size, stride, padding
        fan_in = in_channels * kernel_size**2
        self.kernels = g.normal(size=(kernel_size, kernel_size, in_channels, out_channels)) / np.sqrt(fan_in)
        self.offset = np.full(out_channels, 0.125)
        self.found = None

    def parameters(self):
        return {"weight": self.kernels.transpose(3, 2, 0, 1), "bias": self.offset}

    def gradients(self):
        return self.found

    def places(self, oh, ow):
        k, s, _ = self.geometry
        for i in range(k):
            for j in range(k):
                yield i, j, np.s_[:, i : i + (oh - 1) * s + 1 : s, j : j + (ow - 1) * s + 1 : s]

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != self.kernels.shape[2]:
            raise ValueError(f"images of shape {x.shape}")
        k, s, p = self.geometry
        last = np.moveaxis(x, 1, -1).astype(float)  # channels last inside
        last = np.pad(last, ((0, 0), (p, p), (p, p), (0, 0)))
        oh, ow = ((n - k) // s + 1 for n in last.shape[1:3])
        if min(oh, ow) < 1:
            raise ValueError("the kernel is larger than the images")
        out = np.broadcast_to(self.offset, (len(x), oh, ow, len(self.offset))).copy()
        for i, j, at in self.places(oh, ow):
            out += last[at] @ self.kernels[i, j]
        self.last = last
        return np.moveaxis(out, -1, 1)

    def backward(self, dout):
        last, self.last = self.last, None
        d = np.moveaxis(dout, 1, -1)
        dw, dlast = np.empty(self.kernels.shape), np.zeros(last.shape)
        for i, j, at in self.places(*d.shape[1:3]):
            dw[i, j] = np.tensordot(last[at], d, ((0, 1, 2), (0, 1, 2)))
            dlast[at] += d @ self.kernels[i, j].T
        self.found = {"weight": dw.transpose(3, 2, 0, 1), "bias": d.sum(axis=(0, 1, 2))}
        p = self.geometry[2]
        h, w = dlast.shape[1:3]
        return np.moveaxis(dlast[:, p : h - p, p : w - p], -1, 1)


class LeNet5:
    def __init__(self, seed=0):
        self.seed = seed
        self.conv1 = Conv2d(1, 6, 5, seed=seed)
        self.conv2 = Conv2d(6, 16, 5, seed=seed)
        self.conv3 = Conv2d(16, 120, 5, seed=seed)
        self.fc1 = Linear(120, 84, seed=seed)
        self.fc2 = Linear(84, 10, seed=seed)
        self.others = [Tanh(), AvgPool2d(2), Tanh(), AvgPool2d(2), Tanh(), Flatten(), Tanh()]

    def chain(self):
        a, b, c, d, e, f, g = self.others
        return [self.conv1, a, b, self.conv2, c, d, self.conv3, e, f, self.fc1, g, self.fc2]

    def forward(self, x):
        for layer in self.chain():
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in self.chain()[::-1]:
            dout = layer.backward(dout)
        return dout

    def weighted(self):
        return {name: getattr(self, name) for name in ("conv1", "conv2", "conv3", "fc1", "fc2")}

    def parameters(self):
        all_of_them = {}
        for name, layer in self.weighted().items():
            own = layer.parameters()
            all_of_them[name + ".weight"] = np.ascontiguousarray(own["weight"])
            all_of_them[name + ".bias"] = own["bias"]
        return all_of_them

    def gradients(self):
        all_of_them = {}
        for name, layer in self.weighted().items():
            all_of_them[name + ".weight"] = layer.gradients()["weight"]
            all_of_them[name + ".bias"] = layer.gradients()["bias"]
        return all_of_them

    def set_parameters(self, values):
        for name, layer in self.weighted().items():
            weight = np.array(values[name + ".weight"])
            if isinstance(layer, Linear):
                layer.matrix = weight.T
                layer.offset = np.array(values[name + ".bias"])[None]
            else:
                layer.kernels = weight.transpose(2, 3, 1, 0)
                layer.offset = np.array(values[name + ".bias"])


def softmax_cross_entropy(logits, labels):
    if len(logits.shape) != 2:
        raise ValueError("logits")
    onehot = np.zeros(logits.shape, dtype=bool)
    onehot[range(len(labels)), labels] = True
    z = (logits.T - logits.max(1)).T
    s = np.exp(z)
    s /= s.sum(1)[:, None]
    loss = np.log(np.exp(z).sum(1)) - z[onehot]
    return loss.mean(), np.where(onehot, s - 1, s) / len(labels)


def sgd_step(parameters, gradients, lr):
    return dict((k, parameters[k] - lr * gradients[k]) for k in sorted(parameters))


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if len(x.shape) != 4:
        raise ValueError("images are due")
    if size < 1 or size % 2 == 0:
        raise ValueError("size has to be odd")
    padded = np.pad(np.float64(x), ((0, 0), (size // 2, size // 2), (0, 0), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=1)
    return x / (k + alpha * (windows**2).sum(-1)) ** beta


class layer_table(list):
    """A list of rows that fills itself."""

    def __init__(self, layers, input_shape):
        if len(input_shape) != 3:
            raise ValueError("input_shape")
        super().__init__()
        self.shape = input_shape
        for kind, *numbers in layers:
            getattr(self, kind)(*numbers)

    def row(self, layer, shape, weights=0, biases=0):
        self.shape = shape
        self.append({"layer": layer, "output": shape, "weights": weights, "biases": biases})
        self[-1]["parameters"] = weights + biases

    def slide(self, size, stride, padding=0):
        if size < 1 or stride < 1 or padding < 0 or size > min(self.shape[1:]) + 2 * padding:
            raise ValueError("does not fit")
        return [(n + 2 * padding - size) // stride + 1 for n in self.shape[1:]]

    def conv(self, filters, size, stride, padding):
        sides = self.slide(size, stride, padding)
        self.row("conv", (filters, *sides), filters * self.shape[0] * size**2, filters)

    def maxpool(self, size, stride, layer="maxpool"):
        self.row(layer, (self.shape[0], *self.slide(size, stride)))

    def avgpool(self, size, stride):
        self.maxpool(size, stride, "avgpool")

    def fc(self, n_out):
        n_in = int(np.prod(self.shape))
        self.row("fc", (n_out,), n_in * n_out, n_out)
