"""What runs in the worker beside a submission, to time her functions and to train and ask her network.

The text of this file is sent to the worker and executed there, so nothing of this package is imported
here. The first argument of each function is the submission's namespace. Whatever her own code raises
passes through. All of it happens in her process, so none of it is believed but labels and clock.
"""

from __future__ import annotations

import importlib
import random
from typing import Any

_IMAGES_AT_ONCE = 1000


class Kept:
    """What stays in the worker between two calls: an object of a kind that is never sent."""

    def __init__(self, *values: Any) -> None:
        self.values = values


def keep(_: dict[str, Any], answer: Any) -> Kept:
    """Keep an answer."""
    return Kept(answer)


def give(_: dict[str, Any], kept: Kept, *arguments: Any) -> Any:
    """Give an answer that was kept: what takes time is how arguments come and how it goes."""
    del arguments
    return kept.values[0]


def called(namespace: dict[str, Any], name: str, *arguments: Any) -> Any:
    """Call a function of hers and give its answer as arrays, which all take the same time to be sent."""
    return _as_arrays(namespace[name](*arguments))


def missing(namespace: dict[str, Any], *names: str) -> list[str]:
    """Return which of these are no functions of hers."""
    return [name for name in names if not callable(namespace.get(name))]


def outline(namespace: dict[str, Any], build: str, shape: list[int]) -> dict[str, Any] | None:
    """Build a network without memory for its weights, and run one image of a shape (C, H, W) through it.

    One that makes tensors where it should not is built and run as it is.

    Returns:
        Shapes of its parameters, names of operations, pairs of name and output's shape of those that use
        weights, the shape of the result (None if that is no tensor); None if it is no network.
    """
    torch = importlib.import_module("torch")
    try:
        with torch.device("meta"):
            return _outline(namespace[build], shape, "meta")
    except Exception:  # noqa: BLE001 -- what is wrong with her code is raised by the second one, too
        return _outline(namespace[build], shape, "cpu")


def start(_: dict[str, Any], device: str) -> None:
    """Start a device, which takes long beside a training that is fast, and is nobody's merit."""
    torch = importlib.import_module("torch")
    square = torch.ones(8, 8, device=device)
    (square @ square).sum().item()


def receive(_: dict[str, Any], images: Any, labels: Any) -> Kept:
    """Keep training data: images (N, H, W) of uint8 become (N, 1, H, W) of float32 from 0 to 1."""
    torch = importlib.import_module("torch")
    return Kept(_as_floats(torch.from_numpy(images)), torch.from_numpy(labels).to(torch.int64))


def fit(
    namespace: dict[str, Any], data: Kept, functions: list[str], device: str, seed: int
) -> Kept | None:
    """Build and train a network by two functions of hers; None if what the first one returns is none.

    A network that the second one returns replaces it.
    """
    torch, numpy = importlib.import_module("torch"), importlib.import_module("numpy")
    random.seed(seed)
    numpy.random.seed(seed)
    torch.manual_seed(seed)  # of all devices
    build, train = (namespace[name] for name in functions)
    network = build()
    if not isinstance(network, torch.nn.Module):
        return None
    trained = train(network, *data.values, device)
    return Kept(trained if isinstance(trained, torch.nn.Module) else network)


def count(_: dict[str, Any], model: Kept) -> int:
    """Return how many numbers the parameters of a network hold."""
    return sum(parameter.numel() for parameter in model.values[0].parameters())


def answers(_: dict[str, Any], model: Kept, images: Any, device: str) -> Any:
    """Return what a network gives for images (N, H, W) of uint8, as an array of float32.

    None if that is not a tensor with a row for each image.
    """
    torch = importlib.import_module("torch")
    network = model.values[0].to(device).eval()
    kinds = (p.dtype for p in network.parameters() if p.is_floating_point())
    kind = next(kinds, torch.float32)  # whoever trains in half precision may well leave it so
    found = []
    with torch.no_grad():
        for some in torch.from_numpy(images).split(_IMAGES_AT_ONCE):
            answer = network(_as_floats(some.to(device)).to(kind))
            if not torch.is_tensor(answer) or answer.shape[:1] != some.shape[:1]:
                return None
            found.append(answer.detach())
        return torch.cat(found).to("cpu", torch.float32).numpy()


def _as_arrays(answer: Any) -> Any:
    numpy = importlib.import_module("numpy")
    if type(answer) not in (list, tuple):
        return answer
    if not any(isinstance(part, numpy.ndarray) for part in answer):
        try:
            return numpy.asarray(answer)
        except ValueError:  # parts of several shapes
            pass
    return type(answer)(map(_as_arrays, answer))


def _as_floats(images: Any) -> Any:
    return images.unsqueeze(1).float().div_(255)


def _outline(build: Any, shape: list[int], device: str) -> dict[str, Any] | None:
    torch = importlib.import_module("torch")
    network = build()
    if not isinstance(network, torch.nn.Module):
        return None
    operations, weighted, record = _recorder()
    network.eval()
    lazy = torch.nn.parameter.is_lazy
    with torch.no_grad():
        image = torch.zeros(1, *shape, device=device)
        if any(map(lazy, network.parameters())):
            network(image)  # makes them, which is no operation of the network
        with record:
            result = network(image)
    return {
        "parameters": [list(p.shape) for p in network.parameters() if not lazy(p)],
        "operations": operations,
        "weighted": weighted,
        "result": list(result.shape) if torch.is_tensor(result) else None,
    }


def _recorder() -> tuple[list[str], list[list[Any]], Any]:
    """Return lists of operations, of those that use weights, and the context in which both grow.

    Weights are parameters of two or more axes, and what is made of these alone, like a transpose.
    """
    torch = importlib.import_module("torch")
    dispatch = importlib.import_module("torch.utils._python_dispatch")
    leaves = importlib.import_module("torch.utils._pytree").tree_leaves
    operations: list[str] = []
    weighted: list[list[Any]] = []
    made: dict[int, Any] = {}  # of weights, by identity

    def is_weight(tensor: Any) -> bool:
        own = isinstance(tensor, torch.nn.Parameter) and tensor.ndim >= 2
        return own or id(tensor) in made

    def note(_: Any, function: Any, __: Any, args: Any = (), kwargs: Any = None) -> Any:
        output = function(*args, **(kwargs or {}))
        # `relu_` works in place and `_softmax` is within another; both are called by their names.
        name = function.overloadpacket.__name__.strip("_")
        tensors = [each for each in leaves((args, kwargs)) if torch.is_tensor(each)]
        first = next((each for each in leaves(output) if torch.is_tensor(each)), None)
        operations.append(name)
        if tensors and all(map(is_weight, tensors)):
            made[id(first)] = first
        elif first is not None and any(map(is_weight, tensors)):
            weighted.append([name, list(first.shape)])
        return output

    recorder = type("Recorder", (dispatch.TorchDispatchMode,), {"__torch_dispatch__": note})
    return operations, weighted, recorder()
