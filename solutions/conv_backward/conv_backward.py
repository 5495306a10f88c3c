# %% [markdown]
# # Backward convolution
#
# A network learns by asking of each of its numbers: if this one grew a little, how much would the loss
# grow? The answers are the **gradient**. They are worked out from the last layer back to the first: a
# convolution is handed `dout`, the gradient for each number of its output, and turns it into gradients
# for what went in: `dx` for the images, `dw` for the filters, `db` for the biases.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `numerical_gradient` | any gradient, by trying: slow, and hard to get wrong | 3 |
# | `conv_backward` | the gradients of a convolution, in whatever way is clearest to you | 6 |
# | `conv_backward_fast` | the same values without Python loops over positions | 2 |
# | `conv_backward_speed` | how fast `conv_backward_fast` is | 2 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell below it:
# the check compares your function with small worked examples. More tests are run after you hand in, on
# other images, filters, strides and paddings; `dx`, `dw` and `db` have tests of their own. NumPy is the
# only package that you need.
#
# **What holds for all of them.** The convolution is that of the last assignment: cross-correlation,
# filters *not* flipped; `x` is `(N, C, H, W)`, `w` is `(F, C, kH, kW)`, `b` is `(F,)`. `stride` and
# `padding` are whole numbers, the same for rows and columns. Images and filters need not be square.
# Images may hold any kind of number, and the answer is the one that their `float64` copy would give.
# Your functions leave their inputs as they were.

# %%
import numpy as np

# %% tags=["check"]
if __name__ == "__main__":
    from autograder import check

# %% [markdown]
# ## 1. A gradient by trying
#
# Before you work a gradient out, build the tool that will tell you whether it is right. Take any
# function `f` of an array, and let `dout` say how much each number of its result matters. That makes one
# number, the loss `L(x) = sum(f(x) * dout)`. Change a single value of `x` and see what the loss does:
#
#     L  |             . '   L(x + eps)         the slope, by trying:
#        |         .  '
#        |     . '                              L(x + eps) - L(x - eps)
#        |  .'     L(x - eps)                   -----------------------
#        +---|------|------|---                         2 * eps
#          -eps     x    +eps
#
# Going as far to the left as to the right (**central differences**) pays: for `f(x) = x**3` at `x = 2`
# the slope is 12. With `eps = 0.5`, one step to the right alone says 15.25, both together say 12.25.
#
# Do this for each value of `x`, **one at a time**, the others as they were. Two traps: `x` has to be put
# right again if you change it; and `f` may give back a *view* of what you gave it (`f = np.transpose`,
# say), which changes when you change that again.


# %%
def numerical_gradient(f, x, dout, eps=1e-6):
    """Find the gradient of `sum(f(x) * dout)` with respect to `x` by central differences.

    Args:
        f: a function of one array. Give it arrays of the shape of `x`; it returns an array of the shape
            of `dout`, perhaps a view of what it was given.
        x: float64 array of any shape. After the call it is as it was before.
        dout: how much each number of `f(x)` matters. It is not modified.
        eps: how far to go to either side, used as it is given.

    Returns:
        float64 array of the shape of `x`: for each value
        `(sum(f(x + eps) * dout) - sum(f(x - eps) * dout)) / (2 * eps)`, where that one value of `x` is
        `eps` larger, or smaller, and the others are as they were.

    Example:
        >>> numerical_gradient(lambda x: x**3, np.array([2.0, 0.0]), np.array([1.0, 4.0]), eps=0.5)
        array([12.25,  1.  ])
    """
    # BEGIN SOLUTION
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        here = x[i]
        x[i] = here + eps
        above = np.sum(f(x) * dout)
        x[i] = here - eps
        below = np.sum(f(x) * dout)
        x[i] = here
        gradient[i] = (above - below) / (2 * eps)
    return gradient
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("numerical_gradient")

# %% [markdown]
# How small should `eps` be? The picture tries many, for `sin` at `x = 1`. From the right, the error
# shrinks with `eps**2`: over short distances a curve is nearly straight. Then it grows again: two nearly
# equal numbers, each known to 16 digits, are subtracted, and the rest is divided by very little.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    steps, one = np.logspace(-12, 0, 61), np.ones(1)
    both = [abs(numerical_gradient(np.sin, one, one.copy(), eps)[0] - np.cos(1)) for eps in steps]
    right = [abs((np.sin(1 + eps) - np.sin(1)) / eps - np.cos(1)) for eps in steps]
    axis = plt.subplots()[0].gca()
    axis.loglog(steps, both, steps, right)
    axis.legend(["to both sides", "to the right alone"]), axis.set(xlabel="eps", ylabel="error")
    plt.show()

