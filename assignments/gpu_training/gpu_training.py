# %% [markdown]
# # Training on a GPU
#
# You have written every layer of LeNet-5 yourself. PyTorch has them all, finds the gradients by itself,
# and can do its arithmetic on a GPU. So now you build the three networks of the lecture in a few lines
# each, and then one of your own, which **learns to read as well and as fast as you can make it**.
#
# | question | what you write | points |
# | --- | --- | --- |
# | `lenet5` | `build_lenet5`: LeNet-5 | 2 |
# | `alexnet` | `build_alexnet`: AlexNet | 2 |
# | `vgg16` | `build_vgg16`: VGG-16 | 2 |
# | `network` | `build_model`: a network of your own for digits, with few parameters | 1 |
# | `accuracy` | `train`: how many digits your network reads right, once it has trained | 4 |
# | `speed` | how long that takes, beside the course's own solution | 3 |
#
# **How to work.** Replace each `raise NotImplementedError(...)` by your code and run the check below it.
# You need PyTorch and NumPy, and matplotlib for the pictures. **You need no GPU**: on an ordinary
# processor the course's own solution is trained within seconds. What is different on a GPU is said
# where it matters.

# %% tags=["setup"]
# If something is missing, this says what to do.
if __name__ == "__main__":
    import sys

    try:
        import numpy
        import torch
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
import torch
from torch import nn
from torch.nn import functional as F

# %% [markdown]
# ## 1. What PyTorch does for you
#
# A **tensor** is an array: it has a shape and a dtype, `@`, slices and sums are as in NumPy, and
# `torch.from_numpy(a)` and `t.numpy()` go from one to the other. Two things are new.
#
# It is **somewhere**. `t.to("cuda")` is a copy in the memory of the GPU, and what is computed with it
# is computed there. Both parts of a sum have to be in the same place.
#
# It **remembers**. Where a parameter takes part, each result knows what it was made of. So `backward()`
# on the last of them, the loss, finds the gradients of all parameters: you write `forward` alone.
#
# Your `Layer` is called `nn.Module` here, and your layers have names that you know:
#
# | yours | PyTorch's |
# | --- | --- |
# | `Conv2d`, `Linear`, `AvgPool2d`, `Tanh`, `Flatten` | the same in `nn`, with the same arguments |
# | `network.forward(x)` | `network(x)` |
# | `network.parameters()`, a dict | `network.named_parameters()`; `parameters()` has no names |
# | `softmax_cross_entropy(logits, labels)` | `F.cross_entropy(logits, labels)`, softmax included |
# | `sgd_step(...)` | an object of `torch.optim`, with the parameters in it |
#
# Here is all of it in small: a single weighted sum that learns whether a point lies above or below a
# line. Run it, and read it until no line is a riddle: training a large network has no other parts.

# %% tags=["demo"]
if __name__ == "__main__":
    torch.manual_seed(1)
    points = torch.rand(200, 2)
    above = (points[:, 1] > 0.3 + 0.4 * points[:, 0]).long()  # which class: 0 or 1

    tiny = nn.Linear(2, 2)  # two numbers in, a score for each class out
    stepper = torch.optim.SGD(tiny.parameters(), lr=1.0)
    for step in range(301):
        loss = F.cross_entropy(tiny(points), above)  # forward
        stepper.zero_grad()  # or the next line would add to the gradients of the last step
        loss.backward()  # the gradient of each parameter p is in p.grad
        stepper.step()  # each parameter goes a step downhill
        if step % 100 == 0:
            right = (tiny(points).argmax(dim=1) == above).float().mean()
            print(f"step {step}: loss {loss.item():.3f}, {100 * right.item():.1f} % right")

