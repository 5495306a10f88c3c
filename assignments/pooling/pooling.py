# %% [markdown]
# # Pooling
#
# A convolution says where something was seen. Often it is enough to know **about** where: pooling looks
# at a window of the image and keeps one number of it, the largest or the mean. The image becomes
# smaller, what follows has less to compute, and a small shift of the image changes little.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `max_pool_forward` | the largest number of each window | 2 |
# | `max_pool_backward` | its gradient | 3 |
# | `avg_pool_forward` | the mean of each window | 2 |
# | `avg_pool_backward` | its gradient | 2 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell below it:
# the check compares your function with the worked examples of the lecture. More tests are run after you
# hand in, on other images, windows and strides. Loops are fine, and NumPy is the only package that you
# need.
#
# **What holds for all of them.** Images `x` are `(N, C, H, W)`: a batch, channels, rows, columns. Each
# channel of each image is pooled by itself. `size` and `stride` are whole numbers, the same for rows and
# columns; where no stride is given it is the size, so that windows lie side by side. There is no
# padding. An image may hold any kind of number, and the answer is the one that its `float64` copy would
# give. Your functions leave their inputs as they were.

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
# ## 1. The largest number
#
# The lecture's two examples, of one channel each:
#
#     windows of 2x2, stride 2          windows of 3x3, stride 1: they overlap
#
#     [4 9] 2 5                         [1  2  5] 10  7
#     [5 6] 2 4     9 5                 [0  5  1]  4  0      9 10 15
#      2 4  5 4     6 8                 [0  4  9]  3 15      9  9 15
#      5 6  8 4                          0  0  2   4  5      9  9 15
#                                        0  7  2   0  0
#
# Windows start at 0, `stride`, `2*stride` and so on, as long as they fit: there are
# `floor((H - size) / stride) + 1` of them down, and across alike with `W`. If the stride is larger than
# the size, windows leave **gaps**; the last rows and columns, too, may be in no window.
#
# Think of images whose numbers are all negative: the largest is negative then, too.


# %%
def max_pool_forward(x, size, stride=None):
    """Keep the largest number of each window.

    Args:
        x: images, array of shape (N, C, H, W), of any numeric dtype. They are not modified.
        size: side of the windows, an int of at least 1.
        stride: distance between two windows, an int of at least 1; `size` if it is None.

    Returns:
        float64 array of shape (N, C, (H - size) // stride + 1, (W - size) // stride + 1).

    Raises:
        ValueError: `x` does not have exactly four axes, `size` or `stride` is less than 1, or `size` is
            larger than H or W.

    Example:
        >>> max_pool_forward(np.array([[[[1, 4, 2], [3, 0, 5]]]]), 2, stride=1)
        array([[[[4., 5.]]]])
    """
    raise NotImplementedError("TODO: write max_pool_forward")


# %% tags=["check"]
if __name__ == "__main__":
    check("max_pool_forward")

# %% [markdown]
# ## 2. Where the gradient of a maximum goes
#
# Training asks how the loss changes with each pixel, and is told how it changes with each output: that
# is `dout`, of the shape of the output. Make the largest pixel of a window a little larger, and the
# output grows by as much. Make another pixel a little larger: nothing happens. So the number in `dout`
# goes **to the largest pixel, whole**, and the other pixels of the window get nothing:
#
#     x                 dout        dx                where
#
#     4 [9] 2 [5]       1 2         0 1 0 2           out[0, 0] = x[0, 1], so dx[0, 1] = dout[0, 0]
#     5  6  2  4        3 4         0 0 0 0
#     2  4  5  4                    0 0 0 0
#     5 [6][8] 4                    0 3 4 0
#
# Where windows overlap, a pixel can be the largest of several: what it gets **adds up**. In the second
# example the 9 in the middle is the largest of five windows, so for a `dout` of all ones it gets 5. A
# pixel in no window gets 0.
#
# Several pixels of a window can be equally large. Then the **first** of them gets all, in the order of
# reading: row by row from the top, each row from left to right.


# %%
def max_pool_backward(dout, x, size, stride=None):
    """Return the gradient of `sum(max_pool_forward(x, size, stride) * dout)` with respect to x.

    Args:
        dout: array of the shape of the output. It is not modified.
        x: the images that went in, array of shape (N, C, H, W). They are not modified.
        size: side of the windows, an int of at least 1.
        stride: distance between two windows, an int of at least 1; `size` if it is None.

    Returns:
        float64 array of the shape of x. Each number of `dout` goes to the largest pixel of its window,
        the first one in row-major order if there are several.

    Raises:
        ValueError: where `max_pool_forward` raises it.

    Example:
        >>> x = np.array([[[[1, 7, 2], [3, 0, 5]]]])
        >>> max_pool_backward(np.array([[[[10.0, 1.0]]]]), x, 2, stride=1)
        array([[[[ 0., 11.,  0.],
                 [ 0.,  0.,  0.]]]])
    """
    raise NotImplementedError("TODO: write max_pool_backward")


