# parameters() and gradients() give copies, so that nobody outside changes a layer. Layers are asked by
# nobody for anything else: only the network can be told new values.
import numpy as np


class Layer:
    def parameters(self):
        return {}

    def gradients(self):
        return {}


class _Weighted(Layer):
    """Keeps one matrix of all weights, with the biases as its last column."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self._matrix = rng.normal(scale=1 / np.sqrt(n_in + 1), size=(n_out, n_in + 1))
        self._gradient = None

    def _shape(self):
        return (self._matrix.shape[0], self._matrix.shape[1] - 1)

    def _split(self, matrix):
        if matrix is None:
            return {"weight": None, "bias": None}
        return {"weight": matrix[:, :-1].reshape(self._shape()).copy(), "bias": matrix[:, -1].copy()}

    def parameters(self):
        return self._split(self._matrix)

    def gradients(self):
        return self._split(self._gradient)

    def _set(self, weight, bias):
        self._matrix = np.column_stack([np.reshape(weight, (len(bias), -1)), bias])


class Linear(_Weighted):
    def __init__(self, n_in, n_out, *, seed=0):
        super().__init__(n_in, n_out, seed)

    def forward(self, x):
        x = np.asarray(x)
        if x.ndim != 2 or x.shape[1] + 1 != self._matrix.shape[1]:
            raise ValueError(f"not {x.shape}")
        self._x = np.column_stack([x, np.ones(len(x))])
        return self._x @ self._matrix.T

    def backward(self, dout):
        self._gradient = np.transpose(dout) @ self._x
        return (dout @ self._matrix)[:, :-1]


class Tanh(Layer):
    def forward(self, x):
        self._x = np.array(x, dtype=np.float64)
        return np.tanh(self._x)

    def backward(self, dout):
        # 1 / cosh(x)**2, where cosh would overflow for large x
        e = np.exp(-2 * np.abs(self._x))
        return dout * 4 * e / (1 + e) ** 2


class Flatten(Layer):
    def forward(self, x):
        self._like = np.empty_like(x, dtype=float)
        return np.array([image.flatten() for image in x])

    def backward(self, dout):
        return np.reshape(dout, self._like.shape)


class AvgPool2d(Layer):
    def __init__(self, size):
        if size < 1:
            raise ValueError("size")
        self._size = size

    def forward(self, x):
        x = np.asarray(x)
        if x.ndim != 4:
            raise ValueError("axes")
        s, (h, w) = self._size, x.shape[2:]
        if h < s or w < s:
            raise ValueError("size")
        self._shape = x.shape
        # reduceat runs on to the end: what is left over does not belong to the last window
        rows = np.add.reduceat(x[:, :, : h // s * s].astype(float), np.arange(0, h // s * s, s), axis=2)
        both = np.add.reduceat(rows[..., : w // s * s], np.arange(0, w // s * s, s), axis=3)
        return both / s**2

    def backward(self, dout):
        s, (h, w) = self._size, self._shape[2:]
        wide = np.repeat(np.repeat(dout, s, axis=2), s, axis=3) / s**2
        missing = [(0, 0), (0, 0), (0, h - wide.shape[2]), (0, w - wide.shape[3])]
        return np.pad(wide, missing)


class Conv2d(_Weighted):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        if kernel_size < 1 or stride < 1 or padding < 0:
            raise ValueError("sizes")
        super().__init__(in_channels * kernel_size**2, out_channels, seed)
        self._c, self._k, self._s, self._p = in_channels, kernel_size, stride, padding

    def _shape(self):
        return (len(self._matrix), self._c, self._k, self._k)

    def forward(self, x):
        x = np.asarray(x)
        if x.ndim != 4 or x.shape[1] != self._c:
            raise ValueError("images")
        p, k, s = self._p, self._k, self._s
        if min(x.shape[2:]) + 2 * p < k:
            raise ValueError("kernel")
        self._padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        h, w = self._padded.shape[2:]
        self._at = [(i, j) for i in range(0, h - k + 1, s) for j in range(0, w - k + 1, s)]
        rows = [self._padded[:, :, i : i + k, j : j + k].reshape(len(x), -1) for i, j in self._at]
        rows.append(None)
        ones = np.ones((len(x), len(self._at), 1))
        self._rows = np.concatenate([np.stack(rows[:-1], axis=1), ones], axis=2)
        self._out = (len(x), -1, (h - k) // s + 1, (w - k) // s + 1)
        return (self._rows @ self._matrix.T).swapaxes(1, 2).reshape(self._out)

    def backward(self, dout):
        n, f = dout.shape[:2]
        d = dout.reshape(n, f, -1)
        self._gradient = np.zeros_like(self._matrix)
        for one, rows in zip(d, self._rows):
            self._gradient += one @ rows
        dx = np.zeros(self._padded.shape)
        k, p = self._k, self._p
        for at, (i, j) in enumerate(self._at):
            back = d[:, :, at] @ self._matrix[:, :-1]
            dx[:, :, i : i + k, j : j + k] += back.reshape(n, self._c, k, k)
        h, w = dx.shape[2:]
        return dx[:, :, p : h - p, p : w - p]


class LeNet5(Layer):
    def __init__(self, seed=0):
        self._layers = dict(
            conv1=Conv2d(1, 6, 5, padding=2, seed=[seed, 0]),
            t1=Tanh(),
            p1=AvgPool2d(2),
            conv2=Conv2d(6, 16, 5, seed=[seed, 1]),
            t2=Tanh(),
            p2=AvgPool2d(2),
            conv3=Conv2d(16, 120, 5, seed=[seed, 2]),
            t3=Tanh(),
            flat=Flatten(),
            fc1=Linear(120, 84, seed=[seed, 3]),
            t4=Tanh(),
            fc2=Linear(84, 10, seed=[seed, 4]),
        )

    def forward(self, x):
        for layer in self._layers.values():
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in reversed(list(self._layers.values())):
            dout = layer.backward(dout)

    def parameters(self):
        return {
            f"{name}.{key}": value
            for name, layer in self._layers.items()
            for key, value in layer.parameters().items()
        }

    def gradients(self):
        return {
            f"{name}.{key}": value
            for name, layer in self._layers.items()
            for key, value in layer.gradients().items()
        }

    def set_parameters(self, values):
        for name, layer in self._layers.items():
            if name + ".bias" in values:
                layer._set(values[name + ".weight"], values[name + ".bias"])


def softmax_cross_entropy(logits, labels):
    logits = np.asarray(logits, dtype=float)
    if logits.ndim != 2:
        raise ValueError("logits")
    losses = []
    gradient = np.empty_like(logits)
    for i, (row, label) in enumerate(zip(logits, labels)):
        away = row - row[label]  # the loss is the log of the sum of these
        top = away.max()
        loss = top + np.log(np.exp(away - top).sum())
        losses.append(loss)
        gradient[i] = np.exp(away - loss)
        gradient[i, label] -= 1
    return float(np.average(losses)), gradient / len(losses)


def sgd_step(parameters, gradients, lr):
    new = {name: array.copy() for name, array in parameters.items()}
    for name, gradient in gradients.items():
        new[name] -= lr * gradient
    return new


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    x = np.asarray(x)
    if x.ndim != 4 or size < 1 or not size & 1:
        raise ValueError("cannot normalise")
    squares = np.square(x.astype(np.float64))
    sums = squares.copy()
    for away in range(1, size // 2 + 1):
        sums[:, away:] += squares[:, :-away]
        sums[:, :-away] += squares[:, away:]
    return x / np.exp(beta * np.log(k + alpha / size * sums))


def layer_table(layers, input_shape):
    def check(condition):
        if not condition:
            raise ValueError("the network makes no sense")

    check(len(input_shape) == 3)
    rows = [{"output": tuple(input_shape)}]
    for kind, first, *rest in layers:
        before = rows[-1]["output"]
        row = {"layer": kind, "weights": 0, "biases": 0}
        if kind == "fc":
            row |= {"output": (first,), "weights": first * int(np.prod(before)), "biases": first}
        else:
            kernel, stride, padding = rest if kind == "conv" else (first, rest[0], 0)
            check(kernel >= 1 and stride >= 1 and padding >= 0)
            check(all(n + 2 * padding >= kernel for n in before[1:]))
            channels = before[0]
            if kind == "conv":
                row |= {"weights": first * channels * kernel**2, "biases": first}
                channels = first
            row["output"] = (channels, *((n + 2 * padding - kernel) // stride + 1 for n in before[1:]))
        row["parameters"] = row["weights"] + row["biases"]
        rows.append(row)
    return rows[1:]
