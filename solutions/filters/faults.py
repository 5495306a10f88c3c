"""Known mistakes, and the functions taken apart into the stages in which they are made."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial
from itertools import product
from math import prod

import numpy as np

from autograder.diagnosis import Operation, fault


class Sliding(Operation):
    """Lays a kernel on each place of an image, unless the arguments make no sense."""

    def run(self, image, kernel):
        image, kernel = np.asarray(image), np.asarray(kernel)
        if self.senseless(image.shape, kernel.shape):
            return self.refuse()
        pixels = self.frame(image, kernel)
        if self.misfit(pixels.shape, kernel.shape):
            return self.refuse()
        weights = self.weights(kernel).astype(np.float64)
        (height, width), (kh, kw) = pixels.shape, weights.shape
        shape = self.places(height, kh), self.places(width, kw)
        result = np.zeros(shape, self.number_type(image, kernel))
        for y, x in product(*map(range, shape)):
            result[y, x] = self.window(pixels[y : y + kh, x : x + kw], weights)
        return self.finish(result)

    def senseless(self, image, kernel):
        return len(image) != 2 or len(kernel) != 2

    def misfit(self, image, kernel):
        return np.any(np.less(image, kernel))

    def refuse(self):
        raise ValueError

    def weights(self, kernel):
        return kernel

    def frame(self, image, kernel):
        return image

    def places(self, n, k):
        return n - k + 1

    def number_type(self, image, kernel):
        return np.float64

    def window(self, pixels, weights):
        return (pixels * weights).sum()

    def finish(self, result):
        return result


class Correlate2d(Sliding, of="correlate2d"):
    """On the image as it is."""


class ApplyFilter(Sliding, of="apply_filter"):
    """On the image in a frame of zeros; the sides of the kernel have to be odd."""

    def senseless(self, image, kernel):
        return super().senseless(image, kernel) or not all(side % 2 for side in kernel)

    def widths(self, kh, kw):
        return [(kh // 2, kh // 2), (kw // 2, kw // 2)]

    def fill(self, image, widths):
        return np.pad(image, widths)

    def frame(self, image, kernel):
        return self.fill(image, self.widths(*kernel.shape))


class ClassicFilters(Operation, of="classic_filters"):
    """One stage a filter, then the dict."""

    def identity(self):
        return [[0, 0, 0], [0, 1, 0], [0, 0, 0]]

    def laplacian4(self):
        return [[0, 1, 0], [1, -4, 1], [0, 1, 0]]

    def sharpen(self):
        return [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]

    def box(self):
        return np.full((3, 3), 1 / 9)

    def gaussian(self):
        return np.outer([1, 2, 1], [1, 2, 1]) / 16

    def collect(self, kernels):
        return {name: np.array(kernel, np.float64) for name, kernel in kernels.items()}

    def run(self):
        kernels = {"identity": self.identity(), "edge_diagonal": [[1, 0, -1], [0, 0, 0], [-1, 0, 1]]}
        kernels["edge_laplacian4"] = self.laplacian4()
        kernels["edge_laplacian8"] = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
        kernels["sharpen"], kernels["box_blur"] = self.sharpen(), self.box()
        return self.collect(kernels | {"gaussian_blur": self.gaussian()})


class Weights(Operation):
    """Counts what joins inputs and outputs."""

    def biases(self, outputs):
        return 0


class DenseWeights(Weights, of="dense_weights"):
    """Each input with each output."""

    def numbers(self, shape):
        return prod(shape)

    def run(self, in_shape, out_shape):
        inputs, outputs = self.numbers(in_shape), self.numbers(out_shape)
        return inputs * outputs + self.biases(outputs)


class ConvWeights(Weights, of="conv_weights"):
    """A table of weights for each filter and channel."""

    def area(self, kernel_size):
        return kernel_size**2

    def tables(self, filters, channels):
        return filters * channels

    def run(self, filters, kernel_size, channels=1):
        return self.tables(filters, channels) * self.area(kernel_size) + self.biases(filters)


in_weights, in_finish = partial(fault, Sliding, "weights"), partial(fault, Sliding, "finish")
in_widths, in_fill = partial(fault, ApplyFilter, "widths"), partial(fault, ApplyFilter, "fill")
in_collect = partial(fault, ClassicFilters, "collect")


@fault(Correlate2d, "misfit", title="A large kernel passes", hint="How many places has it to lie on?")
def large_passes(self, image, kernel):
    return False


@fault(ApplyFilter, "senseless", title="Even sides pass", hint="Where is the middle of a 3x2 kernel?")
def even_passes(self, image, kernel):
    return len(image) != 2 or len(kernel) != 2


@fault(Sliding, "refuse", title="Another exception than ValueError", hint="Which one was promised?")
def asserts(self):
    raise AssertionError


@in_weights(title="The kernel is changed", hint="Whose array is it? Look at it after the call, too.")
def kernel_changed(self, kernel):
    weights = kernel.copy()
    kernel[:] = weights[::-1, ::-1]
    return weights


@fault(Sliding, "places", title="The last place is missing", hint="Where can 3 of 3 pixels start?")
def last_missing(self, n, k):
    return n - k


@fault(Sliding, "window", title="A matrix product in each window", hint="Which pixel meets a weight?")
def matrix_product(self, pixels, weights):
    return (pixels @ weights).sum()


@fault(Sliding, "number_type", title="The result has the type of the image", hint="Can it hold -0.5?")
def type_of_the_image(self, image, kernel):
    return image.dtype


@fault(
    Sliding, "number_type", title="The result has the type of the kernel", hint="Can an int hold 0.5?"
)
def type_of_the_kernel(self, image, kernel):
    return kernel.dtype


@in_finish(title="Results are clipped to 0 to 255", hint="Which results are below 0?")
def clipped(self, result):
    return result.clip(0, 255)


@in_finish(title="Rows and columns are swapped", hint="Try a wide image: which index comes first?")
def swapped(self, result):
    return result.T


@in_finish(title="It returns after the first row", hint="How far to the right does `return` stand?")
def return_in_loop(self, result):
    return np.where(np.arange(len(result))[:, None] == 0, result, 0)


@in_finish(title="The sum goes on from window to window", hint="Where does your sum start from 0?")
def running_total(self, result):
    return result.cumsum().reshape(result.shape)


@in_finish(title="Earlier calls are in the result", hint="Call it twice: where is your array made?")
def earlier_calls(self, result):
    vars(self)[str(result.shape)] = result = result + getattr(self, str(result.shape), 0)
    return result


@in_widths(title="There is no border of zeros", hint="Why is your result smaller than the image?")
def no_border(self, kh, kw):
    return [(0, 0), (0, 0)]


@in_widths(title="A border of 1, whatever the kernel", hint="How far does a kernel of 5x5 reach?")
def border_of_one(self, kh, kw):
    return [(1, 1), (1, 1)]


@in_widths(title="One border for rows and columns", hint="Try a kernel of 1x3: how far does it reach?")
def border_of_rows(self, kh, kw):
    return [(kh // 2, kh // 2)] * 2


@in_widths(title="All zeros are above and to the left", hint="On which pixel does the middle lie?")
def zeros_on_two_sides(self, kh, kw):
    return [(kh - 1, 0), (kw - 1, 0)]


@in_fill(title="Borders are repeated in place of zeros", hint="What counts as lying beyond the image?")
def repeats_borders(self, image, widths):
    return np.pad(image, widths, mode="edge")


@in_fill(title="The image goes round in place of zeros", hint="What lies left of the first column?")
def circular(self, image, widths):
    return np.pad(image, widths, mode="wrap")


@fault(ClassicFilters, "identity", title="The identity is `np.eye`", hint="Which pixel should be kept?")
def identity_matrix(self):
    return np.eye(3)


@fault(ClassicFilters, "laplacian4", title="edge_laplacian4 is negated", hint="Is its middle below 0?")
def other_sign(self):
    return [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]


@fault(ClassicFilters, "sharpen", title="sharpen finds edges only", hint="What do its weights sum to?")
def edges_for_sharpen(self):
    return [[0, -1, 0], [-1, 4, -1], [0, -1, 0]]


@fault(ClassicFilters, "box", title="box_blur is a sum", hint="What becomes of an even grey area?")
def box_not_divided(self):
    return np.ones((3, 3))


@fault(ClassicFilters, "gaussian", title="gaussian_blur is a sum", hint="What do its weights sum to?")
def gaussian_not_divided(self):
    return np.outer([1, 2, 1], [1, 2, 1])


@in_collect(title="Kernels come without their names", hint="How does one find `sharpen` in your result?")
def list_of_kernels(self, kernels):
    return list(kernels.values())


@in_collect(title="Weights are whole numbers", hint="What does an array of ints make of 1/9?")
def whole_numbers(self, kernels):
    return {name: np.array(kernel).astype(int) for name, kernel in kernels.items()}


@fault(Weights, "biases", title="Biases are counted too", hint="Which parameters are asked for?")
def biases_counted(self, outputs):
    return outputs


@fault(DenseWeights, "numbers", title="Sides are added", hint="How many numbers has a 32x32x3 image?")
def sides_added(self, shape):
    return sum(shape)


@fault(ConvWeights, "area", title="One side alone counts", hint="How many weights has a 3x3 table?")
def one_side(self, kernel_size):
    return kernel_size


@fault(ConvWeights, "tables", title="Channels are forgotten", hint="Does each have its own table?")
def channels_forgotten(self, filters, channels):
    return filters
