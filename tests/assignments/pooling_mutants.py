"""Small changes of the reference solution of `pooling`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
FLOAT = "x = np.asarray(x, dtype=np.float64)"
NONE = "stride = size if stride is None else stride"
SIZES = "oh, ow = avg_pool_forward(x, size, stride).shape[2:]"


def arguments(function: str, first: str, kept: str) -> list[Mutant]:
    """Return what can go wrong with the arguments of any function.

    Args:
        function: its name.
        first: its first line.
        kept: an array that it is given.
    """
    keep = f"{kept} = {function}.__dict__.setdefault(f'{{{kept}.shape}}', {kept}); "
    return [
        Mutant("size, stride=None):", "stride=None, size=2):", "size and stride in the other order"),
        Mutant(NONE, "stride = stride or 2", "a default stride of 2"),
        Mutant(NONE, "stride = stride or 1", "a default stride of 1"),
        Mutant(NONE, "stride = size", "the stride is ignored"),
        Mutant(NONE, "stride = min(stride or size, size)", "gaps are closed"),
        Mutant(NONE, "stride = max(stride or size, size)", "windows never overlap"),
        Mutant(NONE, NONE + "; size = min(size, 3)", "windows of 3x3 at most"),
        Mutant(first, f"old, {kept} = {kept}, {kept}.copy(); old *= 2; " + first, f"changes {kept}"),
        Mutant(first, keep + first, f"remembers {kept} by its shape"),
        Mutant(first, "stride = stride or size; " + first, "a stride of 0 is the size", BAD),
        Mutant(first, "stride = stride and abs(stride); " + first, "a negative stride passes", BAD),
        Mutant(first, "size = size or 1; " + first, "a size of 0 is 1", BAD),
        Mutant(first, "size = abs(size); " + first, "a negative size passes", BAD),
        Mutant(
            first, "size = min(size, x.shape[-1]); " + first, "windows that are too wide are cut", BAD
        ),
        Mutant(
            first, "size = min(size, x.shape[-2]); " + first, "windows that are too tall are cut", BAD
        ),
        Mutant(first, "x = np.reshape(x, (-1, *x.shape[-3:])); " + first, "3 or 5 axes become 4", BAD),
        Mutant(first, "x = x if x.ndim > 2 else x[None, None]; " + first, "2 axes become 4", BAD),
    ]


VIEW = "np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))"
STRIDES = "[:, :, ::stride, ::stride]"
AHEAD = "(np.pad(x, ((0, 0), (0, 0), (0, size - 1), (0, size - 1)), '{}'),"  # windows beyond the end


def forward(function: str, value: str) -> list[Mutant]:
    """Return the mistakes of both functions; `value` is what they do with their windows."""
    result = f"windows{STRIDES}{value}"
    return [
        *arguments(function, FLOAT, "x"),
        Mutant(VIEW, VIEW.replace("(size, size)", "(size, 2)"), "windows are 2 wide"),
        Mutant(VIEW, VIEW.replace("(size, size)", "(2, size)"), "windows are 2 tall"),
        Mutant(VIEW, VIEW.replace("(size, size)", "(size - 1 or 1,) * 2"), "windows are too small"),
        Mutant(VIEW, VIEW.replace("(2, 3)", "(3, 2)") + ".swapaxes(2, 3)", "rows are taken for columns"),
        Mutant(VIEW, VIEW.replace("(x,", AHEAD.format("edge")), "rounds the size up, repeating pixels"),
        Mutant(VIEW, VIEW.replace("(x,", AHEAD.format("constant")), "rounds the size up, with zeros"),
        Mutant(STRIDES, "", "every position has a window"),
        Mutant(STRIDES, "[:, :, ::stride]", "the stride moves down only"),
        Mutant(STRIDES, "[:, :, :, ::stride]", "the stride moves across only"),
        Mutant(STRIDES, "[:, :, :: min(stride, 2), :: min(stride, 2)]", "a stride of 2 at most"),
        Mutant(STRIDES, STRIDES + "[:, :, : x.shape[2] // stride]", "rows are counted without the size"),
        Mutant(STRIDES, STRIDES + "[:, :, :, : x.shape[3] // stride]", "so are columns"),
        Mutant(STRIDES, STRIDES + "[:, :, : (x.shape[2] - 1) // stride or 1]", "the last row is lost"),
        Mutant(STRIDES, STRIDES + "[..., : windows.shape[2], :, :]", "never wider than tall"),
        Mutant(STRIDES, "[:, :, stride - 1 :: stride, ::stride]", "starts a stride too late"),
        Mutant(
            STRIDES, "[:, :, (x.shape[2] - size) % stride :: stride, ::stride]", "leaves the first rows"
        ),
        Mutant(STRIDES, STRIDES + "[:1]", "the first image only"),
        Mutant(result, f"(windows[:1] + 0 * windows){STRIDES}{value}", "the first image for all"),
        Mutant(result, f"(windows[:, :1] + 0 * windows){STRIDES}{value}", "the first channel for all"),
        Mutant(result, result.replace("(4, 5)", "(1, 4, 5)"), "channels are not kept apart"),
        Mutant(result, result.replace("(4, 5)", "(0, 4, 5)"), "images are not kept apart"),
        Mutant(result, result.replace("(4, 5)", "4"), "columns of windows are not joined"),
        Mutant(result, f"{result}.swapaxes(2, 3)", "rows and columns of the output swapped"),
        Mutant(result, f"{result}.squeeze()", "axes of length 1 are dropped"),
        Mutant(result, f"np.moveaxis({result}, 1, -1)", "channels last"),
        Mutant(result, f"windows{STRIDES}.min(axis=(4, 5))", "the smallest"),
        Mutant(result, f"windows{STRIDES}.sum(axis=(4, 5))", "the sum"),
        Mutant(result, f"np.median(windows{STRIDES}, axis=(4, 5))", "the median"),
        Mutant(result, f"windows{STRIDES}[..., 0, 0]", "the first pixel"),
        Mutant(result, f"{result}.clip(0)", "negative results become 0"),
        Mutant(result, f"{result}.clip(-1e5)", "starts from -100,000"),
        Mutant(result, f"{result}.round()", "results are rounded"),
        Mutant(result, f"abs(windows){STRIDES}{value}", "the sign is lost"),
        Mutant(FLOAT, FLOAT + ".astype(np.int8)", "bright pixels wrap"),
        Mutant(FLOAT, FLOAT + ".clip(-255, 255)", "large numbers are clipped"),
        Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
    ]


def backward(function: str, first: str, kept: str) -> list[Mutant]:
    """Return the mistakes of both gradients; see `arguments`."""
    return [
        *arguments(function, first, kept),
        Mutant("dout, x, size", "x, dout, size", "images and gradients in the other order"),
        Mutant(first, "old, dout = dout, dout.copy(); old += 1; " + first, "changes dout"),
        Mutant("for i in range(size)", "for i in range(min(size, stride))", "a stride of rows at most"),
        Mutant("for j in range(size)", "for j in range(min(size, stride))", "a stride of columns"),
        Mutant("for i in range(size)", "for i in range(size - 1 or 1)", "the last row of each window"),
        Mutant("for j in range(size)", "for j in range(1, size)", "the first column of each window"),
        Mutant("i + oh * stride : stride", "i + oh : 1", "the stride of the rows is ignored"),
        Mutant("j + ow * stride : stride", "j + ow : 1", "the stride of the columns is ignored"),
        Mutant("+= ", "= ", "overwritten where windows overlap"),
        Mutant("+= ", "-= ", "the other sign"),
        Mutant("+= ", "+= len(x) * 1.0 * ", "times the number of images"),
        Mutant("return dx\n", "return dx / len(x)\n", "the mean over the batch"),
        Mutant("return dx\n", "return dx / dout.size\n", "the mean over all outputs"),
        Mutant("return dx\n", "return np.trunc(dx)\n", "fractions are cut off"),
        Mutant("return dx\n", "return dx.clip(0)\n", "negative gradients become 0"),
        Mutant("return dx\n", "return dx[:, :, : (oh - 1) * stride + size]\n", "rows left over are cut"),
        Mutant(
            "return dx\n", "return dx[..., : (ow - 1) * stride + size]\n", "columns left over are cut"
        ),
        Mutant("return dx\n", "return dx.sum(0)\n", "images are added up"),
        Mutant("return dx\n", "return dx.sum(1, keepdims=True) + 0 * dx\n", "channels are added up"),
        Mutant("return dx\n", "dx[1:] = 0\n    return dx\n", "the first image only"),
        Mutant("return dx\n", "dx[:, 1:] = 0\n    return dx\n", "the first channel only"),
        Mutant("return dx\n", "return dx.swapaxes(2, 3)\n", "rows and columns swapped"),
        Mutant("return dx\n", "return dx.squeeze()\n", "axes of length 1 are dropped"),
        Mutant("return dx\n", "return dx * x\n", "the gradient times the pixels"),
    ]


LOOPS = """    for i in range(size):
        for j in range(size):
            # Pixel (i, j) of every window, no two of which are the same pixel of x.
            pixels = np.s_[:, :, i : i + oh * stride : stride, j : j + ow * stride : stride]
            first = waiting & (x[pixels] == out)
            dx[pixels] += first * dout
            waiting &= ~first
