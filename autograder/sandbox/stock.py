"""What is lent, and what it gives for a request of a worker's, wherever that is computed."""

from __future__ import annotations

import inspect
import math
import numbers
from collections.abc import Mapping
from typing import Any

from autograder.nested import leaves
from autograder.sandbox import wire
from autograder.sandbox.callbacks import MAX_CALLBACK_BYTES, refusal
from autograder.sandbox.heap import Heap, is_array, volume_passed

TOO_MANY = -1
LIGHT_BYTES = 2**12  # of the arrays of an order that is light
# What it may pass. A reference makes of a number a side, a margin or a count, of two arrays a product:
# of these, `im2col` makes 1.6 million numbers, most of what any function of the course makes.
_LIGHT_NUMBERS = 2**8
_LIGHT_SIDE = 2**5  # of an array
_LIGHT_NUMBER = 2**5  # and, beside an array or a list:
_LIGHT_NUMBER_OF_SEVERAL = 2**3


class Order:
    """A call of something that is lent.

    Args:
        request: as a worker sent it, with the nonce of its call and how many numbers it may pass.
        body: the bytes of its arrays.

    Attributes:
        request: as it was sent.
        heap: the arrays of the request, and in the end those of the answer.
        state: attributes of the object whose method is called; None for a function.
        args: what is passed by position.
        kwargs: what is passed by name.
        passed: how many numbers are.

    Raises:
        Exception: it is none.
    """

    def __init__(self, request: Mapping[str, Any], body: bytes | bytearray) -> None:
        self.request = request
        decoder = wire.Decoder(body)
        self.heap = Heap(decoder.decode(request["arrays"]))
        trees = [decoder.decode(request[part]) for part in ("state", "args", "kwargs")]
        self.state, self.args, self.kwargs = map(self.heap.lift, trees)
        if type(self.args) is not list or type(self.kwargs) is not dict:
            raise TypeError("arguments that are none")
        self.passed = volume_passed(self.args, self.kwargs)

    def is_light(self) -> bool:
        """Tell whether it can take but little time and memory: a function's, of few small numbers."""
        if self.request["method"] is not None or self.passed > _LIGHT_NUMBERS:
            return False
        most = _LIGHT_NUMBER_OF_SEVERAL if self.passed or self.heap.arrays else _LIGHT_NUMBER
        return all(_is_light(one, most) for one in leaves([self.args, self.kwargs]))


class Stock:
    """Functions and classes that can be lent.

    Args:
        things: those, by name.

    Attributes:
        methods: the names of those of each class.
    """

    def __init__(self, things: Mapping[str, Any]) -> None:
        self._things = things
        self.methods = {
            name: public_methods(thing) for name, thing in things.items() if inspect.isclass(thing)
        }

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all."""
        return tuple(self._things)

    def has(self, name: object, method: object) -> bool:
        """Tell whether there is a function of this name, or a class of it that has this method."""
        if not isinstance(name, str) or name not in self._things:
            return False
        if name not in self.methods:
            return method is None
        return method == "__init__" or method in self.methods[name]

    def answer(self, request: Mapping[str, Any], body: bytes) -> tuple[int, bytes]:
        """Return how many numbers a request passes, and the frame that answers it; as `fill` does."""
        try:
            order = Order(request, body)
        except Exception as error:  # noqa: BLE001 -- what she passed is her affair
            return 0, _refused(request, error)
        return self.fill(order)

    def answer_if_light(
        self, request: Mapping[str, Any], body: bytes | bytearray
    ) -> tuple[int, bytes] | None:
        """Return the same for an order that is light, None for any other and for what is none."""
        try:
            order = Order(request, body)
            is_light = order.is_light()
        except Exception:  # noqa: BLE001 -- hostile bytes
            return None
        return self.fill(order) if is_light else None

    def fill(self, order: Order) -> tuple[int, bytes]:
        """Return how many numbers an order passes, and the frame that answers the student's code.

        Returns:
            `TOO_MANY` and nothing, if there are more of them than there may be.
        """
        if order.passed > order.request["numbers"]:
            return TOO_MANY, b""
        heap = order.heap
        try:
            before = [array.tobytes() for array in heap.arrays]
            trees = [*map(heap.lower, self._computed(order))]
            encoder = wire.Encoder(_refuse)
            arrays = [
                None if number < len(before) and array.tobytes() == before[number] else array
                for number, array in enumerate(heap.arrays)
            ]
            parts = zip(("arrays", "state", "value"), (arrays, *trees), strict=True)
            reply = {part: encoder.encode(tree) for part, tree in parts}
            if sum(map(len, encoder.buffers)) > MAX_CALLBACK_BYTES:
                raise ValueError("the answer is too large")
            return order.passed, wire.pack({"nonce": order.request["nonce"], **reply}, encoder.buffers)
        except Exception as error:  # noqa: BLE001 -- as above
            return order.passed, _refused(order.request, error)

    def _computed(self, order: Order) -> tuple[dict[str, Any] | None, Any]:
        """Return the attributes of the object whose method it was, if it was one, and the value."""
        thing, method = self._things[order.request["borrow"]], order.request["method"]
        if method is None:
            return None, thing(*order.args, **order.kwargs)
        owner = thing.__new__(thing)
        vars(owner).update(order.state)
        value = getattr(owner, method)(*order.args, **order.kwargs)
        return vars(owner), value


def public_methods(kind: type) -> tuple[str, ...]:
    """Return the names of the methods of a class that anybody may call, those that it inherits too."""
    return tuple(
        name
        for name in dir(kind)
        if (not name.startswith("_") or name == "__call__") and callable(getattr(kind, name))
    )


def _is_light(value: Any, most: int) -> bool:
    """Tell whether a value is small: a number of at most `most`, or an array."""
    if is_array(value):  # one without axes may be a size
        return bool(value.shape) and max(value.shape) <= _LIGHT_SIDE
    real: Any = value if isinstance(value, numbers.Real) else math.inf
    return value is None or bool(-most <= real <= most)


def _refused(request: Mapping[str, Any], error: Exception) -> bytes:
    return refusal(error, request["nonce"], f"`{request['borrow']}`")


def _refuse(value: object) -> dict[str, Any]:
    raise TypeError(f"a {type(value).__name__} cannot be sent")
