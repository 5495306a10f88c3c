"""Three ways to train the network of the reference."""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Callable
from types import ModuleType
from typing import Any

from autograder.loading import load_module
from autograder.measure import in_worker
from autograder.measure.data import DataSet
from tests.benchmarks.training import loader_bound, plain
from tests.benchmarks.training.clock import timed
from tests.benchmarks.training.runs import Run, Stretch
from tests.benchmarks.training.setting import DUE, Setting, assignment, training

torch: Any = importlib.import_module("torch")  # not among what the project needs

REPETITIONS = 5  # of judging the held-out images


def train_reference(setting: Setting, seed: int) -> Run:
    """Build, train and ask as the grader does: from images on the CPU to a network, to answers there.

    Raises:
        RuntimeError: the images were not seen to go through the network that was built, so nothing is
            known of how often they were used.
    """
    data, reference, build = _start(setting)
    seen: list[int] = []

    def build_counting() -> Any:
        model = build()
        model.register_forward_pre_hook(lambda _, given: seen.append(len(given[0])))
        return model

    functions = [training().build, training().train]
    names = vars(reference) | {training().build: build_counting}
    kept = in_worker.receive(names, data.train_images.copy(), data.train_labels.copy())
    with contextlib.redirect_stdout(io.StringIO()):  # nothing but the table is printed
        seconds, model = timed(lambda: in_worker.fit(names, kept, functions, setting.device, seed))
    images = sum(seen)
    if model is None or images < len(data.train_images) / 2:  # the last, smaller batch may be left out
        raise RuntimeError(f"{images} of {len(data.train_images)} images went through the network")
    held_out = data.held_out_images.copy()
    asked = [
        timed(lambda: in_worker.answers(names, model, held_out, setting.device))
        for _ in range(REPETITIONS)
    ]
    right = asked[0][1].argmax(axis=1) == data.held_out_labels
    rates = tuple(len(held_out) / seconds for seconds, _ in asked)
    return Run((Stretch(seconds, 100 * float(right.mean())),), images, rates)


def train_plainly(setting: Setting, seed: int, epochs: int, most: int) -> Run:
    """Train as tutorials do: for some epochs, then on until enough is right, `most` epochs at most."""
    data, _, build = _start(setting)
    torch.manual_seed(seed)
    model = build().to(setting.device)
    optimizer, loaders = plain.make_optimizer(model), plain.loaders(data)
    run = _one_epoch(model, optimizer, loaders, setting.device)
    while len(run.stretches) < most and (len(run.stretches) < epochs or run.accuracy < DUE[data.name]):
        run += _one_epoch(model, optimizer, loaders, setting.device)
    return run


def train_loader_bound(setting: Setting, seed: int) -> Run:
    """Train for an epoch with a data loader that keeps the network waiting."""
    data, _, build = _start(setting)
    torch.manual_seed(seed)
    model = build().to(setting.device)
    return _one_epoch(model, plain.make_optimizer(model), loader_bound.loaders(data), setting.device)


def _start(setting: Setting) -> tuple[DataSet, ModuleType, Callable[[], Any]]:
    if setting.device == "cpu":
        torch.set_num_threads(1)
    reference = load_module(assignment().master, "reference_to_time")
    return setting.data(), reference, getattr(reference, training().build)


def _one_epoch(model: Any, optimizer: Any, loaders: tuple[Any, Any], device: str) -> Run:
    train, held_out = loaders
    seconds, _ = timed(lambda: plain.train_epoch(model, train, optimizer, device))
    judging, accuracy = timed(lambda: plain.accuracy(model, held_out, device))
    rate = len(held_out.dataset) / judging
    return Run((Stretch(seconds, accuracy),), len(train.dataset), (rate,))
