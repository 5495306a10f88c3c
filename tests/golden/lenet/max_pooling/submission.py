"""Index arrays (as in the old Stanford exercise): images become columns and columns images."""
import numpy as np

rand = np.random.RandomState


def get_indices(shape, k, stride, padding):
    N, C, H, W = shape
    out_h = (H + 2 * padding - k) // stride + 1
    out_w = (W + 2 * padding - k) // stride + 1
    i0 = np.tile(np.repeat(np.arange(k), k), C)
    i1 = stride * np.repeat(np.arange(out_h), out_w)
    j0 = np.tile(np.arange(k), k * C)
    j1 = stride * np.tile(np.arange(out_w), out_h)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    c = np.repeat(np.arange(C), k * k).reshape(-1, 1)
    return c, i, j, out_h, out_w


class Layer:
    def parameters(self):
        return {}

    def gradients(self):
        return {}

    def set_parameters(self, values):
        for name, array in self.parameters().items():
            array[...] = values[name]


class Conv2d(Layer):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        if kernel_size < 1 or stride < 1 or padding < 0:
            raise ValueError("no such convolution")
        self.k, self.stride, self.padding = kernel_size, stride, padding
        self.W = 0.1 * rand(seed).randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)
        self.grads = {"weight": None, "bias": None}

    def parameters(self):
        return dict(weight=self.W, bias=self.b)

    def gradients(self):
        return self.grads

    def forward(self, x):
        if x.ndim != 4:
            raise ValueError("4 axes")
        if x.shape[1] != self.W.shape[1]:
            raise ValueError("channels")
        if min(x.shape[2:]) + 2 * self.padding < self.k:
            raise ValueError("the kernel is too large")
        p = self.padding
        self.shape = x.shape
        self.index = get_indices(x.shape, self.k, self.stride, p)
        c, i, j, h, w = self.index
        padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.cols = padded[:, c, i, j].transpose(1, 2, 0).reshape(len(c), -1)
        F = len(self.b)
        out = self.W.reshape(F, -1).dot(self.cols) + self.b.reshape(-1, 1)
        return out.reshape(F, h, w, len(x)).transpose(3, 0, 1, 2)

    def backward(self, dout):
        c, i, j, h, w = self.index
        N, C, H, Wd = self.shape
        F, p = len(self.b), self.padding
        d = dout.transpose(1, 2, 3, 0).reshape(F, -1)
        self.grads = {"weight": d.dot(self.cols.T).reshape(self.W.shape), "bias": np.sum(dout, axis=(0, 2, 3))}
        dcols = self.W.reshape(F, -1).T.dot(d).reshape(len(c), -1, N).transpose(2, 0, 1)
        dpadded = np.zeros((N, C, H + 2 * p, Wd + 2 * p))
        np.add.at(dpadded, (slice(None), c, i, j), dcols)
        return dpadded[:, :, p : p + H, p : p + Wd]


class Linear(Layer):
    def __init__(self, n_in, n_out, *, seed=0):
        self.W = 0.1 * rand(seed).randn(n_out, n_in)
        self.b = np.zeros(n_out)
        self.grads = {"weight": None, "bias": None}

    def parameters(self):
        return dict(weight=self.W, bias=self.b)

    def gradients(self):
        return self.grads

    def forward(self, x):
        if x.ndim != 2 or x.shape[1] != self.W.shape[1]:
            raise ValueError(f"cannot take {x.shape}")
        self.x = x
        return x.dot(self.W.T) + self.b

    def backward(self, dout):
        self.grads = {"weight": np.dot(dout.T, self.x), "bias": dout.sum(0)}
        return dout.dot(self.W)


class Tanh(Layer):
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout):
        return (1.0 - np.square(self.y)) * dout


class Flatten(Layer):
    def forward(self, x):
        self.shape = x.shape
        return x.reshape(x.shape[0], -1)

    def backward(self, dout):
        return dout.reshape(self.shape)


