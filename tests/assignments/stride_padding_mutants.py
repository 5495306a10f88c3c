"""Small changes of the reference solution of `stride_padding`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
FORMULA = "(n + 2 * padding - f) // stride + 1"
PLACE = "padded[padding : padding + height, padding : padding + width] = image"
IMAGE = "image = np.asarray(image, dtype=np.float64)"
KERNEL = "kernel = np.asarray(kernel, dtype=np.float64)"
WINDOWS = "windows[::stride, ::stride]"
PRODUCT = f'np.einsum("yxij,ij->yx", {WINDOWS}, kernel)'
PADDED = "padded = pad2d(image, padding)"
WHOLE = ".astype(int if (kernel % 1 == 0).all() else float)"

OUTPUT_SIZE = [
    Mutant("padding=0, stride=1", "stride=1, padding=0", "stride and padding in the other order"),
    Mutant("n, f, padding=0", "f, n, padding=0", "image and filter in the other order"),
    Mutant(FORMULA, "(n + padding - f) // stride + 1", "padding at one end only"),
    Mutant(FORMULA, "(n - f) // stride + 1", "padding is ignored"),
    Mutant(FORMULA, "(n + 2 * padding - f) // stride", "steps in place of positions"),
    Mutant(FORMULA, "(n + 2 * padding - f + 1) // stride", "one is added before the division"),
    Mutant(FORMULA, "-(-(n + 2 * padding - f) // stride) + 1", "rounds up"),
    Mutant(FORMULA, "round((n + 2 * padding - f) / stride) + 1", "rounds to the nearest"),
    Mutant(FORMULA, "(n + 2 * padding - f) / stride + 1", "does not round"),
    Mutant(FORMULA, "-(-(n + 2 * padding) // stride)", "the filter is ignored"),
    Mutant(FORMULA, "-(-n // stride)", "always the size that keeps the image"),
    Mutant(FORMULA, "(n + 2 * padding - f) // max(stride, 2) + 1", "a stride of 1 becomes 2"),
    Mutant(FORMULA, "(n + 2 * padding - f) + 1", "the stride is ignored"),
    Mutant(FORMULA, "max((n + 2 * padding - f) // stride, 1) + 1", "never one position alone"),
    Mutant(FORMULA, "min((n + 2 * padding - f) // stride + 1, n)", "never larger than the image"),
    Mutant(FORMULA, "(n + 2 * min(padding, 1) - f) // stride + 1", "a padding of 1 at most"),
    Mutant(FORMULA, "(n + 2 * padding - f) // min(stride, 3) + 1", "a stride of 3 at most"),
    Mutant(FORMULA, "[(n + 2 * padding - f) // stride + 1]", "a list of one number"),
    Mutant("f > n + 2 * padding", "f > n", "the filter has to fit without padding"),
    Mutant("f > n + 2 * padding", "f >= n + 2 * padding", "a filter as long as the image is refused"),
    Mutant(
        "f > n + 2 * padding", "f > n + 2 * padding + 1", "a filter that is one too long passes", BAD
    ),
    Mutant("f > n + 2 * padding", "f > n + 3 * padding", "padding counts too much in the check", BAD),
    Mutant("n < 1 or f < 1", "f < 1", "an image without a pixel passes", BAD),
    Mutant("n < 1 or f < 1", "n < 1", "a filter without a pixel passes", BAD),
    Mutant("padding < 0", "padding < -1", "a padding of -1 passes", BAD),
    Mutant("stride < 1", "stride < 0", "a stride of 0 passes", BAD),
    Mutant("stride < 1", "stride == 0", "a negative stride passes", BAD),
]

PAD2D = [
    Mutant("height + 2 * padding, width", "height + padding, width", "a row too few"),
    Mutant("width + 2 * padding))", "width + padding))", "a column too few"),
    Mutant("np.zeros(", "np.ones(", "ones in place of zeros"),
    Mutant("np.zeros(", "np.full_like(image, image[0, 0], shape=", "the first pixel in place of zeros"),
    Mutant("return padded", "return np.pad(image, padding, mode='edge')", "borders are repeated"),
    Mutant(PLACE, "padded[:height, :width] = image", "all zeros below and right"),
    Mutant(PLACE, "padded[2 * padding :, 2 * padding :] = image", "all zeros above and left"),
    Mutant(PLACE, PLACE.replace("= image", "= image[::-1]"), "the image is upside down"),
    Mutant(PLACE, "padded[padding:-padding, padding:-padding] = image", "fails with a padding of 0"),
    Mutant(PLACE, PLACE.replace("= image", "= np.abs(image)"), "the sign is lost"),
    Mutant(IMAGE, "image = np.asarray(image, dtype=int)", "fractions are cut off"),
    Mutant(IMAGE, "image = np.asarray(image).astype(np.int8).astype(float)", "bright pixels wrap"),
    Mutant(IMAGE, IMAGE + "\n    image = image / max(1, image.max())", "pixels are scaled"),
    Mutant(IMAGE, "y = image; " + IMAGE + "; image = image.copy(); y *= 2", "changes its image"),
    Mutant(
        IMAGE, "image = pad2d.__dict__.setdefault(np.shape(image), image) * 1.0", "remembers an image"
    ),
    Mutant("return padded", "return padded.T", "rows and columns are swapped"),
    Mutant(
        PLACE,
        f"padded = pad2d.__dict__.setdefault(f'{{padded.shape}}', padded); {PLACE}",
        "an old frame",
    ),
    Mutant("return padded", "return padded if padding else None", "nothing for a padding of 0"),
    Mutant("width + 2 * padding))", "height + 2 * padding))", "the result is always square"),
    Mutant("return padded", "return padded.astype(np.float16)", "half precision"),
    Mutant(
        'raise ValueError(f"the', 'image = image.reshape(len(image), -1)  # (f"', "axes are merged", BAD
    ),
    Mutant('raise ValueError(f"padding', 'padding = 0  # (f"', "a negative padding becomes 0", BAD),
]

CONV2D = [
    Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
    Mutant("image, kernel, stride=1", "kernel, image, stride=1", "image and kernel in the other order"),
    Mutant("stride=1, padding=0", "stride=2, padding=0", "a default stride of 2"),
    Mutant("stride=1, padding=0", "stride=1, padding=1", "a default padding of 1"),
    Mutant(PRODUCT, PRODUCT.replace("kernel)", "kernel[::-1, ::-1])"), "the kernel is flipped"),
    Mutant(PRODUCT, PRODUCT.replace("kernel)", "kernel[::-1])"), "flipped upside down"),
    Mutant(PRODUCT, PRODUCT.replace("kernel)", "kernel[:, ::-1])"), "flipped left to right"),
    Mutant(WINDOWS, "windows[::stride]", "the stride moves down only"),
    Mutant(WINDOWS, "windows[:, ::stride]", "the stride moves across only"),
    Mutant(WINDOWS, "windows", "the stride is ignored"),
    Mutant(WINDOWS, "windows[stride - 1 :: stride, stride - 1 :: stride]", "starts a stride too late"),
    Mutant(WINDOWS, "windows[::min(stride, 2), ::min(stride, 2)]", "a stride of 2 at most"),
    Mutant(PRODUCT, f"{PRODUCT}.T", "rows and columns are swapped"),
    Mutant(PRODUCT, f"np.maximum({PRODUCT}, 0)", "negative values become 0"),
    Mutant(PRODUCT, f"np.clip({PRODUCT}, -255, 255)", "large values are clipped"),
    Mutant(PRODUCT, f"np.trunc({PRODUCT})", "fractions of the result are cut off"),
    Mutant(PRODUCT, f"({PRODUCT} / kernel.size)", "the mean in place of the sum"),
    Mutant(PRODUCT, f"{PRODUCT}.squeeze()", "axes of length 1 are dropped"),
    Mutant(PADDED, "padded = pad2d(image, 0)", "padding is ignored"),
    Mutant(PADDED, "padded = pad2d(image, min(padding, 1))", "a padding of 1 at most"),
    Mutant(
        PADDED, "padded = pad2d(image, padding if stride == 1 else 0)", "padding only with a stride of 1"
    ),
    Mutant(PADDED, "padded = np.pad(image, (2 * padding, 0)) * 1.0", "all zeros above and left"),
    Mutant(PRODUCT, PRODUCT + ".round(2)", "two decimal places"),
    Mutant(PRODUCT, PRODUCT + ".round(4)", "four decimal places"),
    Mutant(PRODUCT, PRODUCT + WHOLE, "the dtype of whole weights"),
    Mutant(
        PRODUCT,
        f"({PRODUCT}.T if kernel.shape == (stride, stride) else {PRODUCT})",
        "side by side, turned",
    ),
    Mutant(WINDOWS, "windows[:: stride if kernel.size > 1 else 1]", "a kernel of 1x1 moves by 1"),
    Mutant(
        PADDED, "padded = pad2d(image, padding * (kernel.size > 1))", "a kernel of 1x1 is not padded"
    ),
    Mutant(
        PADDED, "padded = pad2d(image, padding * (kernel.shape != image.shape))", "nor one of its size"
    ),
    Mutant(PADDED, "padded = np.pad(image, padding, mode='edge') * 1.0", "borders are repeated"),
    Mutant(PADDED, "padded = np.pad(image, (0, 2 * padding)) * 1.0", "all zeros below and right"),
    Mutant(PADDED, "padded = pad2d(np.asarray(image).astype(int), padding)", "fractions are cut off"),
    Mutant(PADDED, "padded = pad2d(np.clip(image, -128, 127), padding)", "bright pixels are clipped"),
    Mutant(PADDED, PADDED + "; image *= 2", "changes its image"),
    Mutant(KERNEL, "k = kernel; " + KERNEL + "; kernel = kernel.copy(); k *= 2", "changes its kernel"),
    Mutant(KERNEL, "kernel = np.asarray(kernel, dtype=int)", "fractions of the kernel are cut off"),
    Mutant(KERNEL, "kernel = np.asarray(kernel).astype(np.asarray(image).dtype)", "kernel in its dtype"),
    Mutant(KERNEL, "kernel = conv2d.__dict__.setdefault(kernel.shape, kernel)", "remembers a kernel"),
    Mutant(
        PADDED, "padded = pad2d(conv2d.__dict__.setdefault(image.shape, image), padding)", "an image"
    ),
    Mutant(
        PADDED, "padded = pad2d(image, abs(padding))", "a negative padding becomes a positive one", BAD
    ),
    Mutant(PADDED, PADDED + "; stride = stride or 1", "a stride of 0 becomes 1", BAD),
    Mutant("raise ValueError(", "kernel = kernel.squeeze()  # (", "axes of length 1 pass", BAD),
    Mutant(", stride=stride)", ", stride=abs(stride))", "a negative stride passes", BAD),
    Mutant(
        PADDED, "image = image if image.ndim == 2 else image.mean(-1); " + PADDED, "colours pass", BAD
    ),
]

MUTANTS = {"output_size": OUTPUT_SIZE, "pad2d": PAD2D, "conv2d": CONV2D}
