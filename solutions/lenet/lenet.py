# %% [markdown]
# # LeNet-5
#
# In 1998 a network of seven layers read the handwritten digits on bank cheques. You write its layers,
# put them together, and train the network on your own computer, in about a minute. You hand in your
# code **and the network that it trained**, and the network is then shown digits that it has never
# seen.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `linear_layer` | a fully connected layer, forward and backward | 2 |
# | `small_layers` | three layers without parameters: tanh, flatten, average pooling | 2 |
# | `conv_layer` | a layer of filters, forward and backward | 2 |
# | `lenet5` | the network, made of these layers | 4 |
# | `softmax_cross_entropy` | the loss, and its gradient | 2 |
# | `sgd_step` | one step downhill | 1 |
# | `training` | all of this together follows the course's own network for five steps | 1 |
# | `accuracy` | `lenet5.npz`, your trained network, reads digits | 2 |
# | `local_response_norm` | AlexNet's normalisation | 1 |
# | `layer_table` | shapes and parameters of any such network | 2 |
# | `bad_arguments` | a clear error where the arguments make no sense | 1 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the cell below
# it: the check compares it with small examples, those of the lecture among them. More tests are run
# after you hand in, on other numbers. NumPy is the only package that you need; pictures need
# matplotlib as well. What you wrote for the last assignments is yours to use here.
#
# **What holds for all of them.** Images are `(N, C, H, W)`: a batch, channels, rows, columns.
# `stride`, `padding` and `size` are whole numbers, the same for rows and columns. What goes forward,
# `x`, may hold any kind of number, and the answer is the one that its `float64` copy would give.
# Nothing that you are given is modified, but for what a layer keeps in itself.

# %%
import numpy as np

# %% tags=["check"]
if __name__ == "__main__":
    from autograder import check

# %% [markdown]
# ## 1. What a layer is
#
# An image goes in on the left, scores come out on the right, and the scores are turned into one
# number, the loss `L`. To train, we ask of **each** parameter how `L` changes with it. There are
# 61,706 of them, and trying them one at a time, as `numerical_gradient` did, would take two passes
# through the network each. All of them together can be had in one pass forward and one back, and this
# is how.
#
# A layer does two things, and knows nothing of its neighbours:
#
#     forward      x    --->  [ layer  ]  --->  out        out, from x and the layer's own parameters
#                             [ weight ]
#     backward     dx   <---  [ bias   ]  <---  dout       dx, and the gradients of weight and bias
#
# `dout` says for each number of `out` how `L` changes with it, `dx` says the same for each number of
# `x`. The `dx` of a layer **is** the `dout` of the layer before it. That is all there is to the chain
# rule: each layer multiplies by its own slope and hands the product on. A chain of single numbers,
# with `x = 2`:
#
#     forward     2 --> [ times w = 3 ] -- 6 --> [ plus 1 ] -- 7 --> [ square ] --> 49 = L
#
#     backward   42 <-- [     * 3     ] <- 14 -- [  * 1   ] <- 14 -- [ * 2*7  ] <--- 1
#
# So `dL/dx = 42`: at `x = 2.001` the result is 49.042. And `w`? It was multiplied by 2 on the way
# forward, so its gradient is `14 * 2 = 28`. Where a number goes several ways (a weight meets every
# image of a batch, a pixel lies in several windows), what comes back from all of them is **added up**.
#
# Look at what each part needed on the way back. The square needs the 7 that went in, the product needs
# the 2 and its own 3, the sum needs nothing. What it will need, a layer **keeps** during `forward`, in
# an attribute like `self.x`: `backward` gets nothing but `dout`, and always speaks of the last
# `forward`.
#
# The class `Layer` is given. Yours inherit from it, and what has no parameters has nothing more to
# say.


# %%
class Layer:
    """What all layers share: a layer has no parameters, unless it says otherwise."""

    def parameters(self):
        """Return the layer's own arrays by name: who changes one of them changes the layer."""
        return {}

    def gradients(self):
        """Return what the last `backward` found for each parameter, by the same names."""
        return {}

    def set_parameters(self, values):
        """Copy an array of the same shape into each parameter; `values` is a dict by the same names."""
        for name, array in self.parameters().items():
            array[...] = values[name]


# %% [markdown]
# ## 2. A fully connected layer
#
# Every output is a weighted sum of all inputs, plus its bias. With a batch of N rows in `x` that is a
# single product, and the shapes leave one way to write it down:
#
#     forward      out (N, n_out)   from   x    (N, n_in),   weight (n_out, n_in),   bias (n_out,)
#
#     backward     dx (N, n_in)              from   dout (N, n_out)   and   weight (n_out, n_in)
#                  gradient (n_out, n_in)    from   dout (N, n_out)   and   x      (N, n_in)
#                  gradient (n_out,)         from   dout alone: the bias was added in every row
#
# Weight and bias come with the constructor, which is given. They begin as small random numbers: with
# equal ones all outputs would be equal, get equal gradients, and stay equal for ever. They are the
# smaller the more inputs there are, `1 / sqrt(n_in)` at most, so that a sum over all of them is
# neither tiny nor huge.
#
# Write `forward` and `backward`. `backward` returns `dx` and keeps the other two in
# `self.weight_gradient` and `self.bias_gradient`, where `gradients` finds them. A second `backward`
# **replaces** them; if it added to them, each step of training would repeat all steps before it.


