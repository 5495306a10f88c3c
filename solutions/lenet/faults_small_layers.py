"""Known mistakes in layers without parameters: three layers in stages, then what goes wrong in each."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial
from types import SimpleNamespace

import numpy as np

from autograder.diagnosis import Operation, fault


class Plain(Operation):
    """A layer is a namespace, and its methods are stages that are given it first."""

    def run(self, *numbers, **named):
        layer = SimpleNamespace(parameters=dict, gradients=dict, set_parameters=self.set_parameters)
        layer.forward, layer.backward = partial(self.forward, layer), partial(self.backward, layer)
        self.make(layer, *numbers, **named)
        return layer

    def make(self, layer):
        pass

    def set_parameters(self, values):
        pass

    def check(self, layer, x):
        pass

    def memory(self, layer):
        return layer

    def forward(self, layer, x):
        self.check(layer, x)
        kept = self.memory(layer)
        kept.last = x, self.out(layer, x)
        return kept.last[1]

    def upstream(self, dout):
        return dout

    def answer(self, dx):
        return dx

    def backward(self, layer, dout):
        x, out = self.memory(layer).last
        return self.answer(self.dx(layer, self.upstream(dout), x, out))


class Tanh(Plain, of="Tanh"):
    """Number by number."""

    @np.errstate(all="ignore")
    def out(self, layer, x):
        return self.squeezed(x)

    def squeezed(self, x):
        return np.tanh(np.asarray(x, dtype=np.float64))

    def slope(self, x, out):
        return 1 - out**2

    def product(self, dout, slope):
        return dout * slope

    @np.errstate(all="ignore")
    def dx(self, layer, dout, x, out):
        return self.product(dout, self.slope(x, out))


class Flatten(Plain, of="Flatten"):
    """A row for each image."""

    def out(self, layer, x):
        return x.reshape(len(x), -1)

    def dx(self, layer, dout, x, out):
        return dout.reshape(x.shape)


class AvgPool2d(Plain, of="AvgPool2d"):
    """Means of windows, which are (N, C, oH, oW, size, size) with NaN where a pixel is none."""

    def make(self, layer, size):
        layer.size = size

    def check(self, layer, x):
        if x.ndim != 4 or not 1 <= layer.size <= min(x.shape[2:]):
            raise ValueError

    def side(self, size):
        return size

    def counts(self, sides, size):
        return [n // size for n in sides]

    def places(self, x, size):
        corners = np.indices(self.counts(x.shape[2:], size)) * size
        rows, columns = corners[..., None, None] + np.indices((size, size))[:, None, None]
        inside = (rows < x.shape[2]) & (columns < x.shape[3])
        return rows * inside, columns * inside, inside

    def shares(self, windows, size):
        """Return how much each pixel counts in its window."""
        pixels = ~np.isnan(windows)
        return pixels / pixels.sum(axis=(4, 5), keepdims=True)

    def numbers(self, out, x):
        return out

    @np.errstate(all="ignore")
    def out(self, layer, x):
        rows, columns, inside = self.places(x, self.side(layer.size))
        windows = np.where(inside, x[:, :, rows, columns], np.nan)
        total = np.nansum(windows * self.shares(windows, layer.size), axis=(4, 5))
        return self.numbers(total, x)

    def shares_backward(self, windows, size):
        return self.shares(windows, size)

    def spread(self, dout, windows):
        """Return what each window sends to each of its pixels, before shares."""
        return np.broadcast_to(dout[..., None, None], windows.shape)

    def rest(self, dx, out, size):
        return dx

    @np.errstate(all="ignore")
    def dx(self, layer, dout, x, out):
        rows, columns, inside = self.places(x, self.side(layer.size))
        windows, dx = np.where(inside, x[:, :, rows, columns], np.nan), np.zeros(x.shape)
        sent = self.spread(dout, windows) * self.shares_backward(windows, layer.size) * inside
        np.add.at(dx, np.s_[:, :, rows, columns], sent)
        return self.rest(dx, out, layer.size)


upstream, answer = partial(fault, Plain, "upstream"), partial(fault, Plain, "answer")
squeezed, slope, product = (partial(fault, Tanh, stage) for stage in ("squeezed", "slope", "product"))
row, image = partial(fault, Flatten, "out"), partial(fault, Flatten, "dx")
counts, shares = partial(fault, AvgPool2d, "counts"), partial(fault, AvgPool2d, "shares")


@fault(Plain, "memory", title="Layers share what they keep", hint="Whose is an attribute of a class?")
def one_memory(self, layer):
    return self


@upstream(title="The gradient is divided by N", hint="Who takes the mean over the batch?")
def mean_gradient(self, dout):
    return dout / len(dout)


@answer(title="`backward` returns nothing", hint="What does the layer below need?")
def nothing_returned(self, dx):
    return None


@squeezed(title="Large numbers overflow", hint="How large is exp(1000), and what is that by itself?")
def exponentials(self, x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


@squeezed(title="It is a sigmoid", hint="What is tanh(0), and how small may it get?")
def sigmoid(self, x):
    return 1 / (1 + np.exp(-x))


@squeezed(title="x itself is changed", hint="Whose array is x?")
def in_place(self, x):
    return np.tanh(x, out=x)


@slope(
    title="The derivative takes x for tanh(x)", hint="What is squared: what went in, or what came out?"
)
def slope_of_input(self, x, out):
    return 1 - x**2


@slope(title="tanh is taken twice in `backward`", hint="Has what you kept gone through tanh already?")
def slope_of_output(self, x, out):
    return 1 - np.tanh(out) ** 2


@slope(title="The square is left out", hint="What is the derivative at 0, and far away on either side?")
def no_square(self, x, out):
    return 1 - out


@slope(
    title="The derivative is a sigmoid's", hint="Which function is out * (1 - out) the derivative of?"
)
def slope_of_sigmoid(self, x, out):
    return out * (1 - out)


@product(title="`dout` is left out", hint="How much does each output matter?")
def dout_left_out(self, dout, slope):
    return slope


@row(title="Numbers go column by column", hint="What comes second: the pixel to the right, or below?")
def column_major(self, layer, x):
    return x.reshape(len(x), -1, order="F")


@row(title="Channels are read last", hint="Which number comes second in memory?")
def channels_last(self, layer, x):
    return np.moveaxis(x, 1, -1).reshape(len(x), -1)


@row(title="The whole batch is one row", hint="How many rows are there for three images?")
def one_row(self, layer, x):
    return x.reshape(-1)


@row(title="Images are columns", hint="Does a batch run down or across?")
def images_as_columns(self, layer, x):
    return x.reshape(len(x), -1).T


@image(title="`backward` keeps rows", hint="Which shape had x?")
def rows_kept(self, layer, dout, x, out):
    return dout


@image(title="`backward` reads column by column", hint="In which order did `forward` write?")
def column_major_backward(self, layer, dout, x, out):
    return dout.reshape(x.shape, order="F")


@fault(AvgPool2d, "check", title="Bad arguments are not checked", hint="Which ones make no sense?")
def never_refused(self, *given):
    return None


@fault(AvgPool2d, "side", title="Windows are always 2x2", hint="Which numbers change if the size is 3?")
def two_by_two(self, size):
    return 2


@counts(title="The output size is rounded up", hint="What becomes of pixels that fill no window?")
def rounded_up(self, sides, size):
    return [-(-n // size) for n in sides]


@counts(title="Images must divide into windows", hint="What becomes of pixels that fill no window?")
def reshaped(self, sides, size):
    if any(n % size for n in sides):
        raise ValueError("as NumPy says to `reshape`")
    return AvgPool2d.counts(self, sides, size)


@shares(title="The maximum is taken", hint="What does LeNet-5 take of each window?")
def maximum(self, windows, size):
    flat = np.where(np.isnan(windows), -np.inf, windows).reshape(*windows.shape[:4], -1)
    first = np.arange(flat.shape[-1]) == flat.argmax(axis=-1)[..., None]
    return first.reshape(windows.shape)


@shares(title="Divided by the side", hint="How many pixels has a window?")
def divided_by_side(self, windows, size):
    return np.ones(windows.shape) / size


@shares(title="Windows are added up", hint="What is the mean of four pixels that are all 1?")
def not_divided(self, windows, size):
    return np.ones(windows.shape)


@fault(AvgPool2d, "numbers", title="Means get the image's dtype", hint="Is 2.5 a uint8?")
def dtype_of_image(self, out, x):
    return out.astype(x.dtype)


@fault(AvgPool2d, "shares_backward", title="`backward` does not divide", hint="How many shared it?")
def whole_gradient(self, windows, size):
    return np.ones(windows.shape)


@fault(AvgPool2d, "spread", title="The gradient is tiled", hint="Whose is the first mean?")
def tiled(self, dout, windows):
    size = windows.shape[-1]
    rows, columns = (np.arange(n * size).reshape(n, size) % n for n in dout.shape[2:])
    return dout[:, :, rows[:, None, :, None], columns[None, :, None, :]]


@fault(AvgPool2d, "rest", title="dx lacks what is left over", hint="Which shape has x?")
def cut_off(self, dx, out, size):
    return dx[:, :, : out.shape[2] * size, : out.shape[3] * size]
