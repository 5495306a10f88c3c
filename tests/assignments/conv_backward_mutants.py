"""Small changes of the reference solution of `conv_backward`, by function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
PAD = "((0, 0), (0, 0), (padding, padding), (padding, padding))"
FLOAT = "dout, x, w = (np.asarray(array, dtype=np.float64) for array in (dout, x, w))"
MATCH = "; x = x if x.ndim < 4 or x.shape[1] == w.shape[1] else np.repeat(x[:, :1], w.shape[1], 1)"
HERE = "here = dout[:, :, oy, ox]"
DW = 'dw += np.einsum("nf,ncij->fcij", here, padded[window])'
DX = 'dpadded[window] += np.einsum("nf,fcij->ncij", here, w)'
CROP = "dpadded[:, :, padding : padding + height, padding : padding + width]"
DB = "dout.sum(axis=(0, 2, 3))"
RETURN = f"return dx, dw, {DB}"
CORNER = "oy * stride, ox * stride"
WIDE, FAR = "padding > min(kh, kw)", "stride > max(kh, kw) + 1"
ENDS = "height + min(padding - rows % stride, 0) * (padding > 0)"

ABOVE, BELOW = "x[i] = here + eps", "x[i] = here - eps"
SLOPE = "(above - below) / (2 * eps)"
COPY = "x = np.array(x, dtype=np.float64)"

NUMERICAL = [
    Mutant("eps=1e-6", "eps=1e-4", "a larger default"),
    Mutant("eps=1e-6", "eps=1e-7", "a smaller default"),
    Mutant("f, x, dout, eps", "f, dout, x, eps", "x and dout in the other order"),
    Mutant(COPY, COPY + "; eps = 1e-6", "eps is ignored"),
    Mutant(COPY, COPY + "; eps = min(eps, 1e-4)", "a large eps is ignored"),
    Mutant(COPY, COPY + "; eps = max(eps, 1e-4)", "a small eps is ignored"),
    Mutant(COPY, COPY + "; eps = eps / 2", "half the eps"),
    Mutant(COPY, COPY + "; eps = eps * np.abs(x).max()", "eps in proportion to x"),
    Mutant(COPY, "x = np.array(x, dtype=np.float32)", "float32 is too coarse"),
    Mutant(COPY, "x = np.asarray(x, dtype=np.float64); x += 1; x -= 2", "changes x for good"),
    Mutant(COPY, COPY + "; y, dout = dout, dout.copy(); y *= 2", "changes dout"),
    Mutant(COPY, "x = np.asarray(x, dtype=np.float64).reshape(-1)", "a flat x for f"),
    Mutant(COPY, "x = numerical_gradient.__dict__.setdefault(str(x.shape), x); " + COPY, "remembers x"),
    Mutant(ABOVE, "x = x + eps", "all values at once, and more each time"),
    Mutant(ABOVE, "x[...] = x + eps", "all values at once"),
    Mutant(BELOW, "x[i] = here", "a step to the right alone"),
    Mutant(ABOVE, "x[i] = here", "a step to the left alone"),
    Mutant(BELOW, "x[i] = here - 2 * eps", "farther to the left"),
    Mutant("x[i] = here\n", "\n", "a value stays smaller"),
    Mutant("above = np.sum(f(x) * dout)", "above = f(x)", "both are the same view"),
    Mutant("below = np.sum(f(x) * dout)", "below = np.sum(f(x))", "dout forgotten below"),
    Mutant("above = np.sum(f(x) * dout)", "above = np.mean(f(x) * dout)", "a mean above"),
    Mutant(
        "above = np.sum(f(x) * dout)", "above = np.sum(f(x) * np.abs(dout))", "dout without its sign"
    ),
    Mutant(SLOPE, "(above - below) / eps", "twice the slope"),
    Mutant(SLOPE, "(above - below) / 2 * eps", "a missing parenthesis"),
    Mutant(SLOPE, "(below - above) / (2 * eps)", "the other sign"),
    Mutant(SLOPE, "abs(above - below) / (2 * eps)", "without its sign"),
    Mutant(SLOPE, "above - below", "the difference alone"),
    Mutant(SLOPE, "(above - below) / (2 * 1e-6)", "divided by another eps"),
    Mutant(SLOPE, "round((above - below) / (2 * eps), 4)", "four decimal places"),
    Mutant(COPY, COPY + "; eps = eps * max(1, np.abs(x).max() / 10)", "a larger eps for a large x"),
    Mutant("gradient[i] = ", "gradient[0] = ", "the first row alone"),
    Mutant("return gradient", "return gradient.ravel()", "a flat gradient"),
    Mutant("return gradient", "return gradient.T", "rows and columns swapped"),
    Mutant("return gradient", "return gradient.sum()", "a single number"),
    Mutant("    return gradient", "        return gradient", "return inside the loop"),
    Mutant(
        "gradient = np.empty_like(x)", "gradient = np.empty_like(x, dtype=int)", "fractions are cut off"
    ),
]


def remembered(function: str, name: str) -> str:
    """Return code that makes a function remember the first argument of a shape."""
    return f"{name} = {function}.__dict__.setdefault(f'{name}{{np.shape({name})}}', {name})"


def common(function: str) -> list[Mutant]:
    """Return the mistakes that both functions can make before their first product."""
    return [
        Mutant("stride=1, padding=0", "padding=0, stride=1", "stride and padding in the other order"),
        Mutant("stride=1, padding=0", "stride=2, padding=0", "a default stride of 2"),
        Mutant("stride=1, padding=0", "stride=1, padding=1", "a default padding of 1"),
        Mutant("dout, x, w, stride=1", "x, dout, w, stride=1", "images and dout in the other order"),
        Mutant("dout, x, w, stride=1", "dout, w, x, stride=1", "images and filters in the other order"),
        Mutant(FLOAT, FLOAT + "; x = x.astype(int)", "fractions of the image are cut off"),
        Mutant(FLOAT, FLOAT + "; w = w.astype(int)", "fractions of the filters are cut off"),
        Mutant(FLOAT, FLOAT + "; dout = dout.astype(int)", "fractions of dout are cut off"),
        Mutant(FLOAT, FLOAT + "; x = x.clip(-128, 127)", "bright pixels wrap or are clipped"),
        Mutant(FLOAT, FLOAT + "; x = x.clip(0)", "negative pixels are dropped"),
        Mutant(FLOAT, FLOAT + "; w = abs(w)", "filters without their sign"),
        Mutant(FLOAT, FLOAT + "; dout = dout.clip(-5, 5)", "gradients are clipped"),
        Mutant(FLOAT, FLOAT + "; dout = dout / len(x)", "divided by the number of images"),
        Mutant(FLOAT, FLOAT + "; dout = dout / np.abs(dout).max()", "made small"),
        Mutant(FLOAT, FLOAT + "; dout = np.ones_like(dout)", "dout is ignored"),
        Mutant(FLOAT, FLOAT + "; dout = dout.copy(); dout[1:] = 0", "the first image only"),
        Mutant(FLOAT, FLOAT + "; dout = dout.copy(); dout[:, 1:] = 0", "the first filter only"),
        Mutant(FLOAT, FLOAT + "; x = x - x.mean()", "centred images"),
        Mutant(FLOAT, FLOAT + "; y, x = x, x.copy(); y *= 2", "changes x"),
        Mutant(FLOAT, FLOAT + "; y, w = w, w.copy(); y *= 2", "changes w"),
        Mutant(FLOAT, FLOAT + "; y, dout = dout, dout.copy(); y *= 2", "changes dout"),
        *(
            Mutant(FLOAT, f"{remembered(function, name)}; {FLOAT}", f"remembers {name} by its shape")
            for name in ("dout", "x", "w")
        ),
        Mutant(PAD, "((0, 0), (0, 0), (2 * padding, 0), (2 * padding, 0))", "all zeros above and left"),
        Mutant(PAD, "((0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding))", "all zeros below and right"),
        Mutant(PAD, PAD + ', mode="edge"', "borders repeated in place of zeros"),
        Mutant(PAD, PAD + ', mode="wrap"', "the image goes round"),
        Mutant(PAD, PAD + ', mode="symmetric"', "a mirror image in place of zeros"),
        Mutant(PAD, PAD + ", constant_values=1", "ones in place of zeros"),
        Mutant(PAD, PAD + ", constant_values=kh * kw == 1", "filters of 1x1 see no frame"),
        Mutant(PAD, PAD + ", constant_values=(kh, kw) == (height, width)", "nor do those of its size"),
        Mutant("c != channels", f"{WIDE} or c != channels", "a frame wider than the filter is refused"),
        Mutant("c != channels", f"{FAR} or c != channels", "and a step longer than it and one"),
        Mutant("padding + height, padding", "2 * padding + height, padding", "dx keeps the lower frame"),
        Mutant(
            "padding : padding + height, padding : padding + width",
            "padding:-padding, padding:-padding",
            "cut by negative ends, which is nothing at padding 0",
        ),
        Mutant(
            "padding : padding + height, padding : padding + width",
            "1 : 1 + height, 1 : 1 + width",
            "a padding of 1 cut off, always",
        ),
        Mutant(
            "padding : padding + height, padding : padding + width",
            ":height, :width",
            "the frame cut off below and right",
        ),
        Mutant(
            "[:, :, padding : padding + height, padding : padding + width]", "", "dx has its frame still"
        ),
        Mutant("raise ValueError", "raise TypeError", "another exception", BAD),
        Mutant(FLOAT, FLOAT + "; x = x if x.ndim > 3 else x[None]", "images without a batch pass", BAD),
        Mutant(FLOAT, FLOAT + "; w = w if w.ndim > 3 else w[None]", "a single filter passes", BAD),
        Mutant(FLOAT, FLOAT + MATCH, "channels that differ pass", BAD),
        Mutant(FLOAT, FLOAT + "; stride = stride or 1", "a stride of 0 passes", BAD),
        Mutant(FLOAT, FLOAT + "; stride = abs(stride)", "a negative stride passes", BAD),
    ]


def patch(new: str, why: str) -> Mutant:
    """Return a mutant that adds something else than the patch up to dw."""
    return Mutant(DW, DW.replace("padded[window]", new), why)


def pixels(new: str, why: str) -> Mutant:
    """Return a mutant that multiplies something else to get dx."""
    return Mutant(DX, DX.replace("here, w)", new), why)


def result(new: str, why: str) -> Mutant:
    """Return a mutant that gives something else for dx and dw."""
    return Mutant(RETURN, f"return {new}, {DB}", why)


CONV_BACKWARD = [
    *common("conv_backward"),
    Mutant(FLOAT, FLOAT + "; padding = abs(padding)", "a negative padding passes", BAD),
    Mutant("min(padding, rows, columns)", "min(padding, columns)", "a filter too tall passes", BAD),
    Mutant("min(padding, rows, columns)", "min(padding, rows)", "a filter too wide passes", BAD),
    Mutant("height + 2 * padding", "height + padding", "the last rows of windows are missing"),
    Mutant("width + 2 * padding", "width", "padding counts for rows only"),
    Mutant("height + 2 * padding - kh", "height + 2 * padding - kw", "rows are counted with kW"),
    Mutant("range(rows // stride + 1)", "range(rows // stride)", "the last row of windows is dropped"),
    Mutant("range(columns // stride + 1)", "range(columns // stride)", "the last column is dropped"),
    Mutant("range(columns // stride + 1)", "range(rows // stride + 1)", "the output is always square"),
    Mutant("range(columns // stride + 1)", "range(1, columns // stride + 1)", "the first column is out"),
    Mutant("range(rows // stride + 1)", "range(min(3, rows // stride + 1))", "three rows at most"),
    Mutant(CORNER, "ox * stride, oy * stride", "rows and columns swapped"),
    Mutant(CORNER, "oy * stride, ox", "the stride moves down only"),
    Mutant(CORNER, "oy, ox * stride", "the stride moves across only"),
    Mutant(CORNER, "oy, ox", "the stride is ignored"),
    Mutant(CORNER, "oy * kh, ox * kw", "windows never overlap"),
    Mutant(HERE, "here = dout[:, :, oy, oy]", "a name mistyped"),
    Mutant(HERE, "here = dout[:, :, -1 - oy, -1 - ox]", "dout turned by half a turn"),
    Mutant(HERE, "here = dout[:, :, ox % dout.shape[2], oy % dout.shape[3]]", "dout transposed"),
    Mutant(HERE, "here = dout.mean(axis=(2, 3))", "the mean of all positions"),
    Mutant(DW, DW.replace("padded[", "x["), "dw from the unpadded images"),
    Mutant(DW, DW.replace("dw +=", "dw ="), "dw overwritten by each position"),
    patch("padded[window][:, :, ::-1, ::-1]", "dw flipped"),
    patch("padded[window][:, :, ::-1]", "dw flipped upside down"),
    patch("padded[window][..., ::-1]", "dw flipped left to right"),
    patch("padded[window][:, ::-1]", "channels of dw in reverse"),
    patch("padded[window].mean(1, keepdims=True)", "one kernel for all"),
    Mutant(DW, DW + " / len(x)", "dw divided by the number of images"),
    Mutant(DW, DW + " * (oy > 0 or rows == 0)", "dw without the first row"),
    Mutant(DW, DW + " * (padding == 0 or rows <= columns)", "dw is 0 where padded and tall"),
    Mutant(DW, DW.replace("here", "here[::-1]"), "dw of other images"),
    Mutant(DW, DW.replace("here", "here[:, ::-1]"), "dw of other filters"),
    Mutant(DW, DW.replace("here", "here.sum(1)[:, None].repeat(len(w), 1)"), "dw of all filters"),
    patch("padded[window] * (np.arange(len(x)) < 1)[:, None, None, None]", "dw of the first image"),
    patch("padded[window].clip(0)", "dw of positive pixels"),
    Mutant(DX, DX + " * (padding == 0 or rows <= columns)", "dx is 0 where padded and tall"),
    Mutant(DX, DX.replace("+= ", "= "), "dx overwritten where windows overlap"),
    pixels("here, w[:, :, ::-1, ::-1])", "filters flipped in dx"),
    pixels("here, w[:, :, ::-1])", "flipped upside down in dx"),
    pixels("here, w[..., ::-1])", "flipped left to right in dx"),
    pixels("here, w[:, ::-1])", "channels in reverse in dx"),
    pixels("here, w[::-1])", "filters in reverse in dx"),
    pixels("here[:, :1], w[:1])", "dx of the first filter"),
    pixels("here[:, -1:], w[-1:])", "dx of the last filter"),
    pixels("here[::-1], w)", "dx of other images"),
    pixels("here.mean(0, keepdims=True).repeat(len(x), 0), w)", "a mean image"),
    pixels("here, w) / len(x)", "dx divided by the number of images"),
    pixels("here, w) / len(w)", "dx divided by the number of filters"),
    pixels("here, w) * (padded[window] > 0)", "dx of positive pixels alone"),
    pixels("here, w.mean(1, keepdims=True).repeat(c, 1))", "one kernel for all"),
    Mutant(DX, DX + "\n    " + f"    {RETURN.replace('dx', CROP)}", "return inside the loop"),
    Mutant("dx = dpadded", "dpadded[:, :, -1] = 0; dx = dpadded", "the last row of dx is lost"),
    Mutant(DB, "dout.sum(axis=(0, 1, 2))", "db over the filters, for columns"),
    Mutant(DB, "dout.sum(axis=(1, 2, 3))", "db over the filters, for images"),
    Mutant(DB, "dout.sum(axis=(2, 3))", "db for each image"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3), keepdims=True)", "db with kept axes"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3)).reshape(-1, 1)", "db as a column"),
    Mutant(DB, "dout.sum()", "db a single number"),
    Mutant(DB, "dout.sum(axis=(0, 2))[:, 0]", "db of the first column"),
    Mutant(DB, "dout.mean(axis=(0, 2, 3))", "db as a mean"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3)) / len(x)", "db divided by the number of images"),
    Mutant(DB, "np.abs(dout).sum(axis=(0, 2, 3))", "db without its sign"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3)) * kh * kw", "db once for each tap"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3)) * c", "db once for each channel"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3))[::-1]", "db in reverse"),
    Mutant(DB, "dout[0].sum(axis=(1, 2))", "db of the first image"),
    Mutant(DB, "dout.sum(axis=(0, 2, 3)).astype(int)", "fractions of db are cut off"),
    Mutant(DB, "None", "no db"),
    result("dx, dw + conv_backward.__dict__.setdefault(str(w.shape), dw * 1)", "dw adds up"),
    result("dw, dx", "dx and dw in the other order"),
    Mutant(RETURN, "return dx, dw", "two gradients"),
    Mutant(RETURN, f"return dx, {DB}, dw", "dw and db in the other order"),
    result("dx.astype(int), dw", "fractions of dx are cut off"),
    result("dx, dw.astype(int)", "fractions of dw are cut off"),
    result("dx[0] if len(x) == 1 else dx, dw", "one image has no axis for images"),
    result("dx, dw[0] if len(w) == 1 else dw", "one filter has no axis for filters"),
    result("np.squeeze(dx), np.squeeze(dw)", "axes of length 1 are dropped"),
    result("dx.swapaxes(2, 3), dw", "rows and columns of dx swapped"),
    result("dx, dw.swapaxes(2, 3)", "rows and columns of dw swapped"),
    result("dx, dw.swapaxes(0, 1)", "filters and channels of dw swapped"),
    Mutant(RETURN, f"return -dx, -dw, -{DB}", "the direction of descent"),
    result("dx, dw.clip(-99, 99)", "dw clipped"),
    result("dx[:, :, : rows // stride * stride + kh], dw", "dx ends with the last window"),
    result(f"dx[:, :, : {ENDS}], dw", "and only where there is padding"),
]

DOWN = "np.arange(0, rows + 1, stride)[:, None]"
ACROSS = "np.arange(0, columns + 1, stride)\n"
PATCHES = "np.moveaxis(padded[pixels], 0, 3)"
FILTERS_FIRST = "dout.swapaxes(0, 1).reshape(f, -1)"
FIRST = "patches.reshape(c * kh * kw, -1).T"
SECOND = "(w.reshape(f, -1).T @ dout).reshape(patches.shape)"
ADD = "np.add.at(dpadded, pixels, np.moveaxis(dpatches, 3, 0))"
FAST = [
    *common("conv_backward_fast"),
    Mutant("height + 2 * padding - kh", "height + 2 * padding - kw", "rows are counted with kW"),
    Mutant(DOWN, "np.arange(0, rows // stride + 1)[:, None]", "the stride moves across only"),
    Mutant(DOWN, "np.arange(0, max(rows, 1), stride)[:, None]", "the last row of patches is dropped"),
    Mutant(ACROSS, "np.arange(0, columns // stride + 1)\n", "the stride moves down only"),
    Mutant("np.s_[:, :, row, column]", "np.s_[:, :, column, row]", "rows and columns swapped"),
    Mutant(PATCHES, PATCHES + "[..., ::-1, :, :]", "patches of other images"),
    Mutant(PATCHES, PATCHES + "[::-1]", "channels in reverse"),
    Mutant(FIRST, "np.moveaxis(patches, 0, 2).reshape(c * kh * kw, -1).T", "channels run fastest in dw"),
    Mutant(FIRST, "patches[:, ::-1, ::-1].reshape(c * kh * kw, -1).T", "dw flipped"),
    Mutant(FILTERS_FIRST, "dout.reshape(f, -1)", "images and filters of dout mixed"),
    Mutant(FILTERS_FIRST, "dout.transpose(1, 2, 3, 0).reshape(f, -1)", "images last"),
    Mutant(FILTERS_FIRST, "dout.transpose(1, 0, 3, 2).reshape(f, -1)", "a turned dout"),
    Mutant(
        SECOND, "(w.reshape(-1, f) @ dout).reshape(patches.shape)", "weights of the filters are mixed"
    ),
    Mutant(
        SECOND, "(w[:, :, ::-1, ::-1].reshape(f, -1).T @ dout).reshape(patches.shape)", "filters flipped"
    ),
    Mutant(
        SECOND, "(w.swapaxes(2, 3).reshape(f, -1).T @ dout).reshape(patches.shape)", "filters turned"
    ),
    Mutant(
        SECOND,
        SECOND + "; patches = 0 * patches; dw = dout @ patches.reshape(c * kh * kw, -1).T",
        "dw is 0",
    ),
    Mutant(ADD, "dpadded[pixels] = np.moveaxis(dpatches, 3, 0)", "overwritten where windows overlap"),
    Mutant(ADD, "dpadded[pixels] += np.moveaxis(dpatches, 3, 0)", "+= on indices adds one patch alone"),
    Mutant(ADD, ADD.replace("dpatches,", "dpatches[:, ::-1, ::-1],"), "pixels put back in reverse"),
    Mutant(ADD, ADD + "; dpadded[1:] = 0", "the first image only in dx"),
    Mutant("dpadded = np.zeros_like(padded)", "dpadded = padded * 1.0", "dx starts from the image"),
    Mutant(
        "dpadded = np.zeros_like(padded)", "dpadded = np.zeros(padded.shape, np.float16)", "too coarse"
    ),
    Mutant("dx = dpadded[:, :, padding", "dx = dpadded[::-1, :, padding", "images of dx in reverse"),
    Mutant(
        "+ width]", "+ width].swapaxes(0, 1).reshape(-1, c, height, width)", "images and channels mixed"
    ),
    Mutant("dw.reshape(w.shape)", "dw", "dw is a matrix"),
    Mutant("dw.reshape(w.shape)", "dw.reshape(w.shape)[::-1]", "filters of dw in reverse"),
    Mutant("dw.reshape(w.shape)", "dw.reshape(w.shape) / len(x)", "dw divided by the number of images"),
    Mutant("dout.sum(axis=1)", "dout.sum(axis=0)[:f]", "db over the filters"),
    Mutant("dout.sum(axis=1)", "dout.mean(axis=1)", "db as a mean"),
    Mutant("dout.sum(axis=1)", "dout.sum(axis=1, keepdims=True)", "db with a kept axis"),
    Mutant("dout.sum(axis=1)", "dout.sum(axis=1) / len(x)", "db divided by the number of images"),
]

MUTANTS = {"numerical_gradient": NUMERICAL, "conv_backward": CONV_BACKWARD, "conv_backward_fast": FAST}
