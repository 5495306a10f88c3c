"""Whether workers can use an NVIDIA GPU of this machine, by its device files and /proc alone.

PyTorch of the assignment has the last word: it may be a build without CUDA.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.jail import nvidia

_NONE_CHOSEN = {"", "-1"}
_EVERYBODY = stat.S_IROTH | stat.S_IWOTH
_MODEL = "Model:"


@dataclass(frozen=True)
class Gpu:
    """The first GPU of a machine.

    Attributes:
        model: as its driver calls it, "NVIDIA GPU" if that does not say.
        missing: why workers cannot use it, or that there is none; empty if they can.
    """

    model: str = "NVIDIA GPU"
    missing: str = ""

    @property
    def usable(self) -> bool:
        """Whether workers can use it."""
        return not self.missing


def find_gpu(devices: str = "/dev", gpus: str = nvidia.GPUS) -> Gpu:
    """Return the GPU of this machine, or why there is none.

    Args:
        devices: the folder of device files.
        gpus: the folder in which the driver describes GPUs.
    """
    if os.environ.get("CUDA_VISIBLE_DEVICES", "all") in _NONE_CHOSEN:
        return Gpu(missing="CUDA_VISIBLE_DEVICES names none")
    files = nvidia.device_files(devices)
    names = {Path(file).name for file in files}
    if "dxg" in names:
        needed = {"dxg"}
    else:
        needed = {"nvidiactl", "nvidia-uvm"}
        if not any(name.removeprefix("nvidia").isdigit() for name in names):
            return Gpu(missing=f"there is no NVIDIA GPU in {devices}")
    if absent := sorted(needed - names):
        return Gpu(missing=f"{devices}/{absent[0]} is missing: `nvidia-modprobe -c 0 -u` makes it")
    closed = next((file for file in files if not _may_use(file)), None)
    if closed is not None:
        return Gpu(missing=f"{closed} is not for every user: `chmod a+rw {closed}`")
    return Gpu(model=_model(Path(gpus)))


def _may_use(file: str) -> bool:
    # Workers of root are users of their own.
    if os.getuid() == 0:
        return Path(file).stat().st_mode & _EVERYBODY == _EVERYBODY
    return os.access(file, os.R_OK | os.W_OK)


def _model(gpus: Path) -> str:
    for described in sorted(gpus.glob("*/information")):
        for line in described.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(_MODEL):
                return line.removeprefix(_MODEL).strip()
    return Gpu.model
