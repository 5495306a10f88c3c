"""Gradescope's `submission_metadata.yml`, of which a small part is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from autograder.errors import AutograderError
from autograder.submission.names import shown

_BYTES = 2**30
_DEPTH = 3  # of what is wanted: a list of mappings of texts
_WANTED = frozenset({"submitters", "created_at"})
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_AGAIN = 'download it again ("Export Submissions")'


@dataclass(frozen=True)
class Entry:
    """What is known of one submission.

    Attributes:
        submitters: `name`, `sid` and `email` of each, as far as they are there.
        created_at: when it was handed in, ISO 8601 in UTC, or nothing.
    """

    submitters: tuple[dict[str, str], ...] = ()
    created_at: str = ""


def read_metadata(path: Path) -> dict[str, Entry]:
    """Return what the file tells, by the names of submissions.

    The results of all tests of all attempts are in it, too: they are passed over, and not built.

    Raises:
        AutograderError: it cannot be read, or is not what Gradescope writes.
    """
    where = shown(str(path))
    try:
        if path.stat().st_size > _BYTES:
            raise AutograderError(f"{where} is larger than {_BYTES // 2**30} GiB; {_AGAIN}")
        with path.open("rb") as file:
            loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            found = _Reader(yaml.parse(file, Loader=loader)).read()
    except OSError as error:
        raise AutograderError(
            f"{where} cannot be read ({error.strerror}); check who may read it"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark is not None else ""
        raise AutograderError(f"{where} is damaged{line}; {_AGAIN}") from error
    if found is None:
        raise AutograderError(f"{where} lists no submissions; {_AGAIN}")
    return found


class _Reader:
    """Makes values of the events of a YAML parser, those that are wanted alone.

    Only text is remembered for aliases, so that no small file can become a large value.
    """

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self._anchored: dict[str, str] = {}

    def read(self) -> dict[str, Entry] | None:
        """Return the entries, None if the document is no mapping."""
        first = next((event for event in self._events if isinstance(event, NodeEvent)), None)
        if not isinstance(first, MappingStartEvent):
            return None
        return {name: self._entry(event) for name, event in self._pairs()}

    def _entry(self, event: Event) -> Entry:
        if not isinstance(event, MappingStartEvent):
            self._skip(event)
            return Entry()
        found: dict[str, Any] = {}
        for key, value in self._pairs():
            if key in _WANTED:
                found[key] = self._value(value, _DEPTH)
            else:
                self._skip(value)
        submitters = found.get("submitters")
        people = submitters if isinstance(submitters, list) else [submitters]
        texts = [
            {key: value for key, value in one.items() if isinstance(value, str)}
            for one in people
            if isinstance(one, dict)
        ]
        return Entry(tuple(texts), _moment(found.get("created_at")))

    def _pairs(self) -> Iterator[tuple[str, Event]]:
        """Give the keys of a mapping that has begun, each with the event that its value begins with."""
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._value(event, 1)
            yield str(key).removeprefix(":"), next(self._events)

    def _value(self, event: Event, depth: int) -> Any:
        """Return the value that begins with an event, "" for nothing and for what lies too deep."""
        if isinstance(event, AliasEvent):
            return self._anchored.get(str(event.anchor), "")
        if isinstance(event, CollectionStartEvent) and depth > 0:
            if isinstance(event, MappingStartEvent):
                return {key: self._value(value, depth - 1) for key, value in self._pairs()}
            values = []
            while not isinstance(event := next(self._events), SequenceEndEvent):
                values.append(self._value(event, depth - 1))
            return values
        return self._skip(event)

    def _skip(self, event: Event) -> str:
        """Pass over the value that begins with an event, and return it if it is text."""
        text = ""
        depth = 0
        while True:
            if isinstance(event, ScalarEvent):
                text = "" if event.implicit[0] and event.value in _NOTHING else event.value
                if event.anchor:
                    self._anchored[event.anchor] = text
            elif isinstance(event, CollectionStartEvent):
                depth += 1
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return text if isinstance(event, ScalarEvent) else ""
            event = next(self._events)


def _moment(value: object) -> str:
    """Return a time as ISO 8601 in UTC, whichever way Ruby wrote it."""
    if isinstance(value, dict):  # a time with a zone
        value = value.get("utc") or value.get("time")
    if not isinstance(value, str):
        return ""
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=Z|[+-]\d)", "", value.strip()))
        moment = moment.replace(tzinfo=moment.tzinfo or UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return ""
