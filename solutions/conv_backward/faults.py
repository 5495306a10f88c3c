"""Known mistakes with gradients of a convolution: functions in stages, then what goes wrong in each."""

# Stages are what their names say, and a change takes what its stage takes:
# ruff: noqa: ARG001, ARG002, D102
from functools import partial

import numpy as np

from autograder.diagnosis import Operation, fault


class Numerical(Operation, of="numerical_gradient"):
    """Slopes by trying."""

    def places(self, x):
        return np.ndindex(x.shape)

    def reach(self, eps):
        return eps, eps

    def value(self, f, x):
        return np.array(f(x))

    def restore(self, x, place, here):
        x[place] = here

    def loss(self, change, dout):
        return np.sum(change * dout)

    def slope(self, loss, left, right):
        return loss / (left + right)

    def run(self, f, x, dout, eps=1e-6):
        x = np.asarray(x, dtype=np.float64)
        gradient, (left, right) = np.zeros_like(x), self.reach(eps)
        for place in self.places(x):
            here = x[place].copy()
            x[place] = here + right
            above = self.value(f, x)
            x[place] = here - left
            change = above - self.value(f, x)
            self.restore(x, place, here)
            gradient[place] = self.slope(self.loss(change, dout), left, right)
        return gradient


class Gradients(Operation):
    """The gradients of a convolution; patches are (N, C, kH, kW, oH, oW)."""

    def check(self, x_shape, w_shape, stride, padding):
        if len(x_shape) != 4 or len(w_shape) != 4 or x_shape[1] != w_shape[1]:
            raise ValueError("axes and channels")
        room = min(n + 2 * padding - k for n, k in zip(x_shape[2:], w_shape[2:], strict=True))
        if min(stride, *w_shape[2:]) < 1 or min(padding, room) < 0:
            raise ValueError("kernel, stride and padding")

    def frame(self, padding):
        return padding

    def size(self, sides, kernel, frame, stride):
        return [(n + 2 * frame - k) // stride + 1 for n, k in zip(sides, kernel, strict=True)]

    def starts(self, counts, stride):
        return [np.arange(n) * stride for n in counts]

    def pad(self, x, frame):
        padded = np.zeros((*x.shape[:2], x.shape[2] + 2 * frame, x.shape[3] + 2 * frame))
        Gradients.crop(self, padded, frame, x.shape[2:])[...] = x
        return padded

    def image(self, x, padded):
        return padded

    def upstream(self, dout):
        return dout

    def dw(self, dout, patches):
        return np.einsum("nfyx,ncijyx->fcij", dout, patches)

    def spread(self, dout, w):
        return np.einsum("nfyx,fcij->ncijyx", dout, w)

    def scatter(self, dpadded, spread, where):
        np.add.at(dpadded, where, spread)

    def crop(self, dpadded, frame, sides):
        return dpadded[:, :, frame : frame + sides[0], frame : frame + sides[1]]

    def numbers(self, dx, x):
        return dx

    def db(self, dout):
        return dout.sum(axis=(0, 2, 3))

    def gradients(self, dx, dw, db):
        return dx, dw, db

    def run(self, dout, x, w, stride=1, padding=0):
        images, (dout, x, w) = x, (np.asarray(each, dtype=np.float64) for each in (dout, x, w))
        self.check(x.shape, w.shape, stride, padding)
        (_, _, height, width), (_, _, *kernel), frame = x.shape, w.shape, self.frame(padding)
        counts = self.size((height, width), kernel, frame, stride)
        first = zip(self.starts(counts, stride), kernel, strict=True)
        rows, columns = (start + np.arange(k)[:, None] for start, k in first)
        where = np.s_[:, :, rows[:, None, :, None], columns[None, :, None, :]]
        padded, oh, ow = self.pad(x, frame), *np.maximum(counts, 0)
        here, dpadded = self.upstream(dout)[:, :, :oh, :ow], np.zeros_like(padded)
        try:
            dw = self.dw(here, self.image(x, padded)[where])
        except IndexError as error:
            raise ValueError("as NumPy says to a window that sticks out") from error
        self.scatter(dpadded, self.spread(here, w), where)
        dx = self.crop(dpadded, frame, (height, width))
        return self.gradients(self.numbers(dx, images), dw, self.db(dout))


class Slow(Gradients, of="conv_backward"):
    """The gradients, added up window by window."""


class Fast(Gradients, of="conv_backward_fast"):
    """The gradients, added up tap by tap."""


reach, checks = partial(fault, Numerical, "reach"), partial(fault, Gradients, "check")
upstream, dw = partial(fault, Gradients, "upstream"), partial(fault, Gradients, "dw")
spread, crop = partial(fault, Gradients, "spread"), partial(fault, Gradients, "crop")
db, gradients = partial(fault, Gradients, "db"), partial(fault, Gradients, "gradients")


@reach(title="The difference is taken to one side", hint="What lies as far to the left as to the right?")
def one_sided(self, eps):
    return 0, eps


@reach(title="`eps` is not the one that is given", hint="Where does your `eps` come from?")
def eps_ignored(self, eps):
    return 1e-6, 1e-6


@fault(Numerical, "slope", title="Divided by `eps` alone", hint="How far apart are the two points?")
def half_distance(self, loss, left, right):
    return loss / right


@fault(Numerical, "places", title="Whole rows move together", hint="What is `x[i]` of a matrix?")
def rows_together(self, x):
    return range(len(x))


@fault(Numerical, "run", title="All values move at once", hint="What does one value change by itself?")
def all_at_once(self, f, x, dout, eps=1e-6):
    return (f(x + eps) - f(x - eps)) * dout / (2 * eps)


@fault(Numerical, "loss", title="`dout` is left out", hint="How much does each number of `f(x)` matter?")
def dout_left_out(self, change, dout):
    return np.sum(change)


@fault(Numerical, "restore", title="`x` stays changed", hint="What is in `x` when the next value moves?")
def not_restored(self, *given):
    return None


@fault(Numerical, "value", title="A view is kept", hint="`f` may return a view: what if x moves again?")
def view_kept(self, f, x):
    return f(x)


@checks(title="Bad arguments are not checked", hint="Which arguments make no sense, and what then?")
def no_checks(self, *given):
    return None


@checks(title="Bad arguments raise no ValueError", hint="Which exception does an `assert` raise?")
def assertion(self, *given):
    try:
        Gradients.check(self, *given)
    except ValueError as error:
        raise AssertionError from error


@fault(Gradients, "frame", title="Padding is ignored", hint="On which image did the windows lie?")
def padding_ignored(self, padding):
    return 0


@fault(Gradients, "pad", title="Padding repeats the border", hint="Which number is in the frame?")
def border_repeated(self, x, frame):
    return np.pad(x, ((0, 0), (0, 0), (frame, frame), (frame, frame)), mode="edge")


@fault(Gradients, "image", title="dw is made from x without its frame", hint="What did the filter see?")
def dw_unpadded(self, x, padded):
    return x


@fault(Gradients, "size", title="The last windows are left out", hint="Where does your loop end?")
def last_windows_lost(self, *given):
    return [n - 1 for n in Gradients.size(self, *given)]


@fault(Gradients, "starts", title="The stride is ignored", hint="Where was the second window?")
def stride_ignored(self, counts, stride):
    return [np.arange(n) for n in counts]


@upstream(title="It returns after the first number", hint="How far in is the `return` of your loops?")
def return_in_loop(self, dout):
    return np.where(np.arange(dout.size).reshape(dout.shape) == 0, dout, 0)


@upstream(title="All gradients are divided by N", hint="Who takes the mean, and whose array is `dout`?")
def dout_divided(self, dout):
    dout /= len(dout)
    return dout


@dw(title="Each position overwrites dw", hint="What is left of what the first position said?")
def dw_overwritten(self, dout, patches):
    return Gradients.dw(self, dout[..., -1:, -1:], patches[..., -1:, -1:])


@spread(title="Each filter overwrites dx", hint="Who adds up what the filters say of one pixel?")
def last_filter(self, dout, w):
    return Gradients.spread(self, dout[:, -1:], w[-1:])


@fault(Slow, "scatter", title="Windows overwrite dx", hint="What if a pixel is in two windows?")
def overwritten_by_windows(self, dpadded, spread, where):
    for y, x in np.ndindex(spread.shape[-2:]):
        rows, columns = (index[:, :, *at] for index, at in zip(where[2:], ((y, 0), (0, x)), strict=True))
        dpadded[:, :, rows, columns] = spread[..., y, x]


@fault(Fast, "scatter", title="Taps overwrite dx", hint="What if two taps lie on the same pixel?")
def overwritten_by_taps(self, dpadded, spread, where):
    dpadded[where] = spread


@crop(title="dx still has its frame", hint="Which shape has dx?")
def frame_left(self, dpadded, frame, sides):
    return dpadded


@crop(title="`[p:-p]` leaves nothing where p is 0", hint="What is `[1, 2, 3][0:-0]`?")
def negative_ends(self, dpadded, frame, sides):
    return dpadded[:, :, frame:-frame, frame:-frame]


@crop(title="A frame of 1 is cut off, always", hint="How wide is the frame?")
def frame_of_one(self, dpadded, frame, sides):
    return dpadded[:, :, 1:-1, 1:-1]


@fault(Gradients, "numbers", title="dx gets the dtype of x", hint="What does `zeros_like(x)` hold?")
def dtype_of_image(self, dx, x):
    if np.asarray(x).dtype.kind in "iu":
        raise TypeError("as NumPy says to `+=` of fractions")
    return dx


@db(title="db is added up over filters", hint="Which axis of `dout` is to remain?")
def db_over_filters(self, dout):
    return dout.sum(axis=(1, 2, 3))


@db(title="db keeps the axes that were added up", hint="Which shape has one bias for each filter?")
def db_with_axes(self, dout):
    return dout.sum(axis=(0, 2, 3), keepdims=True)


@gradients(title="dw and db are divided by N", hint="If the loss is a mean, what is in `dout` then?")
def divided(self, dx, dw, db):
    return dx, dw / len(dx), db / len(dx)


@gradients(title="dw goes on from the call before", hint="What is in dw when a call begins?")
def dw_kept(self, dx, dw, db):
    kept = vars(self).setdefault("kept", {})
    kept[dw.shape] = kept.get(dw.shape, 0) + dw
    return dx, kept[dw.shape], db
