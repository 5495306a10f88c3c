"""What the references take beside PyTorch: `python -m tests.benchmarks.reference_speed`.

The layers of LeNet-5 for a batch of 64, forward and backward, in double precision and on one thread.
Both sides run in turn, A B A B, and the clock is that of this process's CPU time: what others do on the
machine disturbs single pairs and hardly their median. Absolute times are those of the machine at that
moment; the ratios carry over. PyTorch's way back does not include its way forward, which keeps what it
needs (where the largest of each window was, for instance). It needs the extra `torch`.
"""

from __future__ import annotations

import os

# Before NumPy is loaded.
os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import importlib
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from autograder.loading import load_module

torch: Any = importlib.import_module("torch")  # not among what the project needs
functional: Any = torch.nn.functional

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
FORWARD, BACKWARD, POOLING = (
    load_module(SOLUTIONS / name / f"{name}.py", f"{name}_to_time")
    for name in ("conv_forward", "conv_backward", "pooling")
)
BATCH = 64
PAIRS = 60
WARM_UP = 5

# Shape of one image, shape of the filters, padding; shape of what is pooled by 2x2.
CONVOLUTIONS = {
    "conv1": ((1, 28, 28), (6, 1, 5, 5), 2),
    "conv2": ((6, 14, 14), (16, 6, 5, 5), 0),
    "conv3": ((16, 5, 5), (120, 16, 5, 5), 0),
}
POOLS = {"pool1": (6, 28, 28), "pool2": (16, 10, 10)}


@dataclass(frozen=True)
class Contest:
    """The same work, done twice.

    Attributes:
        ours: gives an array, or several.
        theirs: gives a tensor, or several.
    """

    name: str
    ours: Callable[[], Any]
    theirs: Callable[[], Any]


def contests() -> Iterator[Contest]:
    """Yield what is to be timed."""
    rng = np.random.default_rng(0)
    for name, (shape, filters, padding) in CONVOLUTIONS.items():
        x, w, b = (rng.normal(size=size) for size in ((BATCH, *shape), filters, filters[:1]))
        tensors = [torch.tensor(array, requires_grad=True) for array in (x, w, b)]
        yield from both_ways(
            name,
            partial(FORWARD.conv_forward_fast, x, w, b, padding=padding),
            partial(BACKWARD.conv_backward_fast, x=x, w=w, padding=padding),
            partial(functional.conv2d, *tensors, padding=padding),
            tensors,
        )
    for name, shape in POOLS.items():
        x = rng.normal(size=(BATCH, *shape))
        tensor = torch.tensor(x, requires_grad=True)
        for kind in ("avg", "max"):
            yield from both_ways(
                f"{name} {kind}",
                partial(getattr(POOLING, f"{kind}_pool_forward"), x, 2),
                partial(getattr(POOLING, f"{kind}_pool_backward"), x=x, size=2),
                partial(getattr(functional, f"{kind}_pool2d"), tensor, 2),
                [tensor],
            )


def both_ways(
    name: str,
    forward: Callable[[], Any],
    backward: Callable[..., Any],
    their_forward: Callable[[], Any],
    inputs: list[Any],
) -> Iterator[Contest]:
    """Yield a layer's way forward and its way back; PyTorch's graph is built once and not timed."""
    yield Contest(f"{name} forward", forward, their_forward)
    out = their_forward()
    dout = np.random.default_rng(1).normal(size=tuple(out.shape))
    their_dout = torch.tensor(dout)
    yield Contest(
        f"{name} backward",
        partial(backward, dout),
        partial(torch.autograd.grad, out, inputs, their_dout, retain_graph=True),
    )


def agree(contest: Contest) -> bool:
    """Tell whether both sides give the same: otherwise their times mean nothing."""
    ours, theirs = (
        answer if isinstance(answer, tuple) else (answer,)
        for answer in (contest.ours(), contest.theirs())
    )
    pairs = zip(ours, theirs, strict=True)
    return all(np.allclose(one, two.detach().numpy()) for one, two in pairs)


def seconds(work: Callable[[], Any]) -> float:
    """Return the CPU seconds that a piece of work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, PyTorch {torch.__version__}, "
        f"{platform.machine()}, {os.cpu_count()} processors; float64, one thread, batch of {BATCH}, "
        f"{PAIRS} pairs in turn"
    )
    print(f"{'':20} {'ours':>9} {'PyTorch':>9} {'ratio':>7}   middle half of the pairs")
    for contest in contests():
        assert agree(contest), contest.name
        pairs = [(seconds(contest.ours), seconds(contest.theirs)) for _ in range(PAIRS + WARM_UP)][
            WARM_UP:
        ]
        ours, theirs = (statistics.median(side) * 1e3 for side in zip(*pairs, strict=True))
        low, ratio, high = statistics.quantiles(one / two for one, two in pairs)
        print(
            f"{contest.name:20} {ours:6.2f} ms {theirs:6.2f} ms {ratio:7.2f}   {low:.2f} to {high:.2f}"
        )


if __name__ == "__main__":
    main()
