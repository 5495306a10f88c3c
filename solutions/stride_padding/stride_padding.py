# %% [markdown]
# # Stride and padding
#
# A convolution slides a small **kernel** over an image and writes down one number per position.
# Two dials decide which positions there are:
#
# - **stride**: how far the kernel moves between two positions;
# - **padding**: how many rows and columns of zeros are put around the image first.
#
# You will write three functions in NumPy. Each one uses what came before it:
#
# | question | what you write | points |
# | --- | --- | --- |
# | `output_size` | how many positions there are | 2 |
# | `pad2d` | zeros around an image | 3 |
# | `conv2d` | convolution with stride and padding | 4 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell
# below it: the check compares your function with the worked examples of the lecture. More tests
# are run after you hand in, on other images, kernels, strides and paddings. How you compute the
# answer is up to you: loops are fine, NumPy is the only package that you need.
#
# **What holds for all of them.** "Convolution" means cross-correlation here, as in every
# deep-learning library: the kernel is *not* flipped. `stride` and `padding` are whole numbers,
# the same for rows and columns. Images and kernels need not be square. An image may hold any kind
# of number (a photograph is often `uint8`, 0 to 255), and the answer is the one that its
# `float64` copy would give. Your functions leave their inputs as they were.

# %%
import numpy as np

# %% tags=["check"]
if __name__ == "__main__":
    from autograder import check

# %% [markdown]
# ## 1. The size of the output
#
# Take one axis of the image, `n` pixels long, and a filter of `f` pixels. Here `n` is 7 and
# `f` is 3:
#
#     stride 1   [# # #]. . . .            stride 2   [# # #]. . . .
#                 .[# # #]. . .                        . .[# # #]. .
#                 . .[# # #]. .                        . . . .[# # #]
#                 . . .[# # #].
#                 . . . .[# # #]                       3 positions
#
#                 5 positions
#
# The filter starts at pixel 0 and its first pixel can go no further than pixel `n - f`: the rest
# of the filter must still fit. With stride `s` it stops at 0, s, 2s, ... up to `n - f`, which is
# `floor((n - f) / s)` steps and **one position more than steps**. Padding of `p` on both ends
# makes the axis `n + 2p` long, so
#
# $$ \text{output} = \left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1 $$
#
# The floor matters where the stride does not divide: with `n = 8`, `f = 3` and `s = 2` the last
# pixel is never visited, and the output has the size that it has for `n = 7`.
#
# | n | f | padding | stride | output | seen where |
# | --- | --- | --- | --- | --- | --- |
# | 5 | 3 | 0 | 1 | 3 | the 5x5 image of the lecture |
# | 5 | 3 | 0 | 2 | 2 | the same with stride 2 |
# | 28 | 5 | 2 | 1 | 28 | first layer of LeNet-5: the size stays |
# | 227 | 11 | 0 | 4 | 55 | first layer of AlexNet |


