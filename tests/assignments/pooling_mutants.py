"""Small changes of the reference solution of `pooling`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
FLOAT = "x = np.asarray(x, dtype=np.float64)"
NONE = "stride = size if stride is None else stride"


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


COUNT = "oh, ow = ((side - size) // stride + 1 for side in x.shape[2:])"
SIDE = "(side - size) // stride + 1"
ROOM = "oh, ow = (oh, ow) if stride <= size else (-(-side // stride) for side in x.shape[2:])"
VIEW = "np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))"
WINDOWS = f"{VIEW}[:, :, ::stride, ::stride]"
AHEAD = "; x = np.pad(x, ((0, 0), (0, 0), (0, stride), (0, stride)), '{}')"  # rows beyond the end


def forward(function: str, value: str, result: str) -> list[Mutant]:
    """Return the mistakes of both functions.

    Args:
        function: its name.
        value: what it does with channels or images that it does not keep apart.
        result: what it returns.
    """
    up = COUNT.replace(SIDE, "-((size - side) // stride) + 1")
    last = f"return {result}\n"

    def returned(new: str, why: str) -> Mutant:
        return Mutant(last, f"return {new}\n", why)

    return [
        *arguments(function, FLOAT, "x"),
        Mutant("for i in range(size)", "for i in range(min(size, 2))", "windows are 2 tall at most"),
        Mutant("for j in range(size)", "for j in range(min(size, 2))", "windows are 2 wide at most"),
        Mutant("for i in range(size)", "for i in range(size - 1 or 1)", "the last row of each window"),
        Mutant(
            "for j in range(size)", "for j in range(size - 1 or 1)", "the last column of each window"
        ),
        Mutant("for i in range(size)", "for i in range(size > 1, size)", "the first row of each window"),
        Mutant("for j in range(size)", "for j in [0]", "columns of windows are not joined"),
        Mutant("i + oh * stride : stride", "i + oh : 1", "the stride of the rows is ignored"),
        Mutant("j + ow * stride : stride", "j + ow : 1", "the stride of the columns is ignored"),
        Mutant(COUNT, COUNT.replace("oh, ow", "ow, oh"), "rows are taken for columns"),
        Mutant(COUNT, up + AHEAD.format("edge"), "rounds the size up, repeating pixels"),
        Mutant(COUNT, up + AHEAD.format("constant"), "rounds the size up, with zeros"),
        Mutant(COUNT, "stride = 1; " + COUNT, "every position has a window"),
        Mutant(COUNT, "stride = min(stride, 2); " + COUNT, "a stride of 2 at most"),
        Mutant(COUNT, COUNT.replace(SIDE, "side // stride"), "the size does not count"),
        Mutant(COUNT, f"{COUNT}; {ROOM}", "nor does it where there are gaps"),
        Mutant(COUNT, COUNT + "; oh = min(oh, x.shape[2] // stride)", "nor does it for rows"),
        Mutant(COUNT, COUNT + "; ow = min(ow, x.shape[3] // stride)", "nor does it for columns"),
        Mutant(COUNT, COUNT.replace("+ 1", "or 1"), "the last windows are lost"),
        Mutant(COUNT, COUNT + "; oh = oh - 1 or 1", "the last row is lost"),
        Mutant(COUNT, COUNT + "; ow = min(oh, ow)", "never wider than tall"),
        Mutant(COUNT, "x = x[:, :, stride - 1 :]; " + COUNT, "starts a stride too late"),
        Mutant(COUNT, "x = x[:, :, (x.shape[2] - size) % stride :]; " + COUNT, "leaves the first rows"),
        Mutant(COUNT, "x = x[:1] + 0 * x; " + COUNT, "the first image for all"),
        Mutant(COUNT, "x = x[:, :1] + 0 * x; " + COUNT, "the first channel for all"),
        Mutant(COUNT, "x = abs(x); " + COUNT, "the sign is lost"),
        returned(f"({result})[:1]", "the first image only"),
        returned(f"({result}).{value}(1)", "channels are not kept apart"),
        returned(f"({result}).{value}(0)", "images are not kept apart"),
        returned(f"({result}).swapaxes(2, 3)", "rows and columns of the output swapped"),
        returned(f"({result}).squeeze()", "axes of length 1 are dropped"),
        returned(f"np.moveaxis({result}, 1, -1)", "channels last"),
        returned(f"{WINDOWS}.min(axis=(4, 5))", "the smallest"),
        returned(f"{WINDOWS}.sum(axis=(4, 5))", "the sum"),
        returned(f"np.median({WINDOWS}, axis=(4, 5))", "the median"),
        returned(f"{WINDOWS}[..., 0, 0]", "the first pixel"),
        returned(f"{WINDOWS}[..., -1, -1]", "the last pixel"),
        returned(f"({result}).clip(0)", "negative results become 0"),
        returned(f"({result}).clip(-1e5)", "starts from -100,000"),
        returned(f"({result}).round(4)", "results are rounded"),
        Mutant(FLOAT, FLOAT + ".astype(np.int8)", "bright pixels wrap"),
        Mutant(FLOAT, FLOAT + ".clip(-255, 255)", "large numbers are clipped"),
        Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
    ]


def backward(function: str, kept: str) -> list[Mutant]:
    """Return the mistakes of both gradients; see `arguments`."""
    return [
        *arguments(function, FLOAT, kept),
        Mutant("dout, x, size", "x, dout, size", "images and gradients in the other order"),
        Mutant(FLOAT, "old, dout = dout, dout.copy(); old += 1; " + FLOAT, "changes dout"),
        Mutant(FLOAT, "x = np.asarray(x)", "the dtype of x"),
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
BY_WINDOW = """    for n, c, y, z in np.ndindex(*out.shape):
        top, left = y * stride, z * stride
        window, into = (a[n, c, top : top + size, left : left + size] for a in (x, dx))
        at, share = int(window.argmax()), dout[n, c, y, z]
        into[at // size, at % size] += share
"""


def by_window(old: str, new: str, why: str) -> Mutant:
    """Return a mutant of the form that goes window by window."""
    assert BY_WINDOW.count(old) == 1
    return Mutant(LOOPS, BY_WINDOW.replace(old, new), why)


PLACE = "[at // size, at % size] += share"

MAX_BACKWARD = [
    *backward("max_pool_backward", "x"),
    Mutant("waiting & (x", "(x", "all equal pixels get the gradient"),
    Mutant("for i in range(size)", "for i in reversed(range(size))", "the last row of equal pixels"),
    Mutant("for j in range(size)", "for j in reversed(range(size))", "the last column of equal pixels"),
    Mutant("x[pixels] == out", "x[pixels] == out.clip(0)", "starts from 0"),
    Mutant("x[pixels] == out", "x[pixels] == out.max(1, keepdims=True)", "the largest of all channels"),
    Mutant("x[pixels] == out", "x[pixels] == out.max()", "the largest of all windows"),
    Mutant("x[pixels] == out", "(x[pixels] == out) & (x[pixels] > 0)", "positive pixels only"),
    Mutant("x[pixels] == out", "x[pixels] > 0", "the first positive pixel"),
    Mutant("x[pixels] == out", "out - x[pixels] < 1e-8", "the first that is about as large"),
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
    *backward("avg_pool_backward", "dout"),
    Mutant(COUNT, COUNT.replace("oh, ow", "ow, oh"), "rows are taken for columns"),
    Mutant(COUNT, COUNT.replace(SIDE, "side // stride"), "the size does not count"),
    Mutant(COUNT, COUNT.replace("+ 1", "or 1"), "the last windows are lost"),
    Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
    Mutant("dout / size**2", "dout", "not divided"),
    Mutant("dout / size**2", "dout / size", "divided by one side"),
    Mutant("dout / size**2", "dout / 4", "always divided by 4"),
    Mutant("dout / size**2", "dout / stride**2", "divided by the stride"),
    Mutant("dout / size**2", "dout // size**2", "a division of whole numbers"),
    Mutant("dout / size**2", "dout / (size**2 - 1 or 1)", "divided by one less"),
    Mutant("dout / size**2", "dout.mean() / size**2", "the mean of dout"),
    Mutant("dout / size**2", "1 / size**2", "ones in place of dout"),
    Mutant("dout / size**2", "dout * avg_pool_forward(x, size, stride) / size**2", "times the mean"),
    Mutant("+= share", f"+= share * {TAPS.replace('dx', 'x')}", "times the pixels"),
    Mutant("+= share", "+= dout * (i == j == 0)", "all for the first pixel"),
    Mutant("for i in range(size)", "for i in [0]", "the first row of each window"),
    Mutant("+= share", "+= share / size**2", "divided twice"),
    Mutant("np.zeros_like(x)", "np.ones_like(x)", "starts from ones"),
    Mutant("np.zeros_like(x)", "1.0 * x", "starts from x"),
]

MEAN = "out / size**2"

MUTANTS = {
    "max_pool_forward": [
        *forward("max_pool_forward", "max", "out"),
        Mutant("-np.inf", "0.0", "a maximum from 0"),
        Mutant("-np.inf", "-1e18", "a maximum from what nobody is below"),
        Mutant("-np.inf", "x.mean()", "a maximum from the mean"),
        Mutant("np.maximum(out, part, out=out)", "out += part", "the sum, kept in the loop"),
        Mutant("np.maximum(out, part, out=out)", "out = np.maximum(part, 0)", "the last one, from 0"),
        Mutant(
            "np.maximum(out, part, out=out)",
            "np.maximum(out, part.max(), out=out)",
            "the largest of all",
        ),
    ],
    "max_pool_backward": MAX_BACKWARD,
    "avg_pool_forward": [
        *forward("avg_pool_forward", "mean", MEAN),
        Mutant(MEAN, "out", "not divided"),
        Mutant(MEAN, "out / 4", "always divided by 4"),
        Mutant(MEAN, "out / size", "divided by one side"),
        Mutant(MEAN, "out / stride**2", "divided by the stride"),
        Mutant(MEAN, "out / size**4", "divided twice"),
        Mutant(MEAN, "out // size**2", "a division of whole numbers"),
        Mutant(MEAN, f"{WINDOWS}.max(axis=(4, 5))", "the largest"),
        Mutant("out += x", "out = x", "only the last one is kept"),
        Mutant("np.zeros(", "np.ones(", "starts from ones"),
    ],
    "avg_pool_backward": AVG_BACKWARD,
}
