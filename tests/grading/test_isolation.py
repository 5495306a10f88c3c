"""What a submission finds around it when it looks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.results import Result
from autograder.sandbox.launcher import Zygote
from tests.grading.command import ROOT, grade_sources, statuses

LOOK = """
import ctypes, gc, json, os, resource, sys

def readable(path):
    try:
        with open(path, "rb") as file:
            file.read(1)
        return True
    except OSError:
        return False

def is_open(number):
    try:
        os.fstat(number)
        return True
    except OSError:
        return False

parent = os.getppid()
print("FACTS" + json.dumps({
    "uid": os.getresuid(), "gid": os.getresgid(), "groups": os.getgroups(),
    "descriptors": [number for number in range(2**16) if is_open(number)],
    "environment": dict(os.environ), "arguments": sys.argv, "cwd": os.listdir("."),
    "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
    "memory bounded": resource.getrlimit(resource.RLIMIT_AS)[1] != resource.RLIM_INFINITY,
    "own memory": readable("/proc/self/mem"), "parent's memory": readable(f"/proc/{parent}/mem"),
    "parent's environment": readable(f"/proc/{parent}/environ"),
    "strange modules": [name for name in sys.modules if name.split(".")[0] in
                        ("autograder", "pytest", "_pytest", "msgspec", "rich", "click")],
    "objects with answers": sum("BEGIN SOLUTION" in o or "test_hidden" in o or "b4f07d2f3c9e" in o
                                for o in gc.get_objects() if type(o) is str),
    "autograder": type(__import__("autograder").check).__name__,
    "name": __name__,
}) + "END")
"""


def look(folder: Path) -> tuple[dict[str, Any], Result]:
    """Grade a submission that looks around, and return what it found."""
    result = grade_sources("stride_padding", {"look": LOOK}, folder)["look"]
    text = "".join(result.notes)
    facts: dict[str, Any] = json.loads(text[text.index("FACTS") + 5 : text.index("END")])
    return facts, result


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Result]:
    """Look around once."""
    return look(tmp_path_factory.mktemp("isolation"))


def test_it_has_its_socket_and_its_output_and_nothing_else(found: tuple[dict[str, Any], Result]) -> None:
    """Descriptors 0, 1 and 2, the socket, and those that lead to Python itself."""
    facts, _ = found
    assert facts["descriptors"][:3] == [0, 1, 2]
    assert len(facts["descriptors"]) <= 3 + 1 + 4


def test_it_cannot_read_the_memory_of_others(found: tuple[dict[str, Any], Result]) -> None:
    """Neither the zygote's memory nor its environment, nor even its own by /proc."""
    facts, _ = found
    assert not facts["parent's memory"]
    assert not facts["parent's environment"]
    assert not facts["own memory"]
    assert facts["core"] == 0


def test_it_holds_nothing_of_the_graders(found: tuple[dict[str, Any], Result]) -> None:
    """No module, no text of a suite or a reference, no variable of the environment."""
    facts, _ = found
    assert facts["strange modules"] == []
    assert facts["objects with answers"] == 0
    assert facts["autograder"] == "StandIn"
    assert facts["name"] == "submission"
    assert facts["cwd"] == []
    assert not {"PYTHONPATH", "VIRTUAL_ENV", "COLUMNS", "SSH_AUTH_SOCK"} & set(facts["environment"])
    assert facts["environment"]["HOME"] == "/nonexistent"
    assert facts["arguments"] == ["submission.py"]


def test_it_cannot_gain_privileges(found: tuple[dict[str, Any], Result]) -> None:
    """It is nobody mighty, and set-uid programs would be harmless to it."""
    facts, result = found
    assert "no new privileges" in result.isolation.layers
    assert 0 not in facts["uid"] or "no capabilities" in result.isolation.layers
    assert facts["memory bounded"]


@pytest.mark.skipif(os.getuid() != 0, reason="a uid of its own needs root")
def test_under_root_it_has_a_uid_of_its_own(found: tuple[dict[str, Any], Result]) -> None:
    """Or, where Python's files are root's alone, is root without capabilities."""
    facts, result = found
    uids = set(facts["uid"])
    if "own uid" in result.isolation.layers:
        assert uids == set(facts["gid"])
        assert 0 not in uids
        assert facts["groups"] == []
    else:
        assert "no capabilities" in result.isolation.layers


def test_the_result_says_what_held(found: tuple[dict[str, Any], Result]) -> None:
    """The level and every layer, and that level is what this machine offers."""
    _, result = found
    with Zygote(("numpy",)) as zygote:
        offer = zygote.offer()
    assert result.isolation.level == offer.level
    assert result.isolation.layers == offer.layers
    assert {"descriptors", "resource limits", "no new privileges"} <= set(offer.layers)


def test_two_submissions_share_nothing(tmp_path: Path) -> None:
    """What one writes into its folder, its modules and its environment the next one does not find."""
    writer = (
        "import os, numpy\nopen('left', 'w').write('x')\nnumpy.zeros = None\n"
        "os.environ['LEFT'] = '1'\n" + LOOK
    )
    results = grade_sources("stride_padding", {"writer": writer, "reader": LOOK}, tmp_path)
    facts = []
    for result in results.values():
        text = "".join(result.notes)
        facts.append(json.loads(text[text.index("FACTS") + 5 : text.index("END")]))
    assert facts[0]["cwd"] == ["left"]
    assert facts[1]["cwd"] == []
    assert "LEFT" not in facts[1]["environment"]
    assert set(facts[0]["uid"]).isdisjoint(facts[1]["uid"]) or 0 in facts[0]["uid"]


def test_the_next_submission_is_unharmed(tmp_path: Path) -> None:
    """Ten that crash, one after another, and then one that is right."""
    sources = {f"crash {n}": "import os\nos.abort()\n" for n in range(10)}
    right = (ROOT / "tests/golden/stride_padding/perfect_lists/submission.py").read_text("utf-8")
    results = grade_sources("stride_padding", sources | {"right": right}, tmp_path)
    assert results["right"].points == 10
    assert statuses(results["crash 0"]) == {"error"}
