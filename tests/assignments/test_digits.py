"""The digits of `lenet`: what students get, what they do not, and where both come from.

The IDX files of MNIST are looked for in the folder that the environment variable MNIST_IDX names, else
in `shared/data/mnist` beside the repository.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from autograder.loading import load_module

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "solutions" / "lenet"
FILES = ("data/digits.npz", "held_out.npz")
MNIST = Path(os.environ.get("MNIST_IDX") or ROOT.parent / "shared" / "data" / "mnist")

# Of each set, its arrays and how many images of each digit it has.
SETS = {"train_": (FILES[0], 500), "validation_": (FILES[0], 100), "": (FILES[1], 200)}


def read(name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return images and labels of a set."""
    with np.load(FOLDER / SETS[name][0]) as arrays:
        return arrays[f"{name}images"], arrays[f"{name}labels"]


@pytest.mark.parametrize("name", SETS)
def test_there_are_as_many_of_each_digit(name: str) -> None:
    """Bytes, of ink on paper, in no order of classes."""
    images, labels = read(name)
    count = SETS[name][1]
    assert (images.shape, labels.shape) == ((10 * count, 28, 28), (10 * count,))
    assert images.dtype == labels.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 255)
    assert np.bincount(labels).tolist() == [count] * 10
    assert all(
        len(set(labels[first : first + count].tolist())) > 5 for first in range(0, 10 * count, count)
    )


def test_files_hold_nothing_else() -> None:
    """Students do not get the held-out digits with the others."""
    names = [sorted(np.load(FOLDER / file)) for file in FILES]
    train, validation = [["train_images", "train_labels"], ["validation_images", "validation_labels"]]
    assert names == [[*train, *validation], ["images", "labels"]]


def test_no_image_is_there_twice() -> None:
    """Neither in one set nor in two."""
    images = [image.tobytes() for name in SETS for image in read(name)[0]]
    assert len(set(images)) == len(images) == 8_000


def test_files_are_small() -> None:
    """Everyone who has the course has them."""
    assert sum((FOLDER / file).stat().st_size for file in FILES) < 1_500_000
    assert (FOLDER / "lenet5.npz").stat().st_size < 60_000


def test_they_say_where_they_come_from() -> None:
    """Who made them, under which licence; and students are not told of the held-out ones."""
    told = {
        name: (FOLDER / name).read_text(encoding="utf-8") for name in ("README.md", "data/README.md")
    }
    for text in told.values():
        for word in ("MNIST", "LeCun", "Cortes", "Burges", "CC BY-SA 3.0"):
            assert word in text
    assert "held" not in told["data/README.md"]
    with np.load(FOLDER / FILES[0]) as arrays:
        for name in arrays:
            assert f"| `{name}` | {arrays[name].shape} |" in told["data/README.md"]


def test_they_are_made_from_mnist(tmp_path: Path) -> None:
    """The same bytes, each time."""
    if not (MNIST / "train-images-idx3-ubyte.gz").is_file():
        pytest.skip(f"no IDX files of MNIST in {MNIST}; MNIST_IDX names another folder")
    maker: Any = load_module(FOLDER / "make_digits.py", "make_digits_again")
    maker.make(MNIST, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_the_reference_reads_them() -> None:
    """With the parameters that are handed in for it, well beyond the last step of `accuracy`."""
    reference: Any = load_module(FOLDER / "lenet.py", "lenet_that_reads")
    network = reference.LeNet5()
    with np.load(FOLDER / "lenet5.npz") as arrays:
        assert {name: arrays[name].dtype for name in arrays} == dict.fromkeys(arrays, np.float32)
        network.set_parameters(arrays)
    images, labels = read("")
    batches = np.split(images[:, None] / 255, 20)
    guesses = np.concatenate([network.forward(batch).argmax(axis=1) for batch in batches])
    assert np.mean(guesses == labels) >= 0.97


def test_training_shows_text_where_there_is_no_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each note, with the share of all steps and the loss."""
    display: Any = load_module(FOLDER / "given" / "display.py", "given_display_as_text")
    progress = display.Progress(4)
    for loss in (2.0, 1.0):
        progress.step(loss)
    progress.note(0.875, "validation after epoch 1")
    assert progress.done == 0.5
    assert "50%, loss 1.500, validation after epoch 1: 87.5 %" in capsys.readouterr().out