# %% [markdown]
# ## 2. LeNet-5
#
# Each of the three functions returns a new network, an `nn.Module`. It takes a batch of images
# `(N, C, H, W)`, for each N from 1 on, and gives `(N, classes)` scores, the logits: **no softmax at the
# end**, since the loss has it.
#
# How you write it is up to you: `nn.Sequential`, a class with `forward`, loops, `nn.LazyLinear`,
# functions of `F`. Judged is this, and nothing else:
#
# - **parameters**: the shapes of all weights and biases, and that there are no others. Each convolution
#   and each fully connected layer has a bias;
# - **outputs**: the size of what comes out of each layer with weights, in their order;
# - **between the layers**: which pooling and which activations there are, by PyTorch's own layers or
#   functions, as often as the text says;
# - **the end**: logits of the right shape, and no softmax.
#
# For this the network is built, but not computed: tensors on the device `"meta"` have a shape and no
# numbers, so that even 138 million parameters take no memory. Layers without parameters that do
# nothing to an image when a network is used, like dropout, may be there or not.
#
# LeNet-5 on images of 1x28x28, with a **tanh** after each layer with weights but the last, and
# **average** pooling:
#
# | layer | output | parameters |
# | --- | --- | --- |
# | conv, 6 kernels of 5x5, padding 2 | 6x28x28 | 156 |
# | average pooling 2x2 | 6x14x14 | 0 |
# | conv, 16 kernels of 5x5 | 16x10x10 | 2,416 |
# | average pooling 2x2 | 16x5x5 | 0 |
# | conv, 120 kernels of 5x5 | 120x1x1 | 48,120 |
# | fully connected, 120 to 84 | 84 | 10,164 |
# | fully connected, 84 to 10 | 10 | 850 |
# | | | 61,706 |


# %%
def build_lenet5():
    """Return a new LeNet-5: an `nn.Module` from images (N, 1, 28, 28) to logits (N, 10)."""
    raise NotImplementedError("TODO: write build_lenet5")


# %% tags=["check"]
if __name__ == "__main__":
    check("lenet5")

# %% [markdown]
# ## 3. AlexNet
#
# For colour photographs of 3x227x227 in 1,000 classes, with **ReLU** after each layer with weights but
# the last, and **max** pooling of 3x3 with stride 2:
#
# | layer | output | weights | biases | parameters |
# | --- | --- | --- | --- | --- |
# | conv-1, 96 of 11x11, stride 4 | 96x55x55 | 34,848 | 96 | 34,944 |
# | maxpool-1 | 96x27x27 | 0 | 0 | 0 |
# | conv-2, 256 of 5x5, padding 2 | 256x27x27 | 614,400 | 256 | 614,656 |
# | maxpool-2 | 256x13x13 | 0 | 0 | 0 |
# | conv-3, 384 of 3x3, padding 1 | 384x13x13 | 884,736 | 384 | 885,120 |
# | conv-4, 384 of 3x3, padding 1 | 384x13x13 | 1,327,104 | 384 | 1,327,488 |
# | conv-5, 256 of 3x3, padding 1 | 256x13x13 | 884,736 | 256 | 884,992 |
# | maxpool-3 | 256x6x6 | 0 | 0 | 0 |
# | fc-1, 9216 to 4096 | 4096 | 37,748,736 | 4,096 | 37,752,832 |
# | fc-2, 4096 to 4096 | 4096 | 16,777,216 | 4,096 | 16,781,312 |
# | fc-3, 4096 to 1000 | 1000 | 4,096,000 | 1,000 | 4,097,000 |
# | | | | | 62,378,344 |
#
# In 2012 it was cut in two halves for two GPUs, which met in some layers only (`groups=2`). One that
# you find elsewhere may be cut so, or be a later, smaller one: yours is whole, as in the table.
# Local response normalisation has no parameters, and may be there or not.


# %%
def build_alexnet():
    """Return a new AlexNet: an `nn.Module` from images (N, 3, 227, 227) to logits (N, 1000)."""
    raise NotImplementedError("TODO: write build_alexnet")


# %% tags=["check"]
if __name__ == "__main__":
    check("alexnet")

# %% [markdown]
# ## 4. VGG-16
#
# Sixteen layers with weights, and so regular that a loop can build most of it: all filters are 3x3 with
# padding 1, all pools are **max** pools of 2x2 with stride 2, and **ReLU** comes after each layer with
# weights but the last. On images of 3x224x224:
#
# | block | layers | output of its pool |
# | --- | --- | --- |
# | 1 | conv, conv with 64 filters each, pool | 64x112x112 |
# | 2 | conv, conv with 128 filters each, pool | 128x56x56 |
# | 3 | conv, conv, conv with 256 filters each, pool | 256x28x28 |
# | 4 | conv, conv, conv with 512 filters each, pool | 512x14x14 |
# | 5 | conv, conv, conv with 512 filters each, pool | 512x7x7 |
# | 6 | fully connected, 4096, 4096 and 1000 | 1000 |
#
# These are 138,357,544 parameters. There is **no batch normalisation**: it came a year later.


