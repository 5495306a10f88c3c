# %% [markdown]
# # Forward convolution
#
# So far a convolution took one grey image and one kernel. A layer of a network takes a **batch** of
# images, each with several **channels** (at first red, green and blue), and slides several **filters**
# over all of them. The idea stays: lay the filter on the image, multiply, add everything up, move on.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `im2col` | every patch under the filter as a column of a matrix | 3 |
# | `conv_forward` | the convolution, in whatever way is clearest to you | 4 |
# | `conv_forward_fast` | the same values without Python loops over positions | 2 |
# | `conv_forward_speed` | how fast `conv_forward_fast` is | 2 |
# | `conv_macs` | how many multiplications it takes | 2 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell below it:
# the check compares your function with small worked examples. More tests are run after you hand in, on
# other images, filters, strides and paddings. NumPy is the only package that you need.
#
# **What holds for all of them.** "Convolution" means cross-correlation, as in every deep-learning
# library: filters are *not* flipped. `stride` and `padding` are whole numbers, the same for rows and
# columns. Images and filters need not be square. An image may hold any kind of number, and the answer
# is the one that its `float64` copy would give. Your functions leave their inputs as they were.

# %% tags=["setup"]
# If something is missing, this says what to do.
if __name__ == "__main__":
    import sys

    try:
        import numpy
        from autograder import check, ready
    except ImportError as error:
        other = "cannot import name" in str(error)  # PyPI has another `autograder`
        first = "`python -m pip uninstall -y autograder cnn-autograder`, then " if other else ""
        problem = f"{error}: run {first}`python -m pip install -r requirements.txt` in this folder"
        if sys.version_info < (3, 11):
            problem = f"Python 3.11 or newer is needed; this one is {sys.version.split()[0]}"
        check = ready = lambda *_: print(problem)
        sys.exit(problem)

# %%
import numpy as np

# %% [markdown]
# ## A volume under several filters
#
# An image of 5x5x3 (rows, columns, channels) under a filter of 2x2x3: the filter is as deep as the
# image and has **weights of its own for each channel**. At each position its 12 products are added up
# to one number, so one filter gives 4x4x1. K filters give K planes, the channels of the output.
#
#        image: 3 channels         K filters, 3 deep            output: K channels
#            +-----------+               +-----+
#          +-----------+ |             +-----+ |                     +---------+
#        +-----------+ | |           +-----+ | |                   +---------+ |
#        | # # . . . | | |           | # # | | |   12 products,    | # . . . | |
#        | # # . . . | | |           | # # | |-+   one sum,        | . . . . | |
#        | . . . . . | | |           +-----+-+     plus the bias   | . . . . | |
#        | . . . . . | |-+                                         | . . . . |-+
#        | . . . . . |-+             ... K of them                 +---------+
#        +-----------+
#
# In arrays the batch comes first and the channels second: images `x` are `(N, C, H, W)`, filters `w`
# `(F, C, kH, kW)`, and each filter has one number in the biases `b`, `(F,)`. The output is
# `(N, F, oH, oW)` with `oH = floor((H + 2*padding - kH) / stride) + 1`, and `oW` alike. Padding puts
# zeros around each channel of each image. In the picture N is 1, C is 3, F is K.
#
# ## 1. Patches as columns
#
# What a filter sees at one position is a **patch**. `im2col` writes each patch down as a column. One
# channel of 3x3 pixels under a 2x2 kernel:
#
#     [1 2] 3      1 [2 3]      1  2  3      1  2  3       patch      0  1  2  3
#     [4 5] 6      4 [5 6]     [4  5] 6      4 [5  6]      i=0 j=0    1  2  4  5
#      7 8  9      7  8 9      [7  8] 9      7 [8  9]      i=0 j=1    2  3  5  6
#                                                          i=1 j=0    4  5  7  8
#     patch 0      patch 1      patch 2      patch 3       i=1 j=1    5  6  8  9
#
# Patches are counted like words on a page: position `(oy, ox)` is column `oy*oW + ox`. Within a column
# the pixels are read the same way, and a second channel goes **below** the first:
#
# $$ \text{columns}[n,\; (c \cdot k_H + i) \cdot k_W + j,\; o_y \cdot o_W + o_x]
# = \text{padded}[n,\; c,\; o_y \cdot s + i,\; o_x \cdot s + j] $$


