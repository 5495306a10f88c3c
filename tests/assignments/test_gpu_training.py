"""The networks of `gpu_training`: right ones pass in any style, wrong ones fail where they are wrong."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder.loading import load_module
from autograder.submission import read_submission
from autograder.suite.contest import local_contest
from autograder.suite.mismatch import MismatchError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "solutions" / "gpu_training"
MASTER = FOLDER / "gpu_training.py"
GOLDEN = ROOT / "tests" / "golden" / "gpu_training"
TOML = tomllib.loads((FOLDER / "assignment.toml").read_text(encoding="utf-8"))
TESTS = ("parameters", "outputs", "between_the_layers", "logits")

# What is changed in the reference, in which network, and which tests have to notice. Where none has to,
# it is another right way to write the same.
CHANGES = {
    "no biases": ("lenet5", "nn.Conv2d(6, 16, 5)", "nn.Conv2d(6, 16, 5, bias=False)", "parameters"),
    "conv3 as a matrix": (
        "lenet5",
        "nn.Conv2d(16, 120, 5),\n        nn.Tanh(),\n        nn.Flatten(),",
        "nn.Flatten(),\n        nn.Linear(400, 120),\n        nn.Tanh(),",
        "parameters outputs",
    ),
    "max pooling": ("lenet5", "nn.AvgPool2d(2)", "nn.MaxPool2d(2)", "between_the_layers"),
    "ReLU for tanh": ("lenet5", "nn.Tanh()", "nn.ReLU()", "between_the_layers"),
    "tanh at the end": (
        "lenet5",
        "nn.Linear(84, 10)",
        "nn.Linear(84, 10), nn.Tanh()",
        "between_the_layers",
    ),
    "softmax": ("lenet5", "nn.Linear(84, 10)", "nn.Linear(84, 10), nn.Softmax(1)", "logits"),
    "log-softmax": ("lenet5", "nn.Linear(84, 10)", "nn.Linear(84, 10), nn.LogSoftmax(1)", "logits"),
    "eleven classes": (
        "lenet5",
        "nn.Linear(84, 10)",
        "nn.Linear(84, 11)",
        "parameters outputs logits",
    ),
    "lazy layers": ("lenet5", "nn.Linear(120, 84)", "nn.LazyLinear(84)", ""),
    "two groups": (
        "alexnet",
        "nn.Conv2d(96, 256, 5, padding=2)",
        "nn.Conv2d(96, 256, 5, padding=2, groups=2)",
        "parameters",
    ),
    "no activation at one layer": (
        "alexnet",
        "nn.Linear(9216, 4096),\n        nn.ReLU(),",
        "nn.Linear(9216, 4096),",
        "between_the_layers",
    ),
    "a second convolution": (
        "alexnet",
        "nn.Conv2d(384, 384, 3, padding=1)",
        "nn.Conv2d(384, 384, 3, padding=1), nn.Conv2d(384, 384, 1)",
        "parameters outputs logits",
    ),
    "padding at the start": (
        "alexnet",
        "nn.Conv2d(3, 96, 11, stride=4)",
        "nn.Conv2d(3, 96, 11, stride=4, padding=2)",
        "outputs",
    ),
    "pools that do not overlap": (
        "alexnet",
        "nn.MaxPool2d(3, stride=2)",
        "nn.MaxPool2d(2, ceil_mode=True)",
        "parameters outputs between_the_layers logits",  # 7x7 and not 6x6: an error
    ),
    "normalisation of 2012": (
        "alexnet",
        "nn.MaxPool2d(3, stride=2)",
        "nn.LocalResponseNorm(5), nn.MaxPool2d(3, stride=2)",
        "",
    ),
    "in place": ("alexnet", "nn.ReLU()", "nn.ReLU(inplace=True)", ""),
    "no dropout": ("alexnet", "nn.Dropout(),", "", ""),
    "batch normalisation": (
        "vgg16",
        "padding=1), nn.ReLU()]",
        "padding=1), nn.BatchNorm2d(filters), nn.ReLU()]",
        "parameters",
    ),
    "average pooling": ("vgg16", "nn.MaxPool2d(2)", "nn.AvgPool2d(2)", "between_the_layers"),
    "one layer less": (
        "vgg16",
        "(3, 256)",
        "(2, 256)",
        "parameters outputs between_the_layers logits",
    ),
    "a pool that does nothing": ("vgg16", "nn.Flatten()", "nn.AdaptiveAvgPool2d(7), nn.Flatten()", ""),
    "nothing at all": ("vgg16", "nn.Sequential(*layers)", "nn.Flatten()", " ".join(TESTS)),
    "no network": ("vgg16", "nn.Sequential(*layers)", "lambda x: x", " ".join(TESTS)),
}


@functools.cache
def suite(name: str) -> ModuleType:
    """Return a suite of the assignment as a module."""
    return load_module(FOLDER / f"{name}.py", f"gpu_training_{name}")


def namespace(source: str) -> dict[str, Any]:
    """Return what the text of a submission defines."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(compile(source, "submission.py", "exec"), names)
    return names


