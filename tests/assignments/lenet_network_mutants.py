"""Small changes of the network of `lenet`: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD, TRAINING = "bad_arguments", "training"
FORWARD, BACKWARD = "x = layer.forward(x)", "dout = layer.backward(dout)"
KEY, GIVEN = 'f"{name}.{key}": array', 'values[f"{name}.{key}"]'
GRADIENT = 'f"{name}.{key}": gradient'
LAYERS, END = "self.layers = {\n", '"fc2": Linear(84, 10, seed=5 * seed + 4),'
CONV1 = "Conv2d(1, 6, 5, padding=2, seed=5 * seed)"
CONV2 = "Conv2d(6, 16, 5, seed=5 * seed + 1)"
BETWEEN = """"tanh3": Tanh(),
            "flatten": Flatten(),
            "fc1": Linear(120, 84, seed=5 * seed + 3),
            "tanh4": Tanh(),"""
POOLS = """"pool1": AvgPool2d(2),
            "conv2": Conv2d(6, 16, 5, seed=5 * seed + 1),
            "tanh2": Tanh(),
            "pool2": AvgPool2d(2),"""


def subclass(base: str, method: str, result: str) -> str:
    """Return the text of a class whose method does something with what that of its base gives."""
    text = f"lambda self, x: (lambda out: {result})({base}.{method}(self, x))"
    return f'type("Other", ({base},), {{"{method}": {text}}})'


NETWORK = [
    *(
        Mutant(f'"{name}": Tanh(),', "", f"no {name}", question)
        for name in ("tanh1", "tanh2", "tanh3", "tanh4")
        for question in ("", TRAINING)
    ),
    *(
        Mutant(
            f'"{tanh}": Tanh(),\n            "{pool}": AvgPool2d(2),',
            f'"{pool}": AvgPool2d(2), "{tanh}": Tanh(),',
            f"{pool} before {tanh}",
        )
        for tanh, pool in (("tanh1", "pool1"), ("tanh2", "pool2"))
    ),
    *(
        Mutant(
            f'"{name}": Tanh(),', f'"{name}": {subclass("Tanh", "forward", new)}(),', f"{name}: {why}"
        )
        for name in ("tanh1", "tanh4")
        for new, why in (
            ("np.maximum(x, 0)", "ReLU"),
            ("1 / (1 + np.exp(-x))", "sigmoid"),
            ("1.7159 * np.tanh(2 / 3 * x)", "LeCun's scaled tangent"),
        )
    ),
    *(
        Mutant(
            f'"{name}": Tanh(),',
            f'"{name}": {subclass("Tanh", "backward", "x")}(),',
            f"{name} is left out backward",
        )
        for name in ("tanh1", "tanh2", "tanh3", "tanh4")
    ),
    Mutant(END, END + ' "tanh5": Tanh(),', "a tanh at the end"),
    Mutant('"flatten"', '"tanh3b": Tanh(), "flatten"', "a tanh twice"),
    Mutant(
        BETWEEN, BETWEEN.replace("Tanh()", "(t := Tanh())", 1).replace(": Tanh()", ": t"), "one tanh"
    ),
    Mutant(
        POOLS,
        POOLS.replace("AvgPool2d(2)", "(p := AvgPool2d(2))", 1).replace(": AvgPool2d(2)", ": p"),
        "one pool for two",
    ),
    Mutant(
        '"pool1": AvgPool2d(2)', f'"pool1": {subclass("AvgPool2d", "forward", "4 * out")}(2)', "sums"
    ),
    Mutant(
        '"pool1": AvgPool2d(2)',
        f'"pool1": {subclass("AvgPool2d", "forward", "x[:, :, ::2, ::2]")}(2)',
        "every other pixel in place of a mean",
    ),
    Mutant(
        '"pool2": AvgPool2d(2)',
        f'"pool2": {subclass("AvgPool2d", "backward", "4 * out")}(2)',
        "the gradient of a sum",
    ),
    Mutant(CONV1, "Conv2d(1, 6, 5, padding=1, seed=0)", "another padding"),
    Mutant(CONV2, "Conv2d(6, 16, 3, seed=0)", "smaller kernels"),
    Mutant("Conv2d(16, 120, 5", "Conv2d(16, 100, 5", "fewer filters"),
    Mutant("Linear(84, 10,", "Linear(84, 12,", "more logits"),
    Mutant(CONV1, CONV1.replace("5 * seed", "None"), "conv1 is another one each time"),
    Mutant("seed=5 * seed + 4", "seed=None", "fc2 is another one each time"),
    Mutant("seed=0)", "seed=1)", "another seed where none is given"),
    Mutant("seed=0)", "sed=0, seed=0)", "the seed comes second"),
    Mutant("seed=0):", "rng=0):\n        seed = rng", "the seed has another name"),
    Mutant(LAYERS, "type(self).layers = {\n", "all networks have the layers of the last"),
    Mutant(
        FORWARD, FORWARD + "\n        x = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)", "softmax"
    ),
    Mutant(FORWARD, FORWARD + "\n        x = x - x.max(axis=1, keepdims=True)", "shifted logits"),
    Mutant(FORWARD, FORWARD + "\n        x = x.squeeze()", "one image gives one axis"),
    Mutant(
        "for layer in self.layers.values():",
        "x = x / 255\n        for layer in self.layers.values():",
        "images are scaled",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x = x / (255 if np.max(x) > 5 else 1)\n        for layer in self.layers.values():",
        "bright images are scaled",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x = x - np.mean(x)\n        for layer in self.layers.values():",
        "images are centred",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x -= x.mean(axis=0).astype(x.dtype)\n        for layer in self.layers.values():",
        "in place",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x = np.asarray(x).astype(int)\n        for layer in self.layers.values():",
        "whole numbers",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x = x[:1]\n        for layer in self.layers.values():",
        "the first image only",
    ),
    Mutant(
        "for layer in self.layers.values():",
        "x = np.reshape(x, (-1, 1, 28, 28))\n        for layer in self.layers.values():",
        "three or five axes pass",
        BAD,
    ),
    Mutant(
        "for layer in reversed(", "dout = dout / len(dout)\n        for layer in reversed(", "a mean"
    ),
    Mutant(
        "for layer in reversed(",
        "dout = dout / len(dout)\n        for layer in reversed(",
        "a mean too",
        TRAINING,
    ),
    Mutant(
        "for layer in reversed(", "dout = abs(dout)\n        for layer in reversed(", "the sign of dout"
    ),
    Mutant(
        "for layer in reversed(", "dout -= dout.mean()\n        for layer in reversed(", "changes dout"
    ),
    Mutant("reversed(self.layers.values())", "[*self.layers.values()][:3:-1]", "stops at pool2"),
    Mutant("reversed(self.layers.values())", "[*self.layers.values()][:0:-1]", "stops before conv1"),
    Mutant(BACKWARD, f"{BACKWARD} + 0.01", "something is added on the way"),
    *(
        Mutant(old, new, f"{what}: {why}")
        for old, what in ((KEY, "parameters"), (GRADIENT, "gradients"))
        for new, why in (
            (old.replace(".", "_", 1), "underscores"),
            (old.replace("{name}.{key}", "{key}.{name}"), "the other order"),
            (old.replace('f"{name}.{key}"', "(name, key)"), "pairs as keys"),
            (old.replace('f"{name}.{key}"', "name"), "the layers as keys"),
            (old.replace("{key}", "{key[0]}"), "short names"),
            (old.replace('f"', 'f"lenet.'), "a longer name"),
            (old.split(": ", maxsplit=1)[0] + ": None", "no values"),
            (old + ".T", "transposed"),
            (old + ".ravel()", "flat"),
            (old + " * 2", "twice the values"),
        )
    ),
    Mutant(
        f"return {{\n            {KEY}", f"return {{'extra': 0}} | {{\n            {KEY}", "another key"
    ),
    Mutant(
        f"return {{\n            {GRADIENT}",
        f"return {{'extra': 0}} | {{\n            {GRADIENT}",
        "too",
    ),
    Mutant("layer.gradients().items()", "layer.gradients().items() if key == 'weight'", "no biases"),
    Mutant("layer.parameters().items()", "layer.parameters().items() if name != 'fc2'", "no fc2"),
    Mutant("layer.gradients().items()", "layer.parameters().items()", "parameters for gradients"),
    Mutant("layer.gradients().items()", "layer.gradients().items() if name != 'conv1'", "no conv1"),
    Mutant(
        GRADIENT,
        GRADIENT.replace("gradient", "vars(self).setdefault(name + key, gradient)"),
        "the first",
    ),
    Mutant(
        KEY, KEY.replace("array", "vars(self).setdefault(name + key, array.copy())"), "the first ones"
    ),
    Mutant(GIVEN, GIVEN + " * 0.5", "half of what is given"),
    Mutant(GIVEN, GIVEN + ".round(1)", "rounded"),
    Mutant(GIVEN, GIVEN + " if name != 'conv3' else layer.parameters()[key]", "conv3 is left out"),
    Mutant(GIVEN, GIVEN + " if key == 'weight' else layer.parameters()[key]", "biases are left out"),
    Mutant(GIVEN, f"vars(self).setdefault(name + key, {GIVEN})", "the first ones are set again"),
    Mutant(GIVEN, f"vars(type(self).set_parameters).setdefault(name + key, {GIVEN})", "of all networks"),
    Mutant(GIVEN, 'values.pop(f"{name}.{key}")', "takes the arrays away"),
    Mutant(GIVEN, GIVEN + " + layer.parameters()[key]", "added to what was there"),
    Mutant(GIVEN, GIVEN + " if name != 'conv3' else layer.parameters()[key]", "conv3 stays", TRAINING),
    Mutant(GIVEN, GIVEN + " if name != 'fc2' else layer.parameters()[key]", "fc2 stays", TRAINING),
    Mutant(GRADIENT, GRADIENT + " * (name != 'conv1')", "conv1 is not trained", TRAINING),
    Mutant(GRADIENT, GRADIENT + " * 1.05", "gradients too large", TRAINING),
    Mutant(GRADIENT, GRADIENT + " * (1 - 0.1 * (name == 'conv2'))", "one too small", TRAINING),
]