# %%
class Linear(Layer):
    """A fully connected layer: each output is a weighted sum of all inputs, plus its bias.

    Args:
        n_in: how many numbers go in.
        n_out: how many come out.
        seed: of the initial values, which are uniform in +-1/sqrt(n_in).

    Attributes:
        weight: float64 array of shape (n_out, n_in).
        bias: float64 array of shape (n_out,).
        weight_gradient, bias_gradient: what the last `backward` found for them; None before.

    Example:
        >>> layer = Linear(2, 1)
        >>> layer.set_parameters({"weight": np.array([[10.0, 100.0]]), "bias": np.array([5.0])})
        >>> layer.forward(np.array([[1, 2], [3, 0]])).tolist()
        [[215.0], [35.0]]
        >>> layer.backward(np.array([[1.0], [-1.0]])).tolist()
        [[10.0, 100.0], [-10.0, -100.0]]
        >>> layer.gradients()
        {'weight': array([[-2.,  2.]]), 'bias': array([0.])}
    """

    def __init__(self, n_in, n_out, *, seed=0):
        rng = np.random.default_rng(seed)
        bound = 1 / np.sqrt(max(n_in, 1))
        self.weight = rng.uniform(-bound, bound, size=(n_out, n_in))
        self.bias = rng.uniform(-bound, bound, size=n_out)
        self.weight_gradient = self.bias_gradient = None

    def parameters(self):
        """Return the layer's own arrays by name."""
        return {"weight": self.weight, "bias": self.bias}

    def gradients(self):
        """Return what the last `backward` found for them."""
        return {"weight": self.weight_gradient, "bias": self.bias_gradient}

    def forward(self, x):
        """Return the outputs for a batch, and keep what `backward` needs.

        Args:
            x: array of shape (N, n_in), of any numeric dtype. It is not modified.

        Returns:
            float64 array of shape (N, n_out): for each row of x, `weight @ row + bias`.

        Raises:
            ValueError: x does not have exactly two axes, or the second is not n_in long.
        """
        # BEGIN SOLUTION
        x = np.asarray(x, dtype=np.float64)
        if x.ndim != 2 or x.shape[1] != self.weight.shape[1]:
            raise ValueError(f"{self.weight.shape[1]} numbers a row are due, x is {x.shape}")
        self.x = x
        return x @ self.weight.T + self.bias
        # END SOLUTION

    def backward(self, dout):
        """Find the gradients of `sum(forward(x) * dout)` for the last x, and keep those of parameters.

        Args:
            dout: how much each output matters, array of shape (N, n_out). It is not modified.

        Returns:
            dx, float64 array of shape (N, n_in). `gradients()` then gives the other two: nothing is
            divided by N, and what an earlier `backward` found is forgotten.
        """
        # BEGIN SOLUTION
        dout = np.asarray(dout, dtype=np.float64)
        self.weight_gradient = dout.T @ self.x
        self.bias_gradient = dout.sum(axis=0)
        return dout @ self.weight
        # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("linear_layer")

# %% [markdown]
# ## 3. Three layers without parameters
#
# **Tanh.** Without something bent between them, two layers of weighted sums are no more than one.
# LeNet-5 has the hyperbolic tangent, which squeezes all numbers into -1..1. Its slope is
# `1-tanh(x)**2`: 1 in the middle, nearly 0 far out. Nothing mixes, so each number of `dout` is
# multiplied by its own slope. What is the least that you have to keep?


# %%
class Tanh(Layer):
    """The hyperbolic tangent of each number: it squeezes them into -1..1."""

    def forward(self, x):
        """Return the tangent of each number, and keep what `backward` needs.

        Args:
            x: array of any shape, of any numeric dtype. It is not modified.

        Returns:
            float64 array of the shape of x.

        Example:
            >>> Tanh().forward(np.array([0, 100, -100]))
            array([ 0.,  1., -1.])
        """
        # BEGIN SOLUTION
        self.out = np.tanh(np.asarray(x, dtype=np.float64))
        return self.out
        # END SOLUTION

    def backward(self, dout):
        """Return the gradient of `sum(forward(x) * dout)` for the last x: float64, of its shape.

        Example:
            >>> layer = Tanh()
            >>> out = layer.forward(np.array([0, 100]))
            >>> layer.backward(np.array([3.0, 3.0]))
            array([3., 0.])
        """
        # BEGIN SOLUTION
        return dout * (1 - self.out**2)
        # END SOLUTION


# %% [markdown]
# **Flatten.** Filters hand over images, a fully connected layer wants rows. No number changes, they
# only stand in another shape; and on the way back they take their old places again.


