"""Known mistakes with AlexNet's normalisation and tables: both in stages, then what goes wrong."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial

import numpy as np

from autograder.diagnosis import Operation, fault


class Norm(Operation, of="local_response_norm"):
    """Channels and their neighbours."""

    def check(self, x, size):
        if x.ndim != 4 or size < 1 or size % 2 == 0:
            raise ValueError

    def amounts(self, x):
        return x.astype(np.float64) ** 2

    def window(self, c, size, channels):
        return slice(max(c - size // 2, 0), c + size // 2 + 1)

    def sums(self, amounts, size):
        channels = amounts.shape[1]
        windows = (self.window(c, size, channels) for c in range(channels))
        return np.stack([amounts[:, window].sum(axis=1) for window in windows], axis=1)

    def weight(self, alpha, size):
        return alpha

    def base(self, k, alpha, sums):
        return k + alpha * sums

    def power(self, base, beta):
        return base**beta

    @np.errstate(all="ignore")
    def run(self, x, size=5, alpha=1e-4, beta=0.75, k=2):
        self.check(x, size)
        sums = self.sums(self.amounts(x), size)
        return x / self.power(self.base(k, self.weight(alpha, size), sums), beta)


class Table(Operation, of="layer_table"):
    """A row for each layer; a pool is a window, and so is a filter."""

    def check(self, shape, n, window, stride, padding):
        if min(window, stride) < 1 or padding < 0 or window > n + 2 * padding:
            raise ValueError

    def stride(self, kind, window, stride):
        return stride

    def frame(self, padding):
        return 2 * padding

    def steps(self, room, stride):
        return room // stride

    def sides(self, shape, sides):
        return sides

    def filter_weights(self, number, filters, channels, kernel):
        return filters * channels * kernel**2

    def pool_parameters(self, channels, size):
        return 0, 0

    def inputs(self, shape):
        return int(np.prod(shape))

    def source(self, shape, input_shape):
        return shape

    def biases(self, n):
        return n

    def name(self, kind, number):
        return kind

    def output(self, shape):
        return shape

    def rows(self, rows):
        return rows

    def moved(self, kind, shape, window, stride, padding=0):
        """Return the sides of what comes out of a window that moves over an image."""
        for n in shape[1:]:
            self.check(shape, n, window, stride, padding)
        stride, frame = self.stride(kind, window, stride), self.frame(padding)
        return self.sides(shape, [self.steps(n + frame - window, stride) + 1 for n in shape[1:]])

    def row(self, kind, number, numbers, shape, source):
        """Return the weights, the biases and the output of a layer."""
        if kind == "fc":
            return numbers[0] * self.inputs(source), self.biases(numbers[0]), (numbers[0],)
        if kind == "conv":
            weights = self.filter_weights(number, numbers[0], source[0], numbers[1])
            return weights, self.biases(numbers[0]), (numbers[0], *self.moved(kind, shape, *numbers[1:]))
        return *self.pool_parameters(shape[0], numbers[0]), (
            shape[0],
            *self.moved(kind, shape, *numbers),
        )

    def run(self, layers, input_shape):
        if len(input_shape) != 3:
            raise ValueError
        rows, shape = [], tuple(input_shape)
        kinds = [kind for kind, *_ in layers]
        for i, (kind, *numbers) in enumerate(layers):
            number, source = kinds[: i + 1].count(kind), self.source(shape, tuple(input_shape))
            weights, biases, shape = self.row(kind, number, numbers, shape, source)
            counts = {"weights": weights, "biases": biases, "parameters": weights + biases}
            rows.append({"layer": self.name(kind, number), "output": self.output(shape), **counts})
        return self.rows(rows)


amounts, window = partial(fault, Norm, "amounts"), partial(fault, Norm, "window")
sums, base, power = (partial(fault, Norm, stage) for stage in ("sums", "base", "power"))
filters, pools = partial(fault, Table, "filter_weights"), partial(fault, Table, "pool_parameters")
inputs, output, rows = (partial(fault, Table, stage) for stage in ("inputs", "output", "rows"))


@fault(Norm, "check", title="Even sizes are let through", hint="Which arguments make no sense?")
def even_sizes(self, *given):
    return None


@amounts(title="Small integers wrap around", hint="What is 200 * 200 in uint8?")
def squares_wrap(self, x):
    return x**2


@amounts(title="Nothing is squared", hint="What do -3 and 3 next to each other add up to?")
def not_squared(self, x):
    return x.astype(np.float64)


@window(title="The window looks forward only", hint="Where in the window is the channel itself?")
def forward_only(self, c, size, channels):
    return slice(c, c + size)


@window(title="The window looks back only", hint="Where in the window is the channel itself?")
def back_only(self, c, size, channels):
    return slice(max(c - size + 1, 0), c + 1)


@window(title="The window is a channel too short", hint="Is the end of a slice part of it?")
def end_left_out(self, c, size, channels):
    return slice(max(c - size // 2, 0), c + size // 2)


@window(title="The window reaches `size` to either side", hint="How many channels are in it?")
def twice_as_wide(self, c, size, channels):
    return slice(max(c - size, 0), c + size + 1)


@window(title="The window is not clipped", hint="Where does a slice begin that starts at -2?")
def not_clipped(self, c, size, channels):
    return slice(c - size // 2, c + size // 2 + 1)


@window(title="Channels go around", hint="Is the last channel next to the first?")
def around(self, c, size, channels):
    return np.arange(c - size // 2, c + size // 2 + 1) % channels


@sums(title="Neighbours are pixels", hint="What are neighbours here: pixels, or channels?")
def over_pixels(self, amounts, size):
    half = size // 2
    padded = np.pad(amounts, ((0, 0), (0, 0), (half, half), (half, half)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), axis=(2, 3))
    return windows.sum(axis=(4, 5))


@sums(title="A channel is not its own neighbour", hint="Does the paper's sum leave one out?")
def itself_left_out(self, amounts, size):
    return Norm.sums(self, amounts, size) - amounts


@fault(Norm, "weight", title="alpha is divided by the size", hint="Is it the paper's sum, or PyTorch's?")
def divided_by_size(self, alpha, size):
    return alpha / size


@base(title="k is multiplied by alpha too", hint="What does alpha stand before?")
def k_weighted(self, k, alpha, sums):
    return alpha * (k + sums)


@base(title="k is always 1", hint="Whose default is 1, and what was given?")
def k_of_one(self, k, alpha, sums):
    return 1 + alpha * sums


@power(title="The exponent is left out", hint="What is beta for?")
def no_exponent(self, base, beta):
    return base


@power(title="The exponent has the wrong sign", hint="Do large neighbours make a number smaller?")
def negative_exponent(self, base, beta):
    return base**-beta


@fault(Table, "check", title="Misfits are counted", hint="What comes out of a window too large?")
def misfits(self, *given):
    return None


@fault(Table, "stride", title="Pools move by their size", hint="How far apart are AlexNet's windows?")
def pools_side_by_side(self, kind, window, stride):
    return stride if kind == "conv" else window


@fault(Table, "frame", title="Padding is counted once", hint="On how many sides is there a frame?")
def padding_once(self, padding):
    return padding


@fault(Table, "steps", title="Sizes are rounded up", hint="May a window stick out at the end?")
def sizes_rounded_up(self, room, stride):
    return -(-room // stride)


@fault(Table, "sides", title="The output is always square", hint="What if an image is not?")
def always_square(self, shape, sides):
    return sides[:1] * 2


@filters(title="Channels are not counted", hint="How deep is a filter?")
def flat_filters(self, number, filters, channels, kernel):
    return filters * kernel**2


@filters(title="Kernels have one side only", hint="How many weights has a filter of 5x5?")
def kernel_lines(self, number, filters, channels, kernel):
    return filters * channels * kernel


@filters(
    title="AlexNet's groups are counted", hint="Does each filter span all channels, or half of them?"
)
def grouped(self, number, filters, channels, kernel):
    return Table.filter_weights(self, number, filters, channels, kernel) // (1 + (number in (2, 4, 5)))


@pools(title="Pools have weights", hint="What is there to learn in a maximum?")
def pool_weights(self, channels, size):
    return channels * size**2, 0


@pools(title="Pools have LeCun's two numbers a channel", hint="Does a mean learn? Did it in 1998?")
def pools_of_1998(self, channels, size):
    return channels, channels


@inputs(title="Images are not flattened", hint="How many numbers are 256 channels of 6x6?")
def not_flattened(self, shape):
    return shape[0]


@fault(Table, "source", title="Each layer counts the image's channels", hint="What goes into layer 2?")
def image_each_time(self, shape, input_shape):
    return input_shape


@fault(Table, "biases", title="Biases are left out", hint="What is added to a weighted sum?")
def no_biases(self, n):
    return 0


@fault(Table, "name", title="Layers are numbered", hint="Which name was the layer given?")
def numbered(self, kind, number):
    return f"{kind}{number}"


@output(title="Channels come last", hint="In which order is `input_shape`?")
def channels_at_the_end(self, shape):
    return (*shape[1:], shape[0])


@rows(title="A row of sums is added", hint="How many rows are there for two layers?")
def total_row(self, rows):
    total = {key: sum(row[key] for row in rows) for key in ("weights", "biases", "parameters")}
    return [*rows, {"layer": "total", "output": rows[-1]["output"], **total}]
