"""LeNet-5, with the arrays of a layer made once and changed in place ever after."""
import numpy as np


class Layer:
    def parameters(self):
        return {}

    def gradients(self):
        return {}

    def set_parameters(self, values):
        for name, array in self.parameters().items():
            np.copyto(array, values[name])


class Weighted(Layer):
    """Weights, biases and their gradients: four arrays that stay the same objects."""

    def __init__(self, shape, fan_in, seed):
        rng = np.random.default_rng(seed)
        self.w, self.b = rng.random(shape), rng.random(shape[0])
        for array in (self.w, self.b):
            array -= 0.5
            array *= 2 / np.sqrt(max(fan_in, 1))
        self.dw, self.db = np.zeros_like(self.w), np.zeros_like(self.b)

    def parameters(self):
        return dict(weight=self.w, bias=self.b)

    def gradients(self):
        return dict(weight=self.dw, bias=self.db)

    def start_over(self):
        self.dw.fill(0)
        self.db.fill(0)


class Linear(Weighted):
    def __init__(self, n_in, n_out, *, seed=0):
        super().__init__((n_out, n_in), n_in, seed)

    def forward(self, x):
        if x.ndim != 2 or x.shape[1] != self.w.shape[1]:
            raise ValueError("rows of another length")
        self.x = x.astype(float)
        out = np.matmul(self.x, self.w.T)
        out += self.b
        return out

    def backward(self, dout):
        self.start_over()
        dx = np.zeros_like(dout, shape=self.x.shape)
        for row, slopes, back in zip(self.x, dout, dx):
            self.dw += np.multiply.outer(slopes, row)
            self.db += slopes
            back += slopes @ self.w
        return dx


class Tanh(Layer):
    def forward(self, x):
        self.slope = x.astype(float)
        np.tanh(self.slope, out=self.slope)
        out = self.slope.copy()
        self.slope *= -self.slope
        self.slope += 1
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx *= self.slope
        return dx


class Flatten(Layer):
    def forward(self, x):
        self.was = x.shape
        rows = x.copy()
        rows.shape = len(x), -1
        return rows

    def backward(self, dout):
        dx = dout.copy()
        dx.shape = self.was
        return dx


class AvgPool2d(Layer):
    def __init__(self, size):
        self.size = size

    def forward(self, x):
        if x.ndim != 4 or self.size < 1 or self.size > min(x.shape[-2:]):
            raise ValueError("no such windows")
        s, self.was = self.size, x.shape
        rows, columns = x.shape[2] // s, x.shape[3] // s
        out = np.zeros((*x.shape[:2], rows, columns))
        for place in range(s * s):
            i, j = divmod(place, s)
            out += x[:, :, i:rows * s:s, j:columns * s:s]
        out /= s * s
        return out

    def backward(self, dout):
        share = dout.copy()
        share /= self.size**2
        dx = np.zeros_like(dout, shape=self.was)
        rows, columns = dout.shape[2] * self.size, dout.shape[3] * self.size
        for i in range(self.size):
            for j in range(self.size):
                dx[:, :, i:rows:self.size, j:columns:self.size] += share
        return dx


