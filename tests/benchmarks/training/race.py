"""All ways in turn: the reference in one process that stays, the examples in another."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

from tests.benchmarks.training import ways
from tests.benchmarks.training.runs import Race, Round
from tests.benchmarks.training.setting import Setting

QUICK_EPOCHS, MOST_EPOCHS = 2, 50  # of the plain example, which goes on until enough is right
WARM_UP_IMAGES = 1000  # for the examples, whose first run is not a figure


def race(setting: Setting, images: int, seeds: Sequence[int], *, quick: bool) -> Race:
    """Train in all ways, A B C A B C, once for each seed.

    What the reference sets up (the precision, cuDNN's search for the fastest kernels) must not help the
    examples: they do not share its process.

    Args:
        setting: what is trained with.
        images: how many there are to train with.
        seeds: at least one.
        quick: whether it is only a try: nothing is trained twice, and the plain example but briefly.
    """
    most = QUICK_EPOCHS if quick else MOST_EPOCHS
    with contextlib.ExitStack() as stack:
        reference, examples = (stack.enter_context(_process()) for _ in range(2))
        _say("first run")
        first = reference.submit(ways.train_reference, setting, seeds[0]).result()
        epochs = max(1, round(first.images / images))
        if not quick:
            warm_up = replace(setting, images=min(WARM_UP_IMAGES, images))
            examples.submit(ways.train_plainly, warm_up, seeds[0], 1, 1).result()
            examples.submit(ways.train_loader_bound, warm_up, seeds[0]).result()
        rounds = []
        for seed in seeds:
            _say(f"seed {seed}")
            own = first if quick else reference.submit(ways.train_reference, setting, seed).result()
            plain = examples.submit(ways.train_plainly, setting, seed, epochs, most).result()
            loader_bound = examples.submit(ways.train_loader_bound, setting, seed).result()
            rounds.append(Round(own, plain, loader_bound))
    return Race(first, epochs, tuple(rounds))


def _process() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([ways.__name__])  # PyTorch is loaded once for both
    return ProcessPoolExecutor(1, mp_context=context)


def _say(what: str) -> None:
    print(f"training: {what}", file=sys.stderr, flush=True)
