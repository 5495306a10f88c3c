"""Known mistakes in layers with parameters: both layers in stages, then what goes wrong in each."""
# A fault takes what its stage takes; stages go by their names, and arguments are the layer's own:
# ruff: noqa: ARG001, ARG002, D102, PLR0917

from functools import partial
from types import SimpleNamespace

import numpy as np

from autograder.diagnosis import Operation, fault

METHODS = ("forward", "backward", "parameters", "gradients", "set_parameters")


class Weighted(Operation):
    """A layer is a namespace, and its methods are stages that are given it first."""

    def run(self, *numbers, **named):
        layer = SimpleNamespace(weight_gradient=None, bias_gradient=None)
        vars(layer).update({name: partial(getattr(self, name), layer) for name in METHODS})
        self.make(layer, *numbers, **named)
        return layer

    def fill(self, layer, shape, seed):
        rng, bound = np.random.default_rng(seed), 1 / np.sqrt(max(np.prod(shape[1:]), 1))
        layer.weight = rng.uniform(-bound, bound, size=shape)
        layer.bias = rng.uniform(-bound, bound, size=shape[0])

    def parameters(self, layer):
        return {"weight": layer.weight, "bias": layer.bias}

    def gradients(self, layer):
        return {"weight": layer.weight_gradient, "bias": layer.bias_gradient}

    def set_parameters(self, layer, values):
        layer.weight[...], layer.bias[...] = values["weight"], values["bias"]

    def check(self, layer, x):
        if not self.fits(layer, x):
            raise ValueError

    def memory(self, layer):
        return layer

    def forward(self, layer, x):
        self.check(layer, x)
        self.memory(layer).x = x
        return self.axes(self.biased(layer, self.out(layer, x)))

    def axes(self, out):
        return out

    def biased(self, layer, out):
        return out + layer.bias.reshape(-1, *[1] * (out.ndim - 2))

    def upstream(self, dout):
        return dout

    def images(self, x, dout):
        return x, dout

    def db(self, dout):
        return dout.sum(axis=(0, *range(2, dout.ndim)))

    def store(self, layer, dw, db, n):
        layer.weight_gradient, layer.bias_gradient = dw, db

    def answer(self, dx, dw, db):
        return dx

    def backward(self, layer, dout):
        x, dout = self.memory(layer).x, self.upstream(dout)
        dx, dw = self.dx(layer, x, dout), self.dw(layer, *self.images(x, dout))
        db = self.db(dout)
        self.store(layer, dw, db, len(dout))
        return self.answer(dx, dw, db)


class Linear(Weighted, of="Linear"):
    """Weighted sums of a row."""

    def make(self, layer, n_in, n_out, *, seed=0):
        self.fill(layer, (n_out, n_in), seed)

    def fits(self, layer, x):
        return x.ndim == 2 and x.shape[1] == layer.weight.shape[1]

    def out(self, layer, x):
        return x @ layer.weight.T

    def dx(self, layer, x, dout):
        return dout @ layer.weight

    def dw(self, layer, x, dout):
        return dout.T @ x