# %%
def build_vgg16():
    """Return a new VGG-16: an `nn.Module` from images (N, 3, 224, 224) to logits (N, 1000)."""
    raise NotImplementedError("TODO: write build_vgg16")


# %% tags=["check"]
if __name__ == "__main__":
    check("vgg16")

# %% [markdown]
# ## 5. A network of your own
#
# For digits of 1x28x28, and ten logits out. It may have **100,000 parameters at most**; LeNet-5 has
# 61,706, and much smaller ones read very well. There is no other rule. What is worth a thought:
#
# - **ReLU** instead of tanh: its slope does not fade.
# - **Batch normalisation** after a convolution (`nn.BatchNorm2d`): training bears larger steps, and
#   needs far fewer of them.
# - **Where the work is.** A filter is used at each position, so layers on the whole image cost most. The
#   earlier you pool, the faster. It makes no difference to the result whether you pool before ReLU or
#   after it, but to the time it does.
# - Dropout is of use where a network trains long. Yours will not.


# %%
def build_model():
    """Return a new network of your own: an `nn.Module` from images (N, 1, 28, 28) to logits (N, 10).

    It has 100,000 parameters at most, and its initial values are random.
    """
    raise NotImplementedError("TODO: write build_model")


# %% tags=["check"]
if __name__ == "__main__":
    check("network")

# %% [markdown]
# ## 6. Training, and what makes it fast
#
# `train(model, images, labels, device)` gets a new network of yours, images `(N, 1, 28, 28)` of float32
# from 0 to 1, and their labels, `(N,)` of int64. All of them are on the CPU. `device` says where to
# compute: `"cuda"`, `"cpu"`, or `"mps"` on a computer by Apple. Train the network as it is, in place; if
# you return another one, that one counts.
#
# The parts are those of the small example above, with a batch of images in each step instead of all
# points. A network that reads 95 % right is soon had: ReLU, `torch.optim.Adam` with a learning rate
# of 0.001, batches of 64, eight epochs, in another order each time. From there on it gets
# interesting. **Change one thing at a time, and measure.**
#
# **The size of a batch.** Each operation has a price of its own, however few numbers it works on. For
# five epochs with one thread of a processor, LeNet-5 took us 19 seconds in batches of 4 and 5.4 in
# batches of 64. On a GPU a step takes about the same time for 64 images as for 512: thousands of
# units work side by side, and a small batch leaves most of them idle. But fewer steps go less far, so
# larger batches want a larger learning rate.
#
# **Data where they are needed, once.** `images.to(device)` before the first step copies everything to
# the GPU: full MNIST as float32 is 190 MB. Then a batch is `images[chosen]`, with `chosen` a part of
# `torch.randperm(len(images), device=device)`. A `DataLoader` takes hold of each image by itself, 60,000
# times an epoch, and copies each batch: a fast GPU waits for it most of the time.
#
# **Don't ask for numbers.** A GPU works through a queue; Python runs ahead and fills it. `loss.item()`,
# `print(loss)` or `if loss > 1` in each step wait until the queue is empty. Once an epoch is fine. On a
# CPU there is no queue, and nothing to gain.
#
# **The order in memory.** NCHW says which axis is which, and numbers may lie in another order. With
# `model.to(memory_format=torch.channels_last)` the channels of a pixel lie side by side, which is what
# fast convolutions want. On a CPU, too: a step of a small network with batch normalisation took 25 ms
# instead of 45.
#
# **Half as many bits.** Inside `with torch.autocast("cuda", dtype=torch.bfloat16):` large operations use
# 16 bits instead of 32, for which a GPU has special units; the parameters keep their 32. Only the
# forward pass and the loss go inside. It pays for large batches and wide layers; with small ones,
# starting an operation takes longer than the operation. Few CPUs gain from it, and many lose.
#
# **A schedule.** Small steps are slow, large ones never arrive. So begin small, grow, and end near 0:
# `torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, total_steps=...)`, with its own `step()` after
# each step of the optimiser. Together with batch normalisation, a `max_lr` ten times that of a
# constant rate works, and five or six epochs do what took twenty.
#
# **More images than there are.** A digit that is moved by a pixel is the same digit: `torch.roll` moves
# a whole batch, and costs next to nothing. (It is no use to mirror digits. Do you see why?)
#
# **Not the same number of epochs for any data.** You have 5,000 digits here, but you may be graded with
# all 60,000 of MNIST. Then an epoch has twelve times as many steps, and you need fewer of them:
# choose by `len(images)`.