# %%
def im2col(x, kernel_size, stride=1, padding=0):
    """Lay out every patch under a sliding kernel as a column.

    Args:
        x: array of shape (N, C, H, W), of any numeric dtype. It is not modified.
        kernel_size: an int for a square kernel, or a pair (kH, kW); sides of at least 1.
        stride: distance between two positions, down and across, an int of at least 1.
        padding: width of the frame of zeros around each channel, an int of at least 0.

    Returns:
        float64 array of shape (N, C*kH*kW, oH*oW). Row (c*kH + i)*kW + j holds pixel (i, j) of
        channel c of each patch; column oy*oW + ox is the patch at output row oy and column ox.

    Raises:
        ValueError: `x` does not have exactly four axes, a side of the kernel or `stride` is less
            than 1, `padding` is negative, or the kernel is larger than the padded image.

    Example:
        >>> im2col(np.array([[[[1, 2, 3], [4, 5, 6]]]]), (2, 1))
        array([[[1., 2., 3.],
                [4., 5., 6.]]])
    """
    raise NotImplementedError("TODO: write im2col")


# %% tags=["check"]
if __name__ == "__main__":
    check("im2col")

# %% [markdown]
# ## 2. The convolution
#
# For image `n`, filter `f` and position `(oy, ox)`:
#
# $$ \text{out}[n, f, o_y, o_x] = b[f] + \sum_{c, i, j} \text{padded}[n,\; c,\; o_y \cdot s + i,\;
# o_x \cdot s + j] \cdot w[f, c, i, j] $$
#
# The sum runs over channels and kernel; the bias is added **once**, after it. Write it in the way that
# you find clearest: seven nested loops are a right answer. Take care with the kind of numbers: 200 + 100
# does not fit into `uint8`, and an array of integers drops what is behind the decimal point.


# %%
def conv_forward(x, w, b, stride=1, padding=0):
    """Convolve a batch of images with several filters.

    Args:
        x: images, array of shape (N, C, H, W), of any numeric dtype. It is not modified.
        w: filters, array of shape (F, C, kH, kW). They are not flipped, and not modified.
        b: biases, array of shape (F,): one number for each filter. It is not modified.
        stride: distance between two positions, down and across, an int of at least 1.
        padding: width of the frame of zeros around each channel, an int of at least 0.

    Returns:
        float64 array of shape (N, F, oH, oW).

    Raises:
        ValueError: `x` or `w` does not have exactly four axes, they differ in channels, `stride` is
            less than 1, `padding` is negative, or the filters are larger than the padded image.

    Example:
        >>> conv_forward(np.ones((1, 3, 2, 3)), np.ones((1, 3, 2, 2)), np.array([0.5]))
        array([[[[12.5, 12.5]]]])
    """
    raise NotImplementedError("TODO: write conv_forward")


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_forward")

# %% [markdown]
# ## 3. One matrix product
#
# NumPy is at its best with one large matrix product, and a convolution is one: each number of the
# output is the dot product of a filter, read as a row, with a patch, read as a column.
#
#        filters as rows              patches as columns              output
#     [ ---- filter 0 ---- ]     [   |     |           |   ]     [ o o ... o ]
#     [ ---- filter 1 ---- ]  @  [ patch patch  ...  patch ]  =  [ o o ... o ]
#        (F, C*kH*kW)                (C*kH*kW, oH*oW)             (F, oH*oW)
#
# The rows of `im2col` are ordered so that `w.reshape(F, -1)` is the matrix on the left. Use `im2col`,
# windows of your own, `np.einsum`, `np.tensordot`: whatever has no Python loop over positions.
# (`np.einsum` adds up by itself unless it is told `optimize=True`: then it finds the matrix product.)
#
# **How fast it is** counts, too. Your function and the course's own, which is this one product, work on
# the same batches in turn, on one processor: 8 images of 16x20x20 under 24 filters of 3x3, other values
# each time. Right values in at most 3 times the course's time earn both points, in at most 6 times half
# of them, in at most 12 a quarter. Most ways without a loop over positions take between a third and one
# and a half times its time.