class Conv2d(Weighted, of="Conv2d"):
    """Weighted sums of windows; patches are (N, C, k, k, oH, oW)."""

    def make(self, layer, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        layer.stride, layer.padding = stride, padding
        self.fill(layer, (out_channels, in_channels, kernel_size, kernel_size), seed)

    def fits(self, layer, x):
        (_, channels, _, k), p = layer.weight.shape, layer.padding
        room = min(x.shape[2:], default=0) + 2 * p - k
        return x.ndim == 4 and x.shape[1] == channels and min(k, layer.stride) > 0 <= min(p, room)

    def frame(self, padding):
        return padding

    def starts(self, count, stride):
        return np.arange(count) * stride

    def starts_backward(self, count, stride):
        return self.starts(count, stride)

    def pad(self, layer, x, starts):
        """Return the padded images, and the indices in them of the pixels of all windows."""
        k, s, p = layer.weight.shape[3], layer.stride, self.frame(layer.padding)
        padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        first = (starts((n - k) // s + 1, s) for n in padded.shape[2:])
        rows, columns = (start + np.arange(k)[:, None] for start in first)
        return padded, np.s_[:, :, rows[:, None, :, None], columns[None, :, None, :]]

    def kernel(self, weight):
        return weight

    def out(self, layer, x):
        padded, where = self.pad(layer, x, self.starts)
        return np.einsum("ncijyx,fcij->nfyx", padded[where], self.kernel(layer.weight))

    def spread(self, dout, weight):
        return np.einsum("nfyx,fcij->ncijyx", dout, weight)

    def scatter(self, dpadded, spread, where):
        np.add.at(dpadded, where, spread)

    def crop(self, dpadded, p, sides):
        return dpadded[:, :, p : p + sides[0], p : p + sides[1]]

    def dx(self, layer, x, dout):
        padded, where = self.pad(layer, x, self.starts_backward)
        self.scatter(dpadded := np.zeros(padded.shape), self.spread(dout, layer.weight), where)
        return self.crop(dpadded, self.frame(layer.padding), x.shape[2:])

    def seen(self, padded, x):
        return padded

    def dw(self, layer, x, dout):
        padded, where = self.pad(layer, x, self.starts_backward)
        return np.einsum("nfyx,ncijyx->fcij", dout, self.seen(padded, x)[where])


check, store = partial(fault, Weighted, "check"), partial(fault, Weighted, "store")
biased, db = partial(fault, Weighted, "biased"), partial(fault, Weighted, "db")
crop = partial(fault, Conv2d, "crop")


@fault(Weighted, "memory", title="Layers share what they keep", hint="Whose is an attribute of a class?")
def shared_memory(self, layer):
    return self


@biased(title="The bias is left out", hint="What comes out where all of x is 0?")
def no_bias(self, layer, out):
    return out


@fault(Weighted, "axes", title="Outputs come before images", hint="Which axis of x counts the images?")
def outputs_first(self, out):
    return out.swapaxes(0, 1)


@fault(Weighted, "upstream", title="`dout` is divided by N", hint="Who takes the mean over the batch?")
def dout_divided(self, dout):
    return dout / len(dout)


@fault(Weighted, "images", title="Each image overwrites the gradient", hint="What is left of the first?")
def last_image(self, x, dout):
    return x[-1:], dout[-1:]


@db(title="Gradients of biases are means", hint="The bias is added to each row: who adds up?")
def bias_mean(self, dout):
    return dout.mean(axis=(0, *range(2, dout.ndim)))


@db(title="Gradients of biases are added up by image", hint="Which axis of `dout` is to remain?")
def bias_by_image(self, dout):
    return dout.sum(axis=tuple(range(1, dout.ndim)))


@db(title="Gradients of biases keep axes", hint="Which shape has the bias?")
def bias_with_axes(self, dout):
    return dout.sum(axis=(0, *range(2, dout.ndim)), keepdims=True)


@store(title="Gradients add up from call to call", hint="What is in them when `backward` begins?")
def accumulated(self, layer, dw, db, n):
    old = layer.gradients()
    layer.weight_gradient = dw if old["weight"] is None else old["weight"] + dw
    layer.bias_gradient = db if old["bias"] is None else old["bias"] + db


@store(title="Gradients are not kept", hint="Where does `gradients()` take them from?")
def not_stored(self, *given):
    return None


@store(title="The gradient of the bias is not kept", hint="How many gradients are to be found?")
def bias_not_stored(self, layer, dw, db, n):
    layer.weight_gradient = dw


@store(title="The gradient takes the place of the weight", hint="What is `self.weight` after that line?")
def weight_replaced(self, layer, dw, db, n):
    layer.weight, layer.bias = dw, db


@store(title="Gradients are means over the batch", hint="Does a layer know what the loss is?")
def averaged(self, layer, dw, db, n):
    layer.weight_gradient, layer.bias_gradient = dw / n, db / n


@fault(Weighted, "answer", title="`backward` returns all gradients", hint="Which one is asked for?")
def all_returned(self, *gradients):
    return gradients


@check(title="Bad arguments are not checked", hint="Which arguments make no sense, and what then?")
def no_checks(self, *given):
    return None


@fault(Linear, "out", title="The weight is transposed", hint="What are rows, and what columns, of both?")
def transposed(self, layer, x):
    return x @ layer.weight


@fault(Linear, "dx", title="The weight is transposed in dx", hint="Which output is each row of it for?")
def transposed_backward(self, layer, x, dout):
    return dout @ layer.weight.T


@fault(Linear, "dw", title="The weight's gradient is transposed", hint="Which shape has it, and why?")
def gradient_transposed(self, layer, x, dout):
    return x.T @ dout


@fault(Conv2d, "frame", title="Padding is ignored", hint="On which image do the windows lie?")
def padding_ignored(self, padding):
    return 0


@fault(Conv2d, "starts", title="The stride is ignored", hint="Where does the second window begin?")
def stride_ignored(self, count, stride):
    return np.arange(count)


@fault(Conv2d, "starts_backward", title="`backward` ignores the stride", hint="Where were the windows?")
def stride_ignored_backward(self, count, stride):
    return np.arange(count)


@fault(Conv2d, "kernel", title="The kernel is flipped", hint="Which tap meets a window's first pixel?")
def kernel_flipped(self, weight):
    return weight[:, :, ::-1, ::-1]


@fault(Conv2d, "spread", title="The kernel is flipped in dx", hint="Which tap met which pixel?")
def kernel_flipped_backward(self, dout, weight):
    return Conv2d.spread(self, dout, weight[:, :, ::-1, ::-1])


@fault(Conv2d, "scatter", title="Windows overwrite dx", hint="What if a pixel is in two windows?")
def overwritten(self, dpadded, spread, where):
    rows, columns = (index.transpose(2, 3, 0, 1) for index in where[2:])
    dpadded[:, :, rows, columns] = spread.transpose(0, 1, 4, 5, 2, 3)


@crop(title="dx is still padded", hint="Which shape has dx?")
def frame_left(self, dpadded, p, sides):
    return dpadded


@crop(title="`[p:-p]` leaves nothing where p is 0", hint="What is `[1, 2, 3][0:-0]`?")
def negative_ends(self, dpadded, p, sides):
    return dpadded[:, :, p:-p, p:-p]


@fault(Conv2d, "seen", title="The gradient is made from x without padding", hint="What did filters see?")
def unpadded(self, padded, x):
    if padded.shape != x.shape:
        raise ValueError("as NumPy says to windows that stick out")
    return x
