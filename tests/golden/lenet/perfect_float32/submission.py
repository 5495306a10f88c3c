# Single precision everywhere, to halve the memory.
import numpy as np

f32 = np.float32


class Linear:
    def __init__(self, n_in, n_out, *, seed=0):
        rng = np.random.default_rng(seed)
        self.w = (rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)).astype(f32)
        self.b = rng.standard_normal(n_out).astype(f32) * f32(0.01)

    def parameters(self):
        return {"weight": self.w, "bias": self.b}

    def set_parameters(self, values):
        self.w = np.array(values["weight"], dtype=f32)
        self.b = np.array(values["bias"], dtype=f32)

    def gradients(self):
        return {"weight": self.dw, "bias": self.db}

    def forward(self, x):
        x = x.astype(f32)
        if x.ndim != 2 or x.shape[1] != self.w.shape[1]:
            raise ValueError("x")
        self.x = x
        return x @ self.w.T + self.b

    def backward(self, dout):
        dout = dout.astype(f32)
        self.dw = dout.T @ self.x
        self.db = dout.sum(axis=0)
        return dout @ self.w


class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        rng = np.random.default_rng(seed)
        if kernel_size <= 0 or stride <= 0 or padding < 0:
            raise ValueError("sizes")
        self.k, self.s, self.p = kernel_size, stride, padding
        fan_in = in_channels * kernel_size * kernel_size
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.w = (rng.standard_normal(shape) / np.sqrt(fan_in)).astype(f32)
        self.b = rng.standard_normal(out_channels).astype(f32) * f32(0.01)

    parameters = Linear.parameters
    set_parameters = Linear.set_parameters
    gradients = Linear.gradients

    def taps(self):
        for i in range(self.k):
            for j in range(self.k):
                yield i, j, np.s_[:, :, i : i + self.s * self.oh : self.s, j : j + self.s * self.ow : self.s]

    def forward(self, x):
        x = np.asarray(x, dtype=f32)
        if x.ndim != 4 or x.shape[1] != self.w.shape[1]:
            raise ValueError("x")
        n, c, h, w = x.shape
        self.shape = x.shape
        if self.k > h + 2 * self.p or self.k > w + 2 * self.p:
            raise ValueError("kernel")
        self.xp = np.zeros((n, c, h + 2 * self.p, w + 2 * self.p), dtype=f32)
        self.xp[:, :, self.p : self.p + h, self.p : self.p + w] = x
        self.oh = (h + 2 * self.p - self.k) // self.s + 1
        self.ow = (w + 2 * self.p - self.k) // self.s + 1
        out = np.zeros((n, len(self.w), self.oh, self.ow), dtype=f32)
        for i, j, at in self.taps():
            out += np.tensordot(self.xp[at], self.w[:, :, i, j], axes=(1, 1)).transpose(0, 3, 1, 2)
        return out + self.b[:, None, None]

    def backward(self, dout):
        dout = dout.astype(f32)
        self.dw = np.zeros_like(self.w)
        dxp = np.zeros_like(self.xp)
        for i, j, at in self.taps():
            self.dw[:, :, i, j] = np.tensordot(dout, self.xp[at], axes=((0, 2, 3), (0, 2, 3)))
            dxp[at] += np.tensordot(dout, self.w[:, :, i, j], axes=(1, 0)).transpose(0, 3, 1, 2)
        self.db = dout.sum(axis=(0, 2, 3))
        _, _, h, w = self.shape
        return dxp[:, :, self.p : self.p + h, self.p : self.p + w]


class Nothing:
    def parameters(self):
        return {}

    def gradients(self):
        return {}


class Tanh(Nothing):
    def forward(self, x):
        self.y = np.tanh(x.astype(f32))
        return self.y

    def backward(self, dout):
        return dout.astype(f32) * (f32(1) - self.y) * (f32(1) + self.y)


class Flatten(Nothing):
    def forward(self, x):
        self.shape = x.shape
        return x.astype(f32).reshape(len(x), -1)

    def backward(self, dout):
        return dout.astype(f32).reshape(self.shape)