class AvgPool2d(Layer):
    def __init__(self, size):
        if size < 1:
            raise ValueError("size")
        self.size = size

    def forward(self, x):
        if x.ndim != 4 or self.size > x.shape[2] or self.size > x.shape[3]:
            raise ValueError("these images cannot be pooled")
        self.shape = N, C, H, W = x.shape
        planes = x.reshape(N * C, 1, H, W)
        _, i, j, h, w = get_indices(planes.shape, self.size, self.size, 0)
        self.index = i, j
        windows = planes[:, 0, i, j]
        self.best = windows.argmax(axis=1)
        return windows.max(axis=1).reshape(N, C, h, w)

    def backward(self, dout):
        N, C, H, W = self.shape
        i, j = self.index
        planes = np.zeros((N * C, H, W))
        first = np.arange(N * C)[:, None]
        where = np.arange(i.shape[1])
        planes[first, i[self.best, where], j[self.best, where]] = dout.reshape(N * C, -1)
        return planes.reshape(self.shape)


class LeNet5(Layer):
    def __init__(self, seed=0):
        self.named = [
            ("conv1", Conv2d(1, 6, 5, padding=2, seed=seed)),
            ("", Tanh()),
            ("", AvgPool2d(2)),
            ("conv2", Conv2d(6, 16, 5, seed=seed + 1)),
            ("", Tanh()),
            ("", AvgPool2d(2)),
            ("conv3", Conv2d(16, 120, 5, seed=seed + 2)),
            ("", Tanh()),
            ("", Flatten()),
            ("fc1", Linear(120, 84, seed=seed + 3)),
            ("", Tanh()),
            ("fc2", Linear(84, 10, seed=seed + 4)),
        ]

    def forward(self, x):
        for _, layer in self.named:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for _, layer in self.named[::-1]:
            dout = layer.backward(dout)
        return dout

    def collect(self, what):
        found = {}
        for name, layer in self.named:
            for key, value in getattr(layer, what)().items():
                found[name + "." + key] = value
        return found

    def parameters(self):
        return self.collect("parameters")

    def gradients(self):
        return self.collect("gradients")

    def set_parameters(self, values):
        super().set_parameters(values)


def softmax_cross_entropy(logits, labels):
    if np.ndim(logits) != 2:
        raise ValueError("logits")
    z = logits - np.max(logits, axis=1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(z), axis=1))
    N = z.shape[0]
    loss = np.mean(log_sum - z[np.arange(N), labels])
    p = np.exp(z - log_sum[:, np.newaxis])
    p[np.arange(N), labels] -= 1
    p /= N
    return loss, p


def sgd_step(parameters, gradients, lr):
    for name in parameters:
        parameters[name] -= lr * gradients[name]
    return parameters


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if x.ndim != 4 or size < 1 or size % 2 == 0:
        raise ValueError("cannot normalise")
    C = x.shape[1]
    square = x.astype(float) ** 2
    below = np.zeros((x.shape[0], C + 1, x.shape[2], x.shape[3]))
    below[:, 1:] = np.cumsum(square, axis=1)
    at = np.arange(C)
    scale = k + alpha * (below[:, np.minimum(at + size // 2 + 1, C)] - below[:, np.maximum(at - size // 2, 0)])
    return x * scale ** (-beta)


def layer_table(layers, input_shape):
    def out(n, f, s, p=0):
        if f < 1 or s < 1 or p < 0 or n + 2 * p < f:
            raise ValueError("does not fit")
        return int((n + 2 * p - f) / s) + 1

    C, H, W = input_shape
    flat, table = None, []
    for name, *rest in layers:
        row = dict(layer=name, weights=0, biases=0)
        if name == "conv":
            row["weights"], row["biases"] = rest[0] * C * rest[1] * rest[1], rest[0]
            C, H, W = rest[0], out(H, *rest[1:]), out(W, *rest[1:])
        elif name == "fc":
            flat = flat or C * H * W
            row["weights"], row["biases"] = flat * rest[0], rest[0]
            flat = rest[0]
        else:
            H, W = out(H, *rest), out(W, *rest)
        row["output"] = (flat,) if name == "fc" else (C, H, W)
        row["parameters"] = row["weights"] + row["biases"]
        table.append(row)
    return table
