# %% [markdown]
# # Filters
#
# Where are the edges of a photograph, what in it is smooth and what is rough? A **filter** finds out by
# looking at a few neighbouring pixels at a time, and at all places in the same way. Convolutional
# networks are made of filters, and that is why they need so few weights.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `correlate2d` | a kernel slides over an image | 3 |
# | `apply_filter` | the same with a border of zeros, so that the image keeps its size | 3 |
# | `classic_filters` | seven kernels that people made by hand | 1 |
# | `dense_weights` | how many weights a fully connected layer has | 1 |
# | `conv_weights` | how many weights a layer of filters has | 1 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell below it:
# the check compares your function with the worked examples of the lecture. More tests are run after you
# hand in, on other images and kernels. Loops are fine, and NumPy is the only package that you need.
#
# **What holds for all of them.** "Convolution" means cross-correlation here, as in every deep-learning
# library: the kernel is *not* flipped. Images and kernels need not be square. An image may hold any
# kind of number (a photograph is often `uint8`, 0 to 255), and the answer is the one that its
# `float64` copy would give. Your functions leave their inputs as they were.

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
# ## 1. A kernel slides over an image
#
# The **kernel** is a small table of weights. Lay it on the upper left corner of the image, multiply each
# weight by the pixel under it and add the products up: that is one number of the output. Move on by one
# pixel and do the same again, to the end of the row; then go to the next row.
#
#     image           kernel       output
#     [1 1 1] 0 0     1 0 1        4 3 4       1*1 + 1*0 + 1*1
#     [0 1 1] 1 0     0 1 0        2 4 3       0*0 + 1*1 + 1*0   = 4, the first number
#     [0 0 1] 1 1     1 0 1        2 3 4       0*1 + 0*0 + 1*1
#      0 0 1  1 0
#      0 1 1  0 0
#
# $$ \text{out}[y, x] = \sum_{i, j} \text{image}[y + i,\; x + j] \cdot \text{kernel}[i, j] $$
#
# The kernel has to lie within the image. Along an axis of `n` pixels a kernel of `k` can start at pixel
# 0, 1, and so on up to `n - k`: that makes `n - k + 1` places.
# Take care with the kind of numbers: 200 + 100 does not fit into `uint8`, and an array of integers drops
# what is behind the decimal point.


# %%
def correlate2d(image, kernel):
    """Cross-correlate an image with a kernel, wherever the kernel fits.

    Args:
        image: array of shape (H, W), of any numeric dtype. It is not modified.
        kernel: array of shape (kH, kW). It is not flipped, and not modified.

    Returns:
        float64 array of shape (H - kH + 1, W - kW + 1).

    Raises:
        ValueError: image or kernel does not have exactly two axes, or the kernel does not fit.

    Example:
        >>> correlate2d(np.array([[1, 2, 4], [0, 0, 3]]), np.array([[-1, 1]]))
        array([[1., 2.],
               [0., 3.]])
    """
    raise NotImplementedError("TODO: write correlate2d")


# %% tags=["check"]
if __name__ == "__main__":
    check("correlate2d")

# %% [markdown]
# ## 2. A filter that keeps the size
#
# Each kernel shrinks the image a little. A picture should keep its size: a number for **each** pixel,
# with the middle of the kernel on it. Where there are no neighbours, we pretend that they are 0:
#
#                                          0 0 0 0 0
#     1 2 3     with the border that a     0 1 2 3 0     the middle of the kernel lies
#     4 5 6     kernel of 3x3 needs        0 4 5 6 0     on each pixel once
#                                          0 0 0 0 0
#
# A kernel of `kH` rows reaches `kH // 2` rows up and down from its middle, so that is how many rows of
# zeros are needed above and below; columns alike. A kernel with an **even** side has no middle, and is
# refused. A large kernel on a small image is fine: the border makes it fit. Results may be negative, or
# beyond 255: do not clip them.


# %%
def apply_filter(image, kernel):
    """Filter an image and keep its size, with zeros around it.

    Args:
        image: array of shape (H, W), of any numeric dtype. It is not modified.
        kernel: array of shape (kH, kW) with odd sides, which may be larger than the image. It is not
            flipped, and not modified.

    Returns:
        float64 array of shape (H, W): the cross-correlation after kH // 2 rows of zeros are put above
        and below the image, kW // 2 columns left and right. Nothing is clipped.

    Raises:
        ValueError: image or kernel does not have exactly two axes, or a side of the kernel is even.

    Example:
        >>> apply_filter(np.array([[1, 2, 4]]), np.array([[1, 0, 10]]))
        array([[20., 41.,  2.]])
    """
    raise NotImplementedError("TODO: write apply_filter")


# %% tags=["check"]
if __name__ == "__main__":
    check("apply_filter")