class Conv2d(Weighted):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        if kernel_size < 1 or stride < 1 or padding < 0:
            raise ValueError("kernel size, stride or padding")
        fan_in = in_channels * kernel_size**2
        super().__init__((out_channels, in_channels, kernel_size, kernel_size), fan_in, seed)
        self.k, self.s, self.p = kernel_size, stride, padding

    def pixels(self, rows, columns):
        for i in range(self.k):
            for j in range(self.k):
                down = slice(i, i + self.s * (rows - 1) + 1, self.s)
                yield i, j, (slice(None), slice(None), down, slice(j, j + self.s * (columns - 1) + 1, self.s))

    def forward(self, x):
        if x.ndim != 4 or x.shape[1] != self.w.shape[1]:
            raise ValueError("images with other axes or channels")
        n, c, h, w = x.shape
        inner = np.s_[:, :, self.p:self.p + h, self.p:self.p + w]
        self.padded = np.zeros((n, c, h + 2 * self.p, w + 2 * self.p))
        self.inner = inner
        self.padded[inner] += x
        rows, columns = ((side + 2 * self.p - self.k) // self.s + 1 for side in (h, w))
        if rows < 1 or columns < 1:
            raise ValueError("filters larger than the images")
        out = np.zeros((n, len(self.w), rows, columns))
        out += self.b[:, None, None]
        for i, j, pixels in self.pixels(rows, columns):
            out += np.einsum("nchw,fc->nfhw", self.padded[pixels], self.w[:, :, i, j], optimize=True)
        return out

    def backward(self, dout):
        self.start_over()
        dpadded = np.zeros_like(dout, shape=self.padded.shape)
        for image in dout:
            self.db += image.sum(axis=-1).sum(axis=-1)
        for i, j, pixels in self.pixels(*dout.shape[2:]):
            self.dw[:, :, i, j] += np.einsum("nfhw,nchw->fc", dout, self.padded[pixels], optimize=True)
            dpadded[pixels] += np.einsum("nfhw,fc->nchw", dout, self.w[:, :, i, j], optimize=True)
        return dpadded[self.inner]


class LeNet5(Layer):
    def __init__(self, seed=0):
        self.conv1, self.conv2 = Conv2d(1, 6, 5, padding=2, seed=[seed, 1]), Conv2d(6, 16, 5, seed=[seed, 2])
        self.conv3, self.fc1 = Conv2d(16, 120, 5, seed=[seed, 3]), Linear(120, 84, seed=[seed, 4])
        self.fc2 = Linear(84, 10, seed=[seed, 5])
        self.way = [self.conv1, Tanh(), AvgPool2d(2), self.conv2, Tanh(), AvgPool2d(2), self.conv3, Tanh()]
        self.way += [Flatten(), self.fc1, Tanh(), self.fc2]

    def named(self, what):
        found = {}
        for layer in ("conv1", "conv2", "conv3", "fc1", "fc2"):
            arrays = getattr(getattr(self, layer), what)()
            found |= {f"{layer}.{name}": array for name, array in arrays.items()}
        return found

    def parameters(self):
        return self.named("parameters")

    def gradients(self):
        return self.named("gradients")

    def forward(self, x):
        for layer in self.way:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in self.way[::-1]:
            dout = layer.backward(dout)


def softmax_cross_entropy(logits, labels):
    if logits.ndim != 2:
        raise ValueError("rows of logits are due")
    n = len(logits)
    z = logits.copy()
    z -= z.max(axis=1, keepdims=True)
    gradient = np.exp(z)
    total = gradient.sum(axis=1, keepdims=True)
    z -= np.log(total)
    gradient /= total
    loss = 0.0
    for row, slopes, label in zip(z, gradient, labels):
        loss -= row[label] / n
        slopes[label] -= 1
    gradient /= n
    return loss, gradient


def sgd_step(parameters, gradients, lr):
    """Goes in place: the dict that is given back holds the same arrays."""
    for name in parameters:
        step = gradients[name].copy()
        step *= lr
        parameters[name] -= step
    return parameters


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    if x.ndim != 4:
        raise ValueError("images are due")
    if size <= 0 or size % 2 != 1:
        raise ValueError("size has to be odd")
    squares = x.astype(float)
    out = squares.copy()
    squares *= squares
    sums = np.zeros_like(squares)
    c = x.shape[1]
    for away in range(-(size // 2), size // 2 + 1):
        if abs(away) < c:
            sums[:, max(-away, 0):c - max(away, 0)] += squares[:, max(away, 0):c - max(-away, 0)]
    sums *= alpha
    sums += k
    sums **= beta
    out /= sums
    return out


def layer_table(layers, input_shape):
    c, h, w = input_shape
    shape, rows = [c, h, w], []
    for kind, *numbers in layers:
        weights = biases = 0
        if kind == "fc":
            weights, biases = numbers[0], numbers[0]
            for side in shape:
                weights *= side
            shape[:] = numbers
        else:
            if kind == "conv":
                biases, window, stride, padding = numbers
                weights = biases * shape[0] * window * window
                shape[0] = biases
            else:
                (window, stride), padding = numbers, 0
            if window < 1 or stride < 1 or padding < 0:
                raise ValueError(f"{kind}: {numbers}")
            for axis in (1, 2):
                shape[axis] += 2 * padding - window
                if shape[axis] < 0:
                    raise ValueError(f"{kind}: too large")
                shape[axis] //= stride
                shape[axis] += 1
        rows.append(dict(layer=kind, output=tuple(shape), weights=weights, biases=biases))
        rows[-1]["parameters"] = weights + biases
    return rows
