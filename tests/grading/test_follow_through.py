"""A mistake costs once: what uses a wrong function of another question is right, given a correct one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.results import QuestionResult, Result, Status
from tests.grading.command import ROOT, grade, grade_sources, outcomes, points, shown_to_student
from tests.grading.lent import (
    EDGES,
    FORWARD_TWICE,
    LAYERS,
    NETWORK,
    PAIRS,
    POOLS,
    STRIDES,
    changed,
)


def question(result: Result, name: str) -> QuestionResult:
    """Return what one question earned."""
    return next(each for each in result.questions if each.id == name)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade each pair wrong in one and wrong in both, and what is right, in a run per assignment."""
    sources: dict[str, dict[str, str]] = {}
    for name, pair in PAIRS.items():
        some = sources.setdefault(pair.assignment, {pair.assignment: pair.right})
        some |= {name: pair.only_used, f"{name}, both": pair.both}
    found: dict[str, Result] = {}
    for assignment, some in sources.items():
        found |= grade_sources(assignment, some, tmp_path_factory.mktemp(assignment))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_a_mistake_costs_once(results: dict[str, Result], name: str) -> None:
    """The question that uses a wrong function earns all its points, and says what it was given."""
    pair = PAIRS[name]
    user = question(results[name], pair.user)
    assert user.points == user.max_points
    assert user.message == f"right, given a correct {' and '.join(f'`{used}`' for used in pair.used)}"
    for used in pair.used:
        other = question(results[name], used)
        assert (other.points or 0) < other.max_points / 2
        assert not other.message


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_a_second_mistake_costs_too(results: dict[str, Result], name: str) -> None:
    """Given what it uses, a function that is wrong itself is wrong."""
    user = question(results[f"{name}, both"], PAIRS[name].user)
    assert (user.points or 0) < user.max_points
    assert not user.message.startswith("right")


@pytest.mark.slow
@pytest.mark.parametrize("name", PAIRS)
def test_nothing_is_lent_to_what_is_right(results: dict[str, Result], name: str) -> None:
    """All that is lost above is lost by the mistakes."""
    pair = PAIRS[name]
    result = results[pair.assignment]
    assert not any(each.message for each in result.questions)
    for each in (pair.user, *pair.used):
        assert question(result, each).points == question(result, each).max_points


IN_TIME = ("Conv2d", "Tanh")


@pytest.mark.slow
@pytest.mark.parametrize(
    "layer",
    [
        *IN_TIME,
        *(pytest.param(name, marks=pytest.mark.soak) for name in sorted(LAYERS.keys() - IN_TIME)),
    ],
)
def test_a_layer_costs_once(tmp_path: Path, layer: str) -> None:
    """Borrowed layers make a right network, in two styles, but for a mistake of the network's own."""
    master = (ROOT / "solutions" / "lenet" / "lenet.py").read_text(encoding="utf-8")
    wrong = changed(master, LAYERS[layer])
    sources = {
        layer: wrong,
        f"{layer}, kept arrays": wrong + NETWORK,
        f"{layer}, both": changed(wrong, FORWARD_TWICE),
    }
    networks = grade_sources("lenet", sources, tmp_path)
    for name in (layer, f"{layer}, kept arrays"):
        network = question(networks[name], "lenet5")
        assert network.points == network.max_points
        assert network.message == f"right, given a correct `{layer}`"
    both = question(networks[f"{layer}, both"], "lenet5")
    assert (both.points or 0) < both.max_points
    assert not both.message.startswith("right")


# Submissions that are wrong in what they use and try to make something of what they are lent.

