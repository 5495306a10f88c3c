"""What PyTorch offers and a jail does not admit."""

from __future__ import annotations

import subprocess
import sys

import pytest

PREPARED = """
import sys, warnings
{first}
from autograder.sandbox.notebook_runtime import torch_runtime
torch_runtime.prepare()
"""

PROGRAM = """
import os
import torch
from torch.utils.data import DataLoader, TensorDataset

before = len(os.listdir("/proc/self/task"))
assert "torch._dynamo" in sys.modules
data = TensorDataset(torch.arange(10.0))

def seen(*args, **kwargs):
    loader = DataLoader(data, *args, **kwargs)
    assert isinstance(loader, DataLoader) and loader.num_workers == 0, loader.num_workers
    return [batch[0].tolist() for batch in loader]

plain = [[0.0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
assert seen(4) == plain
assert seen(4, False, None, None, 4) == plain
assert seen(
    4, num_workers=4, persistent_workers=True, prefetch_factor=2, multiprocessing_context="spawn",
    timeout=5, pin_memory=False, worker_init_fn=print,
) == plain
assert seen(4, drop_last=True, num_workers=2) == plain[:2]
try:
    DataLoader(data, batches=3)
except TypeError as error:
    assert "batches" in str(error)

model = torch.nn.Linear(2, 2)
assert torch.compile(model, mode="max-autotune") is model
assert torch.compile(fullgraph=True)(model) is model
model.compile(dynamic=True)
@torch.compile
def twice(x):
    return 2 * x
assert twice(3) == 6

torch.set_num_threads(10**6)
torch.set_num_interop_threads(10**6)
assert torch.get_num_threads() == 1
torch.ones(10**6).sum()
assert len(os.listdir("/proc/self/task")) == before
print("done")
"""


def run(first: str, program: str) -> str:
    """Run a program after what prepares it, with one thread as a zygote's environment says."""
    command = [sys.executable, "-W", "error", "-c", PREPARED.format(first=first) + program]
    environment = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_compilers_processes_and_threads_are_done_without() -> None:
    """Code that asks for them runs, and gives what it would give with them."""
    pytest.importorskip("torch")
    assert run("import torch", PROGRAM) == "done\n"


def test_nothing_is_loaded_for_those_who_do_without_pytorch() -> None:
    """Most assignments."""
    assert run("", "print('torch' in sys.modules, 'numpy' in sys.modules)") == "False False\n"
