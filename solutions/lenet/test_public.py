"""Small worked examples. You run these as you go; more tests are run after you hand in."""

import contextlib
from pathlib import Path

import numpy as np
import pytest

from autograder.suite import assert_equals, assert_matches, assert_raises, assert_unmodified, parts

WEIGHTS = {"conv1": (6, 1, 5, 5), "conv2": (16, 6, 5, 5), "conv3": (120, 16, 5, 5)}
WEIGHTS |= {"fc1": (84, 120), "fc2": (10, 84)}
SHAPES = {f"{name}.weight": shape for name, shape in WEIGHTS.items()}
SHAPES |= {f"{name}.bias": shape[:1] for name, shape in WEIGHTS.items()}

# The lecture's networks: an image, then each layer, its output, weights and biases.
LENET5 = [
    (1, 28, 28),
    (("conv", 6, 5, 1, 2), (6, 28, 28), 150, 6),
    (("avgpool", 2, 2), (6, 14, 14), 0, 0),
    (("conv", 16, 5, 1, 0), (16, 10, 10), 2_400, 16),
    (("avgpool", 2, 2), (16, 5, 5), 0, 0),
    (("conv", 120, 5, 1, 0), (120, 1, 1), 48_000, 120),
    (("fc", 84), (84,), 10_080, 84),
    (("fc", 10), (10,), 840, 10),
]
ALEXNET = [
    (3, 227, 227),
    (("conv", 96, 11, 4, 0), (96, 55, 55), 34_848, 96),
    (("maxpool", 3, 2), (96, 27, 27), 0, 0),
    (("conv", 256, 5, 1, 2), (256, 27, 27), 614_400, 256),
    (("maxpool", 3, 2), (256, 13, 13), 0, 0),
    (("conv", 384, 3, 1, 1), (384, 13, 13), 884_736, 384),
    (("conv", 384, 3, 1, 1), (384, 13, 13), 1_327_104, 384),
    (("conv", 256, 3, 1, 1), (256, 13, 13), 884_736, 256),
    (("maxpool", 3, 2), (256, 6, 6), 0, 0),
    (("fc", 4096), (4096,), 37_748_736, 4_096),
    (("fc", 4096), (4096,), 16_777_216, 4_096),
    (("fc", 1000), (1000,), 4_096_000, 1_000),
]
# Logits, labels, the loss and its gradient.
LOSSES = {
    "1/4 and 3/4": ([[0, np.log(3)]], [1], np.log(4 / 3), [[0.25, -0.25]]),
    "a mean of guesses": ([[7, 7], [7, 7]], [1, 0], np.log(2), [[0.25, -0.25], [-0.25, 0.25]]),
    "1000 and -1000": ([[1000, -1000], [1000, -1000]], [0, 1], 1000, [[0, 0], [0.5, -0.5]]),
}
REFUSED = {
    "Linear: too many numbers": lambda student: student.Linear(3, 2).forward(np.ones((1, 4))),
    "AvgPool2d: too large": lambda student: student.AvgPool2d(3).forward(np.ones((1, 1, 2, 4))),
    "Conv2d: other channels": lambda student: student.Conv2d(1, 1, 2).forward(np.ones((1, 3, 4, 4))),
    "local_response_norm: even": lambda student: student.local_response_norm(np.ones((1, 4, 2, 2)), 4),
    "layer_table: stride 0": lambda student: student.layer_table([("maxpool", 2, 0)], (1, 4, 4)),
}


def entry(answer, name):
    """Return one value of a dict."""
    assert isinstance(answer, dict) and name in answer, f"a dict with the key {name!r} is due"
    return answer[name]


def numbers(answer, shape):
    """Return an answer of the right shape as an array, whatever its values are."""
    assert_matches(answer, np.zeros(shape), magnitude=1e15)
    return np.real(np.array(answer)).astype(float)


def told(layer, weight, bias):
    """Give a layer parameters, if it can be told them; return its own, row by row: a, b, c below."""
    with contextlib.suppress(Exception):  # only the network has to have this method
        layer.set_parameters({"weight": np.array(weight, float), "bias": np.array(bias, float)})
    own = layer.parameters()
    given = {"weight": np.shape(weight), "bias": np.shape(bias)}
    return [numbers(entry(own, name), shape).ravel() for name, shape in given.items()]