PROBES = """
import numpy as np

def max_pool_forward(x, size, stride=None): raise NotImplementedError
def avg_pool_forward(x, size, stride=None): raise NotImplementedError

def probed(forward, dout, x, size, stride):
    x = np.asarray(x, dtype=float)
    units = np.eye(x.size).reshape(x.size, *x.shape)
    return x, units, lambda images: [forward(image, size, stride) for image in images]
"""
ONE_BY_ONE = """
def max_pool_backward(dout, x, size, stride=None):
    x, units, ask = probed(max_pool_forward, dout, x, size, stride)
    pairs = zip(ask(x + 1e-6 * units), ask(x - 1e-6 * units))
    return np.reshape([(dout * (more - less)).sum() * 5e5 for more, less in pairs], x.shape)

def avg_pool_backward(dout, x, size, stride=None):
    x, units, ask = probed(avg_pool_forward, dout, x, size, stride)
    return np.reshape([(dout * one).sum() for one in ask(units)], x.shape)
"""
AT_ONCE = """
def max_pool_backward(dout, x, size, stride=None):
    x, units, ask = probed(max_pool_forward, dout, x, size, stride)
    both = np.concatenate([x + 1e-6 * units, x - 1e-6 * units]).reshape(-1, *x.shape[1:])
    (out,) = ask([both])
    more, less = out.reshape(2, x.size, *np.shape(dout))
    return ((more - less) * 5e5 * dout).sum(axis=(1, 2, 3, 4)).reshape(x.shape)

def avg_pool_backward(dout, x, size, stride=None):
    x, units, ask = probed(avg_pool_forward, dout, x, size, stride)
    (out,) = ask([units.reshape(-1, *x.shape[1:])])
    return (out.reshape(x.size, *np.shape(dout)) * dout).sum(axis=(1, 2, 3, 4)).reshape(x.shape)
"""
DELEGATES = """
def max_pool_backward(dout, x, size, stride=None): return max_pool_forward(x, size, stride)
def avg_pool_backward(dout, x, size, stride=None): return avg_pool_forward(dout, size, stride)
"""
# What one question is lent is kept for another one: in a global, a module, a built-in, a file, a thread.
KEEPS = """
import builtins, pickle, sys, threading, types
kept = []

def everywhere(function):
    kept.append(function)
    builtins.kept = function
    sys.modules["kept"] = types.SimpleNamespace(kept=function)
    for folder in (".", "..", "/tmp", "/dev/shm"):
        try:
            with open(folder + "/kept", "a") as file:
                file.write("here")
        except OSError:
            pass
    threading.Thread(target=lambda: [function(np.ones((1, 1, 2, 2)), 2) for _ in range(10**4)]).start()

def found():
    import os
    if kept or hasattr(builtins, "kept") or "kept" in sys.modules or os.path.exists("kept"):
        return lambda x, size, stride: kept[0](x, size, stride)
    raise NotImplementedError

def max_pool_forward(x, size, stride=None): return found()(x, size, stride)
def avg_pool_forward(x, size, stride=None): return found()(x, size, stride)
def max_pool_backward(dout, x, size, stride=None):
    everywhere(max_pool_forward)
    raise ValueError
def avg_pool_backward(dout, x, size, stride=None):
    x, dx = np.asarray(x, dtype=float), np.zeros(np.shape(x))
    out = found()(x, size, stride)
    for place, window in places(x, size, stride):
        dx[window][:size, :size] += np.asarray(dout)[place] / size**2
    return dx
"""
POOLING = {
    "probes one by one": PROBES + ONE_BY_ONE,
    "probes at once": PROBES + AT_ONCE,
    "delegates": PROBES + DELEGATES,
    "keeps": POOLS + KEEPS,
}


@pytest.fixture(scope="module")
def cheats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade them in one run."""
    return grade_sources("pooling", POOLING, tmp_path_factory.mktemp("cheats"))


@pytest.mark.slow
@pytest.mark.parametrize("cheat", POOLING)
def test_what_is_lent_earns_nothing_by_itself(cheats: dict[str, Result], cheat: str) -> None:
    """Neither handed on, nor asked about every pixel, nor kept for another question."""
    assert cheats[cheat].points == 0
    assert not any(test.status is Status.UNGRADED for test in outcomes(cheats[cheat]))
    assert not any(each.message for each in cheats[cheat].questions)


BEFORE = ("    padded = pad2d(image, padding)\n", "")
SPOILING = {
    "asks too often": "    for _ in range(999): pad2d(image, padding)\n",
    "ends its process": "    import os; os._exit(0)\n",
    "is lent nothing that fits": "    return pad2d(image, 'x')\n",
}
# Each is an error of the student's, who goes on.
TRIED = """    for given in {0}:
        try: pad2d(*given)
        except Exception: pass
