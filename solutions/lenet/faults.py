"""Known mistakes in putting LeNet-5 together from right layers: its stages, then what goes wrong."""
# ruff: noqa: ARG001, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from autograder.diagnosis import Operation, fault
from autograder.loading import load_module

METHODS = ("forward", "backward", "parameters", "gradients", "set_parameters")

# The reference's layers are right: here only what is made of them is wrong.
RIGHT = load_module(Path(__file__).with_name("lenet.py"), "lenet_right_layers")


class Relu(RIGHT.Layer):
    """What came into fashion later."""

    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dout):
        return dout * (self.x > 0)


class Max(RIGHT.Layer):
    """The largest of each window of 2x2."""

    def forward(self, x):
        n, c, height, width = x.shape
        windows = x.reshape(n, c, height // 2, 2, width // 2, 2).swapaxes(3, 4)
        windows = windows.reshape(*windows.shape[:4], 4)
        self.largest = windows.argmax(axis=4)[..., None] == np.arange(4)
        return windows.max(axis=4)

    def backward(self, dout):
        n, c, height, width = dout.shape
        pixels = (dout[..., None] * self.largest).reshape(*dout.shape, 2, 2)
        return pixels.swapaxes(3, 4).reshape(n, c, 2 * height, 2 * width)


class Flattening(RIGHT.Linear):
    """A fully connected layer for images."""

    def forward(self, x):
        self.shape = x.shape
        return super().forward(x.reshape(len(x), -1))

    def backward(self, dout):
        return super().backward(dout).reshape(self.shape)


class LeNet5(Operation, of="LeNet5"):
    """A network is a namespace, and its methods are stages that are given it first."""

    def run(self, seed=0):
        net = SimpleNamespace(layers=self.layers(self.first(seed)))
        vars(net).update({name: partial(getattr(self, name), net) for name in METHODS})
        net.chain = self.order(list(net.layers.values()), self.tanhs(), self.pools())
        return net

    def first(self, seed):
        """Return the seed of the first of five layers."""
        return 5 * seed

    def layers(self, seed):
        """Return the layers that have parameters."""
        return {
            "conv1": RIGHT.Conv2d(1, 6, 5, padding=2, seed=seed),
            "conv2": RIGHT.Conv2d(6, 16, 5, seed=seed + 1),
            "conv3": RIGHT.Conv2d(16, 120, 5, seed=seed + 2),
            "fc1": RIGHT.Linear(120, 84, seed=seed + 3),
            "fc2": RIGHT.Linear(84, 10, seed=seed + 4),
        }

    def tanhs(self):
        return [RIGHT.Tanh() for _ in range(5)]

    def pools(self):
        return [RIGHT.AvgPool2d(2), RIGHT.AvgPool2d(2)]

    def order(self, own, t, p):
        first = [own[0], t[0], p[0], own[1], t[1], p[1]]
        return [*first, own[2], t[2], RIGHT.Flatten(), own[3], t[3], own[4]]

    def logits(self, out):
        return out

    def forward(self, net, x):
        for layer in net.chain:
            x = layer.forward(x)
        return self.logits(x)

    def upstream(self, dout):
        return dout

    def path(self, net):
        return net.chain[::-1]

    def finish(self, layers):
        pass

    def backward(self, net, dout):
        dout = self.upstream(dout)
        for layer in self.path(net):
            dout = layer.backward(dout)
        self.finish(net.layers.values())
        return dout

    def key(self, layer, kind):
        return f"{layer}.{kind}"

    def collected(self, tables):
        """Return as one dict what the layers have, from a dict for each."""
        pairs = ((name, kind) for name, table in tables.items() for kind in table)
        return {self.key(name, kind): tables[name][kind] for name, kind in pairs}

    def parameters(self, net):
        return self.collected({name: layer.parameters() for name, layer in net.layers.items()})

    def gradients(self, net):
        return self.collected({name: layer.gradients() for name, layer in net.layers.items()})

    def copy(self, layer, kind, array):
        getattr(layer, kind)[...] = array

    def set_parameters(self, net, values):
        for name, layer in net.layers.items():
            for kind in layer.parameters():
                self.copy(layer, kind, values[self.key(name, kind)])


layers, order, path = (partial(fault, LeNet5, stage) for stage in ("layers", "order", "path"))
tanhs, pools = partial(fault, LeNet5, "tanhs"), partial(fault, LeNet5, "pools")
collected, gradients = partial(fault, LeNet5, "collected"), partial(fault, LeNet5, "gradients")
key, copy = partial(fault, LeNet5, "key"), partial(fault, LeNet5, "copy")


@fault(LeNet5, "first", title="Initial values ignore the seed", hint="What does a seed promise?")
def seed_ignored(self, seed):
    self.networks = vars(self).get("networks", 0) + 1
    return 5 * self.networks


@layers(title="conv1 has no padding", hint="How large are the images after each layer?")
def no_padding(self, seed):
    return {**LeNet5.layers(self, seed), "conv1": RIGHT.Conv2d(1, 6, 5, seed=seed)}


@layers(title="All convolutions are padded", hint="How large are the images after each layer?")
def all_padded(self, seed):
    right = LeNet5.layers(self, seed)
    right["conv2"].padding = right["conv3"].padding = 2
    return {**right, "fc1": RIGHT.Linear(5880, 84, seed=seed + 3)}


@layers(title="The third convolution is fully connected", hint="Which ten keys are due?")
def third_dense(self, seed):
    right, first = LeNet5.layers(self, seed), Flattening(400, 120, seed=seed + 2)
    convs = {name: right[name] for name in ("conv1", "conv2")}
    return {**convs, "fc1": first, "fc2": right["fc1"], "fc3": right["fc2"]}


@tanhs(title="ReLU stands for tanh", hint="Which activation does LeNet-5 have?")
def relu(self):
    return [Relu() for _ in range(5)]


@tanhs(title="One tanh stands in all places", hint="What does a layer keep, and for how long?")
def one_tanh(self):
    return [RIGHT.Tanh()] * 5


@pools(title="The maximum is taken for the mean", hint="Which pooling does LeNet-5 have?")
def maximum_pooling(self):
    return [Max(), Max()]


@pools(title="One pool stands in both places", hint="What does a layer keep, and for how long?")
def one_pool(self):
    return [RIGHT.AvgPool2d(2)] * 2


@order(title="There is no tanh after convolutions", hint="What comes between two weighted sums?")
def no_tanh_in_front(self, own, t, p):
    return [layer for layer in LeNet5.order(self, own, t, p) if layer not in t[:3]]


@order(title="There is no tanh after conv3", hint="What comes between two weighted sums?")
def no_third_tanh(self, own, t, p):
    return [layer for layer in LeNet5.order(self, own, t, p) if layer is not t[2]]


@order(title="There is no tanh after fc1", hint="What comes between two weighted sums?")
def no_last_tanh(self, own, t, p):
    return [layer for layer in LeNet5.order(self, own, t, p) if layer is not t[3]]


@order(title="tanh comes after pooling", hint="Is the tanh of a mean the mean of tanh?")
def tanh_after_pooling(self, own, t, p):
    return [own[0], p[0], t[0], own[1], p[1], t[1], *LeNet5.order(self, own, t, p)[6:]]


@order(title="Logits go through tanh", hint="How large may a score be?")
def tanh_at_the_end(self, own, t, p):
    return [*LeNet5.order(self, own, t, p), t[4]]


@fault(LeNet5, "logits", title="`forward` ends with softmax", hint="Who takes softmax: network or loss?")
def softmax_in_forward(self, out):
    powers = np.exp(out - out.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@path(title="`backward` goes from first to last", hint="Which layer knows what the logits need?")
def first_to_last(self, net):
    return net.chain


@path(title="`backward` leaves tanh out", hint="Which layers did `forward` go through?")
def tanh_skipped(self, net):
    return [layer for layer in net.chain[::-1] if not isinstance(layer, (RIGHT.Tanh, Relu))]


@path(title="`backward` never reaches conv1", hint="Is 0 in `range(n, 0, -1)`?")
def first_layer_left_out(self, net):
    return net.chain[:0:-1]


@fault(LeNet5, "finish", title="Gradients add up", hint="What is in them when `backward` begins?")
def sum_of_calls(self, layers):
    for layer in layers:
        sums = zip(vars(layer).get("sums", (0, 0)), layer.gradients().values(), strict=True)
        layer.sums = [old if new is None else old + new for old, new in sums]
        layer.weight_gradient, layer.bias_gradient = layer.sums


@fault(LeNet5, "upstream", title="`dout` is divided by N", hint="Who takes the mean over the batch?")
def divided_by_batch(self, dout):
    return dout / len(dout)


@gradients(title="Gradients are asked for too early", hint="When are they there to be asked for?")
def asked_too_early(self, net):
    return dict.fromkeys(self.parameters(net))


@gradients(title="Parameters are given as gradients", hint="Which of the two is large after training?")
def parameters_as_gradients(self, net):
    return self.parameters(net)


@gradients(title="Gradients have no biases", hint="How many keys are due?")
def gradients_of_weights(self, net):
    return {name: array for name, array in LeNet5.gradients(self, net).items() if "bias" not in name}


@collected(title="Layers overwrite each other in the dict", hint="How many keys do two layers make?")
def overwritten_by_layers(self, tables):
    return {kind: array for table in tables.values() for kind, array in table.items()}


@collected(title="There is a dict in the dict", hint="Which keys are due?")
def nested(self, tables):
    return tables


@key(title="Keys have an underscore", hint="Which keys are due, to the letter?")
def underscore(self, layer, kind):
    return f"{layer}_{kind}"


@key(title="conv1 and conv2 are mixed up", hint="Which shapes have their weights?")
def mixed_up(self, layer, kind):
    other = {"conv1": "conv2", "conv2": "conv1"}
    return f"{other.get(layer, layer)}.{kind}"


@key(title="The second convolution overwrites the first", hint="How many layers have this name?")
def one_name(self, layer, kind):
    return f"{layer.replace('conv2', 'conv1')}.{kind}"


@copy(title="Biases are not set", hint="Which parameters does a layer have?")
def biases_not_set(self, layer, kind, array):
    if kind == "weight":
        LeNet5.copy(self, layer, kind, array)


@copy(title="Values do not reach the layers", hint="Which arrays does `forward` use?")
def out_of_reach(self, layer, kind, array):
    pass
