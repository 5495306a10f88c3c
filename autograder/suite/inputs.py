"""What a test asks for: found out once, and given each time that it is run.

These are the values that pytest would find; its machinery for them takes longer than most tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pytest

from autograder.suite import plugin

# What pytest names the function behind a direct parameter of a test.
_PARAMETER = "get_direct_param_fixture_func"


@dataclass(frozen=True)
class Inputs:
    """What is known of a test's arguments.

    Attributes:
        parameters: the values of its parameters, by name.
        fixtures: what gives those of the plugin that it asks for, by name.
        complete: whether that is all that it asks for.
    """

    parameters: Mapping[str, object]
    fixtures: Mapping[str, Callable[[pytest.Item, plugin.Bench], object]]
    complete: bool

    def given_to(self, item: pytest.Function) -> dict[str, object]:
        """Return the arguments that are known, by name, for the next run of the test."""
        given = dict(self.parameters)
        for name, give in self.fixtures.items():
            given[name] = give(item, item.config.stash[plugin.BENCH])
        return given


_INPUTS = pytest.StashKey[Inputs]()


def inputs_of(item: pytest.Function) -> Inputs:
    """Return what a test asks for."""
    found = item.stash.get(_INPUTS, None)
    if found is None:
        found = item.stash[_INPUTS] = _found_out(item)
    return found


def prepare(items: Iterable[pytest.Function], secret: str, assignment: str) -> None:
    """Find out in advance, and draw, what children of this process would each have to."""
    for item in items:
        if "rng" in inputs_of(item).fixtures:
            plugin.prepare_draw(item, secret, assignment)


def _found_out(item: pytest.Function) -> Inputs:
    parameters: dict[str, object] = {}
    fixtures: dict[str, Callable[[pytest.Item, plugin.Bench], object]] = {}
    for name in item.fixturenames:
        # The last definition counts: a suite may define a fixture of one of our names itself.
        definitions = item._fixtureinfo.name2fixturedefs.get(name)  # noqa: SLF001
        function = definitions[-1].func if definitions else None
        if function is None:
            continue
        if function.__name__ == _PARAMETER:
            parameters[name] = item.callspec.params[name]
        elif function.__module__ == plugin.__name__ and function.__name__ in plugin.FIXTURES:
            fixtures[name] = plugin.FIXTURES[function.__name__]
    # `request` is in every list, since the plugin's fixtures ask for it.
    wanted = {*item.fixturenames} - {"request"} | {*item._fixtureinfo.argnames}  # noqa: SLF001
    return Inputs(parameters, fixtures, complete={*parameters, *fixtures} >= wanted)
