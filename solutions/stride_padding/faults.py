"""Known mistakes, and the functions taken apart into the stages in which they are made."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial
from itertools import product

import numpy as np

from autograder.diagnosis import Operation, fault


class Staged(Operation):
    """Refuses arguments that make no sense, and answers all others."""

    def run(self, *args, **kwargs):
        return self.refuse() if self.senseless(*args, **kwargs) else self.answer(*args, **kwargs)

    def senseless(self, *args, **kwargs):
        raise NotImplementedError

    def refuse(self):
        raise ValueError

    def margin(self, padding):
        return padding


class Sized(Staged):
    """Counts positions along an axis of `n` pixels, padding included."""

    def misfit(self, n, f, padding):
        return f > n + 2 * padding

    def strides(self, stride):
        return stride, stride

    def size(self, n, f, stride):
        return (n - f) // stride + 1


class OutputSize(Sized, of="output_size"):
    """The length of the padded axis, then the formula."""

    def senseless(self, n, f, padding=0, stride=1):
        return min(n, f, stride) < 1 or padding < 0 or self.misfit(n, f, padding)

    def padded(self, n, padding):
        return n + 2 * padding

    def answer(self, n, f, padding=0, stride=1):
        return self.size(self.padded(n, self.margin(padding)), f, self.strides(stride)[0])


class Padded(Staged):
    """Puts a frame of zeros around an image."""

    def pixels(self, image):
        return np.asarray(image)

    def widths(self, padding, axes):
        return [(max(padding, 0),) * 2] * axes

    def fill(self, image, widths):
        if not any(map(any, widths)):
            return image
        # A tenth of the time of `np.pad`: a search tries this for each known mistake.
        sides = [*zip(image.shape, widths, strict=True)]
        frame = np.zeros([before + n + after for n, (before, after) in sides], image.dtype)
        frame[tuple(slice(before, before + n) for n, (before, _) in sides)] = image
        return frame

    def frame(self, image, padding):
        image = self.pixels(image)
        return self.fill(image, self.widths(self.margin(padding), image.ndim))

    def finish(self, result):
        return result


class Pad2d(Padded, of="pad2d"):
    """The frame alone."""

    def senseless(self, image, padding):
        return np.ndim(image) != 2 or padding < 0

    def answer(self, image, padding):
        return self.finish(self.frame(image, padding).astype(np.float64))


class Conv2d(Sized, Padded, of="conv2d"):
    """The frame, then a window at each position, times the kernel, added up."""

    def senseless(self, image, kernel, stride=1, padding=0):
        if (np.ndim(image), np.ndim(kernel)) != (2, 2) or stride < 1 or padding < 0:
            return True
        sides = zip(np.shape(image), np.shape(kernel), strict=True)
        return any(self.misfit(n, f, padding) for n, f in sides)

    def weights(self, kernel):
        return kernel

    def number_type(self, image, kernel):
        return np.float64

    def extent(self, image, padded):
        return padded.shape

    def corner(self, y, x, down, across):
        return y * down, x * across

    def window(self, pixels, weights):
        return (pixels * weights).sum()

    def answer(self, image, kernel, stride=1, padding=0):
        padded, weights = self.frame(image, padding), self.weights(np.asarray(kernel, np.float64))
        (height, width), (kh, kw) = self.extent(np.asarray(image), padded), weights.shape
        down, across = self.strides(stride)
        shape = self.size(height, kh, down), self.size(width, kw, across)
        result = np.zeros(shape, self.number_type(np.asarray(image), np.asarray(kernel)))
        for y, x in product(*map(range, shape)):
            top, left = self.corner(y, x, down, across)
            result[y, x] = self.window(padded[top : top + kh, left : left + kw], weights)
        return self.finish(result)


in_refuse, in_size = partial(fault, Staged, "refuse"), partial(fault, Sized, "size")
in_margin, in_fill = partial(fault, Staged, "margin"), partial(fault, Padded, "fill")
in_window = partial(fault, Conv2d, "window")
in_finish, in_result = partial(fault, Padded, "finish"), partial(fault, Conv2d, "finish")


@fault(Staged, "senseless", title="Arguments are not checked", hint="Which arguments make no sense?")
def nothing_checked(self, *args, **kwargs):
    return False


@in_refuse(title="Another exception than ValueError", hint="Which one does the docstring promise?")
def asserts(self):
    raise AssertionError


@in_refuse(title="Nothing is raised", hint="Printing or returning None goes unnoticed. What does not?")
def returns_none(self):
    return None


@fault(Sized, "misfit", title="The fit is checked without padding", hint="How long is the padded axis?")
def fits_without_padding(self, n, f, padding):
    return f > n


@in_margin(title="The padding is ignored", hint="Where in your function is `padding` used?")
def padding_ignored(self, padding):
    return 0


@in_margin(title="The padding is 1 at most", hint="Try a padding of 3: which number should follow it?")
def padding_of_one(self, padding):
    return min(padding, 1)


@fault(OutputSize, "padded", title="The padding is counted once", hint="How many ends has an axis?")
def padding_once(self, n, padding):
    return n + padding


@in_size(
    title="The last position is missing",
    hint="Steps are not positions: a filter that fits exactly makes no step, and has one position.",
)
def steps_for_positions(self, n, f, stride):
    return (n - f) // stride


@in_size(title="One is added before the division", hint="Which of your numbers are divided?")
def one_too_early(self, n, f, stride):
    return (n - f + 1) // stride


@in_size(
    title="The size is rounded up",
    hint="Where the stride does not divide, the last step would leave the image. Does it count?",
)
def rounds_up(self, n, f, stride):
    return -((f - n) // stride) + 1


@in_size(title="The size of the filter is ignored", hint="Can a long filter start at the last pixel?")
def filter_ignored(self, n, f, stride):
    return -(-n // stride)


@in_size(
    title="Brackets are missing in the formula",
    hint="Division comes before subtraction: does your stride divide the whole distance?",
)
def unbracketed(self, n, f, stride):
    return n - f // stride + 1


@fault(Sized, "strides", title="The stride is ignored", hint="Where in your function is `stride` used?")
def stride_ignored(self, stride):
    return 1, 1


@fault(Conv2d, "strides", title="The stride moves down only", hint="And from column to column?")
def stride_down_only(self, stride):
    return stride, 1


@fault(Conv2d, "corner", title="Windows move by 1, not the stride", hint="Where is the second window?")
def windows_move_by_one(self, y, x, down, across):
    return y, x


@fault(Conv2d, "extent", title="The output size ignores padding", hint="May a window lie on zeros too?")
def unpadded_extent(self, image, padded):
    return image.shape


@fault(Padded, "widths", title="Zeros above and left only", hint="How many sides has an image?")
def zeros_on_two_sides(self, padding, axes):
    return [(padding, 0)] * axes


@in_fill(title="Borders are repeated in place of zeros", hint="Print your frame: what should be in it?")
def repeats_borders(self, image, widths):
    return np.pad(image, widths, mode="edge")


@in_fill(title="The image goes round in place of zeros", hint="What lies left of the first column?")
def circular(self, image, widths):
    return np.pad(image, widths, mode="wrap")


@fault(Padded, "frame", title="A padding of 0 goes wrong", hint="What is in `[p:-p]` where p is 0?")
def slice_to_minus_zero(self, image, padding):
    padded = np.pad(self.pixels(image), padding)
    padded[padding:-padding, padding:-padding] = image
    return padded


@fault(Padded, "pixels", title="Pixels lose their fractions", hint="Can your array hold a 0.5?")
def whole_pixels(self, image):
    return np.asarray(image).astype(int)


@in_window(title="A matrix product in each window", hint="Does each weight meet the one pixel under it?")
def matrix_product(self, pixels, weights):
    return (pixels @ weights).sum()


@in_window(
    title="Windows are multiplied in place",
    hint="A slice is a view: what you write into it is what the next window finds there.",
)
def in_place(self, pixels, weights):
    pixels *= weights
    return pixels.sum()


@fault(Conv2d, "number_type", title="The result has the type of the image", hint="Can it hold -0.5?")
def type_of_the_image(self, image, kernel):
    return image.dtype


@fault(Conv2d, "number_type", title="The result has the type of the kernel", hint="Can an int hold 0.5?")
def type_of_the_kernel(self, image, kernel):
    return kernel.dtype


@in_finish(title="Rows and columns are swapped", hint="Try a wide image: which index comes first?")
def swapped(self, result):
    return result.T


@in_finish(
    title="Earlier calls are in the result",
    hint="Call it twice with the same image. Where is the array made that you add to?",
)
def earlier_calls(self, result):
    vars(self)[str(result.shape)] = result = result + getattr(self, str(result.shape), 0)
    return result


@in_result(
    title="It returns after the first row",
    hint="How far is the `return` indented? Inside a loop it ends the loop as well.",
)
def return_in_loop(self, result):
    return np.where(np.arange(len(result))[:, None] == 0, result, 0)


@in_result(
    title="The sum goes on from window to window",
    hint="Where does your sum start from 0: once, or for each position?",
)
def running_total(self, result):
    return result.cumsum().reshape(result.shape)