# %%
def output_size(n, f, padding=0, stride=1):
    """Count the positions of a filter along one axis.

    Args:
        n: length of the image along this axis, an int of at least 1.
        f: length of the filter along this axis, an int of at least 1.
        padding: zeros added at each of the two ends, an int of at least 0.
        stride: distance between two positions, an int of at least 1.

    Returns:
        `floor((n + 2*padding - f) / stride) + 1`, an int.

    Raises:
        ValueError: `n`, `f` or `stride` is less than 1, `padding` is negative, or the filter is
            longer than the padded image.

    Example:
        >>> output_size(5, 3, stride=2)
        2
    """
    # BEGIN SOLUTION
    if n < 1 or f < 1:
        raise ValueError(f"n and f must be at least 1, got n={n} and f={f}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    if stride < 1:
        raise ValueError(f"stride must be at least 1, got {stride}")
    if f > n + 2 * padding:
        raise ValueError(f"a filter of {f} does not fit into {n} with a padding of {padding}")
    return (n + 2 * padding - f) // stride + 1
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("output_size")

# %% [markdown]
# ## 2. Padding
#
# Without padding every convolution shrinks the image, and a pixel in a corner is seen by one
# position only while one in the middle is seen by many. A frame of zeros helps with both. An
# image of shape `(H, W)` with padding `p` becomes `(H + 2p, W + 2p)`:
#
#                                0 0 0 0 0
#     1 2 3                      0 1 2 3 0
#     4 5 6     padding 1        0 4 5 6 0
#     (2, 3)                     0 0 0 0 0
#                                (4, 5)
#
# The 5x5 image of the lecture becomes 7x7 with a padding of 1, and 9x9 with a padding of 2. A
# padding of 0 adds nothing: try it too, it is a common place for a slice to go wrong.


# %%
def pad2d(image, padding):
    """Put `padding` rows and columns of zeros on all four sides of an image.

    Args:
        image: array of shape (H, W), of any numeric dtype. It is not modified.
        padding: width of the frame, an int of at least 0.

    Returns:
        float64 array of shape (H + 2*padding, W + 2*padding).

    Raises:
        ValueError: the image does not have exactly two axes, or `padding` is negative.

    Example:
        >>> pad2d(np.array([[1, 2]]), 1)
        array([[0., 0., 0., 0.],
               [0., 1., 2., 0.],
               [0., 0., 0., 0.]])
    """
    # BEGIN SOLUTION
    image = np.asarray(image, dtype=np.float64)
    if image.ndim != 2:
        raise ValueError(f"the image must have 2 axes, got {image.ndim}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, got {padding}")
    height, width = image.shape
    padded = np.zeros((height + 2 * padding, width + 2 * padding))
    padded[padding : padding + height, padding : padding + width] = image
    return padded
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("pad2d")

# %% [markdown]
# ## 3. Convolution with stride and padding
#
# Pad the image. Then, for output row `y` and column `x`, lay the kernel so that its upper left
# corner is on pixel `(y * stride, x * stride)` of the padded image, multiply each kernel value by
# the pixel under it, and add everything up:
#
# $$ \text{out}[y, x] = \sum_{i, j} \text{padded}[y \cdot s + i,\; x \cdot s + j] \cdot
# \text{kernel}[i, j] $$
#
# | what | shape |
# | --- | --- |
# | image | `(H, W)` |
# | padded image | `(H + 2p, W + 2p)` |
# | kernel | `(kH, kW)` |
# | output | `(output_size(H, kH, p, s), output_size(W, kW, p, s))` |
#
# The lecture's example, with the first position marked:
#
#     image           kernel       stride 1      stride 2
#
#     [1 1 1] 0 0     1 0 1        4 3 4         4 4
#     [0 1 1] 1 0     0 1 0        2 4 3         2 4
#     [0 0 1] 1 1     1 0 1        2 3 4
#      0 0 1  1 0
#      0 1 1  0 0
#
#     1*1 + 1*0 + 1*1
#     0*0 + 1*1 + 1*0   = 4, the first value of the output
#     0*1 + 0*0 + 1*1
#
# Stride 2 keeps every second row and column of what stride 1 gives: the four corners of the 3x3
# result are the 2x2 result. With a padding of 1 and stride 1 the output is as large as the image,
# 5x5, and its middle is the 3x3 result above.
#
# Take care with the kind of numbers: 200 + 100 does not fit into `uint8`, and an array of
# integers drops everything behind the decimal point that you write into it.


# %%
def conv2d(image, kernel, stride=1, padding=0):
    """Cross-correlate an image with a kernel.

    Args:
        image: array of shape (H, W), of any numeric dtype. It is not modified.
        kernel: array of shape (kH, kW). It is not flipped, and not modified.
        stride: distance between two positions, down and across, an int of at least 1.
        padding: width of the frame of zeros around the image, an int of at least 0.

    Returns:
        float64 array of shape
        (output_size(H, kH, padding, stride), output_size(W, kW, padding, stride)).

    Raises:
        ValueError: the image or the kernel does not have exactly two axes, `stride` is less than 1,
            `padding` is negative, or the kernel is larger than the padded image.

    Example:
        >>> conv2d(np.array([[1, 2, 3], [4, 5, 6]]), np.array([[1, -1]]), stride=2)
        array([[-1.]])
    """
    # BEGIN SOLUTION
    padded = pad2d(image, padding)
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 2:
        raise ValueError(f"the kernel must have 2 axes, got {kernel.ndim}")
    for n, f in zip(padded.shape, kernel.shape, strict=True):
        output_size(n, f, stride=stride)  # raises on a bad stride or a kernel that does not fit
    positions = (n - f + 1 for n, f in zip(padded.shape, kernel.shape, strict=True))
    windows = np.ndarray((*positions, *kernel.shape), buffer=padded, strides=padded.strides * 2)
    return np.einsum("yxij,ij->yx", windows[::stride, ::stride], kernel)
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("conv2d")

# %% [markdown]
# ## 4. Arguments that make no sense
#
# A kernel larger than the padded image has no position at all; a stride of 0 never moves on; a
# colour image has three axes and not two. NumPy often computes *something* then, by broadcasting
# or by reading a negative index from the other end, and the mistake shows up much later. So the
# docstrings above promise a `ValueError`. Go back to your three functions and keep that promise:
# a line such as
#
#     raise ValueError(f"a stride of {stride} never moves on")
#
# tells your future self what went wrong. What the text says is up to you.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## 5. What it looks like
#
# An edge filter on a picture of a disc. A stride of 2 halves the sides of the output: a quarter
# of the numbers, and a quarter of the work. The padding keeps what happens at the border of the
# image.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    rows, columns = np.mgrid[-1:1:65j, -1:1:65j]
    disc = (rows**2 + columns**2 < 0.7).astype(float)
    edges = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])

    figure, axes = plt.subplots(1, 4, figsize=(12, 3.4))
    axes[0].imshow(disc, cmap="gray")
    axes[0].set_title(f"image, {disc.shape}")
    for axis, (stride, padding) in zip(axes[1:], [(1, 0), (2, 0), (2, 8)], strict=True):
        result = conv2d(disc, edges, stride=stride, padding=padding)
        axis.imshow(result, cmap="gray")
        axis.set_title(f"stride {stride}, padding {padding}\n{result.shape}")
    plt.show()

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: what works only because of a cell that
# you have since deleted will not work for anyone else.
