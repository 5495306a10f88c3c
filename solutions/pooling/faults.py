"""Known mistakes with pooling: the four functions in stages, then what goes wrong in each."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial

import numpy as np

from autograder.diagnosis import Operation, fault


class Pooling(Operation):
    """Which pixels are in which window: what all four functions share."""

    def step(self, size, stride):
        return size if stride is None else stride

    def check(self, shape, size, step):
        if len(shape) != 4 or step < 1 or not 1 <= size <= min(shape[2:]):
            raise ValueError

    def counts(self, sides, size, step):
        return [(n - size) // step + 1 for n in sides]

    def corners(self, counts, step):
        return np.indices(counts) * step

    def taps(self, size):
        return np.indices((size, size))

    def windows(self, x, places):
        (rows, columns), (height, width) = places, x.shape[2:]
        inside = (rows < height) & (columns < width)
        return np.where(inside, x[:, :, rows * inside, columns * inside], np.nan)

    def visited(self, values):
        return values

    def numbers(self, values, x):
        return values.copy()

    def cut(self, x, size, step):
        self.check(x.shape, size, step)
        counts = self.counts(x.shape[2:], size, step)
        places = self.corners(counts, step)[..., None, None] + self.taps(size)[:, None, None]
        return counts, places, self.windows(x.astype(np.float64), places)


class Forward(Pooling):
    """One number for each window."""

    @np.errstate(all="ignore")
    def run(self, x, size, stride=None):
        x, step = np.asarray(x), self.step(size, stride)
        _, _, windows = self.cut(x, size, step)
        return self.numbers(self.visited(self.pool(windows, x, size, step)), x)


class Backward(Pooling):
    """What each window sends back to its pixels."""

    def given(self, dout, counts):
        if np.less(dout.shape[2:], counts).any():
            raise IndexError
        return dout[:, :, : counts[0], : counts[1]]

    def share(self, dout, *others):
        return dout

    def product(self, share, weights, windows):
        return share[..., None, None] * weights

    def blank(self, x):
        return np.zeros(x.shape)

    def landing(self, places, size, width):
        return places

    def add(self, dx, at, grads):
        np.add.at(dx, at, grads)

    @np.errstate(all="ignore")
    def run(self, dout, x, size, stride=None):
        dout, x, step = np.asarray(dout), np.asarray(x), self.step(size, stride)
        counts, places, windows = self.cut(x, size, step)
        share = self.share(self.visited(self.given(dout, counts)), windows, size, step)
        dx, grads = self.blank(x), self.product(share, self.weights(windows), windows)
        n, c, *at = np.nonzero(grads)
        self.add(dx, (n, c, *self.landing(places, size, x.shape[3])[:, *at]), grads[n, c, *at])
        return self.numbers(dx, x)


class Largest(Pooling):
    """Whose pixels compete."""

    def windows(self, x, places):
        windows = super().windows(x, places)
        if np.isnan(windows).all(axis=(4, 5)).any():
            raise ValueError
        return windows

    def rank(self, windows):
        return np.fmax(windows, -np.inf)


class Mean(Pooling):
    """Whose pixels share."""

    def divisor(self, pixels, size, step):
        return pixels

    def divide(self, amount, divisor):
        return amount / divisor

    def share(self, amount, windows, size, step):
        return self.divide(amount, self.divisor((~np.isnan(windows)).sum(axis=(4, 5)), size, step))


class MaxForward(Largest, Forward, of="max_pool_forward"):
    """The largest pixel."""

    def pool(self, windows, *others):
        return self.rank(windows).max(axis=(4, 5))


class AvgForward(Mean, Forward, of="avg_pool_forward"):
    """The mean."""

    def pool(self, windows, x, size, step):
        return self.share(np.nansum(windows, axis=(4, 5)), windows, size, step)


class MaxBackward(Largest, Backward, of="max_pool_backward"):
    """All for the largest pixel."""

    def weights(self, windows):
        *outer, h, w = windows.shape
        best = self.rank(windows).reshape(*outer, h * w).argmax(axis=-1)[..., None, None]
        return best == np.arange(h * w).reshape(h, w)


class AvgBackward(Mean, Backward, of="avg_pool_backward"):
    """As much for each pixel."""

    def weights(self, windows):
        return ~np.isnan(windows)


step, check, counts = (partial(fault, Pooling, stage) for stage in ("step", "check", "counts"))
visited, divisor = partial(fault, Pooling, "visited"), partial(fault, Mean, "divisor")
product, weights = partial(fault, Backward, "product"), partial(fault, MaxBackward, "weights")


@step(title="The stride is ignored", hint="Do windows always lie side by side?")
def stride_ignored(self, size, stride):
    return size


@step(title="A stride of 0 counts as none", hint="What does `or` make of a 0?")
def stride_or_size(self, size, stride):
    return stride or size


@check(title="Bad arguments are not checked", hint="Which arguments make no sense, and what then?")
def no_checks(self, *given):
    return None


@check(title="Bad arguments raise no ValueError", hint="Which exception was promised?")
def assertion(self, *given):
    try:
        Pooling.check(self, *given)
    except ValueError as error:
        raise AssertionError from error


@counts(title="The output size is rounded up", hint="May a window stick out at the end of an image?")
def rounded_up(self, sides, size, step):
    return [-((size - n) // step) + 1 for n in sides]


@counts(title="The last window is lost", hint="Is 6 in `range(0, 6, 2)`? Where does the last one start?")
def last_lost(self, sides, size, step):
    return [-((size - n) // step) for n in sides]


@counts(title="The size of the windows is not counted", hint="Where may the last window start?")
def size_uncounted(self, sides, size, step):
    return [n // step for n in sides]


@counts(title="The output is always square", hint="What if an image is wider than high?")
def always_square(self, *given):
    return Pooling.counts(self, *given)[:1] * 2


@fault(Pooling, "corners", title="Windows start without the stride", hint="Where is the second window?")
def starts_without_stride(self, counts, step):
    return np.indices(counts)


@fault(Pooling, "taps", title="Windows are always 2x2", hint="Which numbers change if the size is 3?")
def two_by_two(self, size):
    return np.indices((2, 2))


@visited(title="It returns after the first window", hint="How far in is the `return` of your loops?")
def return_in_loop(self, values):
    return np.where(np.arange(values.size).reshape(values.shape) == 0, values, 0)


@visited(title="Only the first image is pooled", hint="What becomes of the second image?")
def first_image(self, values):
    return np.concatenate([values[:1], np.zeros_like(values[1:])])


@fault(Forward, "windows", title="Channels are pooled together", hint="Which axes has a window?")
def channels_together(self, *given):
    windows = Pooling.windows(self, *given)
    return np.concatenate([*windows.swapaxes(0, 1)], axis=-1)[:, None].repeat(windows.shape[1], axis=1)


@fault(Largest, "rank", title="The maximum starts from 0", hint="What is the largest of -3, -2 and -5?")
def zero_start(self, windows):
    return np.fmax(windows, 0)


@divisor(title="Nothing is divided", hint="What is the mean of four pixels that are all 1?")
def not_divided(self, *given):
    return 1


@divisor(title="Means are always over 4", hint="How many pixels has a window of 3x3?")
def always_four(self, *given):
    return 4


@divisor(title="It is divided twice", hint="Which of your lines divide? Does `mean`?")
def divided_twice(self, pixels, size, step):
    return pixels * size**2


@fault(AvgForward, "pool", title="Small integers wrap around", hint="What is 200 + 100 in uint8?")
def wrapped(self, windows, x, size, step):
    return self.share(windows.astype(x.dtype).sum(axis=(4, 5), dtype=x.dtype), windows, size, step)


@fault(AvgForward, "numbers", title="Means get the image's dtype", hint="Is 2.5 a uint8?")
def mean_like_image(self, values, x):
    return values.astype(x.dtype)


@fault(Backward, "numbers", title="Gradients get the image's dtype", hint="Is -2.5 a uint8?")
def gradient_like_image(self, values, x):
    return values.astype(x.dtype)


@fault(Backward, "blank", title="Gradients add up over calls", hint="What is in dx when a call begins?")
def accumulated(self, x):
    return vars(self).setdefault(f"dx {x.shape}", np.zeros(x.shape))


@fault(Backward, "add", title="Overlapping windows overwrite", hint="What if a pixel is in two windows?")
def overwritten(self, dx, at, grads):
    dx[at] = grads


@product(title="The gradient is a mean over the batch", hint="Is the loss a sum or a mean of images?")
def over_batch(self, share, *others):
    return Backward.product(self, share, *others) / len(share)


@product(title="The gradient is multiplied by pixels", hint="If a pixel grows by 1, what else grows?")
def times_pixels(self, share, weights, windows):
    return Backward.product(self, share, weights, windows) * windows


@weights(title="All equal pixels get the gradient", hint="If two pixels are the largest, who gets it?")
def all_ties(self, windows):
    return windows == windows.max(axis=(4, 5), keepdims=True)


@weights(title="Equal pixels share the gradient", hint="If two pixels are the largest, who gets it?")
def shared_ties(self, windows):
    return (ties := all_ties.change(self, windows)) / ties.sum(axis=(4, 5), keepdims=True)


@weights(title="The last of equal pixels gets it", hint="Is `>=` true of equal numbers?")
def last_tie(self, windows):
    return MaxBackward.weights(self, windows[..., ::-1, ::-1])[..., ::-1, ::-1]


@fault(MaxBackward, "landing", title="argmax is split with a wrong width", hint="How wide is a window?")
def image_width(self, places, size, width):
    down, right = np.divmod(np.arange(size**2).reshape(size, size), width)
    return np.stack([places[0, ..., :1, :1] + down, (places[1, ..., :1, :1] + right) % width])


@fault(AvgBackward, "divide", title="dout is divided in place", hint="What does `/=` do to its array?")
def in_place(self, amount, divisor):
    return np.divide(amount, divisor, out=amount)