# %%
def train(model, images, labels, device):
    """Train a network, as well and as fast as you can.

    Args:
        model: new, from `build_model`, on the CPU.
        images: float32 tensor of shape (N, 1, 28, 28), from 0 (paper) to 1 (ink), on the CPU.
        labels: int64 tensor of shape (N,), from 0 to 9, on the CPU.
        device: where to compute: "cuda", "mps" or "cpu".

    Returns:
        None, if `model` itself is what was trained; or a network that takes its place.
    """
    raise NotImplementedError("TODO: write train")


# %% [markdown]
# The check trains your network for a short time, with 2,000 digits. It should then read 60 % of 500
# others; any network that learns at all does.

# %% tags=["check"]
if __name__ == "__main__":
    check("accuracy")

# %% [markdown]
# ## 7. Look at what it learns
#
# The next cell takes the best device that there is. `"mps"`, the GPU of Apple's computers, should do,
# but we have not tried it: if anything is odd, write `device = "cpu"`. Then it trains with 5,000 digits,
# and looks before each tenth step how many the network reads right: of the digits it trains with, and
# of 1,000 others, the validation set. The looks take most of the time; the last line has the time of a
# training without them, as it will be measured.

# %% tags=["demo"]
if __name__ == "__main__":
    import time

    import matplotlib.pyplot as plt

    device = "mps" if torch.backends.mps.is_available() else "cpu"
    device = "cuda" if torch.cuda.is_available() else device

    digits = np.load("data/digits.npz")
    images, new_images = (
        torch.from_numpy(digits[f"{part}_images"]).unsqueeze(1).float() / 255
        for part in ("train", "validation")
    )
    labels, new_labels = (
        torch.from_numpy(digits[f"{part}_labels"]).long() for part in ("train", "validation")
    )

    def guesses(network, images):
        """Return which digit each image is, if you ask the network, and leave it as it was."""
        was_training, place = network.training, next(network.parameters()).device
        network.eval()
        with torch.no_grad():
            found = [network(part.to(place)).argmax(dim=1).cpu() for part in images.split(1000)]
        network.train(was_training)
        return torch.cat(found)

    def look(network, _):
        """Note what the network reads right, before each tenth batch that it trains with."""
        if network.training:
            taken.append(1)
            if len(taken) % 10 == 1:
                for part, x, y in (
                    ("training", images[:1000], labels[:1000]),
                    ("validation", new_images, new_labels),
                ):
                    right = (guesses(network, x) == y).float().mean().item()
                    curves[part].append((len(taken), 100 * right))

    taken, curves = [], {"training": [], "validation": []}
    model = build_model()
    model.register_forward_pre_hook(look)
    train(model, images, labels, device)

    for part, curve in curves.items():
        plt.plot(*zip(*curve, strict=True), label=f"{part} digits")
    plt.gca().set(xlabel="step", ylabel="right answers, %", ylim=(50, 100))
    plt.legend()
    plt.grid(alpha=0.3)
    plt.show()

    model, begun = build_model(), time.perf_counter()
    trained = train(model, images, labels, device)
    model = model if trained is None else trained
    told = guesses(model, new_images)  # a GPU may still be busy before this
    seconds = time.perf_counter() - begun
    share = 100 * (told == new_labels).float().mean().item()
    print(f"{share:.1f} % of the validation set are right, after {seconds:.1f} s with {device}")

# %% [markdown]
# Which digits does it take for which? In the **confusion matrix** each row is a digit, and each column
# what it was taken for: whatever is not on the diagonal is wrong. Below it are the wrong ones: "4 as 9"
# is a 4 that was taken for a 9.

