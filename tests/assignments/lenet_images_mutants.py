"""Small changes of the layers of `lenet` that take images, by layer: each has to lose marks."""

from __future__ import annotations

from tests.assignments.lenet_layers_mutants import BAD, FLOAT, inputs, weighted
from tests.assignments.mutation import Mutant

SHARE = "share = np.asarray(dout, dtype=np.float64) / self.size**2"
WINDOWS = "x[:, :, : oh * size, : ow * size]"
MEAN = "windows.mean(axis=(3, 5))"
AT = "dx[:, :, : share.shape[2], : share.shape[3]] = share"
POOL = [
    Mutant(FLOAT, FLOAT + "; x += 1; x = x - 1", "changes x"),
    Mutant(FLOAT, FLOAT + ".astype(np.int8)", "bright pixels wrap"),
    Mutant(FLOAT, FLOAT + "; x = x.clip(0)", "what is negative becomes 0"),
    Mutant(FLOAT, FLOAT + "; x = x[:1] + 0 * x", "the first image for all"),
    Mutant(FLOAT, FLOAT + "; x = x[:, :1] + 0 * x", "the first channel for all"),
    Mutant(MEAN, "windows.mean(axis=(3, 5)).astype(np.asarray(x).dtype).astype(int)", "whole numbers"),
    Mutant(MEAN, "windows.max(axis=(3, 5))", "the largest"),
    Mutant(MEAN, "windows.sum(axis=(3, 5))", "the sum"),
    Mutant(MEAN, "windows.sum(axis=(3, 5)) / size", "divided by one side"),
    Mutant(MEAN, "windows.sum(axis=(3, 5)) / 4", "always divided by 4"),
    Mutant(MEAN, "windows.mean(axis=(2, 4))", "pixels far apart"),
    Mutant(MEAN, "windows.mean(axis=(3, 5)).swapaxes(2, 3)", "rows and columns swapped"),
    Mutant(MEAN, "windows[:, :, :, 0, :, 0]", "the first pixel"),
    Mutant(MEAN, "windows.mean(axis=(3, 5)).squeeze()", "axes of length 1 are dropped"),
    Mutant(MEAN, "windows.mean(axis=(1, 3, 5))[:, None]", "channels together"),
    Mutant(MEAN, "windows.mean(axis=(0, 3, 5))[None]", "images together"),
    Mutant(MEAN, f"({MEAN}.swapaxes(0, 1) if n == c else {MEAN})", "axes swapped where they are equal"),
    Mutant(WINDOWS, "x[:, :, -oh * size :, -ow * size :]", "the first rows are left over"),
    Mutant("self.size**2", "self.size", "the gradient divided by one side"),
    Mutant("self.size**2", "4", "the gradient always divided by 4"),
    Mutant(" / self.size**2", "", "the gradient not divided"),
    Mutant(SHARE, SHARE + "; dout *= 0", "changes dout"),
    Mutant(SHARE, SHARE + " / len(dout)", "a mean over the batch"),
    Mutant(SHARE, SHARE + "; share = abs(share)", "the sign of dout is lost"),
    Mutant(SHARE, SHARE + "; share = share * 0 + share.mean()", "the mean of dout"),
    Mutant(SHARE, SHARE + "; share = 0 * share + 1 / self.size**2", "ones in place of dout"),
    Mutant(".repeat(self.size, axis=2)", ".repeat(self.size, axis=2)[:, :, ::-1]", "upside down"),
    Mutant(".repeat(self.size, axis=3)", ".repeat(self.size, axis=3)[..., ::-1]", "mirrored"),
    Mutant(AT, "dx[:, :, -share.shape[2] :, -share.shape[3] :] = share", "at the end"),
    Mutant(AT, "dx = share", "rows and columns left over are left out"),
    Mutant(AT, "dx[:, :, :2, :2] = share[:, :, :2, :2]", "the first window only"),
    Mutant(AT, AT + "; dx[1:] = 0", "the first image only"),
    Mutant(AT, AT + "; dx[:, 1:] = 0", "the first channel only"),
    Mutant("np.zeros(self.shape)", "np.ones(self.shape)", "starts from ones"),
    Mutant("self.shape = n,", "vars(self).setdefault('shape', x.shape); n,", "the first shape is kept"),
    Mutant("self.shape = n,", "type(self).shape = n,", "one shape for all layers"),
    Mutant("def __init__(self, size)", "def __init__(self, side, size=2)", "another name"),
    Mutant("size = self.size\n", "size = self.size or 1\n", "a size of 0 is 1", BAD),
    Mutant("size = self.size\n", "size = abs(self.size)\n", "a negative size passes", BAD),
    Mutant("<= min(x.shape[2:])", "<= max(x.shape[2:])", "one side may be too short", BAD),
    Mutant("<= min(x.shape[2:])", "<= x.shape[2]", "windows may be too wide", BAD),
    Mutant("<= min(x.shape[2:])", "<= x.shape[3]", "windows may be too tall", BAD),
    Mutant(FLOAT, FLOAT + "; x = x.reshape(-1, *x.shape[-3:])", "three or five axes are four", BAD),
    Mutant(FLOAT, FLOAT + "; x = x[None, None] if x.ndim == 2 else x", "two axes are four", BAD),
    Mutant("raise ValueError", "raise TypeError", "another exception", BAD),
]