def assert_both_ways(layer, x, out, dout, dx):
    """Hold that x goes forward to `out`, and that `dout` comes back as `dx`."""
    assert_matches(layer.forward(np.array(x)), out)
    assert_matches(layer.backward(np.array(dout, dtype=float)), dx)


def waves():
    """Return parameters for the network: numbers of either sign, as large as those it begins with."""
    scales = {name: 1 / np.sqrt(np.prod(shape[1:])) for name, shape in WEIGHTS.items()}
    arrays = {name: np.cos(np.arange(float(np.prod(shape))) ** 2) for name, shape in SHAPES.items()}
    return {name: arrays[name].reshape(SHAPES[name]) * scales[name.split(".")[0]] for name in SHAPES}


def stripes(n):
    """Return images with a bright bar each, further down from one to the next."""
    rows = np.arange(28) - np.arange(n)[:, None]  # counted from another row in each image
    bars = ((rows >= 4) & (rows < 10))[:, :, None] * (np.abs(np.arange(28) - 13.5) < 10)
    return bars[:, None].astype(float)


@pytest.mark.question("linear_layer")
def test_linear_forward(student):
    """Two rows of two numbers make two rows of one."""
    layer = student.Linear(2, 1)
    (a, b), (bias,) = told(layer, [[10, 100]], [5])
    assert_matches(layer.forward(np.array([[1, 2], [3, 0]])), [[a + 2 * b + bias], [3 * a + bias]])


@pytest.mark.question("linear_layer")
def test_linear_backward(student):
    """What comes back for two rows, if this happens once or twice: dx, gradients of weight and bias."""
    layer = student.Linear(2, 1)
    (a, b), _ = told(layer, [[10, 100]], [5])
    for _ in range(2):
        layer.forward(np.array([[1, 2], [3, 0]]))
        assert_matches(layer.backward(np.array([[1.0], [10.0]])), [[a, b], [10 * a, 10 * b]])
        assert_unmodified(student)
        assert_matches(entry(layer.gradients(), "weight"), [[31, 2]])
        assert_matches(entry(layer.gradients(), "bias"), [11])


@pytest.mark.question("small_layers")
def test_tanh(student):
    """The tangent of 0 is 0 with a slope of 1; far out there is no slope left."""
    x = [[0, np.log(2), 100]]
    assert_both_ways(student.Tanh(), x, [[0, 0.6, 1]], [[10, 10, 10]], [[10, 6.4, 0]])


@pytest.mark.question("small_layers")
def test_flatten(student):
    """Each image becomes a row, channel by channel, and the row an image again."""
    rows = np.arange(24).reshape(2, 12)
    images = rows.reshape(2, 3, 2, 2)
    assert_both_ways(student.Flatten(), images, rows, rows / 2, images / 2)


@pytest.mark.question("small_layers")
def test_average_pooling(student):
    """Windows of 2x2 give the lecture's result; what comes back is shared equally."""
    image, out = [[4, 9, 2, 5], [5, 6, 2, 4], [2, 4, 5, 4], [5, 6, 8, 4]], [[6, 3.25], [4.25, 5.25]]
    dout, dx = [[4, 8], [0, 12]], [[1, 1, 2, 2], [1, 1, 2, 2], [0, 0, 3, 3], [0, 0, 3, 3]]
    assert_both_ways(student.AvgPool2d(2), [[image]], [[out]], [[dout]], [[dx]])


@pytest.mark.question("conv_layer")
def test_conv_forward(student):
    """A filter of 2x2 on two channels of 2x3 pixels: not flipped, the channels added up."""
    layer = student.Conv2d(2, 1, 2)
    (a, b, c, d, e, _, _, h), (bias,) = told(layer, [[[[1, 10], [0, 100]], [[2, 0], [0, 3]]]], [5])
    x = np.array([[[[1, 2, 3], [4, 5, 6]], [[1, 0, 0], [0, 0, 7]]]])
    left, right = a + 2 * b + 4 * c + 5 * d + e, 2 * a + 3 * b + 5 * c + 6 * d + 7 * h
    assert_matches(layer.forward(x), [[[[left + bias, right + bias]]]])