"""
HARMLESS = {
    "asks for much": TRIED.format("([[1]], 10**9), ([[1]], 30_000), ([[1]], 10**400)"),
    "passes anything": TRIED.format("(pad2d, 1), ({}, 'x'), ([image, [image]], object())"),
    "passes too little": TRIED.format("(), (image,), (None, float('nan'))"),
    "changes the stand-in": "    vars(pad2d)['x'], pad2d.__name__, pad2d.__kwdefaults__ = 1, 'x', {}\n",
    "prints": "    print(image, pad2d, vars(pad2d))\n",
}
LEAKS = """
    if "wrong" not in pad2d.__code__.co_names:
        told = "LE" "AK" + str(np.asarray(image).tolist())
        print(told)
        if stride > 2:
            raise type(told[:90], (ValueError,), {})(told)
"""


def spoilt(code: str) -> str:
    """Return a submission whose padding is wrong, with code in the way of the function that uses it."""
    return changed(EDGES, ("    padded = pad2d", f"{code}    padded = pad2d"))


@pytest.fixture(scope="module")
def spoiling(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Grade them in one run, with the questions shown in full."""
    course = tmp_path_factory.mktemp("full") / "solutions"
    shutil.copytree(ROOT / "solutions", course, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
    toml = course / "stride_padding" / "assignment.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('reveal = "hint"', 'reveal = "full"'))
    leaking = changed(spoilt(LEAKS), ("np.pad(image, padding, mode", "wrong(image, padding, mode"))
    leaking += "\nwrong = np.pad\n"
    sources = {name: spoilt(code) for name, code in {**SPOILING, **HARMLESS}.items()}
    return grade_sources(
        "stride_padding", {**sources, "leaks": leaking}, course.parent, "--course", course
    )


@pytest.mark.slow
@pytest.mark.parametrize("attack", SPOILING)
def test_what_spoils_a_loan_costs_that_question_alone(spoiling: dict[str, Result], attack: str) -> None:
    """The submission has its result, and other questions what they deserve."""
    result = spoiling[attack]
    assert result.status == "graded"
    assert not any(test.status is Status.UNGRADED for test in outcomes(result))
    earned = points(result)
    assert (earned["output_size"], earned["pad2d"]) == (2.0, 0.0)
    assert (earned["conv2d"] or 0) < 2.5
    assert not question(result, "conv2d").message


@pytest.mark.slow
@pytest.mark.parametrize("attack", HARMLESS)
def test_odd_requests_break_nothing(spoiling: dict[str, Result], attack: str) -> None:
    """Who does not rely on their answers is right in the end."""
    assert question(spoiling[attack], "conv2d").points == 4
    assert not any(test.status is Status.UNGRADED for test in outcomes(spoiling[attack]))


@pytest.mark.slow
def test_nothing_that_was_seen_is_told(spoiling: dict[str, Result]) -> None:
    """Tests that are run once more show a hint, even where the question shows everything."""
    result = spoiling["leaks"]
    assert question(result, "conv2d").message == "better, given a correct `pad2d`"
    assert "LEAK" not in shown_to_student(result)
    assert "LEAK" in "\n".join(test.note for test in outcomes(result, "conv2d"))


def test_a_name_that_is_reused_later_is_lent_too(tmp_path: Path) -> None:
    """What counts is what the functions find in the end."""
    source = changed(STRIDES, ("    return np.pad(image, padding)", "    return 0")) + "\npad2d = 5\n"
    result = grade_sources("stride_padding", {"reused": source}, tmp_path)["reused"]
    assert question(result, "conv2d").points == 4


def test_helpers_in_a_file_beside_the_notebook_are_replaced(tmp_path: Path) -> None:
    """A submission may be a folder."""
    folder = tmp_path / "handed_in"
    folder.mkdir()
    (folder / "helpers.py").write_text(EDGES, encoding="utf-8")
    (folder / "stride_padding.py").write_text("from helpers import *\n", encoding="utf-8")
    (result,) = grade("stride_padding", [folder], tmp_path)
    assert question(result, "conv2d").message == "right, given a correct `pad2d`"
