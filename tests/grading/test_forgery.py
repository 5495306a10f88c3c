"""Submissions that speak on the wire themselves: what they say is data, and breaks nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.results import Result, Status
from tests.grading.command import grade_sources, outcomes, shown_to_student
from tests.grading.test_hostile import WRONG

pytestmark = pytest.mark.slow

# Finds the worker through the frames above, and sends frames of its own with the right nonce.
TOOLS = """
import json, os, struct, sys

def worker():
    frame = sys._getframe()
    while frame is not None:
        if type(frame.f_locals.get("self")).__name__ == "Worker":
            return frame.f_locals["self"]
        frame = frame.f_back

def forge(header, body=b"", nonce=None):
    header = {"nonce": worker()._nonce if nonce is None else nonce, **header}
    text = json.dumps(header).encode()
    worker()._connection.sendall(struct.pack("!IQ", len(text), len(body)) + text + body)
"""

HEADERS = [
    {"at": [0, 1, 999_999]},
    {"at": [999, 1, 1]},
    {"at": [0, -1, 1]},
    {"at": [True, 1, 1]},
    {"at": "0"},
    {"status": "loaded"},
    {"status": "loaded", "failures": None},
    {"status": "loaded", "failures": [1, [], {"at": 99}, {"at": -1, "frames": 5}, {"builtins": [3]}]},
    {"status": "value"},
    {"status": "value", "value": 1, "changed": []},
    {"status": "value", "value": 1, "changed": [1, 2, 3, 4]},
    {"status": "value", "value": {"$": "array", "d": "|O", "s": [1]}, "changed": ["", ""]},
    {"status": "value", "value": {"$": "array", "d": "<f8", "s": [2**40, 2**40]}, "changed": ["", ""]},
    {"status": "value", "value": {"$": "handle", "id": 10**30, "t": "x"}, "changed": ["", ""]},
    {"status": "value", "value": {"$": "callable", "id": 0}, "changed": ["", ""]},
    {"status": "error", "error": {"builtins": ["KeyboardInterrupt"], "name": "x", "message": "x"}},
    {"status": "error", "error": {"builtins": ["Skipped"], "name": "Skipped", "message": "x"}},
    {"status": "error", "error": {"builtins": ["__import__"], "name": [], "frames": {}}},
    {"status": "error", "error": {"frames": [["homework.py", 10**9, "f"], ["/etc/passwd", 1, "f"]]}},
    {"status": "error"},
    {"status": "missing", "found": {"a": 1}},
    {"callback": 0, "args": [], "kwargs": {"$": "dict", "v": []}},
    {"status": "rewound", "clobbered": [[1, 2]]},
    {"status": ["value"]},
    {},
]
WHEN = {
    "at load": "forge({header})\nos._exit(0)\n",
    "in a call": "def output_size(*args, **kwargs):\n    forge({header})\n    os._exit(0)\n",
    "between calls": "def output_size(*args, **kwargs):\n    forge({header}); return 1\n",
}
RAW = {
    "half a frame": "worker()._connection.sendall(struct.pack('!IQ', 100, 0) + b'{')\nos._exit(0)\n",
    "a giant frame": "worker()._connection.sendall(struct.pack('!IQ', 2**32 - 1, 2**63))\n",
    "no JSON": "worker()._connection.sendall(struct.pack('!IQ', 3, 0) + b'\\xff\\xfe\\xfd')\n",
    "deep JSON": "t = b'[' * 100_000\nworker()._connection.sendall(struct.pack('!IQ', len(t), 0) + t)\n",
    "many digits": "t = b'1' * 9999\nworker()._connection.sendall(struct.pack('!IQ', 9999, 0) + t)\n",
    "a wrong nonce": "forge({'status': 'loaded', 'failures': []}, nonce='0' * 16)\n",
    "a flood of places": "while True: forge({'at': [0, 1, 1]})\n",
    "false answers": (
        "import types\nworker()._send = types.MethodType(lambda self, header: "
        "type(self)._send(self, {'status': 'value', 'value': 1, 'digests': ['x']}), worker())\n"
    ),
}
SOURCES = {
    f"{when}: {json.dumps(header)}": TOOLS + WRONG + code.format(header=header)
    for when, code in WHEN.items()
    for header in HEADERS
} | {name: TOOLS + WRONG + code for name, code in RAW.items()}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, course: Path) -> dict[str, Result]:
    """Grade all of them in one run."""
    folder = tmp_path_factory.mktemp("forgery")
    named = {f"{n:03}": source for n, source in enumerate(SOURCES.values())}
    graded = grade_sources("stride_padding", named, folder, "--course", course)
    return dict(zip(SOURCES, graded.values(), strict=True))


@pytest.mark.parametrize("forgery", SOURCES)
def test_a_forged_frame_earns_nothing_and_breaks_nothing(
    results: dict[str, Result], forgery: str
) -> None:
    """The submission is graded, wrong as it is."""
    result = results[forgery]
    assert result.status == "graded"
    assert result.points == 0
    assert not any(test.status is Status.UNGRADED for test in outcomes(result))
    assert "root:" not in shown_to_student(result)
