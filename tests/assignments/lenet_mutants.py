"""Small changes of the reference solution of `lenet`, by class or function: each has to lose marks."""

from __future__ import annotations

from tests.assignments.lenet_architecture_mutants import RESPONSE, TABLE
from tests.assignments.lenet_images_mutants import CONV, POOL
from tests.assignments.lenet_layers_mutants import FLATTEN, LINEAR, TANH
from tests.assignments.lenet_network_mutants import NETWORK
from tests.assignments.lenet_training_mutants import SGD, SOFTMAX
from tests.assignments.mutation import Mutant, Trial

# By the class or the function, in the order of the notebook.
MUTANTS = {
    "Linear": LINEAR,
    "Tanh": TANH,
    "Flatten": FLATTEN,
    "AvgPool2d": POOL,
    "Conv2d": CONV,
    "LeNet5": NETWORK,
    "softmax_cross_entropy": SOFTMAX,
    "sgd_step": SGD,
    "local_response_norm": RESPONSE,
    "layer_table": TABLE,
}
QUESTIONS = dict(zip(MUTANTS, MUTANTS, strict=True)) | {
    "Linear": "linear_layer",
    "Tanh": "small_layers",
    "Flatten": "small_layers",
    "AvgPool2d": "small_layers",
    "Conv2d": "conv_layer",
    "LeNet5": "lenet5",
}


def source_of(master: str, name: str) -> str:
    """Return a class or a function of the master, to the next class or the end of its cell."""
    start = next(at for kind in ("class", "def") if (at := master.find(f"\n{kind} {name}(")) >= 0)
    ends = (master.find(end, start + 1) for end in ("\n# %%", "\n\n\nclass "))
    return master[start : min(end for end in ends if end >= 0)]


def trial_of(master: str, name: str, mutant: Mutant) -> Trial:
    """Return the trial of a mutant of a class or a function."""
    original, own = source_of(master, name), QUESTIONS[name]
    assert original.count(mutant.old) == 1, f"{name}: {mutant.old!r} does not occur once"
    changed = master.replace(original, original.replace(mutant.old, mutant.new))
    compile(changed, f"{name}: {mutant.why}", "exec")
    question = mutant.question or own
    return Trial(changed, question, needs=own if question == "bad_arguments" else "")
