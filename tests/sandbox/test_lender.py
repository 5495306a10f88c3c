"""What a call may borrow, and when more than that is known to be due."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.borrowed import borrowed_function
from autograder.sandbox.lender import FREE_CALLS, Cost, Lender, Loan
from autograder.sandbox.stops import WorkerCrashed


def double(x: object) -> object:
    """Return twice a number or an array."""
    return 2 * np.asarray(x)


@pytest.fixture
def lender() -> Iterator[Lender]:
    """Lend one function."""
    lender = Lender({"double": double})
    yield lender
    lender.close()


def borrow(loan: Loan, *args: object) -> object:
    """Ask for it as a worker does."""

    def ask(request: dict[str, object], buffers: list[bytes]) -> tuple[dict[str, object], bytearray]:
        reply = loan.answer(request, bytearray(b"".join(buffers)), "nonce")
        header, _ = wire.unpack_prefix(reply[: wire.PREFIX.size])
        start = wire.PREFIX.size + header
        return wire.parse_header(reply[wire.PREFIX.size : start]), bytearray(reply[start:])

    return borrowed_function("double", None, ask)(*args)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("costs", "free", "short"),
    [
        (None, FREE_CALLS, True),
        ([Cost("reef", 3, 0)], FREE_CALLS, False),
        ([Cost("reef", 20, 0)], 40, False),
        ([Cost("other", 20, 0)], FREE_CALLS, False),
        ([], FREE_CALLS, False),
    ],
)
def test_calls_are_bounded(lender: Lender, costs: list[Cost] | None, free: int, *, short: bool) -> None:
    """By twice what the reference takes, or what is free: which falls short where nothing is known."""
    lender.expect(costs)
    loan = lender.loan("reef", [1.0], {}, 5.0)
    for _ in range(free):
        assert borrow(loan, 3) == 6
    assert not lender.fell_short
    with pytest.raises(WorkerCrashed, match="called a right `double` more often"):
        borrow(loan, 3)
    assert lender.fell_short is short
    lender.expect(None)
    assert not lender.fell_short


@pytest.mark.parametrize(
    ("costs", "passed", "short"),
    [(None, 20, True), ([Cost("reef", 1, 30)], 60, False), ([Cost("reef", 1, 5)], 20, False)],
)
def test_numbers_are_bounded(
    lender: Lender, costs: list[Cost] | None, passed: int, *, short: bool
) -> None:
    """By twice what the reference passes, or twice what the call itself is about."""
    lender.expect(costs)
    loan = lender.loan("reef", [np.zeros(10)], {}, 5.0)
    for size in (passed // 2, passed - passed // 2):
        np.testing.assert_array_equal(borrow(loan, np.ones(size)), np.full(size, 2.0))
    assert not lender.fell_short
    with pytest.raises(WorkerCrashed, match="passed more numbers to a right `double`"):
        borrow(loan, np.ones(1))
    assert lender.fell_short is short


def test_each_call_of_a_test_has_a_budget_of_its_own(lender: Lender) -> None:
    """In their order; after a call that the reference does not get, nothing more is known."""
    lender.expect([Cost("reef", 20, 0), Cost("reef", 30, 0), Cost("loop", 40, 0)])
    allowed = []
    for name in ("reef", "reef", "reef", "loop"):
        loan, count = lender.loan(name, [], {}, 5.0), 0
        with pytest.raises(WorkerCrashed):
            while True:
                borrow(loan, 1)
                count += 1
        allowed.append(count)
    assert allowed == [40, 60, FREE_CALLS, FREE_CALLS]