def noticed(names: dict[str, Any], question: str) -> list[str]:
    """Return which hidden tests of a network fail."""
    hidden: Any = suite("test_hidden")
    network, case = local_contest(names).network, getattr(hidden, question.upper())
    failed = []
    for test in TESTS:
        try:
            getattr(hidden, f"test_{test}")(network, (f"build_{question}", *case))
        except (MismatchError, AssertionError, RuntimeError):
            failed.append(test)
    return failed


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_networks_fail_where_they_are_wrong(change: str) -> None:
    """A mistake is noticed by the tests that are about it; other right ways to write it pass."""
    pytest.importorskip("torch")
    question, old, new, due = CHANGES[change]
    before, start, rest = MASTER.read_text(encoding="utf-8").partition(f"def build_{question}")
    body, end, after = rest.partition("# END SOLUTION")
    assert old in body
    names = namespace("".join((before, start, body.replace(old, new), end, after)))
    assert noticed(names, question) == due.split()


@pytest.mark.slow
@pytest.mark.parametrize("style", ["reference", "perfect_sgd", "excellent_functional"])
def test_right_networks_pass(style: str) -> None:
    """Three styles, by all tests of all networks, public ones too."""
    pytest.importorskip("torch")
    path = MASTER if style == "reference" else next((GOLDEN / style).glob("submission.*"))
    names = namespace("\n\n".join(cell.source for cell in read_submission(path, FOLDER.name).cells))
    assert {name: noticed(names, name) for name in ("lenet5", "alexnet", "vgg16")} == {
        "lenet5": [],
        "alexnet": [],
        "vgg16": [],
    }
    public: Any = suite("test_public")
    network = local_contest(names).network
    for case in public.NETWORKS:
        public.test_table(network, *case.values)
    public.test_own_network(network)
    suite("test_hidden").test_own_network(network)


@pytest.mark.slow
def test_own_network_keeps_within_its_parameters() -> None:
    """One that is too large fails in public already, and so does one without ten logits."""
    pytest.importorskip("torch")
    master = MASTER.read_text(encoding="utf-8")
    for new in ("nn.Linear(64, 2000), nn.Linear(2000, 10)", "nn.Linear(64, 11)"):
        network = local_contest(namespace(master.replace("nn.Linear(64, 10)", new))).network
        for name in ("test_public", "test_hidden"):
            with pytest.raises((MismatchError, AssertionError)):
                suite(name).test_own_network(network)


@pytest.mark.slow
def test_the_reference_learns_from_few_digits(capsys: pytest.CaptureFixture[str]) -> None:
    """Fewer than a batch, and returns nothing: what is trained is the network that it was given."""
    torch: Any = pytest.importorskip("torch")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        names = namespace(MASTER.read_text(encoding="utf-8").replace("30_000", "3_000"))
        with np.load(FOLDER / "data" / "digits.npz") as digits:
            images = torch.from_numpy(digits["train_images"][:100]).unsqueeze(1).float() / 255
            labels = torch.from_numpy(digits["train_labels"][:100]).long()
        torch.manual_seed(0)
        model = names["build_model"]()
        assert names["train"](model, images, labels, "cpu") is None
        guesses = model.eval()(images).argmax(dim=1)
    finally:
        torch.set_num_threads(threads)
    assert (guesses == labels).float().mean().item() > 0.9
    assert capsys.readouterr().out.startswith("epoch 1 of 30, loss ")


def test_the_notebook_says_how_it_is_graded() -> None:
    """Each threshold and its share, and each limit, as assignment.toml has them."""
    text = MASTER.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("# | ")]
    rows = [[cell.strip(" %`") for cell in line[3:-1].split("|")] for line in lines]
    table = {cells[0]: cells[1:] for cells in rows}
    for steps in TOML["steps"]:
        for bound, share in steps.get("at_most") or steps["at_least"]:
            assert f"{bound:g}" in table[f"{100 * share:g}"]
    training, limits = TOML["training"], TOML["limits"]
    seconds = training["seconds"]
    for told in (
        f"{seconds['cpu']} seconds of computing for a training on a CPU",
        f"{seconds['cuda']} seconds on a GPU",
        f"{training['parameters']:,}\n# parameters",
        f"{limits['code_kb']} KB of code",
        f"**{('No', 'One', 'Two', 'Three')[training['seeds']]} trainings.**",
    ):
        assert told in text
    points = {question["id"]: question["points"] for question in TOML["questions"]}
    assert {name: table[name][-1] for name in points} == {
        name: f"{count:g}" for name, count in points.items()
    }


def test_its_digits_are_those_of_lenet() -> None:
    """The same bytes: `make_digits.py` is there once."""
    for name in ("data/digits.npz", "data/README.md", "held_out.npz"):
        assert (FOLDER / name).read_bytes() == (FOLDER.parent / "lenet" / name).read_bytes()