# %% [markdown]
# ## 3. Seven filters made by hand
#
# The weight in the middle belongs to the pixel itself, the others to its neighbours:
#
# | key | kernel | what it does |
# | --- | --- | --- |
# | `identity` | `[[0,0,0],[0,1,0],[0,0,0]]` | the pixel, and nothing of its neighbours |
# | `edge_diagonal` | `[[1,0,-1],[0,0,0],[-1,0,1]]` | upright and level edges cancel out |
# | `edge_laplacian4` | `[[0,1,0],[1,-4,1],[0,1,0]]` | four neighbours, minus 4 times the pixel |
# | `edge_laplacian8` | `[[-1,-1,-1],[-1,8,-1],[-1,-1,-1]]` | 8 times the pixel, minus all neighbours |
# | `sharpen` | `[[0,-1,0],[-1,5,-1],[0,-1,0]]` | what differs from its neighbours, more so |
# | `box_blur` | 1/9 times all ones | the mean of all nine |
# | `gaussian_blur` | 1/16 times `[[1,2,1],[2,4,2],[1,2,1]]` | a mean in which near pixels count more |
#
# The weights of an edge filter sum to 0: an even area becomes 0. Those of the others sum to 1. People
# found these by thinking; a network learns its own.


# %%
def classic_filters():
    """Return the seven filters of the lecture.

    Returns:
        dict of arrays of shape (3, 3), by the keys "identity", "edge_diagonal", "edge_laplacian4",
        "edge_laplacian8", "sharpen", "box_blur" and "gaussian_blur".

    Example:
        >>> classic_filters()["identity"]
        array([[0., 0., 0.],
               [0., 1., 0.],
               [0., 0., 0.]])
    """
    raise NotImplementedError("TODO: write classic_filters")


# %% tags=["check"]
if __name__ == "__main__":
    check("classic_filters")

# %% [markdown]
# ## 4. Weights of a fully connected layer
#
# Why not a plain network? Flatten a small colour image to a row of numbers, and let a fully connected
# layer make 4,704 of them. Each output has a weight for each input:
#
#     32x32x3 = 3,072 numbers                           28x28x6 = 4,704 numbers
#              o                                                 o
#              o  ------ a weight for each of these with         o
#             ...        each of those: 3,072 * 4,704           ...
#
# That is **14,450,688** weights, about 14 million, for one layer on a thumbnail.


# %%
def dense_weights(in_shape, out_shape):
    """Count the weights of a fully connected layer, without biases.

    Args:
        in_shape: shape of what goes in, a tuple of ints, of any length: the numbers are flattened.
        out_shape: shape of what comes out, alike.

    Returns:
        The number of weights: one for each pair of an input and an output.

    Example:
        >>> dense_weights((2, 3), (4,))
        24
    """
    raise NotImplementedError("TODO: write dense_weights")


# %% tags=["check"]
if __name__ == "__main__":
    check("dense_weights")

# %% [markdown]
# ## 5. Weights of filters
#
# A filter has the same weights **wherever** it lies, so the size of the image does not matter. Even 1000
# filters of 3x3 need 1000 * 9 = **9,000** weights, 9 thousand in place of 14 million. On an image with
# several channels, a filter has a table of weights for each of them.
#
# | layer | weights |
# | --- | --- |
# | fully connected, 32x32x3 to 28x28x6 | 14,450,688 |
# | 6 filters of 5x5 on 3 channels, from 32x32x3 to 28x28x6 as well | 450 |
# | 1000 filters of 3x3 | 9,000 |


# %%
def conv_weights(filters, kernel_size, channels=1):
    """Count the weights of a layer of square filters, without biases.

    Args:
        filters: the number of filters, an int.
        kernel_size: side of a filter, an int.
        channels: channels of the image, an int.

    Returns:
        The number of weights, an int.

    Example:
        >>> conv_weights(6, 5, channels=3)
        450
    """
    raise NotImplementedError("TODO: write conv_weights")


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_weights")

# %% [markdown]
# ## 6. Arguments that make no sense
#
# A kernel larger than the image has no place to lie; one of 2x3 has no middle; a colour image has three
# axes and not two. Keep the promises of the docstrings: raise a `ValueError`.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## 7. What it looks like
#
# The photograph in the folder `data` shows Grace Hopper, who wrote one of the first compilers. What is
# even becomes grey under the edge filters, since their weights sum to 0; edges become black or white.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    photo = np.load("data/photo.npy")
    results = {name: apply_filter(photo, kernel) for name, kernel in classic_filters().items()}
    pictures = [("photo", photo), *results.items()]
    for some in pictures[:4], pictures[4:]:
        figure, axes = plt.subplots(1, 4, figsize=(13, 3.6))
        for axis, (name, picture) in zip(axes, some, strict=True):
            low, high = (-120, 120) if name.startswith("edge") else (0, 255)
            axis.imshow(picture, cmap="gray", vmin=low, vmax=high)
            axis.set_title(name)
            axis.axis("off")
    plt.show()

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run.

# %% tags=["check"]
# In a terminal, in this folder: `autograder ready`
if __name__ == "__main__":
    ready()
