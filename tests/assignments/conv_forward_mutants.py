"""Small changes of the reference solution of `conv_forward`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
PAD = "((0, 0), (0, 0), (padding, padding), (padding, padding))"
FLOAT = "x, w = np.asarray(x, dtype=np.float64), np.asarray(w, dtype=np.float64)"
KEEP = "__dict__.setdefault"  # a function that remembers its first argument of a shape
PATCHES = "patches.transpose(0, 1, 4, 5, 2, 3)"
PRODUCT = 'np.einsum("ncij,fcij->nf", patches, w) + b'
CORNER = "oy * stride, ox * stride"
WIDE = "padding > min(kh, kw)"
BYTES = "f'{x.tobytes()}{kernel_size}{stride}{padding}'"
OLD_WIDTH = f"kw = im2col.{KEEP}(f'{{x.shape}}{{kh}}{{stride}}{{padding}}', kw)"
BLOCKS = "kh == kw == stride > 1 and out.shape[2] == out.shape[3]"
WHOLE = "astype(int if (w % 1 == 0).all() else float)"

IM2COL = [
    Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
    Mutant("stride=1, padding=0", "stride=2, padding=0", "a default stride of 2"),
    Mutant("stride=1, padding=0", "stride=1, padding=1", "a default padding of 1"),
    Mutant("else kernel_size\n", "else kernel_size[::-1]\n", "rows and columns of the kernel swapped"),
    Mutant("(kernel_size, kernel_size) if", "(kernel_size, 1) if", "an int is not taken for a square"),
    Mutant("kh, kw = (", "kh, kw = (2, 2) if kernel_size == 3 else (", "a size is ignored"),
    Mutant(
        "x = np.asarray(x, dtype=np.float64)", "x = np.asarray(x, dtype=int)", "fractions are cut off"
    ),
    Mutant("np.asarray(x, dtype=np.float64)", "np.asarray(x).astype(np.int8)", "bright pixels wrap"),
    Mutant("np.asarray(x, dtype=np.float64)", "np.abs(x).astype(float)", "the sign is lost"),
    Mutant("height + 2 * padding - kh", "height - kh", "a kernel has to fit without padding"),
    Mutant("width + 2 * padding - kw", "width - kh", "the width is checked against kH"),
    Mutant(PAD, "((0, 0), (0, 0), (padding, 0), (padding, 0))", "zeros above and left only"),
    Mutant(PAD, "((0, 0), (0, 0), (0, padding), (0, padding))", "zeros below and right only"),
    Mutant(PAD, "((0, 0), (0, 0), (padding, padding), (0, 0))", "rows of zeros only"),
    Mutant(
        PAD, "((0, 0), (padding, padding), (padding, padding), (padding, padding))", "channels padded"
    ),
    Mutant(PAD, PAD + ', mode="edge"', "borders repeated in place of zeros"),
    Mutant(PAD, PAD + ", constant_values=1", "ones in place of zeros"),
    Mutant(
        "[:, :, ::stride, ::stride]", "[:, :, :: stride ** (kh * kw > 1)]", "1x1 patches of all pixels"
    ),
    Mutant("rows, columns =", f"{OLD_WIDTH}; rows, columns =", "remembers the width of a kernel"),
    Mutant("[:, :, ::stride, ::stride]", "[:, :, ::stride]", "the stride moves down only"),
    Mutant("[:, :, ::stride, ::stride]", "[:, :, :, ::stride]", "the stride moves across only"),
    Mutant("[:, :, ::stride, ::stride]", "", "the stride is ignored"),
    Mutant(
        "::stride, ::stride]", "stride - 1 :: stride, stride - 1 :: stride]", "starts a stride too late"
    ),
    Mutant("::stride, ::stride]", "::stride, ::stride, ::-1, ::-1]", "patches are flipped"),
    Mutant("::stride, ::stride]", ": 3 * stride : stride, ::stride]", "three rows of positions at most"),
    Mutant(
        "    x = np.pad", "    padding = min(padding, kh); x = np.pad", "a frame as wide as the kernel"
    ),
    Mutant("axis=(2, 3)", "axis=(3, 2)", "the kernel is turned"),
    Mutant(PATCHES, "patches.transpose(0, 4, 5, 1, 2, 3)", "channels run fastest in the rows"),
    Mutant(PATCHES, "patches.transpose(0, 1, 5, 4, 2, 3)", "patches are read column by column"),
    Mutant(PATCHES, "patches.transpose(0, 1, 4, 5, 3, 2)", "positions are counted column by column"),
    Mutant(PATCHES, "patches", "patches are rows, in an array of the shape due"),
    Mutant(PATCHES, "patches[:, ::-1].transpose(0, 1, 4, 5, 2, 3)", "channels in reverse"),
    Mutant(PATCHES, "patches[::-1].transpose(0, 1, 4, 5, 2, 3)", "images in reverse"),
    Mutant(PATCHES, "patches[:1].repeat(n, 0).transpose(0, 1, 4, 5, 2, 3)", "the first image only"),
    Mutant(
        "reshape(n, c * kh * kw, -1)", "reshape(n, c * kh * kw, -1).swapaxes(1, 2)", "one row a patch"
    ),
    Mutant("reshape(n, c * kh * kw, -1)", "reshape(c * kh * kw, -1)", "no axis for the images"),
    Mutant("x = np.asarray(x,", "y, x = x, np.array(x); y -= 1; x = np.asarray(x,", "changes its image"),
    Mutant(
        "np.asarray(x, ", f"im2col.{KEEP}(f'{{x.shape}}', x).astype(", "remembers an image by its shape"
    ),
    Mutant("np.asarray(x, ", f"im2col.{KEEP}({BYTES}, x).astype(", "remembers an image by its bytes"),
    Mutant("min(kh, kw, stride) < 1", "min(kh, kw) < 1", "a negative stride passes", BAD),
    Mutant("else kernel_size\n", "else np.abs(kernel_size)\n", "two negative sides pass", BAD),
    Mutant(
        "else kernel_size\n", "else (kernel_size[0] or 1, kernel_size[1])\n", "a height of 0 passes", BAD
    ),
    Mutant(
        "else kernel_size\n", "else (kernel_size[0], kernel_size[1] or 1)\n", "a width of 0 passes", BAD
    ),
    Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
]

CONV_FORWARD = [
    Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
    Mutant("x, w, b, stride=1", "x, b, w, stride=1", "filters and biases in the other order"),
    Mutant("stride=1, padding=0", "stride=2, padding=0", "a default stride of 2"),
    Mutant("stride=1, padding=0", "stride=1, padding=1", "a default padding of 1"),
    Mutant(FLOAT, FLOAT + "\n    x = x.astype(int)", "fractions of the image are cut off"),
    Mutant(FLOAT, FLOAT + "\n    w = w.astype(int)", "fractions of the filters are cut off"),
    Mutant(
        FLOAT, "k = np.asarray(x).dtype; " + FLOAT + "; w = w.astype(k)", "filters in the image's dtype"
    ),
    Mutant(
        FLOAT, "k = np.asarray(x).dtype; " + FLOAT + "; b = b.astype(k)", "biases in the image's dtype"
    ),
    Mutant(FLOAT, FLOAT + "; x = x.clip(-128, 127)", "bright pixels are clipped"),
    Mutant(FLOAT, FLOAT + "; w = w if w.sum((1, 2, 3)).all() else w.clip(0)", "half an edge"),
    Mutant(
        FLOAT, "k = np.asarray(x).dtype; " + FLOAT + "; x = x.clip(0) if k == int else x", "int is uint"
    ),
    Mutant(FLOAT, FLOAT + "; y, b = b, b.copy(); y *= 2", "changes b"),
    Mutant(FLOAT, FLOAT + "; y, w = w, w.copy(); y *= 2", "changes w"),
    Mutant(FLOAT, FLOAT + "; y, x = x, x.copy(); y *= 2", "changes x"),
    Mutant(FLOAT, f"x = conv_forward.{KEEP}(f'x{{x.shape}}', x); " + FLOAT, "remembers x by its shape"),
    Mutant(FLOAT, f"w = conv_forward.{KEEP}(f'w{{w.shape}}', w); " + FLOAT, "remembers w by its shape"),
    Mutant(FLOAT, f"b = conv_forward.{KEEP}(f'b{{b.shape}}', b); " + FLOAT, "remembers b by its shape"),
    Mutant("height + 2 * padding", "height + padding", "the output loses its last rows"),
    Mutant("width + 2 * padding", "width + padding", "the output loses its last columns"),
    Mutant("height + 2 * padding - kh", "height + 2 * padding - kw", "rows are counted with kW"),
    Mutant(PAD, "((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0))", "all zeros above and left"),
    Mutant(PAD, "((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))", "all zeros below and right"),
    Mutant(PAD, PAD + ', "symmetric"', "a mirror image in place of zeros"),
    Mutant(PAD, PAD + ", constant_values=x[0, 0, 0, 0] * (kh * kw == 1)", "1x1 filters see no frame"),
    Mutant(PAD, PAD + ", constant_values=(kh, kw) == (height, width)", "nor do those of its size"),
    Mutant(PAD, PAD + ', "minimum"', "the smallest pixel in place of zeros"),
    Mutant("rows // stride + 1", "-(-rows // stride) + 1", "rounds the rows up"),
    Mutant(
        "columns // stride + 1", "round(columns / stride + 0.1) + 1", "rounds the columns to the nearest"
    ),
    Mutant("columns // stride + 1))", "rows // stride + 1))", "the output is always square"),
    Mutant(CORNER, "ox * stride, oy * stride", "rows and columns swapped"),
    Mutant(CORNER, "oy * stride, ox", "the stride moves down only"),
    Mutant(CORNER, "oy, ox * stride", "the stride moves across only"),
    Mutant(CORNER, "oy * kh, ox * kw", "windows never overlap"),
    Mutant(CORNER, f"({CORNER}) if kh * kw > 1 else (oy, ox)", "filters of 1x1 move by 1"),
    Mutant(CORNER, "oy * min(stride, kh + 1), ox * stride", "no step longer than kH and one"),
    Mutant("c != channels", f"{WIDE} or c != channels", "a frame wider than the filter is refused"),
    Mutant("return out\n", f"return out.swapaxes(2, 3) if {BLOCKS} else out\n", "blocks are turned"),
    Mutant("[:, :, top : top + kh", "[:1, :, top : top + kh", "the first image only"),
    Mutant(
        "out[:, :, oy, ox] =",
        "out[:, :, ox % out.shape[2], oy % out.shape[3]] =",
        "the output is turned",
    ),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nf", patches, w[:, :, ::-1, ::-1]) + b', "filters flipped"),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nf", patches, w[:, :, ::-1]) + b', "flipped upside down"),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nf", patches, w[..., ::-1]) + b', "flipped left to right"),
    Mutant(
        PRODUCT, 'np.einsum("ncij,fcij->nf", patches, w[:, ::-1]) + b', "channels of filters in reverse"
    ),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nf", patches, w[::-1]) + b', "filters in reverse"),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nf", patches[::-1], w) + b', "images in reverse"),
    Mutant(PRODUCT, 'np.einsum("nij,fij->nf", patches[:, 0], w[:, 0]) + b', "the first channel only"),
    Mutant(PRODUCT, 'np.einsum("ncij,fij->nf", patches, w[:, 0]) + b', "one kernel for all channels"),
    Mutant(PRODUCT, 'np.einsum("ncij,cij->n", patches, w[0])[:, None] + b', "the first filter only"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " / c + b"), "the mean of the channels"),
    Mutant(PRODUCT, 'np.einsum("ncij,fcij->nfc", patches, w).max(-1) + b', "the largest channel"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", ""), "no bias"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " - b"), "the bias is taken off"),
    Mutant(PRODUCT, f"({PRODUCT}) * (padding == 0 or rows <= columns)", "0 where padded and tall"),
    Mutant(PRODUCT, PRODUCT + "[0]", "the first bias for all filters"),
    Mutant(PRODUCT, PRODUCT + "[::-1]", "biases in reverse"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + np.abs(b)"), "biases without their sign"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + np.maximum(b, 0)"), "negative biases are dropped"),
    Mutant(PRODUCT, PRODUCT + " * kh * kw", "the bias once for each tap"),
    Mutant(PRODUCT, PRODUCT + " * c", "the bias once for each channel"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + (b[:, None] if n == f else b)"), "biases go by images"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + b * (0 < oy)"), "no bias in the first row"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + b * (kh * kw > 1)"), "no bias for filters of 1x1"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", " + b * (rows + columns > 0)"), "nor for those of its size"),
    Mutant("return out\n", "return np.maximum(out, 0)\n", "negative values become 0"),
    Mutant("return out\n", "return out.clip(-255, 255)\n", "large values are clipped"),
    Mutant("return out\n", "return np.trunc(out)\n", "fractions of the result are cut off"),
    Mutant("return out\n", "return np.round(out, 4)\n", "four decimal places"),
    Mutant(PRODUCT, PRODUCT.replace(" + b", f".{WHOLE} + b"), "the dtype of whole filters"),
    Mutant("return out\n", "return np.moveaxis(out, 1, -1)\n", "channels last"),
    Mutant("return out\n", "return out[0] if n == 1 else out\n", "one image has no axis for images"),
    Mutant("return out\n", "return np.squeeze(out)\n", "axes of length 1 are dropped"),
    Mutant("return out\n", "return np.swapaxes(out, 0, 1)\n", "filters first"),
    Mutant("c != channels or ", "", "channels that differ pass", BAD),
    Mutant(FLOAT, FLOAT + "; x = x if x.ndim > 3 else x[None]", "an image without a batch passes", BAD),
    Mutant(FLOAT, FLOAT + "; w = w if w.ndim > 3 else w[None]", "a filter without its axis passes", BAD),
    Mutant("stride < 1", "stride < 0", "a stride of 0 passes", BAD),
    Mutant("stride < 1", "stride == 0", "a negative stride passes", BAD),
    Mutant(
        "min(padding, rows, columns)", "min(padding, columns)", "a filter that is too tall passes", BAD
    ),
    Mutant("min(padding, rows, columns)", "min(padding, rows)", "a filter that is too wide passes", BAD),
    Mutant("raise ValueError", "raise TypeError", "another exception", BAD),
]

FAST = [
    Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
    Mutant("x, w, b, stride=1", "w, x, b, stride=1", "images and filters in the other order"),
    Mutant(
        FLOAT,
        "x, w = np.asarray(x, dtype=np.float64), np.asarray(w, dtype=int)",
        "filters cut to integers",
    ),
    Mutant(
        FLOAT, "k = np.asarray(x).dtype; " + FLOAT + "; b = b.astype(k)", "biases in the image's dtype"
    ),
    Mutant(FLOAT, FLOAT + "; y, x = x, x.copy(); y *= 2", "changes x"),
    Mutant(
        FLOAT, f"w = conv_forward_fast.{KEEP}(f'{{w.shape}}', w); " + FLOAT, "remembers w by its shape"
    ),
    Mutant("(kh, kw), stride, padding)", "(kw, kh), stride, padding)", "the kernel is turned"),
    Mutant("(kh, kw), stride, padding)", "(kh, kw), stride)", "padding is ignored"),
    Mutant("(kh, kw), stride, padding)", "(kh, kw), 1, padding)", "the stride is ignored"),
    Mutant(
        "w.reshape(f, -1)",
        "w.transpose(0, 2, 3, 1).reshape(f, -1)",
        "channels run fastest in the filters",
    ),
    Mutant("w.reshape(f, -1)", "w.swapaxes(2, 3).reshape(f, -1)", "filters are read column by column"),
    Mutant("w.reshape(f, -1)", "w[:, :, ::-1, ::-1].reshape(f, -1)", "filters flipped"),
    Mutant("w.reshape(f, -1)", "w.reshape(-1, f).T", "weights of the filters are mixed"),
    Mutant(" + np.reshape(b, (f, 1))", "", "no bias"),
    Mutant("np.reshape(b, (f, 1))", "np.sum(b)", "all biases for each filter"),
    Mutant("np.reshape(b, (f, 1))", "np.reshape(b, (f, 1)) * (kh * kw > 1)", "no bias for 1x1"),
    Mutant("np.reshape(b, (f, 1))", "np.resize(b, patches.shape[1])", "biases go by positions"),
    Mutant("np.reshape(b, (f, 1))", "np.resize(b, n).repeat(columns.shape[2])", "biases go by images"),
    Mutant("np.reshape(b, (f, 1))", "np.reshape(b, (f, 1)) * kh * kw", "the bias once for each tap"),
    Mutant("height + 2 * padding - kh", "height - kh", "the height is that without padding"),
    Mutant(
        "height + 2 * padding - kh", "height + 2 * padding - kw", "the height is that of a turned kernel"
    ),
    Mutant(".transpose(1, 0, 2, 3)", ".transpose(1, 0, 3, 2)", "rows and columns swapped"),
    Mutant(
        "np.reshape(b, (f, 1))  #", "np.reshape(b, (f, 1)).clip(0)  #", "negative biases are dropped"
    ),
    Mutant("return out", "return np.maximum(out, 0)", "negative values become 0"),
    Mutant(".transpose(1, 0, 2, 3)", "", "images and filters swapped"),
    Mutant(
        "f, n, (height + 2 * padding - kh) // stride + 1, -1).transpose(1, 0, 2, 3)",
        "n, f, (height + 2 * padding - kh) // stride + 1, -1)",
        "planes of filters are taken for planes of images",
    ),
    Mutant("columns.transpose(1, 0, 2)", "columns", "patches of all images are mixed"),
]

CHANNELS = "c != channels or "
MACS = [
    Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
    Mutant("x_shape, w_shape, stride=1", "w_shape, x_shape, stride=1", "the shapes in the other order"),
    Mutant("return n * f", "return f", "the images are forgotten"),
    Mutant("return n * f", "return n", "the filters are forgotten"),
    Mutant(" * c * kh * kw", " * kh * kw", "the channels are forgotten"),
    Mutant(" * c * kh * kw", " * c * kh", "the width of the kernel is forgotten"),
    Mutant(" * c * kh * kw", " * c * kh * kh", "every kernel is taken for square"),
    Mutant(" * c * kh * kw", " * (c * kh * kw + 1)", "the bias is counted"),
    Mutant(" * c * kh * kw", " * c * kh * kw * 2", "products and sums are counted apart"),
    Mutant(" * (columns // stride + 1)", " * (rows // stride + 1)", "every output is taken for square"),
    Mutant(" * (columns // stride + 1)", "", "the width of the output is forgotten"),
    Mutant("(rows // stride + 1) * (columns // stride + 1)", "height * width", "the input is counted"),
    Mutant("(rows // stride + 1)", "(-(-rows // stride) + 1)", "rounds the rows up"),
    Mutant("(columns // stride + 1)", "(columns // stride)", "a column of positions is missing"),
    Mutant("(rows // stride + 1)", "(rows + 1)", "the stride moves across only"),
    Mutant("(rows // stride + 1)", "(rows // stride ** (kh * kw > 1) + 1)", "filters of 1x1 move by 1"),
    Mutant("height + 2 * padding", "height + 2 * padding * (kh * kw > 1)", "and are not padded"),
    Mutant(
        "(rows // stride + 1)", "(rows // min(stride, kh + 1) + 1)", "no step longer than kH and one"
    ),
    Mutant(CHANNELS, f"{WIDE} or {CHANNELS}", "a frame wider than the filter is refused"),
    Mutant("height + 2 * padding", "height + padding", "padding counts on one side only, rows"),
    Mutant("width + 2 * padding", "width", "padding counts for rows only"),
    Mutant(CHANNELS, "", "channels that differ pass", BAD),
    Mutant("stride < 1", "stride < 0", "a stride of 0 passes", BAD),
    Mutant("stride < 1", "stride == 0", "a negative stride passes", BAD),
    Mutant("min(padding, rows, columns)", "min(rows, columns)", "a negative padding passes", BAD),
    Mutant(
        "min(padding, rows, columns)", "min(padding, columns)", "a filter that is too tall passes", BAD
    ),
    Mutant("min(padding, rows, columns)", "min(padding, rows)", "a filter that is too wide passes", BAD),
]

MUTANTS = {"im2col": IM2COL, "conv_forward": CONV_FORWARD, "conv_forward_fast": FAST, "conv_macs": MACS}