# %%
class Flatten(Layer):
    """Each image as one row of numbers, in row-major order."""

    def forward(self, x):
        """Return each image as a row, and keep what `backward` needs.

        Args:
            x: array of shape (N, ...), of any numeric dtype. It is not modified.

        Returns:
            float64 array of two axes: N rows, with all numbers of an image in each.

        Example:
            >>> Flatten().forward(np.arange(6).reshape(2, 3, 1, 1))
            array([[0., 1., 2.],
                   [3., 4., 5.]])
        """
        # BEGIN SOLUTION
        x = np.array(x, dtype=np.float64)
        self.shape = x.shape
        return x.reshape(len(x), -1)
        # END SOLUTION

    def backward(self, dout):
        """Return the gradient of `sum(forward(x) * dout)` for the last x: float64, of its shape.

        Example:
            >>> layer = Flatten()
            >>> out = layer.forward(np.arange(6).reshape(2, 3, 1, 1))
            >>> layer.backward(out).shape
            (2, 3, 1, 1)
        """
        # BEGIN SOLUTION
        return np.array(dout, dtype=np.float64).reshape(self.shape)
        # END SOLUTION


# %% [markdown]
# **AvgPool2d.** The mean of each window of `size` by `size` pixels, the windows side by side. On the
# way back each pixel of a window gets an equal share of what its mean gets; rows and columns that are
# left over at the end are in no window, and get 0.
#
#     size 2         x                out             dout           dx
#                    1 4 | 9          2.0             8              2 2 0
#                    3 0 | 9                                         2 2 0


# %%
class AvgPool2d(Layer):
    """The mean of each window; windows lie side by side.

    Args:
        size: side of the windows, an int of at least 1.
    """

    def __init__(self, size):
        self.size = size

    def forward(self, x):
        """Return the mean of each window, and keep what `backward` needs.

        Args:
            x: images, array of shape (N, C, H, W), of any numeric dtype. They are not modified.

        Returns:
            float64 array of shape (N, C, H // size, W // size).

        Raises:
            ValueError: x does not have exactly four axes, `size` is less than 1 or larger than H or W.

        Example:
            >>> AvgPool2d(2).forward(np.array([[[[1, 4, 9], [3, 0, 9]]]]))
            array([[[[2.]]]])
        """
        # BEGIN SOLUTION
        x = np.asarray(x, dtype=np.float64)
        size = self.size
        if x.ndim != 4 or not 1 <= size <= min(x.shape[2:]):
            raise ValueError(f"no windows of {size}x{size} in {x.shape}")
        self.shape = n, c, height, width = x.shape
        oh, ow = height // size, width // size
        windows = x[:, :, : oh * size, : ow * size].reshape(n, c, oh, size, ow, size)
        return windows.mean(axis=(3, 5))
        # END SOLUTION

    def backward(self, dout):
        """Return the gradient of `sum(forward(x) * dout)` for the last x: float64, of its shape.

        Example:
            >>> layer = AvgPool2d(2)
            >>> out = layer.forward(np.array([[[[1, 4, 9], [3, 0, 9]]]]))
            >>> layer.backward(np.array([[[[8.0]]]]))
            array([[[[2., 2., 0.],
                     [2., 2., 0.]]]])
        """
        # BEGIN SOLUTION
        share = np.asarray(dout, dtype=np.float64) / self.size**2
        share = share.repeat(self.size, axis=2).repeat(self.size, axis=3)
        dx = np.zeros(self.shape)
        dx[:, :, : share.shape[2], : share.shape[3]] = share  # rows and columns left over keep their 0
        return dx
        # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("small_layers")

# %% [markdown]
# ## 4. A layer of filters
#
# A convolution is a layer like the others: `x` goes in, `dout` comes back, and it has a weight and a
# bias. You have written both halves, `conv_forward` and `conv_backward`. What is new is where things
# are kept.
#
# Why filters at all? In the lecture's example a fully connected layer from an image of 32x32x3 to
# 28x28x6 numbers has 14,450,688 weights, about 14M; a thousand filters of 3x3 have 9,000. A filter has
# **the same weights everywhere**, it looks at a small window at a time, and where the image moves, its
# result moves along. It pays for that in arithmetic: each weight is used at every position. A
# convolution of an n x n image with an N x N kernel takes about n * n * N * N multiplications, for
# each pair of channels.
#
# Training runs through this layer thousands of times, so here speed matters to **you**: the matrix
# product of `conv_forward_fast`, or a loop over the few pixels of the filter, trains in about a
# minute; loops over positions take about six times as long. Both earn the same points.