# %% tags=["demo"]
if __name__ == "__main__":
    confusion = torch.zeros(10, 10, dtype=torch.int64)
    for right, guess in zip(new_labels.tolist(), told.tolist(), strict=True):
        confusion[right, guess] += 1
    wrong_ones = confusion.clone().fill_diagonal_(0)
    _, axis = plt.subplots(figsize=(5, 5))
    axis.imshow(wrong_ones, cmap="Reds", vmin=0, vmax=2 * wrong_ones.max().item() + 1)
    for right in range(10):
        for guess in range(10):
            axis.text(guess, right, confusion[right, guess].item() or "", ha="center", va="center")
    axis.set(xticks=range(10), yticks=range(10), xlabel="taken for", ylabel="digit")
    plt.show()

    wrong = torch.nonzero(told != new_labels).flatten()[:20].tolist()
    _, axes = plt.subplots(2, 10, figsize=(12, 3))
    for axis in axes.flat:
        axis.axis("off")
    for axis, i in zip(axes.flat, wrong, strict=False):
        axis.imshow(new_images[i, 0], cmap="gray_r")
        axis.set_title(f"{new_labels[i].item()} as {told[i].item()}", fontsize=9)
    plt.show()

# %% [markdown]
# And the filters of the first layer. White and black are the two signs. In the first assignment you
# were given such filters, made by hand: do you find an edge, a blur, a sharpening?

# %% tags=["demo"]
if __name__ == "__main__":
    filters = [parameter for parameter in model.parameters() if parameter.ndim == 4]
    if filters:
        first = filters[0].detach().float().cpu()[:16, 0]
        _, axes = plt.subplots(1, len(first), figsize=(1.2 * len(first), 1.5), squeeze=False)
        for axis, one in zip(axes.flat, first, strict=True):
            axis.imshow(one, cmap="gray", vmin=-one.abs().max(), vmax=one.abs().max())
            axis.axis("off")
        plt.show()

# %% [markdown]
# ## 8. How you are graded
#
# **Three trainings.** `build_model` and `train` are run three times, each time in a new process and from
# another random start. Then your network is shown digits that nobody has seen, and `model.eval()` is
# called before. `accuracy` is the mean of the three.
#
# **Your network starts from nothing.** For each training the ten classes get other numbers, so that a 3
# may be class 7, and all images are turned or mirrored alike. A network that learns from what it is
# given does not notice. To hand in what was learnt before, as text or numbers in the code, is cheating:
# staff are told where code holds such.
#
# **Time is compared.** The course's own solution is trained in turn with yours, on the same device and
# the same digits, and `speed` is how many times as long yours took, from the call of `build_model`
# until the answers for the new digits are there. On a CPU, the time that all threads compute is
# counted; on a GPU, that on a clock. What another process does on the same computer costs you nothing.
# `speed` only counts if `accuracy` earned half of its points.
#
# | points | accuracy: 5,000 digits | full MNIST | speed | speed: full MNIST on a GPU |
# | --- | --- | --- | --- | --- |
# | 100 % | 98 % | 99 % | 3 | 3 |
# | 90 % | 97 % | 98.8 % | | |
# | 80 % | 95.5 % | 98.5 % | | |
# | 75 % | | | | 6 |
# | 60 % | 94 % | 98.2 % | | |
# | 50 % | | | 6 | 12 |
# | 25 % | 85 % | 95 % | 12 | 24 |
#
# Each figure comes with its noise, from one training to the next and from so many digits, and near a
# step you have the benefit of it. Your course says whether it grades on a GPU, and with which digits.
#
# **What there is.** 40 seconds of computing for a training on a CPU, 60 seconds on a GPU. 100,000
# parameters. 64 KB of code, all cells together. No network and no files: neither can data be
# read, nor processes started, so `num_workers` of a `DataLoader` counts as 0. `torch.compile` gives back
# what it got: compiling takes longer than all of your training.
#
# **What you print** during training, like `epoch 3 of 8, loss 0.12`, is shown as progress while you are
# graded, to whoever grades. It changes nothing.
#
# A training that crashes, does not end or gives NaN earns no points for `accuracy` and `speed`, and
# three in a row have to go well. So try it several times.
#
# ## Before you hand in
#
# Restart the kernel and run all cells from top to bottom: that is how they will be run. Then hand in
# the notebook. The cells that train and draw are for you, and are left out.

# %% tags=["check"]
# In a terminal, in this folder: `autograder ready`
if __name__ == "__main__":
    ready()