# %% [markdown]
# ## 2. The gradients of a convolution
#
# Look at one number of the output. It is the bias plus products of a window of the (padded) image with
# the filter, so what `dout` says of it goes back to three places:
#
#       window     filter       out                    if out matters by g = dout[oy, ox]:
#
#       p q   *    a b    + bias  =  a*p + b*q          the bias     gets  g
#       r s        c d               + c*r + d*s        the filter   gets  g * window
#                                    + bias             the window   gets  g * filter
#
# Each number of the output does this, and **what arrives at one place is added up**: the bias and the
# weights of a filter were used at every position of every image, and a pixel is in several windows. So
# `db[f]` is the sum of all that is in `dout[:, f]`, and
#
# $$ \text{dw}[f, c, i, j] = \sum_{n, o_y, o_x} \text{dout}[n, f, o_y, o_x] \cdot
# \text{padded}[n,\; c,\; o_y \cdot s + i,\; o_x \cdot s + j] $$
#
# `dx` is easiest in three steps: zeros of the shape of the padded image; add `g * filter` to the window
# of each position; cut the frame off again. Pixels that no window covers keep their 0.
#
#     1 1 2 1 1 0      an image of 6x6 under a filter of 3x3 ones, stride 2, where all of dout is 1:
#     1 1 2 1 1 0
#     2 2 4 2 2 0      each number of dx counts the windows that the pixel is in; they overlap in the
#     1 1 2 1 1 0      middle, and do not reach the last row and column
#     1 1 2 1 1 0
#     0 0 0 0 0 0
#
# Three traps: `dx[:, :, 0:-0]` is empty, so how do you cut off a frame of 0? `np.zeros_like(x)` cuts
# fractions off if `x` holds whole numbers. And nothing is divided by N here: where the loss is a mean
# over images, `dout` has been divided already.


