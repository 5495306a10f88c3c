"""What students can check for themselves; after they hand in, this and how well they train is judged."""

from pathlib import Path

import numpy as np
import pytest

from autograder.suite import assert_equals

# The lecture's networks: an image, then of each layer with weights what it is called, the shape of its
# weight, what comes out of it, and how many parameters it has.
LENET5 = [
    (1, 28, 28),
    ("conv, 6 of 5x5", (6, 1, 5, 5), (6, 28, 28), 156),
    ("conv, 16 of 5x5", (16, 6, 5, 5), (16, 10, 10), 2_416),
    ("conv, 120 of 5x5", (120, 16, 5, 5), (120, 1, 1), 48_120),
    ("fully connected, 84", (84, 120), (84,), 10_164),
    ("fully connected, 10", (10, 84), (10,), 850),
]
ALEXNET = [
    (3, 227, 227),
    ("conv-1", (96, 3, 11, 11), (96, 55, 55), 34_944),
    ("conv-2", (256, 96, 5, 5), (256, 27, 27), 614_656),
    ("conv-3", (384, 256, 3, 3), (384, 13, 13), 885_120),
    ("conv-4", (384, 384, 3, 3), (384, 13, 13), 1_327_488),
    ("conv-5", (256, 384, 3, 3), (256, 13, 13), 884_992),
    ("fc-1", (4096, 9216), (4096,), 37_752_832),
    ("fc-2", (4096, 4096), (4096,), 16_781_312),
    ("fc-3", (1000, 4096), (1000,), 4_097_000),
]
VGG16 = [
    (3, 224, 224),
    ("conv-1", (64, 3, 3, 3), (64, 224, 224), 1_792),
    ("conv-2", (64, 64, 3, 3), (64, 224, 224), 36_928),
    ("conv-3", (128, 64, 3, 3), (128, 112, 112), 73_856),
    ("conv-4", (128, 128, 3, 3), (128, 112, 112), 147_584),
    ("conv-5", (256, 128, 3, 3), (256, 56, 56), 295_168),
    ("conv-6", (256, 256, 3, 3), (256, 56, 56), 590_080),
    ("conv-7", (256, 256, 3, 3), (256, 56, 56), 590_080),
    ("conv-8", (512, 256, 3, 3), (512, 28, 28), 1_180_160),
    *((f"conv-{number}", (512, 512, 3, 3), (512, 28, 28), 2_359_808) for number in (9, 10)),
    *((f"conv-{number}", (512, 512, 3, 3), (512, 14, 14), 2_359_808) for number in (11, 12, 13)),
    ("fc-1", (4096, 25_088), (4096,), 102_764_544),
    ("fc-2", (4096, 4096), (4096,), 16_781_312),
    ("fc-3", (1000, 4096), (1000,), 4_097_000),
]
NETWORKS = [
    pytest.param(("build_lenet5", 61_706, *LENET5), id="LeNet-5", marks=pytest.mark.question("lenet5")),
    pytest.param(
        ("build_alexnet", 62_378_344, *ALEXNET), id="AlexNet", marks=pytest.mark.question("alexnet")
    ),
    pytest.param(("build_vgg16", 138_357_544, *VGG16), id="VGG-16", marks=pytest.mark.question("vgg16")),
]


@pytest.mark.parametrize("case", NETWORKS)
def test_table(network, case):
    """Each layer has the parameters and the output that the lecture's table gives it."""
    build, total, image, *rows = case
    found = network.outline(build, image)
    weights = [shape for shape in found.parameters if len(shape) > 1]
    for name, weight, _, parameters in rows:
        there = weight in weights and (weight[0],) in found.parameters
        assert there, (
            f"{name} needs a weight of shape {weight} and {weight[0]} biases, {parameters:,} parameters "
            f"in all; the weights that there are have the shapes {weights}"
        )
    assert found.total == total, f"there are {found.total:,} parameters, {total:,} are due"
    outputs = [shape[1:] for _, shape in found.outputs]
    assert_equals(outputs, [output for _, _, output, _ in rows])
    assert_equals(found.result, (1, rows[-1][2][0]))


@pytest.mark.question("network")
def test_own_network(network):
    """A digit gives ten logits, and 100,000 parameters are enough."""
    found = network.outline("build_model", (1, 28, 28))
    assert_equals(found.result, (1, 10))
    assert found.total <= 100_000, f"{found.total:,} parameters, at most 100,000 are allowed"


@pytest.mark.question("accuracy")
def test_it_learns(network):
    """Trained with 2,000 digits, your network reads 60 % of 500 others."""
    with np.load(Path(__file__).parent / "data" / "digits.npz") as digits:
        images, labels = digits["train_images"][:2000], digits["train_labels"][:2000]
        others, right = digits["validation_images"][:500], digits["validation_labels"][:500]
    logits = network.learned(("build_model", "train"), images, labels, others)
    assert_equals(np.shape(logits), (500, 10))
    assert np.isfinite(logits).all(), "there is a NaN or an infinity: has the training diverged?"
    share = 100 * np.mean(np.argmax(logits, axis=1) == right)
    assert share >= 60, f"{share:.1f} % of 500 digits are read right"
