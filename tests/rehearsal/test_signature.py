"""Whether a function can still be called as it was handed out."""

from __future__ import annotations

import pytest

from autograder.rehearsal.model import Parameter
from autograder.rehearsal.signature import changes

RELEASED = "x, size, stride=None, *, eps=1e-06, kind=float"


def read(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of a function, as the process of her code tells them."""
    import inspect

    from autograder.rehearsal.child import _parameters

    scope: dict[str, object] = {}
    exec(f"def f({text}): pass", scope)
    assert inspect.isfunction(scope["f"])
    found = _parameters(scope["f"], bound=False)
    assert found is not None
    return tuple(Parameter(str(name), str(kind), default) for name, kind, default in found)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (RELEASED, []),
        ("x, size, stride=None, more=1, *, eps=0.000001, kind=int, other=2", []),
        ("*args, **kwargs", []),
        ("x, size, stride=None, **options", []),
        ("x, size, stride=None, eps=1e-6, kind=float", []),
        (
            "x, stride=None, *, size, eps=1e-6, kind=float",
            ["`size` is not at its place", "`stride` is not at its place"],
        ),
        (
            "size, x, stride=None, *, eps=1e-6, kind=float",
            ["`x` is not at its place", "`size` is not at its place"],
        ),
        ("x, size, stride, *, eps=1e-6, kind=float", ["`stride` has lost its default, None"]),
        (
            "x, size, stride=1, *, eps=1e-6, kind=float",
            ["`stride` has another default, 1 in place of None"],
        ),
        (
            "x, size, stride=None, /, *, eps=1e-6, kind=float",
            [f"`{n}` cannot be given by name" for n in ("x", "size", "stride")],
        ),
        ("x, size, stride=None, *, kind=float", ["`eps` is missing"]),
        ("x, size, pace=None, *, eps=1e-6, kind=float", ["`stride` is missing"]),
        ("x, size, stride=None, *, eps=1e-6, kind=float, why", ["`why` is new and has no default"]),
    ],
)
def test_what_has_changed_is_said(own: str, said: list[str]) -> None:
    """What takes more, or is named otherwise behind what is due, is fine."""
    assert list(changes(RELEASED, read(own))) == said
