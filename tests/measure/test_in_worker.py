"""What runs beside a submission, with PyTorch itself: the text that is sent, executed as workers do."""

from __future__ import annotations

import ast
import sys
import textwrap
from typing import Any

import numpy as np
import pytest

from autograder.measure.trainee import helpers

SLOW = pytest.mark.slow
RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (2500, 8, 8), dtype=np.uint8)
LABELS = RNG.integers(0, 10, 2500)

NETWORK = """
import torch
from torch import nn

def build():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(64, 10, bias=False),
    )
"""


class Worker:
    """The helpers beside a submission, in this process."""

    def __init__(self, source: str = NETWORK) -> None:
        self._helpers: dict[str, Any] = {}
        exec(compile(helpers(), "<helpers>", "exec"), self._helpers)
        self.namespace: dict[str, Any] = {}
        exec(textwrap.dedent(source), self.namespace)

    def ask(self, name: str, *args: Any) -> Any:
        """Call a helper."""
        return self._helpers[name](self.namespace, *args)


def outlined(source: str, shape: tuple[int, ...] = (1, 8, 8)) -> Any:
    """Return the outline of what `build` builds."""
    pytest.importorskip("torch")
    return Worker(source).ask("outline", "build", list(shape))


def answers(source: str, seed: int = 0) -> Any:
    """Train as a submission says, and return its answers for all images."""
    pytest.importorskip("torch")
    worker = Worker(source)
    worker.ask("start", "cpu")
    data = worker.ask("receive", IMAGES, LABELS)
    model = worker.ask("fit", data, ["build", "train"], "cpu", seed)
    return model if model is None else worker.ask("answers", model, IMAGES, "cpu")


def test_the_text_stands_alone() -> None:
    """It imports nothing of this package, and PyTorch only when that is used."""
    tree = ast.parse(helpers())
    imported = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = {alias.name for node in imported for alias in node.names if isinstance(node, ast.Import)}
    names |= {str(node.module) for node in imported if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names


def test_functions_that_are_missing_are_named() -> None:
    """So are names of anything else."""
    worker = Worker("def build(): pass\ntrain = 3")
    assert worker.ask("missing", "build", "train", "other") == ["train", "other"]


@SLOW
def test_an_outline_says_what_a_network_is_made_of() -> None:
    """Parameters, operations in order, and the outputs of those with weights."""
    assert outlined(NETWORK) == {
        "parameters": [[4, 1, 3, 3], [4], [10, 64]],
        "operations": ["convolution", "relu", "max_pool2d_with_indices", "view", "t", "mm"],
        "weighted": [["convolution", [1, 4, 8, 8]], ["mm", [1, 10]]],
        "result": [1, 10],
    }


@SLOW
def test_an_outline_takes_no_memory_for_weights() -> None:
    """A network of a hundred gigabytes has one."""
    source = """
        from torch import nn
        def build():
            return nn.Sequential(nn.Flatten(), nn.Linear(64, 10**9), nn.Linear(10**9, 10))
    """
    assert outlined(source)["parameters"][0] == [10**9, 64]


@SLOW
@pytest.mark.parametrize(
    "body",
    [
        "return self.last(x.flatten(1) + torch.from_numpy(np.ones((1, 64), np.float32)))",
        "return self.last(x.flatten(1) * (2.0 if x.sum().item() > 1 else 1.0))",
        "return self.last(torch.tensor(x.flatten(1).numpy()))",
        "return self.last(x.flatten(1) + torch.zeros(1, 64, device='cpu'))",
    ],
)
def test_a_network_that_makes_tensors_by_hand_has_an_outline(body: str) -> None:
    """What cannot be done without memory is done with it."""
    found = outlined(f"""
        import numpy as np, torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.last = nn.Linear(64, 10)
            def forward(self, x):
                {body}
        build = Net
    """)
    assert found["parameters"] == [[10, 64], [10]]
    assert found["weighted"] == [["addmm", [1, 10]]]


@SLOW
def test_parameters_made_from_arrays_count() -> None:
    """And one that is used twice counts once; weights are followed through transposes and products."""
    found = outlined("""
        import numpy as np, torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.weight = nn.Parameter(torch.from_numpy(np.ones((64, 10), np.float32)))
                self.again = self.weight
                self.scale = nn.Parameter(torch.tensor(np.ones(10, np.float32)))
            def forward(self, x):
                return torch.einsum("nk,kc->nc", x.flatten(1), self.weight) * self.scale
        build = Net
    """)
    assert found["parameters"] == [[64, 10], [10]]
    assert [name for name, _ in found["weighted"]] == ["bmm"]


@SLOW
def test_lazy_layers_are_made_first() -> None:
    """Making them is no operation of the network; one that is never reached does not count."""
    found = outlined("""
        from torch import nn
        def build():
            network = nn.Sequential(nn.LazyConv2d(4, 3), nn.Flatten(), nn.LazyLinear(10))
            network[1].unused = nn.LazyLinear(7)
            return network
    """)
    assert found["parameters"] == [[4, 1, 3, 3], [4], [10, 144], [10]]
    assert found["operations"] == ["convolution", "view", "t", "addmm"]


@SLOW
def test_an_outline_is_that_of_a_network_in_use() -> None:
    """Without dropout, with what batch norm has learnt."""
    found = outlined("""
        from torch import nn
        def build():
            return nn.Sequential(nn.Flatten(), nn.BatchNorm1d(64), nn.Dropout(), nn.Linear(64, 10))
    """)
    assert "dropout" not in " ".join(found["operations"])
    assert found["weighted"] == [["addmm", [1, 10]]]


@SLOW
def test_what_building_raises_is_raised() -> None:
    """It is hers."""
    with pytest.raises(ZeroDivisionError):
        outlined("def build(): 1 / 0")
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):
        outlined(
            "from torch import nn\ndef build(): return nn.Sequential(nn.Flatten(), nn.Linear(3, 3))"
        )