CHECK = "if min(k, s) < 1 or p < 0 or k > min(x.shape[2:]) + 2 * p:"
PAD = "np.pad(x.swapaxes(0, 1), ((0, 0), (0, 0), (p, p), (p, p)))"
PATCHES = "windows[:, :, ::s, ::s].transpose(0, 4, 5, 1, 2, 3)"
OUT = "self.weight.reshape(f, -1) @ self.patches + self.bias[:, None]"
RETURNED = "out.reshape(f, *self.places).swapaxes(0, 1)"
BACK = "dout = np.asarray(dout, dtype=np.float64).swapaxes(0, 1).reshape(f, -1)"
INTO = "dpadded[pixels] += dpatches[:, i, j]"
DX = "dpadded[:, :, p : height - p, p : width - p].swapaxes(0, 1)"
WEIGHT, BIAS = "(dout @ self.patches.T).reshape(self.weight.shape)", "dout.sum(axis=1)"
KERNEL = "self.weight.reshape(f, -1) @"
CONV = [
    *inputs(BACK),
    *weighted(OUT, WEIGHT, BIAS, DX),
    Mutant(FLOAT, FLOAT + ".astype(np.int8)", "bright pixels wrap"),
    Mutant(FLOAT, FLOAT + "; x = x.clip(0)", "what is negative becomes 0"),
    Mutant(KERNEL, "self.weight[:, :, ::-1, ::-1].reshape(f, -1) @", "the kernel is flipped"),
    Mutant(KERNEL, "self.weight.swapaxes(2, 3).reshape(f, -1) @", "the kernel is transposed"),
    Mutant(KERNEL, "self.weight[:, ::-1].reshape(f, -1) @", "the channels of filters in reverse"),
    Mutant(KERNEL, "self.weight[::-1].reshape(f, -1) @", "the filters in reverse"),
    Mutant(KERNEL, "self.weight[[0] * f].reshape(f, -1) @", "the first filter for all"),
    Mutant(PAD, PAD.replace("(p, p)))", "(p, p)), mode='edge')"), "the border repeats the edge"),
    Mutant(PAD, PAD.replace("(p, p), (p, p)", "(p, p), (0, 2 * p)"), "padding on one side"),
    Mutant(PAD, PAD.replace("(p, p)))", "(p, p)), constant_values=1)"), "padding with ones"),
    Mutant(PAD, PAD.replace("p)", "p * (k > 1))"), "a filter of 1x1 has no padding"),
    Mutant(PAD, PAD.replace("p)", "p * ((k, k) != x.shape[2:]))"), "nor one as large as the image"),
    Mutant(PAD, PAD.replace("p)", "p * (x.shape[2] <= x.shape[3]))"), "nor an image that is tall"),
    Mutant(PATCHES, PATCHES.replace("::s, ::s", "::s ** (k > 1), ::s ** (k > 1)"), "1x1 has no stride"),
    Mutant(PATCHES, PATCHES.replace("::s, ::s", "::s, :"), "the stride of columns is ignored"),
    Mutant(PATCHES, PATCHES.replace("::s, ::s", ":, ::s"), "the stride of rows is ignored"),
    Mutant(PATCHES, PATCHES.replace("::s, ::s", "(s > 1) ::s, ::s"), "starts a row too late"),
    Mutant(
        PATCHES,
        "windows[:, :, (windows.shape[2] - 1) % s :: s, ::s].transpose(0, 4, 5, 1, 2, 3)",
        "the first rows are left over",
    ),
    Mutant(
        PATCHES,
        PATCHES.replace("::s, ::s", "(windows.shape[2] - 1) % s * (windows.shape[3] % s == 1) ::s, ::s"),
        "the first rows are left over where no columns are",
    ),
    Mutant(RETURNED, "out.reshape(f, *self.places).swapaxes(0, 1).swapaxes(2, 3)", "axes swapped"),
    Mutant(RETURNED, f"({RETURNED}).squeeze()", "axes of length 1 are dropped"),
    Mutant(RETURNED, "np.moveaxis(out.reshape(f, *self.places), 0, -1)", "channels last"),
    Mutant(RETURNED, "out.reshape(len(x), f, *self.places[1:])", "images and filters in disorder"),
    Mutant(
        "self.stride, self.padding = stride, padding", "self.stride, self.padding = 1, padding", "no s"
    ),
    Mutant(
        "self.stride, self.padding = stride, padding", "self.stride, self.padding = stride, 0", "no p"
    ),
    Mutant(
        "kernel_size, stride=1, padding=0, *", "kernel_size, padding=0, stride=1, *", "another order"
    ),
    Mutant(
        "self.patches = patches.reshape(channels * k * k, -1)",
        "self.patches = patches.reshape(channels * k * k, -1)"
        "; self.patches = vars(self).setdefault(f'{self.patches.shape}', self.patches)",
        "the first images are kept by their shape",
    ),
    Mutant(
        "self.patches = patches.reshape(channels * k * k, -1)",
        "type(self).patches = patches.reshape(channels * k * k, -1)",
        "one cache for all layers",
    ),
    Mutant(
        "self.patches = patches.reshape(channels * k * k, -1)",
        "self.patches = vars(Conv2d.forward).setdefault(str(patches.shape), patches.copy())"
        "; self.patches[...] = patches; self.patches = self.patches.reshape(channels * k * k, -1)",
        "one cache for all layers whose images have a shape",
    ),
    Mutant("self.padded_shape, self.places =", "type(self).padded_shape, self.places =", "shared shape"),
    Mutant(INTO, "dpadded[pixels] = dpatches[:, i, j]", "overlapping windows overwrite"),
    Mutant(INTO, "dpadded[pixels] += dpatches[:, k - 1 - i, k - 1 - j]", "dx with a flipped kernel"),
    Mutant(INTO, "dpadded[pixels] += dpatches[:, j, i]", "dx with a transposed kernel"),
    Mutant("dpadded = np.zeros(", "dpadded = np.ones(", "starts from ones"),
    Mutant("for i in range(k)", "for i in range(min(k, s))", "a stride of rows at most"),
    Mutant("for j in range(k)", "for j in range(k - 1 or 1)", "the last column of kernels"),
    Mutant("i + oh * s : s", "i + oh", "the stride of rows is ignored in dx"),
    Mutant(DX, "dpadded.swapaxes(0, 1)", "dx keeps its padding"),
    Mutant(DX, "dpadded[:, :, : height - 2 * p, : width - 2 * p].swapaxes(0, 1)", "cut at the end"),
    Mutant(DX, DX.replace("(0, 1)", "(0, 1).swapaxes(2, 3)"), "dx with rows for columns"),
    Mutant(DX, DX.replace("dpadded", "abs(dpadded)"), "the sign of dx"),
    Mutant(WEIGHT, WEIGHT.replace("shape)", "shape)[:, :, ::-1, ::-1]"), "its gradient flipped"),
    Mutant(WEIGHT, WEIGHT.replace("shape)", "shape).swapaxes(2, 3)"), "its gradient transposed"),
    Mutant(
        WEIGHT, WEIGHT.replace("shape)", "shape).mean(0, keepdims=True) + 0 * self.weight"), "of all"
    ),
    Mutant(WEIGHT, WEIGHT + " / self.places[1]", "a mean over rows of the output"),
    Mutant(BIAS, "dout.mean(axis=1)", "a mean over positions"),
    Mutant(BIAS, "dout.sum(axis=1) * k * k", "once for each tap"),
    Mutant(BIAS, "dout[:, 0]", "the first position only"),
    Mutant(BIAS, "np.full(f, dout.sum())", "the sum of all filters"),
    Mutant(CHECK, CHECK.replace("min(k, s) < 1", "min(k, abs(s)) < 1"), "a negative stride passes", BAD),
    Mutant(CHECK, "s = s or 1\n        " + CHECK, "a stride of 0 is 1", BAD),
    Mutant(CHECK, "p = abs(p)\n        " + CHECK, "a negative padding is positive", BAD),
    Mutant(CHECK, "p = max(p, 0)\n        " + CHECK, "a negative padding is none", BAD),
    Mutant(
        CHECK, f"x = np.pad(x, [(0, 0)] * 2 + [(0, k)] * 2)\n        {CHECK}", "any kernel fits", BAD
    ),
    Mutant(CHECK, f"x = np.pad(x, [(0, 0)] * 3 + [(0, k)])\n        {CHECK}", "wide kernels fit", BAD),
    Mutant('raise ValueError(f"no filters', 'raise IndexError(f"no filters', "another exception", BAD),
    Mutant(FLOAT, FLOAT + "; x = x.reshape(-1, *x.shape[-3:])", "three or five axes are four", BAD),
    Mutant(FLOAT, FLOAT + "; x = x[:, [0] * len(self.weight[0])]", "other channels pass", BAD),
    Mutant(FLOAT, FLOAT + "; x = x[:, : len(self.weight[0])]", "channels too many are cut", BAD),
]