# %% tags=["check"]
if __name__ == "__main__":
    check("max_pool_backward")

# %% [markdown]
# ## 3. The mean
#
#     windows of 2x2, stride 2      windows of 3x3, stride 1
#     6    3.25                      3     43/9   6
#     4.25 5.25                     21/9   32/9  43/9
#                                   24/9   31/9  40/9
#
# The same windows, and each of them gives the sum of its numbers over `size**2`. Take care with the kind
# of numbers: 200 + 100 does not fit into `uint8`, and an array of integers drops what is behind the
# decimal point.


# %%
def avg_pool_forward(x, size, stride=None):
    """Take the mean of each window.

    Args:
        x: images, array of shape (N, C, H, W), of any numeric dtype. They are not modified.
        size: side of the windows, an int of at least 1.
        stride: distance between two windows, an int of at least 1; `size` if it is None.

    Returns:
        float64 array of shape (N, C, (H - size) // stride + 1, (W - size) // stride + 1).

    Raises:
        ValueError: where `max_pool_forward` raises it.

    Example:
        >>> avg_pool_forward(np.array([[[[1, 4, 2], [3, 0, 5]]]]), 2, stride=1)
        array([[[[2.  , 2.75]]]])
    """
    raise NotImplementedError("TODO: write avg_pool_forward")


# %% tags=["check"]
if __name__ == "__main__":
    check("avg_pool_forward")

# %% [markdown]
# ## 4. Where the gradient of a mean goes
#
# Make any pixel of the window larger by 1, and the mean grows by `1 / size**2`. So every pixel of the
# window gets the number in `dout` over `size**2`, whatever the pixels are: of `x` only the shape counts.
#
#     dout       dx, for windows of 2x2
#
#     4 8        1 1 2 2
#                1 1 2 2


# %%
def avg_pool_backward(dout, x, size, stride=None):
    """Return the gradient of `sum(avg_pool_forward(x, size, stride) * dout)` with respect to x.

    Args:
        dout: array of the shape of the output. It is not modified.
        x: the images that went in, array of shape (N, C, H, W). They are not modified.
        size: side of the windows, an int of at least 1.
        stride: distance between two windows, an int of at least 1; `size` if it is None.

    Returns:
        float64 array of the shape of x.

    Raises:
        ValueError: where `max_pool_forward` raises it.

    Example:
        >>> avg_pool_backward(np.array([[[[4.0, 8.0]]]]), np.zeros((1, 1, 2, 3)), 2, stride=1)
        array([[[[1., 3., 2.],
                 [1., 3., 2.]]]])
    """
    raise NotImplementedError("TODO: write avg_pool_backward")


# %% tags=["check"]
if __name__ == "__main__":
    check("avg_pool_backward")

# %% [markdown]
# ## 5. Arguments that make no sense
#
# A window larger than the image fits nowhere, one of size 0 holds nothing, and a stride of 0 never moves
# on. Mind that `stride or size` takes a 0 for a stride that is not given. Keep the promises of the
# docstrings: raise a `ValueError`.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## 6. What it looks like: pixels, and where a gradient of all ones goes
#
# Windows of 3x3, two apart. The maximum sends everything to a few pixels, the mean something to all of
# them. Both send as much as they got: a sum of 36. Pixels in two or four windows get more of it.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    pixels = np.random.default_rng(1).normal(size=(1, 1, 13, 13))
    ones = np.ones((1, 1, 6, 6))
    shown = {
        "x": pixels,
        "largest": max_pool_forward(pixels, 3, 2),
        "gradient of the largest": max_pool_backward(ones, pixels, 3, 2),
        "gradient of the mean": avg_pool_backward(ones, pixels, 3, 2),
    }
    figure, axes = plt.subplots(1, 4, figsize=(14, 3.6))
    for axis, (title, array) in zip(axes, shown.items(), strict=True):
        axis.imshow(array[0, 0])
        axis.set_title(title)
    plt.show()

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run.

# %% tags=["check"]
# In a terminal, in this folder: `autograder ready`
if __name__ == "__main__":
    ready()