"""
# The other usual way: window by window.
WINDOWS = """    for n, c, y, z in np.ndindex(*out.shape):
        top, left = y * stride, z * stride
        window, into = (a[n, c, top : top + size, left : left + size] for a in (x, dx))
        at, share = int(window.argmax()), dout[n, c, y, z]
        into[at // size, at % size] += share
"""


def by_window(old: str, new: str, why: str) -> Mutant:
    """Return a mutant of the form that goes window by window."""
    assert WINDOWS.count(old) == 1
    return Mutant(LOOPS, WINDOWS.replace(old, new), why)


PLACE = "[at // size, at % size] += share"

MAX_BACKWARD = [
    *backward("max_pool_backward", FLOAT, "x"),
    Mutant("waiting & (x", "(x", "all equal pixels get the gradient"),
    Mutant("for i in range(size)", "for i in reversed(range(size))", "the last row of equal pixels"),
    Mutant("for j in range(size)", "for j in reversed(range(size))", "the last column of equal pixels"),
    Mutant("x[pixels] == out", "x[pixels] == out.clip(0)", "starts from 0"),
    Mutant("x[pixels] == out", "x[pixels] == out.max(1, keepdims=True)", "the largest of all channels"),
    Mutant("x[pixels] == out", "x[pixels] == out.max()", "the largest of all windows"),
    Mutant("x[pixels] == out", "(x[pixels] == out) & (x[pixels] > 0)", "positive pixels only"),
    Mutant("x[pixels] == out", "x[pixels] > 0", "the first positive pixel"),
    Mutant("first * dout", "first * dout * out", "times the largest"),
    Mutant("first * dout", "first * 1.0", "ones in place of dout"),
    Mutant("first * dout", "first * dout.mean()", "the mean of dout"),
    Mutant("first * dout", "first * abs(dout)", "the sign of dout is lost"),
    Mutant("first * dout", "first * dout / size**2", "as if it were a mean"),
    Mutant("first * dout", "dout / size**2", "the gradient of a mean"),
    by_window(PLACE, "[at // size, at % size] = share", "overwritten in the form by windows"),
    by_window(PLACE, "[at % size, at // size] += share", "rows are taken for columns"),
    by_window(PLACE, "[at // stride, at % stride] += share", "the row is found with the stride"),
    by_window(PLACE, "[at // 2, at % 2] += share", "the row is found with a width of 2"),
    by_window(PLACE, ".ravel()[at] += share", "a copy gets the gradient"),
    by_window(PLACE, "[window == window.max()] += share", "all equal pixels, by windows"),
    by_window(
        PLACE, "[:] += (window == window.max()) * share / (window == window.max()).sum()", "shared"
    ),
    by_window(PLACE, "[np.unravel_index(window.T.argmax(), window.shape)[::-1]] += share", "by columns"),
    by_window(
        "int(window.argmax())", "size**2 - 1 - int(window.ravel()[::-1].argmax())", "the last one"
    ),
    by_window("int(window.argmax())", "int(window.argmin())", "the smallest"),
    by_window("int(window.argmax())", "int(abs(window).argmax())", "the largest without its sign"),
    by_window("int(window.argmax())", "int((window * (window > 0)).argmax())", "a maximum from 0"),
]

TAPS = "dx[:, :, i : i + oh * stride : stride, j : j + ow * stride : stride]"

AVG_BACKWARD = [
    *backward("avg_pool_backward", SIZES, "dout"),
    Mutant("dout / size**2", "dout", "not divided"),
    Mutant("dout / size**2", "dout / size", "divided by one side"),
    Mutant("dout / size**2", "dout / size**4", "divided twice"),
    Mutant("dout / size**2", "dout / 4", "always divided by 4"),
    Mutant("dout / size**2", "dout / stride**2", "divided by the stride"),
    Mutant("dout / size**2", "dout // size**2", "a division of whole numbers"),
    Mutant("dout / size**2", "dout / (size**2 - 1 or 1)", "divided by one less"),
    Mutant("dout / size**2", "dout.mean() / size**2", "the mean of dout"),
    Mutant("dout / size**2", "1 / size**2", "ones in place of dout"),
    Mutant("dout / size**2", "dout * avg_pool_forward(x, size, stride) / size**2", "times the mean"),
    Mutant("dout / size**2", f"dout * {TAPS.replace('dx', 'x')} / size**2", "times the pixels"),
    Mutant("dout / size**2", "dout * (i == j == 0)", "all for the first pixel"),
    Mutant("for i in range(size)", "for i in [0]", "the first row of each window"),
    Mutant("dx = np.zeros(np.shape(x))", "dx = np.zeros(np.shape(x), x.dtype)", "the dtype of x"),
    Mutant("dx = np.zeros(np.shape(x))", "dx = np.ones(np.shape(x))", "starts from ones"),
    Mutant("dx = np.zeros(np.shape(x))", "dx = 1.0 * x", "starts from x"),
]

MUTANTS = {
    "max_pool_forward": forward("max_pool_forward", ".max(axis=(4, 5))"),
    "max_pool_backward": MAX_BACKWARD,
    "avg_pool_forward": [
        *forward("avg_pool_forward", ".mean(axis=(4, 5))"),
        Mutant(".mean(axis=(4, 5))", ".sum(axis=(4, 5)) / 4", "always divided by 4"),
        Mutant(".mean(axis=(4, 5))", ".sum(axis=(4, 5)) / size", "divided by one side"),
        Mutant(".mean(axis=(4, 5))", ".sum(axis=(4, 5)) / stride**2", "divided by the stride"),
        Mutant(".mean(axis=(4, 5))", ".mean(axis=(4, 5)) / size**2", "divided twice"),
        Mutant(".mean(axis=(4, 5))", ".sum(axis=(4, 5)) // size**2", "a division of whole numbers"),
        Mutant(".mean(axis=(4, 5))", ".max(axis=(4, 5))", "the largest"),
    ],
    "avg_pool_backward": AVG_BACKWARD,
}
