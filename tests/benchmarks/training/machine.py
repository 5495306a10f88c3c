"""What the figures were measured on, and with what."""

from __future__ import annotations

import importlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograder.measure.data import DataSet

torch: Any = importlib.import_module("torch")  # not among what the project needs

CLOCKS = {
    "cpu": "CPU, one thread; time.perf_counter, but CPU time for trainings within a grading",
    "cuda": "CUDA; time.perf_counter, with torch.cuda.synchronize() before and after",
}


def device(asked: str) -> str:
    """Return `cpu` or `cuda`: what is asked for, or with `auto` the best that there is.

    Raises:
        ValueError: a GPU is asked for and there is none.
    """
    there = torch.cuda.is_available()
    if asked == "cuda" and not there:
        raise ValueError("PyTorch finds no GPU here: `--device cpu` measures on the CPU")
    return "cpu" if asked == "cpu" or not there else "cuda"


def head(data: DataSet, device: str, seeds: Sequence[int]) -> Iterator[str]:
    """Give the lines above the table: what figures are worth nothing without."""
    counts = f"{len(data.train_images)} to train with, {len(data.held_out_images)} held out"
    yield f"hardware  {hardware()}"
    yield f"versions  {versions()}"
    yield f"data      {data.name}: {counts}"
    yield f"seeds     {', '.join(map(str, seeds))}; n: how often a figure was measured, in turn"
    yield f"clock     {CLOCKS[device]}"


def hardware() -> str:
    """Return the model of the processor and how many there are, and the GPU with its driver if any."""
    known = Path("/proc/cpuinfo")
    text = known.read_text(encoding="utf-8") if known.is_file() else ""
    named = re.search(r"^model name\s*: (.*)", text, re.MULTILINE)
    processor = named[1] if named else platform.machine()
    return f"{_gpu()}; {processor}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} after training"


def versions() -> str:
    """Return the versions of what counts."""
    cuda = torch.version.cuda or "none"
    cudnn = torch.backends.cudnn.version() or "none"
    return (
        f"Python {platform.python_version()}, PyTorch {torch.__version__}, CUDA {cuda}, cuDNN {cudnn}, "
        f"NumPy {np.__version__}, {platform.system()} {platform.release()}"
    )


def _gpu() -> str:
    if not torch.cuda.is_available():
        return "no GPU"
    found = "unknown"
    if command := shutil.which("nvidia-smi"):
        query = [command, "--query-gpu=driver_version", "--format=csv,noheader"]
        done = subprocess.run(query, check=False, capture_output=True, text=True)
        found = done.stdout.strip().partition("\n")[0] or found
    return f"{torch.cuda.get_device_name()}, driver {found}"