# %%
def conv_backward(dout, x, w, stride=1, padding=0):
    """Find the gradients of `sum(conv_forward(x, w, b, stride, padding) * dout)`, whatever `b` is.

    Args:
        dout: how much each number of the output matters, (N, F, oH, oW). It is not modified.
        x: images before padding, array of shape (N, C, H, W), of any numeric dtype. It is not modified.
        w: filters, array of shape (F, C, kH, kW). It is not modified.
        stride: distance between two positions, down and across, an int of at least 1.
        padding: width of the frame of zeros around each channel, an int of at least 0.

    Returns:
        A tuple of three float64 arrays: `dx` of shape (N, C, H, W), `dw` of shape (F, C, kH, kW) and
        `db` of shape (F,).

    Raises:
        ValueError: `x` or `w` does not have exactly four axes, they differ in channels, `stride` is
            less than 1, `padding` is negative, or the filters are larger than the padded image.

    Example:
        >>> x, w = np.array([[[[3.0, 4.0, 5.0]]]]), np.array([[[[1.0, 2.0]]]])
        >>> dx, dw, db = conv_backward(np.ones((1, 1, 1, 2)), x, w)
        >>> dx.tolist(), dw.tolist(), db.tolist()
        ([[[[1.0, 3.0, 2.0]]]], [[[[7.0, 9.0]]]], [2.0])
    """
    # BEGIN SOLUTION
    dout, x, w = (np.asarray(array, dtype=np.float64) for array in (dout, x, w))
    (_, c, height, width), (_, channels, kh, kw) = x.shape, w.shape
    rows, columns = height + 2 * padding - kh, width + 2 * padding - kw  # where the last window starts
    if c != channels or stride < 1 or min(padding, rows, columns) < 0:
        raise ValueError(f"cannot convolve {x.shape} with {w.shape}, {stride=}, {padding=}")
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for oy in range(rows // stride + 1):
        for ox in range(columns // stride + 1):
            top, left = oy * stride, ox * stride
            window = np.s_[:, :, top : top + kh, left : left + kw]
            here = dout[:, :, oy, ox]
            dw += np.einsum("nf,ncij->fcij", here, padded[window])
            dpadded[window] += np.einsum("nf,fcij->ncij", here, w)
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return dx, dw, dout.sum(axis=(0, 2, 3))
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_backward")

# %% [markdown]
# **Is it right?** Ask your first function. With your `conv_forward` of the last assignment at hand,
#
#     f = lambda x: conv_forward(x, w, b, stride=2, padding=1)
#     np.abs(numerical_gradient(f, x, dout) - conv_backward(dout, x, w, 2, 1)[0]).max()
#
# should be tiny, about `1e-9`, and the same for `dw`, with `w` in place of `x`. Another test needs no
# more than your function: `np.sum(x * dx)` and `np.sum(w * dw)` have to be the same number.
#
# In the picture, `dout` and a filter of 5x5 are all ones: `dx` counts the windows that each pixel is in.
# Without padding, pixels near the border count for less; with larger strides, some count for nothing.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(1, 4, figsize=(12, 3.4))
    for axis, (stride, padding) in zip(axes, [(1, 0), (1, 2), (3, 0), (7, 0)], strict=True):
        side = (32 + 2 * padding - 5) // stride + 1
        dout, image, kernel = (np.ones((1, 1, n, n)) for n in (side, 32, 5))
        axis.imshow(conv_backward(dout, image, kernel, stride, padding)[0][0, 0], vmin=0)
        axis.set_title(f"stride {stride}, padding {padding}")
    plt.show()

# %% [markdown]
# ## 3. Matrix products again
#
# Forward, each image was one product: `out = filters @ columns`, filters as rows, patches as columns.
# Backward there are two, and the shapes allow no others (`dw` is added up over the images):
#
#     dw           =  dout      @  columns.T        (F, oH*oW)    @  (oH*oW, C*kH*kW)
#     dcolumns     =  filters.T @  dout             (C*kH*kW, F)  @  (F, oH*oW)
#
# `dcolumns` holds a gradient for every pixel of every patch. To add them up where the pixels came from,
# loop over the few pixels **of the filter**, not over positions: pixel `(i, j)` of all patches lies on
# every `stride`-th row from `i` and column from `j`, which is a single slice.
#
#     pixel (0, 0)     pixel (0, 1)            a filter of 2x3 on 4x5 pixels, stride 2:
#      # . # . .        . # . # .              where the pixel lies in the four patches
#      . . . . .        . . . . .   ... of 6
#      # . # . .        . # . # .
#      . . . . .        . . . . .
#
# **How fast it is** counts, too. Your function and the course's own work on the same images in turn, on
# one processor: one image of 4x96x96 under 4 filters of 2x2, no padding, other values each time. Right
# gradients in at most 3 times the course's time earn both points, in at most 6 times half of them, in
# at most 12 a quarter.


# %%
def conv_backward_fast(dout, x, w, stride=1, padding=0):
    """Find the gradients of a convolution, without Python loops over positions.

    Args:
        dout: (N, F, oH, oW). Neither it nor `x` and `w` are modified.
        x: images, (N, C, H, W), of any numeric dtype.
        w: filters, (F, C, kH, kW).
        stride: an int of at least 1.
        padding: an int of at least 0.

    Returns:
        `dx`, `dw` and `db` with the values of `conv_backward`.

    Raises:
        ValueError: where `conv_backward` raises it.

    Example:
        >>> dout, x, w = np.ones((2, 5, 3, 3)), np.ones((2, 3, 4, 4)), np.ones((5, 3, 2, 2))
        >>> [gradient.shape for gradient in conv_backward_fast(dout, x, w)]
        [(2, 3, 4, 4), (5, 3, 2, 2), (5,)]
    """
    # BEGIN SOLUTION
    dout, x, w = (np.asarray(array, dtype=np.float64) for array in (dout, x, w))
    (_, c, height, width), (f, channels, kh, kw) = x.shape, w.shape
    rows, columns = height + 2 * padding - kh, width + 2 * padding - kw  # where the last patch starts
    if c != channels or stride < 1 or min(padding, rows, columns) < 0:
        raise ValueError(f"cannot convolve {x.shape} with {w.shape}, {stride=}, {padding=}")
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    # Row and column of each pixel of each patch, as (kH, kW, oH, oW).
    row = np.arange(kh)[:, None, None, None] + np.arange(0, rows + 1, stride)[:, None]
    column = np.arange(kw)[:, None, None] + np.arange(0, columns + 1, stride)
    pixels = np.s_[:, :, row, column]
    # Images come last but for positions, so that each gradient is one product for the whole batch.
    patches = np.moveaxis(padded[pixels], 0, 3)  # (C, kH, kW, N, oH, oW)
    dout = dout.swapaxes(0, 1).reshape(f, -1)
    dw = dout @ patches.reshape(c * kh * kw, -1).T
    dpatches = (w.reshape(f, -1).T @ dout).reshape(patches.shape)
    dpadded = np.zeros_like(padded)
    np.add.at(dpadded, pixels, np.moveaxis(dpatches, 3, 0))  # a pixel of several patches: their sum
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return dx, dw.reshape(w.shape), dout.sum(axis=1)
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_backward_fast")

# %% [markdown]
# ## 4. Arguments that make no sense
#
# Images of three channels, filters for one: keep the docstrings' promises and raise a `ValueError`.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run.