@SLOW
@pytest.mark.parametrize("value", ["None", "[1]", "torch.zeros(3)", "nn.Linear"])
def test_what_is_no_network_is_told_from_one(value: str) -> None:
    """By None, whatever it is."""
    source = f"import torch\nfrom torch import nn\ndef build(): return {value}\ndef train(*_): 1 / 0"
    assert outlined(source) is None
    assert answers(source) is None


@SLOW
def test_a_result_that_is_no_tensor_has_no_shape() -> None:
    """A network may return several."""
    source = NETWORK + "\nclass Two(nn.Flatten):\n    def forward(self, x): return x, x\nbuild = Two"
    assert outlined(source)["result"] is None
    assert answers(source + "\ndef train(*_): pass") is None


TRAINING = (
    NETWORK
    + """
import random
import numpy as np

def train(model, images, labels, device):
    assert images.shape == (2500, 1, 8, 8) and images.dtype == torch.float32
    assert images.min() == 0 and images.max() == 1 and labels.dtype == torch.int64
    assert device == "cpu" and model.training
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1 + random.random() + np.random.rand())
    for _ in range(5):
        chosen = torch.randperm(len(images))[:100]
        loss = nn.functional.cross_entropy(model(images[chosen]), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
)


@SLOW
def test_the_same_seed_gives_the_same_network() -> None:
    """Of PyTorch's numbers, NumPy's and Python's own; another seed gives another one."""
    first, second, other = answers(TRAINING, 3), answers(TRAINING, 3), answers(TRAINING, 4)
    assert first.shape == (2500, 10)
    assert first.dtype == np.float32
    assert np.array_equal(first, second)
    assert not np.allclose(first, other)


@SLOW
def test_data_arrive_as_they_were_sent() -> None:
    """From 0 to 1, and the grader's own arrays stay as they are."""
    before = IMAGES.copy()
    found = answers(
        NETWORK
        + """
def train(model, images, labels, device):
    images.mul_(0)
    labels.mul_(0)
    class Mean(nn.Module):
        def forward(self, x):
            assert not torch.is_grad_enabled()
            return x.mean(dim=(1, 2, 3))[:, None]
    return Mean()
"""
    )
    assert np.array_equal(IMAGES, before)
    assert np.allclose(found[:, 0], IMAGES.mean(axis=(1, 2)) / 255, atol=1e-6)


@SLOW
@pytest.mark.parametrize("kind", ["half", "bfloat16", "double"])
def test_a_network_may_have_numbers_of_another_kind(kind: str) -> None:
    """Half precision is what makes training fast on a GPU."""
    source = f"\ndef train(model, images, labels, device): model.{kind}()"
    found = answers(NETWORK + source)
    plain = answers(NETWORK + "\ndef train(*_): pass")
    assert found.dtype == np.float32
    assert np.allclose(found, plain, atol=0.05)


@SLOW
def test_what_training_returns_replaces_the_network_if_it_is_one() -> None:
    """Anything else is ignored, a history of losses for instance."""
    pytest.importorskip("torch")
    for value, count in (("nn.Linear(8, 3)", 27), ("[0.1]", 680), ("None", 680)):
        worker = Worker(NETWORK + f"\ndef train(*_): return {value}")
        data = worker.ask("receive", IMAGES, LABELS)
        model = worker.ask("fit", data, ["build", "train"], "cpu", 0)
        assert worker.ask("count", model) == count


@SLOW
@pytest.mark.parametrize("answer", ["x.sum()", "x[:1].flatten(1)", "x.flatten()", "3", "(x, x)"])
def test_answers_without_a_row_for_each_image_are_none(answer: str) -> None:
    """A scalar, one row for all, a number."""
    source = f"\nclass Odd(nn.Module):\n    def forward(self, x): return {answer}\n"
    assert answers(NETWORK + source + "def train(*_): return Odd()") is None


@SLOW
def test_what_training_raises_is_raised() -> None:
    """It is hers."""
    with pytest.raises(KeyError, match="hers"):
        answers(NETWORK + "\ndef train(*_): raise KeyError('hers')")
