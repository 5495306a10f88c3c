"""What a network is made of, without training it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from autograder.measure.trainee import NetworkError, Trainee, require_functions
from autograder.text import scrub

Shape = tuple[int, ...]
_MAX_AXES = 16
_MAX_SIDE = 2**40


@dataclass(frozen=True)
class Outline:
    """A network by its word: it was built and given one image in its own process.

    Attributes:
        parameters: the shape of each, in the order in which the network names them.
        operations: what was computed, by PyTorch's own names without underscores at the ends.
        outputs: name and output's shape of the operations that use weights of two or more axes.
        result: the shape of what the network returned, None if that was no tensor.
    """

    parameters: tuple[Shape, ...]
    operations: tuple[str, ...]
    outputs: tuple[tuple[str, Shape], ...]
    result: Shape | None

    @property
    def total(self) -> int:
        """How many numbers the parameters hold."""
        return sum(map(math.prod, self.parameters))


def outline(trainee: Trainee, build: str, shape: Shape) -> Outline:
    """Return the outline of the network that a function without arguments builds.

    Args:
        trainee: whose function it is.
        build: its name.
        shape: of one image, (C, H, W).

    Raises:
        NetworkError: there is no such function, or it returns no network.
    """
    require_functions(trainee, build)
    found = trainee.ask("outline", build, list(shape))
    if found is None:
        raise no_network(build)
    match found:
        case {
            "parameters": list(parameters),
            "operations": list(operations),
            "weighted": list(weighted),
            "result": result,
        }:
            return Outline(
                tuple(map(_shape, parameters)),
                tuple(map(_word, operations)),
                tuple(map(_output, weighted)),
                None if result is None else _shape(result),
            )
    raise _forged()


def no_network(build: str) -> NetworkError:
    """Return what to tell whose function returns anything but a network."""
    return NetworkError(f"`{build}()` has to return the network: an object of a subclass of nn.Module")


def _output(pair: Any) -> tuple[str, Shape]:
    match pair:
        case [name, shape]:
            return _word(name), _shape(shape)
    raise _forged()


def _shape(sides: Any) -> Shape:
    if not isinstance(sides, list) or len(sides) > _MAX_AXES:
        raise _forged()
    if not all(type(side) is int and 0 <= side <= _MAX_SIDE for side in sides):
        raise _forged()
    return tuple(sides)


def _word(name: Any) -> str:
    if not isinstance(name, str):
        raise _forged()
    return scrub(name, 100)


def _forged() -> NetworkError:
    return NetworkError("what the submission says of its network cannot be understood")
