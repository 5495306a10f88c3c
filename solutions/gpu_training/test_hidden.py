"""What decides the marks: what the networks are made of, and what training makes of the student's own.

Networks are judged by what the notebook lists, whatever they are written with. All of it is the word of
the process in which the student's code runs, but for what the answers on held-out digits say.
"""

import pytest

from autograder.suite import assert_equals, assert_reaches

WORTH_A_PLACE = 95  # per cent: below, nobody is on the board for speed

# Shape of an image; of each layer with weights the shape of its weight, and what comes out of it.
LENET5 = [
    (1, 28, 28),
    ((6, 1, 5, 5), (6, 28, 28)),
    ((16, 6, 5, 5), (16, 10, 10)),
    ((120, 16, 5, 5), (120, 1, 1)),
    ((84, 120), (84,)),
    ((10, 84), (10,)),
]
ALEXNET = [
    (3, 227, 227),
    ((96, 3, 11, 11), (96, 55, 55)),
    ((256, 96, 5, 5), (256, 27, 27)),
    ((384, 256, 3, 3), (384, 13, 13)),
    ((384, 384, 3, 3), (384, 13, 13)),
    ((256, 384, 3, 3), (256, 13, 13)),
    ((4096, 9216), (4096,)),
    ((4096, 4096), (4096,)),
    ((1000, 4096), (1000,)),
]
VGG16 = [
    (3, 224, 224),
    ((64, 3, 3, 3), (64, 224, 224)),
    ((64, 64, 3, 3), (64, 224, 224)),
    ((128, 64, 3, 3), (128, 112, 112)),
    ((128, 128, 3, 3), (128, 112, 112)),
    ((256, 128, 3, 3), (256, 56, 56)),
    *[((256, 256, 3, 3), (256, 56, 56))] * 2,
    ((512, 256, 3, 3), (512, 28, 28)),
    *[((512, 512, 3, 3), (512, 28, 28))] * 2,
    *[((512, 512, 3, 3), (512, 14, 14))] * 3,
    ((4096, 25_088), (4096,)),
    ((4096, 4096), (4096,)),
    ((1000, 4096), (1000,)),
]
# Of each network: its pooling, how often it comes, and its activation, which all layers but one have.
BETWEEN = {
    "build_lenet5": ("avg_pool", 2, "tanh"),
    "build_alexnet": ("max_pool", 3, "relu"),
    "build_vgg16": ("max_pool", 5, "relu"),
}
# What PyTorch calls an activation that is written in another way: `x.clamp(min=0)`.
SAME = {"relu": ("relu", "clamp_min", "clamp"), "tanh": ("tanh",)}

networks = pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            (build, *layers), id=words, marks=pytest.mark.question(build.removeprefix("build_"))
        )
        for build, words, layers in (
            ("build_lenet5", "LeNet-5", LENET5),
            ("build_alexnet", "AlexNet", ALEXNET),
            ("build_vgg16", "VGG-16", VGG16),
        )
    ],
)


def sizes(outline):
    """Return what comes out of each layer with weights, for its image."""
    return [shape[1:] for _, shape in outline.outputs]


@networks
def test_parameters(network, case):
    """The weights and biases have the shapes of the table, and there are no others."""
    build, image, *layers = case
    due = [shape for weight, _ in layers for shape in (weight, weight[:1])]
    assert_equals(sorted(network.outline(build, image).parameters), sorted(due))


@networks
def test_outputs(network, case):
    """What comes out of each layer with weights has the size that the table gives it."""
    build, image, *layers = case
    assert_equals(sizes(network.outline(build, image)), [output for _, output in layers])


@networks
def test_between_the_layers(network, case):
    """Pooling and activations are those that were asked for, as often as they were."""
    build, image, *layers = case
    pooling, pools, activation = BETWEEN[build]
    operations = network.outline(build, image).operations
    found = {
        pooling: sum(pooling in name for name in operations),
        activation: sum(name in SAME[activation] for name in operations),
    }
    assert_equals(found, {pooling: pools, activation: len(layers) - 1})


@networks
def test_logits(network, case):
    """A number for each class comes out of the last layer, with no softmax behind it."""
    build, image, *layers = case
    found = network.outline(build, image)
    softmax = sum("softmax" in name for name in found.operations)
    due = {"classes": layers[-1][1], "softmax": 0, "layers with weights": len(layers)}
    shape = found.result[1:] if found.result else None
    assert_equals({"classes": shape, "softmax": softmax, "layers with weights": len(sizes(found))}, due)


@pytest.mark.question("network")
def test_own_network(network):
    """A digit gives ten logits, and there are 100,000 parameters at most."""
    found = network.outline("build_model", (1, 28, 28))
    assert_equals(found.result, (1, 10))
    assert found.total <= 100_000, f"{found.total:,} parameters, at most 100,000 are allowed"


@pytest.mark.question("accuracy")
def test_accuracy(training, leaderboard, step):
    """Your network learns to read, each time anew."""
    figure = training.accuracy()
    leaderboard("digits read right, %", figure.value, best="most")
    assert_reaches(figure, step)


@pytest.mark.question("speed")
@pytest.mark.needs("accuracy")
def test_speed(training, leaderboard, step):
    """It does so in little time, beside the course's own."""
    figure = training.time()
    if training.accuracy().value >= WORTH_A_PLACE:
        leaderboard("time, in that of the reference", figure.value, best="least")
    assert_reaches(figure, step)
