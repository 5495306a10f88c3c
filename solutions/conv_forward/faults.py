"""Known mistakes with a forward convolution: the functions in stages, then what goes wrong in each."""

# Stages are what their names say, and a change takes what its stage takes:
# ruff: noqa: ARG001, ARG002, D102
from functools import partial
from math import prod

import numpy as np

from autograder.diagnosis import Operation, fault


class Sliding(Operation):
    """Where a kernel goes on an image: what all four functions share."""

    def check(self, x_shape, w_shape, stride, padding):
        if len(x_shape) != 4 or len(w_shape) != 4 or x_shape[1] != w_shape[1]:
            raise ValueError("axes and channels")
        room = min(n + 2 * padding - k for n, k in zip(x_shape[2:], w_shape[2:], strict=True))
        if min(stride, *w_shape[2:]) < 1 or min(padding, room) < 0:
            raise ValueError("kernel, stride and padding")

    def steps(self, stride):
        return stride, stride

    def frame(self, padding):
        return (padding, padding), (padding, padding)

    def size(self, sides, kernel, frame, steps):
        axes = zip(sides, kernel, frame, steps, strict=True)
        return tuple((n + sum(p) - k) // s + 1 for n, k, p, s in axes)


class Macs(Sliding, of="conv_macs"):
    """The multiply-accumulates of a convolution."""

    def product(self, images, channels, *others):
        return images * channels * prod(others)

    def run(self, x_shape, w_shape, stride=1, padding=0):
        self.check(x_shape, w_shape, stride, padding)
        (n, c, height, width), (f, _, *kernel) = x_shape, w_shape
        counts = self.size((height, width), kernel, self.frame(padding), self.steps(stride))
        return self.product(n, c, f, *counts, *kernel)


class Windows(Sliding):
    """Patches under a kernel, (N, C, kH, kW, oH, oW): what all but `conv_macs` share."""

    def pad(self, x, frame):
        (top, bottom), (left, right), (n, c, height, width) = *frame, x.shape
        padded = np.zeros((n, c, top + height + bottom, left + width + right))
        padded[:, :, top : top + height, left : left + width] = x
        return padded

    def starts(self, counts, steps):
        return [np.arange(n) * s for n, s in zip(counts, steps, strict=True)]

    def windows(self, padded, kernel, starts):
        rows, columns = (np.arange(k)[:, None] + first for k, first in zip(kernel, starts, strict=True))
        if rows.max(initial=0) >= padded.shape[2] or columns.max(initial=0) >= padded.shape[3]:
            raise ValueError("a window sticks out")
        return padded[:, :, rows[:, None, :, None], columns[:, None, :]]

    def patches(self, x, kernel, stride, padding):
        _, _, height, width = x.shape
        steps, frame = self.steps(stride), self.frame(padding)
        counts = self.size((height, width), kernel, frame, steps)
        np.empty(counts)  # a ValueError where a side is negative
        return self.windows(self.pad(x, frame), kernel, self.starts(counts, steps))


class Im2col(Windows, of="im2col"):
    """Patches as columns."""

    def kernel(self, size):
        return (size, size) if np.ndim(size) == 0 else tuple(size)

    def rows(self, patches):
        n, c, kh, kw, *counts = patches.shape
        return patches.reshape(n, c * kh * kw, *counts)

    def columns(self, rows):
        return rows.reshape(*rows.shape[:2], rows.shape[2] * rows.shape[3])

    def run(self, x, kernel_size, stride=1, padding=0):
        x, kernel = np.asarray(x, dtype=np.float64), self.kernel(kernel_size)
        self.check(x.shape, (1, *x.shape[1:2], *kernel), stride, padding)
        return self.columns(self.rows(self.patches(x, kernel, stride, padding)))


class Convolution(Windows):
    """What both forms of the convolution share."""

    def filters(self, w):
        return w

    def sums(self, patches, w):
        return np.einsum("ncijyx,fcij->nfyx", patches, w)

    def kept(self, sums, w):
        return sums

    def bias(self, out, b, w):
        return out + np.reshape(b, (-1, 1, 1))

    def reached(self, out):
        return out

    def numbers(self, out, x):
        return out

    def run(self, x, w, b, stride=1, padding=0):
        x, w, b = np.asarray(x), np.asarray(w), np.asarray(b)
        self.check(x.shape, w.shape, stride, padding)
        _, _, *kernel = w.shape
        patches = self.patches(x.astype(np.float64), kernel, stride, padding)
        sums = self.kept(self.sums(patches, self.filters(w.astype(np.float64))), w)
        return self.numbers(self.reached(self.bias(sums, b, w)), x)


class Forward(Convolution, of="conv_forward"):
    """The convolution in whatever way."""


class Fast(Convolution, of="conv_forward_fast"):
    """The convolution as a product, which never stretches channels."""

    def sums(self, patches, w):
        return np.moveaxis(np.tensordot(patches, w, ([1, 2, 3], [1, 2, 3])), -1, 1)


checks, steps = partial(fault, Sliding, "check"), partial(fault, Sliding, "steps")
frame, size = partial(fault, Sliding, "frame"), partial(fault, Sliding, "size")
product = partial(fault, Macs, "product")
rows, columns = partial(fault, Im2col, "rows"), partial(fault, Im2col, "columns")
filters, sums = partial(fault, Convolution, "filters"), partial(fault, Convolution, "sums")
reached = partial(fault, Convolution, "reached")


@checks(title="Bad arguments are not checked", hint="Which arguments make no sense, and what then?")
def no_checks(self, *given):
    return None


@checks(title="Bad arguments raise no ValueError", hint="Which exception does an `assert` raise?")
def assertion(self, *given):
    try:
        Sliding.check(self, *given)
    except ValueError as error:
        raise AssertionError from error


@steps(title="The stride is ignored", hint="With a stride of 2, where is the second position?")
def stride_ignored(self, stride):
    return 1, 1


@steps(title="The stride moves down only", hint="How far is it from one column to the next?")
def stride_down_only(self, stride):
    return stride, 1


@frame(title="Padding is ignored", hint="How large is an image once it has its frame of zeros?")
def padding_ignored(self, padding):
    return (0, 0), (0, 0)


@frame(title="Padding goes above and left only", hint="On how many sides of an image is its frame?")
def padding_before_only(self, padding):
    return (padding, 0), (padding, 0)


@size(title="The output size is rounded up", hint="May a window stick out at the end of an image?")
def rounded_up(self, sides, kernel, frame, steps):
    axes = zip(sides, kernel, frame, steps, strict=True)
    return tuple(-(-(n + sum(p) - k) // s) + 1 for n, k, p, s in axes)


@size(title="The output is one too small", hint="How often does a kernel fit that fills the image?")
def one_too_small(self, *given):
    return tuple(n - 1 for n in Sliding.size(self, *given))


@size(title="The output is always square", hint="What if an image is wider than high?")
def always_square(self, *given):
    return (Sliding.size(self, *given)[0],) * 2


@product(title="The images are not counted", hint="What do two images cost?")
def images_uncounted(self, images, *others):
    return prod(others)


@product(title="The channels are not counted", hint="How many weights does one filter have?")
def channels_uncounted(self, images, channels, *others):
    return images * prod(others)


@product(title="Products and sums are counted apart", hint="What is one multiply-accumulate?")
def counted_twice(self, *factors):
    return 2 * prod(factors)


@fault(Windows, "size", title="The output size leaves out padding", hint="What does a kernel move on?")
def size_unpadded(self, sides, kernel, frame, steps):
    return Sliding.size(self, sides, kernel, ((0, 0), (0, 0)), steps)


@fault(Windows, "size", title="The loop ends one position early", hint="Is 6 in `range(0, 6, 2)`?")
def last_position_lost(self, *given):
    return tuple(n - 1 for n in rounded_up.change(self, *given))


@fault(Windows, "starts", title="Windows start without the stride", hint="Where is the second window?")
def starts_without_stride(self, counts, steps):
    return [np.arange(n) for n in counts]


@fault(Windows, "pad", title="Padding repeats the border", hint="Which number is in the frame?")
def border_repeated(self, x, frame):
    return np.pad(x, ((0, 0), (0, 0), *frame), mode="edge")


@fault(Im2col, "kernel", title="kH and kW are swapped", hint="Which number of the pair counts rows?")
def sides_swapped(self, size):
    return Im2col.kernel(self, size)[::-1]


@rows(title="Channels run fastest in a column", hint="What is second in a column: pixel or channel?")
def channels_fastest(self, patches):
    return Im2col.rows(self, patches.transpose(0, 2, 3, 1, 4, 5))


@rows(title="Axes are joined that are not neighbours", hint="What does `reshape` do with the order?")
def axes_unmoved(self, patches):
    return patches.transpose(0, 1, 4, 5, 2, 3).reshape(Im2col.rows(self, patches).shape)


@columns(title="Patches are rows, not columns", hint="Which axis of the result counts positions?")
def patches_as_rows(self, rows):
    return Im2col.columns(self, rows).swapaxes(1, 2)


@filters(title="The first filter is used for all", hint="Whose weights make the second plane?")
def first_filter(self, w):
    return np.repeat(w[:1], len(w), axis=0)


@filters(title="One kernel serves all channels", hint="How deep is a filter?")
def one_kernel(self, w):
    return np.repeat(w[:, :1], w.shape[1], axis=1)


@sums(title="Only the first channel is seen", hint="Who adds up what the channels say?")
def first_channel(self, patches, w):
    return np.einsum("nijyx,fij->nfyx", patches[:, 0], w[:, 0])


@sums(title="Each channel overwrites the one before", hint="What is left of the first channel?")
def last_channel(self, patches, w):
    return np.einsum("nijyx,fij->nfyx", patches[:, -1], w[:, -1])


@reached(title="It returns after the first number", hint="How far in is the `return` of your loops?")
def return_in_loop(self, out):
    return np.where(np.arange(out.size).reshape(out.shape) == 0, out, 0)


@reached(title="Only the first image is convolved", hint="What becomes of the second image?")
def first_image(self, out):
    return np.concatenate([out[:1], np.zeros_like(out[1:])])


@fault(Convolution, "numbers", title="Results get the image's dtype", hint="What fits into uint8?")
def dtype_of_image(self, out, x):
    return out.astype(np.int64).astype(x.dtype) if x.dtype.kind in "iu" else out


@fault(Convolution, "kept", title="Sums get the filters' dtype", hint="What does `zeros_like(w)` hold?")
def dtype_of_filters(self, sums, w):
    return sums.astype(w.dtype)