# %%
class Conv2d(Layer):
    """Square filters that slide over all channels of an image: cross-correlation, and a bias each.

    Args:
        in_channels, out_channels: channels of the images, and how many filters there are.
        kernel_size: side of a filter, an int of at least 1.
        stride: distance between two positions, down and across, an int of at least 1.
        padding: width of the frame of zeros around each channel, an int of at least 0.
        seed: of the initial values, uniform in +-1/sqrt(in_channels * kernel_size**2).

    Attributes:
        weight: float64 array of shape (out_channels, in_channels, kernel_size, kernel_size).
        bias: float64 array of shape (out_channels,).
        weight_gradient, bias_gradient: what the last `backward` found for them; None before.

    Example:
        >>> layer = Conv2d(1, 1, 2)
        >>> weight = np.array([[[[1.0, 10.0], [0.0, 100.0]]]])
        >>> layer.set_parameters({"weight": weight, "bias": np.array([5.0])})
        >>> layer.forward(np.array([[[[1, 2, 3], [4, 5, 6]]]]))
        array([[[[526., 637.]]]])
        >>> layer.backward(np.ones((1, 1, 1, 2))).tolist()
        [[[[1.0, 11.0, 10.0], [0.0, 100.0, 100.0]]]]
        >>> layer.gradients()["weight"].tolist()
        [[[[3.0, 5.0], [9.0, 11.0]]]]
    """

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, *, seed=0):
        self.stride, self.padding = stride, padding
        rng = np.random.default_rng(seed)
        bound = 1 / np.sqrt(max(in_channels * kernel_size**2, 1))
        shape = (out_channels, in_channels, kernel_size, kernel_size)
        self.weight = rng.uniform(-bound, bound, size=shape)
        self.bias = rng.uniform(-bound, bound, size=out_channels)
        self.weight_gradient = self.bias_gradient = None

    def parameters(self):
        """Return the layer's own arrays by name."""
        return {"weight": self.weight, "bias": self.bias}

    def gradients(self):
        """Return what the last `backward` found for them."""
        return {"weight": self.weight_gradient, "bias": self.bias_gradient}

    def forward(self, x):
        """Return the filtered images, and keep what `backward` needs.

        Args:
            x: images, (N, in_channels, H, W), of any numeric dtype. They are not modified.

        Returns:
            float64 (N, out_channels, oH, oW): `oH = (H + 2 * padding - kernel_size) // stride + 1`.

        Raises:
            ValueError: x does not have exactly four axes, or has other channels; kernel size or stride
                is less than 1, padding negative, or a filter larger than the padded image.
        """
        # BEGIN SOLUTION
        x = np.asarray(x, dtype=np.float64)
        (f, channels, k, _), p, s = self.weight.shape, self.padding, self.stride
        if x.ndim != 4 or x.shape[1] != channels:
            raise ValueError(f"images of {channels} channels are due, x is {x.shape}")
        if min(k, s) < 1 or p < 0 or k > min(x.shape[2:]) + 2 * p:
            raise ValueError(f"no filters of {k}x{k} in {x.shape} with stride {s} and padding {p}")
        # Images come second here, so that the whole batch is one product.
        padded = np.pad(x.swapaxes(0, 1), ((0, 0), (0, 0), (p, p), (p, p)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (k, k), axis=(2, 3))
        patches = windows[:, :, ::s, ::s].transpose(0, 4, 5, 1, 2, 3)  # (C, k, k, N, oH, oW)
        self.padded_shape, self.places = padded.shape, patches.shape[3:]
        self.patches = patches.reshape(channels * k * k, -1)
        out = self.weight.reshape(f, -1) @ self.patches + self.bias[:, None]
        return out.reshape(f, *self.places).swapaxes(0, 1)
        # END SOLUTION

    def backward(self, dout):
        """Find the gradients of `sum(forward(x) * dout)` for the last x, and keep those of parameters.

        Args:
            dout: how much each output matters, (N, out_channels, oH, oW). It is not modified.

        Returns:
            dx, float64, of the shape of x. `gradients()` has the others, of this `backward` alone.
        """
        # BEGIN SOLUTION
        (f, channels, k, _), p, s = self.weight.shape, self.padding, self.stride
        dout = np.asarray(dout, dtype=np.float64).swapaxes(0, 1).reshape(f, -1)
        self.weight_gradient = (dout @ self.patches.T).reshape(self.weight.shape)
        self.bias_gradient = dout.sum(axis=1)
        dpatches = self.weight.reshape(f, -1).T @ dout
        dpatches, (_, oh, ow) = dpatches.reshape(channels, k, k, *self.places), self.places
        dpadded = np.zeros(self.padded_shape)
        for i in range(k):
            for j in range(k):
                # Pixel (i, j) of every patch, no two of which are the same pixel of an image.
                pixels = np.s_[:, :, i : i + oh * s : s, j : j + ow * s : s]
                dpadded[pixels] += dpatches[:, i, j]
        _, _, height, width = self.padded_shape
        return dpadded[:, :, p : height - p, p : width - p].swapaxes(0, 1)
        # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("conv_layer")

# %% [markdown]
# ## 5. The network
#
# | layer | what | output | parameters |
# | --- | --- | --- | --- |
# | `conv1` | 6 filters of 5x5, padding 2, then tanh | 6x28x28 | 156 |
# | | average pooling 2x2 | 6x14x14 | 0 |
# | `conv2` | 16 filters of 5x5, then tanh | 16x10x10 | 2,416 |
# | | average pooling 2x2 | 16x5x5 | 0 |
# | `conv3` | 120 filters of 5x5, then tanh, then flatten | 120x1x1 | 48,120 |
# | `fc1` | fully connected, then tanh | 84 | 10,164 |
# | `fc2` | fully connected: the ten scores, or **logits** | 10 | 850 |
# | | | | 61,706 |
#
# From left to right the images become smaller and more: fewer places, more kinds of things that can be
# seen there. Where `conv1` looks at 5x5 pixels, a number of `conv3` depends on all of the image. (The
# network of 1998 differed in small things: its pooling had weights, `conv2` left some pairs of
# channels out, and the last layer was another one. This is how it is built today.)
#
# `forward` is each layer after the other, `backward` the same from the last to the first. The layers
# that have parameters have the names of the table, and the network's dicts are those of all layers
# together, under keys like `"conv1.weight"`. A dict of layers in order does most of this by itself.
#
# - Give each layer another seed, made of the network's own: the same seed, the same network again.
# - `set_parameters` has to **copy**, as that of `Layer` does. If the network kept the arrays that it was
#   given, it would change when these are changed, and two networks could come to share their weights.


# %%
class LeNet5(Layer):
    """LeNet-5: images of one channel and 28x28 pixels go in, a score for each of ten digits comes out.

    conv1, tanh, pool, conv2, tanh, pool, conv3, tanh, flatten, fc1, tanh, fc2. Parameters and gradients
    have the keys "conv1.weight", "conv1.bias" and so on, to "fc2.bias": ten of them.

    Args:
        seed: of the initial values; the same seed gives the same network again.
    """

    def __init__(self, seed=0):
        # BEGIN SOLUTION
        self.layers = {
            "conv1": Conv2d(1, 6, 5, padding=2, seed=5 * seed),
            "tanh1": Tanh(),
            "pool1": AvgPool2d(2),
            "conv2": Conv2d(6, 16, 5, seed=5 * seed + 1),
            "tanh2": Tanh(),
            "pool2": AvgPool2d(2),
            "conv3": Conv2d(16, 120, 5, seed=5 * seed + 2),
            "tanh3": Tanh(),
            "flatten": Flatten(),
            "fc1": Linear(120, 84, seed=5 * seed + 3),
            "tanh4": Tanh(),
            "fc2": Linear(84, 10, seed=5 * seed + 4),
        }
        # END SOLUTION

    def forward(self, x):
        """Return the logits of a batch, float64 (N, 10), and keep what `backward` needs.

        Args:
            x: images, array of shape (N, 1, 28, 28), of any numeric dtype. They are not modified.

        Raises:
            ValueError: x does not have exactly four axes, or has more than one channel.

        Example:
            >>> LeNet5().forward(np.zeros((3, 1, 28, 28))).shape
            (3, 10)
        """
        # BEGIN SOLUTION
        for layer in self.layers.values():
            x = layer.forward(x)
        return x
        # END SOLUTION

    def backward(self, dout):
        """Find the gradients of `sum(forward(x) * dout)` for the last x; `gradients()` then has them.

        Args:
            dout: how much each logit matters, array of shape (N, 10). It is not modified.

        Returns:
            dx, the gradient for the images, or None: nobody asks for it.
        """
        # BEGIN SOLUTION
        for layer in reversed(self.layers.values()):
            dout = layer.backward(dout)
        return dout
        # END SOLUTION

    def parameters(self):
        """Return the arrays of all layers in one dict, by keys like "conv1.weight".

        Example:
            >>> sum(array.size for array in LeNet5().parameters().values())
            61706
        """
        # BEGIN SOLUTION
        return {
            f"{name}.{key}": array
            for name, layer in self.layers.items()
            for key, array in layer.parameters().items()
        }
        # END SOLUTION

    def gradients(self):
        """Return what the last `backward` found, by the keys of `parameters`."""
        # BEGIN SOLUTION
        return {
            f"{name}.{key}": gradient
            for name, layer in self.layers.items()
            for key, gradient in layer.gradients().items()
        }
        # END SOLUTION

    def set_parameters(self, values):
        """Copy new values into all layers.

        Args:
            values: dict of arrays by the keys of `parameters`. They are copied: who changes one of them
                later does not change the network.
        """
        # BEGIN SOLUTION
        for name, layer in self.layers.items():
            layer.set_parameters({key: values[f"{name}.{key}"] for key in layer.parameters()})
        # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("lenet5")

# %% [markdown]
# ## 6. The loss
#
# Ten scores become ten probabilities by the **softmax**, and the loss is small if the right digit has
# a large one:
#
# $$ p_j = \frac{e^{z_j}}{\sum_i e^{z_i}} \qquad L = -\log p_{\text{label}} $$
#
# Ten equal scores make `p = 1/10` and a loss of `log 10 = 2.303`: so much for guessing, and about what
# you will see in the first step of training. The gradient is pleasant: `p - y`, where `y` is 1 at the
# label and 0 elsewhere. For the scores `(0, log 3)` the probabilities are `(1/4, 3/4)`, and if the
# second is the right one the gradient is `(1/4, -1/4)`: the right score is pulled up, the others are
# pushed down. Of a batch the loss is the **mean**, so here, and only here, is the gradient divided by
# N.
#
# **Written down as it stands it fails.** `exp(1000)` is infinite, and infinite over infinite is not a
# number. Take the largest score of the row away from all of them: the probabilities stay the same (it
# cancels), the largest exponent is 0, and nothing overflows. But the smallest can still become
# `exp(-2000) = 0`, and `log(0)` is infinite: so work out the logarithm by itself, and never take one
# of a probability.
#
# $$ \log p_j = (z_j - m) - \log \sum_i e^{z_i - m}, \qquad m = \max_i z_i $$


# %%
def softmax_cross_entropy(logits, labels):
    """Return the mean loss of a batch, and its gradient.

    Args:
        logits: scores, array of shape (N, classes). They are not modified.
        labels: the right class of each row, N ints.

    Returns:
        A tuple: the mean over the rows of `-log(p[label])`, a float, where `p` is the softmax of the
        row; and the gradient of that mean, a float64 array of shape (N, classes): `(p - y) / N`, where
        `y` is 1 at the label and 0 elsewhere. Both are finite for logits of +-1000 too.

    Raises:
        ValueError: `logits` does not have exactly two axes.

    Example:
        >>> logits = np.array([[3.0, 3.0], [1000.0, -1000.0]])
        >>> loss, dlogits = softmax_cross_entropy(logits, np.array([1, 0]))
        >>> round(loss, 4), dlogits.tolist()
        (0.3466, [[0.25, -0.25], [0.0, 0.0]])
    """
    # BEGIN SOLUTION
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 2:
        raise ValueError(f"a row of logits for each image is due, they are {logits.shape}")
    n = len(logits)
    shifted = logits - logits.max(axis=1, keepdims=True)  # the largest is 0, so that no exp overflows
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    right = np.arange(n), np.asarray(labels)
    dlogits = np.exp(log_p)
    dlogits[right] -= 1
    return float(-log_p[right].mean()), dlogits / n
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("softmax_cross_entropy")

# %% [markdown]
# ## 7. A step downhill
#
# The gradient points to where the loss grows, so each parameter goes a little the other way. How much
# is the learning rate `lr`.


# %%
def sgd_step(parameters, gradients, lr):
    """Take one step of gradient descent.

    Args:
        parameters: dict of arrays.
        gradients: dict of arrays of the same shapes, by the same keys.
        lr: the learning rate.

    Returns:
        A dict by the same keys: `parameter - lr * gradient`.

    Example:
        >>> sgd_step({"w": np.array([1.0, 2.0])}, {"w": np.array([10.0, -10.0])}, lr=0.5)
        {'w': array([-4.,  7.])}
    """
    # BEGIN SOLUTION
    return {name: array - lr * gradients[name] for name, array in parameters.items()}
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("sgd_step")

# %% [markdown]
# ## 8. Five steps
#
# Everything is there. Five steps with your functions, from given parameters on given images, have to
# give the losses that they should, and end at the right parameters. If this check fails and all those
# above passed, look for something that one step leaves behind for the next.

# %% tags=["check"]
if __name__ == "__main__":
    check("training")

# %% [markdown]
# ## 9. A network that reads
#
# `data/digits.npz` has 5,000 digits to train with and 1,000 for validation, as bytes. The network gets
# them **as numbers from 0 to 1**, and that is also how it will be shown those that it has never seen:
# change the images in another way, and it will not know them again.
#
# How training goes on below: ten times through all images (ten **epochs**), in another order each
# time, 20 at a time. The learning rate falls from 0.3 to 0, so that the last steps are small. And each
# batch is moved by up to a pixel in any direction: a digit that is moved is the same digit, so this
# makes many images of one. It makes the network clearly better; take it out, and see.
#
# One line of the cell, marked, lets you train with layers that are given, in place of your own. They
# need PyTorch, and do not count as yours. To have your own back, restart the kernel.
#
# If it takes minutes although your layers have no loops over positions, the computer may be busy with
# other things, and NumPy's threads wait for each other: start Jupyter, or Python, with the environment
# variable `OMP_NUM_THREADS=1`.

# %% tags=["demo"]
if __name__ == "__main__":
    # Take the "# " away from the next line to train with given layers instead of your own.
    # from given.layers import *

    from given.display import Progress

    digits = np.load("data/digits.npz")
    images, labels = digits["train_images"][:, None] / 255, digits["train_labels"]
    new_images, new_labels = digits["validation_images"][:, None] / 255, digits["validation_labels"]

    epochs, batch, lr, seed = 10, 20, 0.3, 0
    network, rng = LeNet5(seed), np.random.default_rng(seed)
    progress = Progress(epochs * (len(images) // batch))
    for epoch in range(1, epochs + 1):
        for chosen in np.array_split(rng.permutation(len(images)), len(images) // batch):
            x = np.roll(images[chosen], rng.integers(-1, 2, size=2), axis=(2, 3))
            loss, dlogits = softmax_cross_entropy(network.forward(x), labels[chosen])
            network.backward(dlogits)
            rate = lr * (1 - progress.done)
            network.set_parameters(sgd_step(network.parameters(), network.gradients(), rate))
            progress.step(loss)
        guesses = np.concatenate([network.forward(part) for part in np.split(new_images, 10)])
        guesses = np.argmax(guesses, axis=1)
        progress.note(np.mean(guesses == new_labels), f"validation after epoch {epoch}")

    np.savez("lenet5.npz", **network.parameters())

# %% [markdown]
# What does it see? The first row has a digit, and what the six filters of `conv1` make of it: edges,
# from several sides. Then come the 16 of `conv2`, smaller already, where it is hard to say what they
# look for. Last, digits of the validation set that it got wrong: "4 as 9" is a 4 that it took for a 9.
# Would you have known?

# %% tags=["demo"]
if __name__ == "__main__":
    from given.display import show

    first = Conv2d(1, 6, 5, padding=2)
    second = Conv2d(6, 16, 5)
    for layer, name in (first, "conv1"), (second, "conv2"):
        values = network.parameters()
        layer.set_parameters({key: values[f"{name}.{key}"] for key in ("weight", "bias")})
    seen = Tanh().forward(first.forward(new_images[:1]))
    then = Tanh().forward(second.forward(AvgPool2d(2).forward(seen)))
    show([new_images[0, 0], *seen[0]], ["digit", *(f"conv1, {i}" for i in range(6))], columns=8)
    show(then[0], [f"conv2, {i}" for i in range(16)], columns=8)

    wrong = np.flatnonzero(guesses != new_labels)[:20]
    titles = [f"{new_labels[i]} as {guesses[i]}" for i in wrong]
    show(new_images[wrong, 0], titles)

# %% [markdown]
# Your network is in `lenet5.npz`, with an array for each parameter. On digits that it has never seen,
# 80, 90, 93 and 95 % of right answers are a step each. What this check can do is to look whether the
# file is whole, and what it makes of the first digits of the validation set. Train as often as you
# like, and in any way: the file is what counts.

# %% tags=["check"]
if __name__ == "__main__":
    check("accuracy")

# %% [markdown]
# ## 10. AlexNet's normalisation
#
# AlexNet (2012) was LeNet-5 grown large, for colour photographs: `max(x, 0)` in place of the tanh, two
# GPUs, and after two of its layers **local response normalisation**. Each number is divided by
# something that is large where its neighbours are: those at the same pixel, in the channels next to
# its own.
#
# $$ b_i = \frac{a_i}{\left(k + \alpha \sum_{j = i - \lfloor size/2 \rfloor}^{i + \lfloor size/2 \rfloor}
# a_j^2\right)^\beta} $$
#
# Where there is no channel on one side, the sum has fewer terms. Two notes. Today it is hardly used,
# since batch normalisation does better. And libraries disagree: in the paper, and here, `alpha`
# multiplies the sum; PyTorch divides it by `size` first.


# %%
def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    """Normalise each number by its neighbours in nearby channels, as AlexNet did.

    Args:
        x: images, array of shape (N, C, H, W), of any numeric dtype. They are not modified.
        size: how many channels a number is compared with, itself in the middle: an odd int. Where
            there are fewer, at the ends, those that there are.
        alpha: weight of the sum of squares. It is **not** divided by `size`.
        beta: exponent.
        k: what is added to the sum.

    Returns:
        float64 array of the shape of x: `x / (k + alpha * sum(x**2))**beta`, where the sum is over the
        nearby channels at the same pixel.

    Raises:
        ValueError: x does not have exactly four axes, `size` is even or less than 1.

    Example:
        >>> x = np.array([1, 2, 0, 4]).reshape(1, 4, 1, 1)
        >>> local_response_norm(x, size=3, alpha=1, beta=1, k=0).ravel()
        array([0.2 , 0.4 , 0.  , 0.25])
    """
    # BEGIN SOLUTION
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 4 or size < 1 or size % 2 == 0:
        raise ValueError(f"cannot normalise {x.shape} over {size} channels")
    half = size // 2
    squares = np.pad(x**2, ((0, 0), (half, half), (0, 0), (0, 0)))
    sums = sum(squares[:, i : i + x.shape[1]] for i in range(size))
    return x / (k + alpha * sums) ** beta
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("local_response_norm")

# %% [markdown]
# ## 11. A network as a table
#
# How large is a network? Go through it layer by layer: what comes out, and how many weights and biases
# it has. You know the rule for the sizes, `(n + 2 * padding - window) // stride + 1` each way.
# AlexNet, on photographs of 227x227 in three channels:
#
# | layer | output | weights | biases | parameters |
# | --- | --- | --- | --- | --- |
# | conv, 96 of 11x11, stride 4 | 96x55x55 | 34,848 | 96 | 34,944 |
# | maxpool 3x3, stride 2 | 96x27x27 | 0 | 0 | 0 |
# | conv, 256 of 5x5, padding 2 | 256x27x27 | 614,400 | 256 | 614,656 |
# | maxpool 3x3, stride 2 | 256x13x13 | 0 | 0 | 0 |
# | conv, 384 of 3x3, padding 1 | 384x13x13 | 884,736 | 384 | 885,120 |
# | conv, 384 of 3x3, padding 1 | 384x13x13 | 1,327,104 | 384 | 1,327,488 |
# | conv, 256 of 3x3, padding 1 | 256x13x13 | 884,736 | 256 | 884,992 |
# | maxpool 3x3, stride 2 | 256x6x6 | 0 | 0 | 0 |
# | fc, 4096 | 4096 | 37,748,736 | 4,096 | 37,752,832 |
# | fc, 4096 | 4096 | 16,777,216 | 4,096 | 16,781,312 |
# | fc, 1000 | 1000 | 4,096,000 | 1,000 | 4,097,000 |
# | | | | | 62,378,344 |
#
# VGG-16 (2014) shows that small filters are enough if there are many layers: all are 3x3 with padding
# 1, all pools 2x2 with stride 2. Two layers with 64 filters and a pool, two with 128 and a pool, three
# with 256, three with 512 and three with 512 again, a pool after each three; then three fully
# connected ones of 4096, 4096 and 1000. From an image of 224x224 in three channels: 138,357,544
# parameters.


# %%
def layer_table(layers, input_shape):
    """Work out what comes out of each layer, and how many parameters it has.

    Args:
        layers: list of tuples, a layer each: `("conv", filters, kernel, stride, padding)`,
            `("maxpool", size, stride)`, `("avgpool", size, stride)` or `("fc", n_out)`. Kernels and
            windows are square.
        input_shape: shape of an image, (C, H, W).

    Returns:
        A list of dicts, a layer each, in order: `"layer"` is the kind as given, `"output"` the shape of
        what comes out, (C, H, W) or (n,); `"weights"`, `"biases"` and their sum `"parameters"` are ints.
        A layer `"fc"` takes all numbers of the layer before it.

    Raises:
        ValueError: a kernel, a window or a stride is less than 1, a padding is negative, or a kernel or
            window is larger than the (padded) image; `input_shape` does not have three numbers.

    Example:
        >>> for row in layer_table([("conv", 6, 5, 1, 2), ("avgpool", 2, 2), ("fc", 10)], (1, 28, 28)):
        ...     print(row)
        {'layer': 'conv', 'output': (6, 28, 28), 'weights': 150, 'biases': 6, 'parameters': 156}
        {'layer': 'avgpool', 'output': (6, 14, 14), 'weights': 0, 'biases': 0, 'parameters': 0}
        {'layer': 'fc', 'output': (10,), 'weights': 11760, 'biases': 10, 'parameters': 11770}
    """

    # BEGIN SOLUTION
    def side(n, window, stride, padding=0):
        if min(window, stride) < 1 or padding < 0 or window > n + 2 * padding:
            raise ValueError(f"a window of {window} on {n} pixels, {stride=}, {padding=}")
        return (n + 2 * padding - window) // stride + 1

    rows, shape = [], tuple(input_shape)
    if len(shape) != 3:
        raise ValueError(f"an image is (C, H, W), and not {shape}")
    for kind, *numbers in layers:
        if kind == "fc":
            (n_out,) = numbers
            weights, biases, shape = int(np.prod(shape)) * n_out, n_out, (n_out,)
        else:
            channels, height, width = shape
            filters, *window = numbers if kind == "conv" else (0, *numbers)
            weights, biases = filters * channels * window[0] ** 2, filters
            shape = (filters or channels, side(height, *window), side(width, *window))
        counts = {"weights": weights, "biases": biases, "parameters": weights + biases}
        rows.append({"layer": kind, "output": shape, **counts})
    return rows
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("layer_table")

# %% [markdown]
# Where do the parameters sit, and where is the work? A weight of a fully connected layer is used once
# an image, one of a filter at every position. The picture has both for the three networks: of all
# parameters, and of all multiplications, the part that is in filters, and the part that is in fully
# connected layers.

# %% tags=["demo"]
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    lenet5 = [("conv", 6, 5, 1, 2), ("avgpool", 2, 2), ("conv", 16, 5, 1, 0), ("avgpool", 2, 2)]
    lenet5 += [("conv", 120, 5, 1, 0), ("fc", 84), ("fc", 10)]
    alexnet = [("conv", 96, 11, 4, 0), ("maxpool", 3, 2), ("conv", 256, 5, 1, 2), ("maxpool", 3, 2)]
    alexnet += [("conv", filters, 3, 1, 1) for filters in (384, 384, 256)]
    alexnet += [("maxpool", 3, 2), ("fc", 4096), ("fc", 4096), ("fc", 1000)]
    vgg16 = []
    for depth, filters in (2, 64), (2, 128), (3, 256), (3, 512), (3, 512):
        vgg16 += [("conv", filters, 3, 1, 1)] * depth + [("maxpool", 2, 2)]
    vgg16 += [("fc", 4096), ("fc", 4096), ("fc", 1000)]

    networks = {
        "LeNet-5": layer_table(lenet5, (1, 28, 28)),
        "AlexNet": layer_table(alexnet, (3, 227, 227)),
        "VGG-16": layer_table(vgg16, (3, 224, 224)),
    }
    _, axes = plt.subplots(1, 2, figsize=(11, 2.6), sharey=True, layout="constrained")
    for axis, what in zip(axes, ("parameters", "multiplications"), strict=True):
        for name, rows in networks.items():
            counts = {"conv": 0, "fc": 0}
            for row in rows:
                places = int(np.prod(row["output"][1:]))  # 1 for a fully connected layer
                count = row["parameters"] if what == "parameters" else row["weights"] * places
                counts[row["layer"]] = counts.get(row["layer"], 0) + count
            total = counts["conv"] + counts["fc"]
            axis.barh(name, counts["conv"] / total, color="#8ab6e8")
            axis.barh(name, counts["fc"] / total, left=counts["conv"] / total, color="#f2c078")
            axis.text(0.5, name, f"{total:,}", ha="center", va="center")
        axis.set(title=what, xlim=(0, 1), xticks=[0, 0.5, 1])
    axes[0].invert_yaxis()
    axes[1].legend(["filters", "fully connected"], loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()

# %% [markdown]
# ## 12. Arguments that make no sense
#
# Three channels for a filter of one, a window larger than the image, a stride of 0. Keep the promises
# of the docstrings: raise a `ValueError`. A layer may do so in its `forward`, or in its constructor
# already.

# %% tags=["check"]
if __name__ == "__main__":
    check("bad_arguments")

# %% [markdown]
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run. Then hand in
# **two files, the notebook and `lenet5.npz`**: both of them, or a zip with both. Without the second
# file your network has nothing to be judged by.
