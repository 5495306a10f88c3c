"""What an assignment says of a network that the student builds and trains."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from autograder.assignment.names import File, Identifier

Seconds = Annotated[float, Meta(gt=0, le=1e5)]


class Budget(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Seconds of one training: of CPU time on a CPU, on the wall where a GPU computes."""

    cpu: Seconds
    cuda: Seconds


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a network is trained and with what.

    Attributes:
        build: her function, without arguments, that gives the network.
        train: her function of network, images, labels and device.
        data: file below the assignment's folder with `train_images` and `train_labels`.
        held_out: file with `images` and `labels` that nobody is shown.
        parameters: the most that the network may have.
        seeds: how often it is trained anew.
        seconds: how long one training may take.
    """

    build: Identifier
    train: Identifier
    data: File
    held_out: File
    parameters: Annotated[int, Meta(ge=1)]
    seeds: Annotated[int, Meta(ge=1, le=100)]
    seconds: Budget
