"""Open files: nothing of the zygote's or of another worker's is inherited, and few can be opened."""

from __future__ import annotations

import os
import resource

# With the largest size of a file, the bound of what is held open without a name.
OPEN_FILES = 32
# CUDA alone has about 30 open on one GPU, PyTorch's libraries more.
OPEN_FILES_WITH_GPU = 256


def close_descriptors(keep: set[int], open_files: int = OPEN_FILES) -> str:
    """Close every descriptor but `keep`, and bound how many there may be."""
    before = 0
    for fd in sorted(keep):
        if before < fd:  # an empty range would be taken for everything
            os.closerange(before, fd)
        before = fd + 1
    os.closerange(before, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    return "descriptors"