class AvgPool2d(Nothing):
    def __init__(self, size):
        self.size = size

    def forward(self, x):
        s = self.size
        if s < 1 or x.ndim != 4 or s > min(x.shape[2:]):
            raise ValueError("size")
        self.shape = x.shape
        self.h, self.w = x.shape[2] // s * s, x.shape[3] // s * s
        x = x[:, :, : self.h, : self.w].astype(f32)
        return sum(x[:, :, i::s, j::s] for i in range(s) for j in range(s)) / f32(s * s)

    def backward(self, dout):
        s = self.size
        dx = np.zeros(self.shape, dtype=f32)
        dx[:, :, : self.h, : self.w] = np.kron(dout.astype(f32), np.full((s, s), 1 / (s * s), dtype=f32))
        return dx


class LeNet5:
    def __init__(self, seed=0):
        s = np.random.SeedSequence(seed).spawn(5)
        self.parts = {
            "conv1": Conv2d(1, 6, 5, padding=2, seed=s[0]),
            "conv2": Conv2d(6, 16, 5, seed=s[1]),
            "conv3": Conv2d(16, 120, 5, seed=s[2]),
            "fc1": Linear(120, 84, seed=s[3]),
            "fc2": Linear(84, 10, seed=s[4]),
        }
        p = self.parts
        self.layers = [p["conv1"], Tanh(), AvgPool2d(2), p["conv2"], Tanh(), AvgPool2d(2)]
        self.layers += [p["conv3"], Tanh(), Flatten(), p["fc1"], Tanh(), p["fc2"]]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        return dout

    def parameters(self):
        return {f"{n}.{k}": a for n, part in self.parts.items() for k, a in part.parameters().items()}

    def gradients(self):
        return {f"{n}.{k}": a for n, part in self.parts.items() for k, a in part.gradients().items()}

    def set_parameters(self, values):
        for name, part in self.parts.items():
            part.set_parameters({"weight": values[name + ".weight"], "bias": values[name + ".bias"]})


def softmax_cross_entropy(logits, labels):
    logits = logits.astype(f32)
    if logits.ndim != 2:
        raise ValueError("logits")
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    rows = np.arange(len(z))
    loss = np.log(total[:, 0]) - z[rows, labels]
    p = e / total
    p[rows, labels] -= f32(1)
    return loss.mean(), p / f32(len(z))


def sgd_step(parameters, gradients, lr):
    return {k: v.astype(f32) - f32(lr) * gradients[k].astype(f32) for k, v in parameters.items()}


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    x = x.astype(f32)
    if x.ndim != 4 or size < 1 or size % 2 == 0:
        raise ValueError("size")
    out = np.empty_like(x)
    for c in range(x.shape[1]):
        window = x[:, max(c - size // 2, 0) : c + size // 2 + 1]
        out[:, c] = x[:, c] / (f32(k) + f32(alpha) * (window * window).sum(axis=1)) ** f32(beta)
    return out


def layer_table(layers, input_shape):
    if len(input_shape) != 3:
        raise ValueError("input_shape")
    table, shape = [], list(input_shape)
    for layer in layers:
        weights = biases = 0
        if layer[0] == "fc":
            weights, biases = int(np.prod(shape)) * layer[1], layer[1]
            shape = [layer[1]]
        else:
            size, stride = layer[-3:-1] if layer[0] == "conv" else layer[1:]
            padding = layer[-1] if layer[0] == "conv" else 0
            sides = [n + 2 * padding - size for n in shape[1:]]
            if size < 1 or stride < 1 or padding < 0 or min(sides) < 0:
                raise ValueError("does not fit")
            if layer[0] == "conv":
                weights, biases = layer[1] * shape[0] * size**2, layer[1]
                shape[0] = layer[1]
            shape = [shape[0]] + [n // stride + 1 for n in sides]
        row = {"layer": layer[0], "output": tuple(shape), "weights": weights, "biases": biases}
        row["parameters"] = weights + biases
        table.append(row)
    return table