# %%
def conv_forward_fast(x, w, b, stride=1, padding=0):
    """Convolve a batch of images with several filters, without Python loops over positions.

    Args:
        x: images, (N, C, H, W), of any numeric dtype. Neither they nor `w` and `b` are modified.
        w: filters, (F, C, kH, kW).
        b: biases, (F,).
        stride: an int of at least 1.
        padding: an int of at least 0.

    Returns:
        float64 array of shape (N, F, oH, oW): the values of `conv_forward`.

    Raises:
        ValueError: where `conv_forward` raises it.

    Example:
        >>> conv_forward_fast(np.ones((2, 3, 4, 4)), np.ones((5, 3, 2, 2)), np.zeros(5)).shape
        (2, 5, 3, 3)
    """
    raise NotImplementedError("TODO: write conv_forward_fast")


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_forward_fast")

# %% [markdown]
# ## 4. What it costs
#
# The unit is the **multiply-accumulate** (MAC): one product, added to a running sum. Each number of the
# output takes one for each weight of its filter, `N*F*oH*oW * C*kH*kW` in all. Products with zeros of
# the padding count, since they are computed like all others; the bias does not.
#
# | one image | weights | output | MACs |
# | --- | --- | --- | --- |
# | 5x5x3 under one 2x2x3 filter | 12 | 4x4x1 | 192 |
# | LeNet-5, first layer: 28x28x1, 6 of 5x5, padding 2 | 150 | 28x28x6 | 117,600 |
# | AlexNet, first layer: 227x227x3, 96 of 11x11, stride 4 | 34,848 | 55x55x96 | 105,415,200 |
#
# One filter serves every position: that keeps a layer small, and makes it dear. Twice the sides of
# image and kernel are about sixteen times the work; a stride of 2 saves about three quarters of it.


# %%
def conv_macs(x_shape, w_shape, stride=1, padding=0):
    """Count the multiply-accumulates of a convolution; those on padding count, the bias does not.

    Args:
        x_shape: (N, C, H, W), the shape of the images.
        w_shape: (F, C, kH, kW), the shape of the filters.
        stride: an int of at least 1.
        padding: an int of at least 0.

    Returns:
        N * F * oH * oW * C * kH * kW, an int.

    Raises:
        ValueError: where `conv_forward` raises it for arrays of these shapes.

    Example:
        >>> conv_macs((1, 3, 5, 5), (1, 3, 2, 2))
        192
    """
    raise NotImplementedError("TODO: write conv_macs")


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_macs")

# %% [markdown]
# ## 5. Arguments that make no sense
#
# An image of three channels under a filter for one: NumPy may stretch the one over all three without a
# word. Keep the promises of the docstrings and raise a `ValueError`; what it says is up to you.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## 6. What it looks like: the mean of a colour picture, and the edges of what is red

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rows, columns = np.mgrid[-1:1:65j, -1:1:65j]
    picture = np.array([rows**2 + columns**2 < 0.6, rows < columns, rows > 0], dtype=float)
    filters = np.zeros((2, 3, 3, 3))
    filters[0] = 1 / 27
    filters[1, 0] = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    planes = conv_forward_fast(picture[np.newaxis], filters, np.zeros(2), padding=1)[0]
    _, axes = plt.subplots(1, 3, figsize=(9, 3.4))
    for axis, shown in zip(axes, [picture.transpose(1, 2, 0), *planes], strict=True):
        axis.imshow(shown, cmap="gray")
    plt.show()

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run.

# %% tags=["check"]
# In a terminal, in this folder: `autograder ready`
if __name__ == "__main__":
    ready()
