"""Stand-ins for functions and classes that a submission borrows: names without code. Worker side.

An object of a borrowed class is a plain one of this process. Its attributes go along with each call of a
method, and come back as the call left them; arrays that were changed in place are changed in place here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.heap import Heap, is_plain

Ask = Callable[[dict[str, Any], Sequence[bytes | memoryview]], tuple[dict[str, Any], bytearray]]


def borrowed_function(name: str, _: object, ask: Ask) -> Callable[..., Any]:
    """Return what stands for a function.

    Args:
        name: of the function.
        _: what the submission has of that name.
        ask: sends a request, header and buffers, and returns the reply, or raises what it says.
    """

    def function(*args: object, **kwargs: object) -> Any:
        return _borrow(ask, {"borrow": name, "method": None}, None, args, kwargs)[1]

    function.__name__ = function.__qualname__ = name
    return function


def borrowed_class(name: str, methods: Sequence[str], own: object, ask: Ask) -> type:
    """Return what stands for a class.

    Args:
        name: of the class.
        methods: its public ones.
        own: what the submission has of that name; where it is a class, the stand-in has its bases.
        ask: as for functions.
    """

    def stand_in(method: str) -> Callable[..., Any]:
        def call(self: object, *args: object, **kwargs: object) -> Any:
            attributes = vars(self)
            here = {key: value for key, value in attributes.items() if not is_plain(value)}
            state = {key: value for key, value in attributes.items() if key not in here}
            request = {"borrow": name, "method": method}
            state, value = _borrow(ask, request, state, args, kwargs)
            attributes.clear()
            attributes.update({**here, **state})
            return value

        call.__name__ = method
        return call

    members = {method: stand_in(method) for method in ("__init__", *methods)}
    bases = own.__bases__ if isinstance(own, type) else ()
    try:
        return type(name, bases, members)
    except Exception:  # noqa: BLE001 -- bases of hers that cannot have another heir
        return type(name, (), members)


def _borrow(
    ask: Ask,
    request: Mapping[str, Any],
    state: dict[str, Any] | None,
    args: Sequence[object],
    kwargs: dict[str, object],
) -> tuple[Any, Any]:
    """Return the state of the object after a call, and the call's value."""
    heap, encoder = Heap(), wire.Encoder(_refuse)
    given = {"state": state, "args": list(args), "kwargs": kwargs}
    lowered = {part: heap.lower(value) for part, value in given.items()}
    arrays = encoder.encode(heap.arrays)
    trees = {part: encoder.encode(value) for part, value in lowered.items()}
    reply, body = ask({**request, "arrays": arrays, **trees}, encoder.buffers)
    decoder = wire.Decoder(body)
    for number, array in enumerate(decoder.decode(reply["arrays"])):
        if number >= len(heap.arrays):
            heap.arrays.append(array)
        elif array is not None:  # which the call has changed
            heap.arrays[number][...] = array
    after, value = (heap.lift(decoder.decode(reply[part])) for part in ("state", "value"))
    return after, value


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(f"a {type(value).__name__} cannot be passed to a borrowed function")