@pytest.mark.question("conv_layer")
def test_conv_backward(student):
    """What comes back from a filter of 2x2 at two places, where one number matters ten times as much."""
    layer = student.Conv2d(1, 1, 2)
    (a, b, c, d), _ = told(layer, [[[[1, 10], [0, 100]]]], [5])
    layer.forward(np.array([[[[1, 2, 3], [4, 5, 6]]]]))
    dx = layer.backward(np.array([[[[1.0, 10.0]]]]))
    assert_matches(dx, [[[[a, b + 10 * a, 10 * b], [c, d + 10 * c, 10 * d]]]])
    assert_matches(entry(layer.gradients(), "weight"), [[[[21, 32], [54, 65]]]])
    assert_matches(entry(layer.gradients(), "bias"), [11])


@pytest.mark.question("conv_layer")
def test_conv_padding_and_stride(student):
    """With padding 1 and stride 2, a filter of 2x2 lies on one pixel at each of four places."""
    layer = student.Conv2d(1, 1, 2, stride=2, padding=1)
    (a, b, c, d), (bias,) = told(layer, [[[[1, 10], [0, 100]]]], [5])
    out, dx = [[2 * d + bias, 3 * c + bias], [4 * b + bias, 5 * a + bias]], [[d, 2 * c], [3 * b, 4 * a]]
    assert_both_ways(layer, [[[[2, 3], [4, 5]]]], [[out]], [[[[1, 2], [3, 4]]]], [[dx]])
    assert_matches(entry(layer.gradients(), "weight"), [[[[20, 12], [6, 2]]]])


@pytest.mark.question("lenet5")
def test_parameters(student):
    """There are ten arrays, of the shapes in the table: 61,706 numbers. A seed gives the same again."""
    arrays, again = student.LeNet5(seed=3).parameters(), student.LeNet5(seed=3).parameters()
    assert_equals(dict.fromkeys(arrays) if isinstance(arrays, dict) else arrays, dict.fromkeys(SHAPES))
    for name, shape in SHAPES.items():
        assert_matches(entry(again, name), numbers(arrays[name], shape))


@pytest.mark.question("lenet5")
def test_logits(student):
    """Two images go through all layers."""
    network = student.LeNet5()
    network.set_parameters(waves())
    expected = [
        [0.52925, 0.07569, 0.06438, -0.12252, -0.07977, 0.25894, -0.02611, 0.0169, 0.03388, 0.07785],
        [0.66114, 0.02246, 0.07941, -0.19659, -0.09862, 0.2278, -0.00416, 0.0866, 0.00338, 0.00651],
    ]
    assert_matches(network.forward(stripes(12)[::11]), expected)


@pytest.mark.question("lenet5")
@pytest.mark.parametrize("case", list(SHAPES), ids=list(SHAPES))
def test_gradients(student, case):
    """The gradient is the one that trying finds: go a little way, and see what changes."""
    network, values = student.LeNet5(), waves()
    image, dout = stripes(1), np.cos(np.arange(10.0)).reshape(1, 10)
    network.set_parameters(values)
    network.forward(image)
    network.backward(dout)
    gradient = numbers(entry(network.gradients(), case), SHAPES[case])
    way, losses = np.cos(np.arange(float(gradient.size)) ** 2 + 1).reshape(SHAPES[case]), []
    for eps in (1e-3, -1e-3):
        network.set_parameters({**values, case: values[case] + eps * way})
        losses.append(np.sum(numbers(network.forward(image), (1, 10)) * dout))
    slope, answer = (losses[0] - losses[1]) / 2e-3, np.sum(gradient * way)
    assert abs(answer - slope) <= 0.01 * abs(slope), f"by trying {slope:.4f}, by backward {answer:.4f}"


@pytest.mark.question("training")
def test_five_steps(student):
    """Five steps on sixteen images, with a learning rate of 0.5, have these losses."""
    network, images, losses = student.LeNet5(), stripes(16), []
    network.set_parameters(waves())
    for _ in range(5):
        logits = numbers(network.forward(images), (16, 10))
        answer = student.softmax_cross_entropy(logits, np.arange(16) % 10)
        loss, dlogits = parts(answer, "loss", "gradient")
        network.backward(numbers(dlogits, (16, 10)))
        losses.append(loss)
        network.set_parameters(student.sgd_step(network.parameters(), network.gradients(), 0.5))
    assert_matches(losses, [2.32122, 2.23523, 2.17176, 2.07742, 1.90553])


