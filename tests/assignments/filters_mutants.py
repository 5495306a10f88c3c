"""Small changes of the reference solution of `filters`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
FLOAT = "image, kernel = np.asarray(image, dtype=np.float64), np.asarray(kernel, dtype=np.float64)"
KEEP = "__dict__.setdefault"  # a function that remembers its first argument of a shape
DTYPE = "k = np.asarray(image).dtype; " + FLOAT
PRODUCT = 'np.einsum("yxij,ij->yx", windows, kernel)'
WHOLE = ".astype(int if (kernel % 1 == 0).all() else float)"

CORRELATE2D = [
    Mutant("image, kernel):", "kernel, image):", "kernel and image in the other order"),
    Mutant(FLOAT, FLOAT + "; image = image.astype(int)", "fractions of the image are cut off"),
    Mutant(FLOAT, FLOAT + "; kernel = kernel.astype(int)", "fractions of the kernel are cut off"),
    Mutant(FLOAT, DTYPE + "; kernel = kernel.astype(k)", "the kernel in the image's dtype"),
    Mutant(FLOAT, FLOAT + "; image = image.clip(-128, 127)", "bright pixels are clipped"),
    Mutant(FLOAT, FLOAT + "; image = image.clip(0)", "negative pixels become 0"),
    Mutant(FLOAT, FLOAT + "; kernel = abs(kernel)", "the sign of the weights is lost"),
    Mutant(FLOAT, FLOAT + "; old, image = image, image.copy(); old *= 2", "changes its image"),
    Mutant(FLOAT, FLOAT + "; old, kernel = kernel, kernel.copy(); old *= 2", "changes its kernel"),
    Mutant(FLOAT, f"image = correlate2d.{KEEP}(f'{{image.shape}}', image); " + FLOAT, "an old image"),
    Mutant(
        FLOAT, f"kernel = correlate2d.{KEEP}(f'{{kernel.shape}}', kernel); " + FLOAT, "an old kernel"
    ),
    Mutant("(height, width), (kh, kw)", "(width, height), (kh, kw)", "height and width swapped"),
    Mutant("image, (kh, kw))", "image, (kw, kh)).swapaxes(2, 3)", "the kernel is turned"),
    Mutant("image, (kh, kw))", "image, (kh, kw))[: height - kh]", "the last row is dropped"),
    Mutant("image, (kh, kw))", "image, (kh, kw))[:, : width - kw]", "the last column is dropped"),
    Mutant("image, (kh, kw))", "image, (kh, kw))[:, : height - kh + 1]", "never wider than tall"),
    Mutant("image, (kh, kw))", "image, (kh, kw))[::kh, ::kw]", "windows lie side by side"),
    Mutant("image, (kh, kw))", "np.pad(image, kh // 2), (kh, kw))", "a padding that nobody asked for"),
    Mutant(PRODUCT, PRODUCT.replace(", kernel)", ", kernel[::-1, ::-1])"), "the kernel is flipped"),
    Mutant(PRODUCT, PRODUCT.replace(", kernel)", ", kernel[::-1])"), "flipped upside down"),
    Mutant(PRODUCT, PRODUCT.replace(", kernel)", ", kernel[:, ::-1])"), "flipped left to right"),
    Mutant(PRODUCT, PRODUCT + " / kernel.size", "the mean in place of the sum"),
    Mutant(PRODUCT, PRODUCT + " / (kernel.sum() or 1)", "divided by the sum of the weights"),
    Mutant(PRODUCT, PRODUCT + ".T", "rows and columns of the output swapped"),
    Mutant(PRODUCT, PRODUCT + ".squeeze()", "axes of length 1 are dropped"),
    Mutant(PRODUCT, PRODUCT + ".ravel()", "a row in place of an image"),
    Mutant(PRODUCT, PRODUCT + ".clip(0)", "negative results become 0"),
    Mutant(PRODUCT, PRODUCT + ".clip(-255, 255)", "large results are clipped"),
    Mutant(PRODUCT, PRODUCT + ".round(1)", "results are rounded"),
    Mutant(PRODUCT, PRODUCT + ".round(4)", "four decimal places"),
    Mutant(PRODUCT, PRODUCT + WHOLE, "the dtype of whole weights"),
    Mutant(PRODUCT, "(windows * kernel).max((2, 3))", "the largest product in place of the sum"),
    Mutant(PRODUCT, "(windows + kernel).sum((2, 3))", "sums in place of products"),
    Mutant(PRODUCT, "(windows[:, :, :3, :3] * kernel[:3, :3]).sum((2, 3))", "a kernel of 3x3 at most"),
    Mutant(
        PRODUCT, PRODUCT.replace("windows", "windows[:1, :1]") + " * np.ones(windows.shape[:2])", "once"
    ),
    Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
    Mutant(FLOAT, FLOAT + "; kernel = kernel[: len(image)]", "a kernel that is too tall is cut", BAD),
    Mutant(FLOAT, FLOAT + "; kernel = kernel[:, : image.shape[1]]", "one that is too wide is cut", BAD),
    Mutant(FLOAT, FLOAT + "; image = image.reshape(len(image), -1)", "colours become columns", BAD),
    Mutant(FLOAT, FLOAT + "; image = np.atleast_2d(image)", "a row for an image passes", BAD),
    Mutant(FLOAT, FLOAT + "; kernel = np.atleast_2d(kernel)", "a row for a kernel passes", BAD),
]

PAD = "((kh // 2, kh // 2), (kw // 2, kw // 2))"
SHAPE = "kh, kw = np.shape(kernel)"
FILTERED = f"correlate2d(np.pad(image, {PAD}), kernel)"
PADDED = f"np.pad(image, {PAD})"

APPLY_FILTER = [
    Mutant("image, kernel):", "kernel, image):", "kernel and image in the other order"),
    Mutant(FILTERED, "correlate2d(image, kernel)", "no padding"),
    Mutant(PAD, "1", "a padding of 1, whatever the kernel"),
    Mutant(PAD, "kh // 2", "the padding of the rows for columns too"),
    Mutant(PAD, "kw // 2", "the padding of the columns for rows too"),
    Mutant(PAD, "((kw // 2, kw // 2), (kh // 2, kh // 2))", "paddings swapped"),
    Mutant(PAD, "((kh - 1, 0), (kw - 1, 0))", "zeros above and left only"),
    Mutant(PAD, "((0, kh - 1), (0, kw - 1))", "zeros below and right only"),
    Mutant(PAD, "((kh // 2, kh // 2), (kw - 1, 0))", "zeros left only"),
    Mutant(PAD, "((0, kh - 1), (kw // 2, kw // 2))", "zeros below only"),
    Mutant(PAD, "((kh - 1, kh - 1), (kw - 1, kw - 1))", "full correlation"),
    Mutant(PAD, PAD + ', mode="edge"', "the border repeated in place of zeros"),
    Mutant(PAD, PAD + ', mode="wrap"', "circular padding"),
    Mutant(PAD, PAD + ', mode="reflect"', "mirrored without the border itself"),
    Mutant(PAD, PAD + ', mode="symmetric"', "a mirror image in place of zeros"),
    Mutant(PAD, PAD + ', mode="mean"', "the mean in place of zeros"),
    Mutant(PAD, PAD + ", constant_values=1", "ones in place of zeros"),
    Mutant(FILTERED, f"np.pad(correlate2d(image, kernel), {PAD})", "zeros around the result"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel[::-1, ::-1])", "the kernel is flipped"),
    Mutant(FILTERED, f"correlate2d({PADDED}, np.transpose(kernel))", "the kernel is turned"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).clip(0, 255)", "clipped to 0..255"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).clip(0)", "negative results become 0"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).clip(-1e9, 255)", "large results are clipped"),
    Mutant(FILTERED, f"abs(correlate2d({PADDED}, kernel))", "the sign is lost"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).astype(image.dtype)", "the image's dtype"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).astype(kernel.dtype)", "the kernel's dtype"),
    Mutant(FILTERED, f"correlate2d({PADDED}, np.asarray(kernel).astype(image.dtype))", "its kernel too"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel).astype(int)", "fractions of results are cut off"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel)[1:]", "a row is lost"),
    Mutant(FILTERED, f"correlate2d({PADDED}, kernel) / (np.sum(kernel) or 1)", "divided by the weights"),
    Mutant(PADDED, f"np.pad(image[:, :1] + 0 * image, {PAD})", "one column for all"),
    Mutant(
        SHAPE, f"kernel = apply_filter.{KEEP}(f'{{kernel.shape}}', kernel); " + SHAPE, "an old kernel"
    ),
    Mutant(SHAPE, f"image = apply_filter.{KEEP}(f'{{image.shape}}', image); " + SHAPE, "an old image"),
    Mutant(SHAPE, "old, image = image, image.copy(); old *= 2; " + SHAPE, "changes its image"),
    Mutant(SHAPE, "old, kernel = kernel, kernel.copy(); old *= 2; " + SHAPE, "changes its kernel"),
    Mutant(SHAPE, SHAPE + "; kernel = kernel[: len(image)]; kh = len(kernel)", "large kernels are cut"),
    Mutant("kh % 2 == 0 or kw % 2 == 0", "kh % 2 == 0", "an even width passes", BAD),
    Mutant("kh % 2 == 0 or kw % 2 == 0", "kw % 2 == 0", "an even height passes", BAD),
    Mutant("kh % 2 == 0 or kw % 2 == 0", "kh % 2 == 0 and kw % 2 == 0", "only both are refused", BAD),
    Mutant("kh % 2 == 0 or kw % 2 == 0", "(kh * kw) % 2 == 0 and kh != kw", "2x2 passes", BAD),
    Mutant("raise ValueError", "raise TypeError", "another exception", BAD),
    Mutant(SHAPE, "kernel = np.atleast_2d(kernel); " + SHAPE, "a row for a kernel passes", BAD),
    Mutant(SHAPE, "image = np.atleast_2d(image); " + SHAPE, "a row for an image passes", BAD),
    Mutant(SHAPE, "image = image if image.ndim < 3 else image.mean(-1); " + SHAPE, "colours pass", BAD),
]

IDENTITY, DIAGONAL = "[[0, 0, 0], [0, 1, 0], [0, 0, 0]]", "[[1, 0, -1], [0, 0, 0], [-1, 0, 1]]"
LAPLACIAN4, SHARPEN = "[[0, 1, 0], [1, -4, 1], [0, 1, 0]]", "[[0, -1, 0], [-1, 5, -1], [0, -1, 0]]"
LAPLACIAN8 = "[[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]"
GAUSSIAN = "np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16"
RESULT = "{name: np.array(kernel, dtype=np.float64) for name, kernel in kernels.items()}"

CLASSIC_FILTERS = [
    Mutant(IDENTITY, "np.eye(3)", "the identity matrix"),
    Mutant(IDENTITY, "np.ones((3, 3))", "all ones for the identity"),
    Mutant(DIAGONAL, "[[-1, 0, 1], [0, 0, 0], [1, 0, -1]]", "the other diagonal"),
    Mutant(DIAGONAL, "[[1, 0, -1], [1, 0, -1], [1, 0, -1]]", "vertical edges"),
    Mutant(LAPLACIAN4, "[[0, -1, 0], [-1, 4, -1], [0, -1, 0]]", "the other sign"),
    Mutant(LAPLACIAN4, LAPLACIAN8, "the neighbours of the other Laplacian"),
    Mutant(LAPLACIAN8, "[[1, 1, 1], [1, -8, 1], [1, 1, 1]]", "the other sign of the second"),
    Mutant(LAPLACIAN8, "[[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]", "9 in the middle"),
    Mutant(SHARPEN, "[[0, -1, 0], [-1, 4, -1], [0, -1, 0]]", "4 in the middle"),
    Mutant("np.ones((3, 3)) / 9", "np.ones((3, 3))", "the sum in place of the mean"),
    Mutant("np.ones((3, 3)) / 9", "np.ones((3, 3)) / 8", "divided by 8"),
    Mutant("np.ones((3, 3)) / 9", "np.round(np.ones((3, 3)) / 9, 2)", "rounded"),
    Mutant("np.ones((3, 3)) / 9", "np.ones((3, 3)) // 9", "a division of whole numbers"),
    Mutant(GAUSSIAN, GAUSSIAN.replace("/ 16", "/ 9"), "divided by 9"),
    Mutant(GAUSSIAN, GAUSSIAN.replace(" / 16", ""), "not divided"),
    Mutant(GAUSSIAN, GAUSSIAN.replace("4", "3"), "3 in the middle"),
    Mutant('"box_blur":', '"blur":', "another key"),
    Mutant(RESULT, RESULT.replace("np.float64", "int"), "fractions are cut off"),
    Mutant(RESULT, "list(kernels.values())", "a list in place of a dict"),
    Mutant(RESULT, "{name: np.ravel(kernel) for name, kernel in kernels.items()}", "flat kernels"),
    Mutant(RESULT, "[kernels]", "a dict in a list"),
    Mutant(RESULT, "None", "nothing"),
]

DENSE = "int(np.prod(in_shape) * np.prod(out_shape))"

DENSE_WEIGHTS = [
    Mutant(DENSE, "int(np.prod(in_shape) + np.prod(out_shape))", "a sum in place of a product"),
    Mutant(DENSE, "int(np.prod(in_shape) * np.prod(out_shape) + np.prod(out_shape))", "biases too"),
    Mutant(DENSE, "int((np.prod(in_shape) + 1) * np.prod(out_shape))", "one bias for each output"),
    Mutant(DENSE, "int(np.sum(in_shape) * np.sum(out_shape))", "sides are added up"),
    Mutant(DENSE, "int(np.prod(in_shape) * out_shape[-1])", "the last side of the output only"),
    Mutant(DENSE, "int(in_shape[-1] * np.prod(out_shape))", "the last side of the input only"),
    Mutant(DENSE, "int(np.prod(in_shape[:3]) * np.prod(out_shape))", "three sides at most"),
    Mutant(DENSE, "in_shape[0] * in_shape[1] * in_shape[2] * int(np.prod(out_shape))", "three sides"),
    Mutant(DENSE, "int(np.prod(in_shape) ** 2)", "the output is not looked at"),
    Mutant(DENSE, "int(np.prod(in_shape, dtype=np.int16) * np.prod(out_shape))", "int16 overflows"),
    Mutant(DENSE, "14450688", "always the number of the lecture"),
    Mutant(DENSE, DENSE + " / 1e6", "in millions"),
]

CONV_WEIGHTS = [
    Mutant("channels=1", "channels=3", "another default"),
    Mutant("filters, kernel_size", "kernel_size, filters", "the other order"),
    Mutant("kernel_size**2", "kernel_size", "one side of the kernel"),
    Mutant("kernel_size**2", "kernel_size * 2", "twice in place of squared"),
    Mutant("kernel_size**2", "kernel_size**3", "cubed"),
    Mutant("kernel_size**2", "9", "always 3x3"),
    Mutant("**2 * channels", "**2", "channels are forgotten"),
    Mutant("**2 * channels", "**2 + channels", "channels are added"),
    Mutant("**2 * channels", "**2 * channels + filters", "biases too"),
    Mutant("**2 * channels", "**2 * channels + 1", "one bias"),
    Mutant("return filters *", "return", "the number of filters is forgotten"),
    Mutant("kernel_size**2 * channels", "(kernel_size * channels) ** 2", "channels squared too"),
]

MUTANTS = {
    "correlate2d": CORRELATE2D,
    "apply_filter": APPLY_FILTER,
    "classic_filters": CLASSIC_FILTERS,
    "dense_weights": DENSE_WEIGHTS,
    "conv_weights": CONV_WEIGHTS,
}
