"""Small changes of the loss and the step of `lenet`: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

TRAINING, BAD = "training", "bad_arguments"
SCORES = "logits = np.asarray(logits, dtype=np.float64)"
SHIFTED = "shifted = logits - logits.max(axis=1, keepdims=True)"
LOG_P = "log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))"
RIGHT = "right = np.arange(n), np.asarray(labels)"
LOSS = "float(-log_p[right].mean())"
SOFTMAX = [
    Mutant(SHIFTED, "shifted = logits", "overflows"),
    Mutant(SHIFTED, "shifted = logits - logits.max()", "one largest for all rows"),
    Mutant(
        SHIFTED, "shifted = logits - abs(logits).max(axis=1, keepdims=True)", "the largest magnitude"
    ),
    Mutant(SHIFTED, "shifted = logits - logits.mean(axis=1, keepdims=True)", "the mean"),
    Mutant(SHIFTED, "shifted = logits - logits.max(axis=0)", "the largest of each column"),
    Mutant(SHIFTED, "logits -= logits.max(axis=1, keepdims=True); shifted = logits", "in place"),
    Mutant(SHIFTED, SHIFTED + "; shifted = shifted.clip(-50)", "clipped"),
    Mutant(
        LOG_P, "log_p = np.log(np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True) + 1e-12)", "eps"
    ),
    Mutant(LOG_P, "log_p = np.log(np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True))", "log of 0"),
    Mutant(LOG_P, LOG_P.replace("np.log", "np.log2"), "to the base 2"),
    Mutant(LOG_P, LOG_P.replace("axis=1", "axis=0"), "over the rows"),
    Mutant(LOG_P, "log_p = shifted - np.log(np.exp(shifted).sum())", "over all"),
    Mutant(LOG_P, LOG_P.replace("np.exp(shifted).sum", "np.exp(shifted).mean"), "a mean of exps"),
    Mutant(LOG_P, LOG_P + "; log_p = log_p.clip(-700)", "clipped losses"),
    Mutant(RIGHT, "right = np.arange(n), np.asarray(labels) - 1", "labels from 1"),
    Mutant(RIGHT, "right = np.arange(n), [labels[0]] * n", "the first label for all"),
    Mutant(RIGHT, "right = np.arange(n), np.sort(labels)", "sorted labels"),
    Mutant(RIGHT, "right = np.arange(n), logits.argmax(axis=1)", "the answers for labels"),
    Mutant(RIGHT, RIGHT + "; labels[:] = 0", "changes the labels"),
    Mutant(RIGHT, "right = slice(None), np.asarray(labels)", "all rows for each label"),
    Mutant(RIGHT, "right = np.arange(n), np.asarray(labels) % 3", "three classes"),
    Mutant(LOSS, "float(-log_p[right].sum())", "the sum of the losses"),
    Mutant(LOSS, "float(-log_p[right].mean() / logits.shape[1])", "over the classes too"),
    Mutant(LOSS, "float(log_p[right].mean())", "the sign"),
    Mutant(LOSS, "-log_p[right]", "a loss each"),
    Mutant(LOSS, "float(-log_p.mean())", "the mean of all"),
    Mutant(LOSS, "float(1 - np.exp(log_p[right]).mean())", "the mean error"),
    Mutant(LOSS, "round(float(-log_p[right].mean()), 2)", "rounded"),
    Mutant(LOSS, "min(float(-log_p[right].mean()), 100.0)", "at most 100"),
    Mutant(LOSS, "float(-np.median(log_p[right]))", "the median"),
    Mutant("dlogits / n", "dlogits", "the gradient of the sum"),
    Mutant("dlogits / n", "dlogits", "the gradient of the sum, in training", TRAINING),
    Mutant("dlogits / n", "dlogits / dlogits.size", "divided by the classes too"),
    Mutant("dlogits / n", "-dlogits / n", "uphill"),
    Mutant("dlogits / n", "-dlogits / n", "uphill, in training", TRAINING),
    Mutant("dlogits / n", "dlogits[right] / n", "the labels' gradients alone"),
    Mutant("dlogits / n", "dlogits.T / n", "transposed"),
    Mutant("dlogits / n", "(dlogits / n).sum(axis=0)", "added up"),
    Mutant("dlogits / n", "(dlogits / n).round(2)", "a rounded gradient"),
    Mutant("dlogits / n", "dlogits / 4", "always divided by 4"),
    Mutant("dlogits[right] -= 1", "dlogits[right] += 1", "plus one"),
    Mutant("dlogits[right] -= 1", "dlogits[right] = -1", "minus one in place of the difference"),
    Mutant("dlogits[right] -= 1", "dlogits -= 1", "one from all"),
    Mutant("dlogits[right] -= 1", "pass", "p without y"),
    Mutant(
        "dlogits[right] -= 1",
        "dlogits[right] -= 1; dlogits *= dlogits != 0; dlogits *= np.exp(log_p)",
        "times p",
    ),
    Mutant(f"return {LOSS}, dlogits / n", f"return dlogits / n, {LOSS}", "the other order"),
    Mutant(f"return {LOSS}, dlogits / n", f"return {LOSS}", "the loss alone"),
    Mutant("logits.ndim != 2", "False", "no check", BAD),
    Mutant(SCORES, SCORES + "; logits = np.atleast_2d(logits)", "one axis becomes two", BAD),
    Mutant(SCORES, SCORES + "; logits = logits.reshape(len(logits), -1)", "three axes become two", BAD),
    Mutant("raise ValueError", "raise TypeError", "another exception", BAD),
]

STEP = "array - lr * gradients[name]"
ALL = f"{{name: {STEP} for name, array in parameters.items()}}"
LOOP = "for name in gradients:\n        {}\n    "
SGD = [
    *(
        Mutant(STEP, new, why, question)
        for question in ("", TRAINING)
        for new, why in (
            ("array + lr * gradients[name]", "uphill"),
            ("array - gradients[name]", "no rate"),
            ("array - lr**2 * gradients[name]", "the rate squared"),
            ("array - 0.9 * lr * gradients[name]", "nine tenths of the rate"),
            ("array - lr * np.sign(gradients[name])", "the sign alone"),
            ("array - lr * gradients[name].mean()", "one step for the whole array"),
            ("array - lr * gradients[name] / gradients[name].size", "a mean"),
            ("array - lr * (gradients[name] + 0.01 * array)", "weight decay"),
            ("array", "no step"),
            ("-lr * gradients[name]", "the step alone"),
        )
    ),
    Mutant(STEP, "array - min(lr, 1) * gradients[name]", "a rate of 1 at most"),
    Mutant(STEP, "array - max(lr, 1e-3) * gradients[name]", "a rate of 0.001 at least"),
    Mutant(STEP, "array - 0.5 * gradients[name]", "always the same rate"),
    Mutant(STEP, "array - lr * np.clip(gradients[name], -1, 1)", "clipped gradients"),
    Mutant(STEP, "array * (1 - lr * gradients[name])", "times"),
    Mutant(STEP, "gradients[name] - lr * array", "the other way round"),
    Mutant(STEP, "(array - lr * gradients[name]).ravel()", "flat"),
    Mutant(STEP, "array.sum() - lr * gradients[name]", "one parameter for all"),
    Mutant(STEP, "(array - lr * gradients[name]).clip(0, 4)", "clipped parameters"),
    Mutant(STEP, "array - lr * vars(sgd_step).setdefault(name, gradients[name])", "the first gradients"),
    Mutant(
        STEP, "vars(sgd_step).setdefault(name, array) - lr * gradients[name]", "the first parameters"
    ),
    Mutant(ALL, f"list({ALL}.values())", "a list"),
    Mutant(ALL, f"{ALL[:-1]} if array.ndim > 1}}", "no biases"),
    Mutant(ALL, f"{ALL} | {{'lr': lr}}", "a key too many"),
    Mutant(ALL, ALL.replace("name: array", "name.upper(): array"), "other keys"),
    Mutant(ALL, ALL.replace("parameters.items()", "[*parameters.items()][:1]"), "the first alone"),
    Mutant(
        "return {", LOOP.format("parameters[name] -= lr * gradients[name]") + "return {", "two steps"
    ),
    Mutant(
        "return {",
        LOOP.format("gradients[name] += 0.9 * vars(sgd_step).get(name, 0)")
        + "vars(sgd_step).update(gradients)\n    return {",
        "momentum",
    ),
    Mutant(
        "return {", LOOP.format("parameters[name] -= lr * gradients[name]") + "{", "gives nothing back"
    ),
    Mutant(
        "sgd_step(parameters, gradients, lr)", "sgd_step(gradients, parameters, lr)", "another order"
    ),
    Mutant("gradients, lr):", "gradients, rate):\n    lr = rate", "the rate has another name"),
]