@pytest.mark.question("softmax_cross_entropy")
@pytest.mark.parametrize("case", list(LOSSES.values()), ids=list(LOSSES))
def test_loss(student, case):
    """The loss and its gradient, worked out by hand."""
    logits, labels, loss, gradient = case
    answer = student.softmax_cross_entropy(np.array(logits, dtype=float), np.array(labels))
    found, dlogits = parts(answer, "loss", "gradient")
    assert_matches(found, loss)
    assert_matches(dlogits, gradient)


@pytest.mark.question("sgd_step")
def test_step(student):
    """Two arrays go a step, each by its own gradient."""
    parameters = {"a": np.array([[1.0, 2.0]]), "b": np.array([3.0])}
    answer = student.sgd_step(parameters, {"b": np.array([-2.0]), "a": np.array([[10.0, 20.0]])}, 0.5)
    assert_matches(entry(answer, "a"), [[-4, -8]])
    assert_matches(entry(answer, "b"), [4])


@pytest.mark.question("accuracy")
def test_trained_network(student, submitted):
    """`lenet5.npz` has ten arrays of the right shapes, and reads 80 of 100 digits for validation."""
    arrays = submitted.arrays("lenet5.npz")
    assert_equals({name: array.shape for name, array in arrays.items()}, SHAPES)
    network = student.LeNet5()
    network.set_parameters(dict(arrays))
    with np.load(Path(__file__).parent / "data" / "digits.npz") as digits:
        images, labels = digits["validation_images"][:100, None] / 255, digits["validation_labels"][:100]
    right = np.sum(numbers(network.forward(images), (100, 10)).argmax(axis=1) == labels)
    assert right >= 80, f"by your layers, lenet5.npz reads {right} of 100 right"


@pytest.mark.question("local_response_norm")
def test_normalisation(student):
    """Neighbours of five channels by hand, and with AlexNet's numbers: alpha is not divided by size."""
    x = np.array([1.0, 2.0, 2.0, 0.0, 3.0]).reshape(1, 5, 1, 1)
    answer = student.local_response_norm(x, size=3, alpha=1, beta=1, k=1)
    assert_matches(answer, np.reshape([1 / 6, 2 / 10, 2 / 9, 0, 3 / 10], (1, 5, 1, 1)))
    answer = student.local_response_norm(np.full((1, 5, 1, 1), 100.0))
    assert_matches(answer, 100 / np.reshape([5, 6, 7, 6, 5], (1, 5, 1, 1)) ** 0.75)


@pytest.mark.question("layer_table")
@pytest.mark.parametrize("case", [LENET5, ALEXNET], ids=["LeNet-5", "AlexNet"])
def test_tables(student, case):
    """Each row of the lecture's table: 61,706 parameters in all for LeNet-5, 62,378,344 for AlexNet."""
    image, *rows = case
    answer = student.layer_table([layer for layer, *_ in rows], image)
    answer = parts(answer, *(f"row {number + 1}" for number in range(len(rows))))
    for row, (layer, *due) in zip(answer, rows, strict=True):
        found = [entry(row, name) for name in ("layer", "output", "weights", "biases", "parameters")]
        assert_equals(found, [layer[0], *due, due[1] + due[2]])


@pytest.mark.question("layer_table")
def test_vgg16(student):
    """VGG-16: what comes out of each pool, and the parameters of each layer, 138,357,544 in all."""
    blocks = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]
    layers = [one for n, f in blocks for one in [("conv", f, 3, 1, 1)] * n + [("maxpool", 2, 2)]]
    layers += [("fc", 4096), ("fc", 4096), ("fc", 1000)]
    rows = parts(student.layer_table(layers, (3, 224, 224)), *map(str, range(1, 22)))
    pools = [entry(row, "output") for row, layer in zip(rows, layers, strict=True) if len(layer) == 3]
    assert_equals(pools, [(64, 112, 112), (128, 56, 56), (256, 28, 28), (512, 14, 14), (512, 7, 7)])
    due = [1_792, 36_928, 0, 73_856, 147_584, 0, 295_168, 590_080, 590_080, 0, 1_180_160]
    due += [2_359_808] * 2 + [0] + [2_359_808] * 3 + [0, 102_764_544, 16_781_312, 4_097_000]
    assert_equals([entry(row, "parameters") for row in rows], due)


@pytest.mark.question("bad_arguments")
@pytest.mark.parametrize("case", list(REFUSED.values()), ids=list(REFUSED))
def test_bad_arguments(student, case):
    """A ValueError is raised where the arguments make no sense."""
    assert_raises(ValueError, case, student)
