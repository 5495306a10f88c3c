"""Known mistakes with the loss and the step: both in stages, then what goes wrong in each."""
# ruff: noqa: ARG001, ARG002, D102 -- a fault takes what its stage takes; stages go by their names

from functools import partial

import numpy as np

from autograder.diagnosis import Operation, fault


class Loss(Operation, of="softmax_cross_entropy"):
    """Softmax, the loss and its gradient."""

    def check(self, logits):
        if logits.ndim != 2:
            raise ValueError

    def scores(self, logits):
        return logits

    def shifted(self, logits):
        return logits - logits.max(axis=1, keepdims=True)

    def totals(self, powers):
        return powers.sum(axis=1, keepdims=True)

    def logs(self, shifted, p, totals):
        return shifted - np.log(totals)

    def right(self, labels):
        return labels

    def losses(self, log_p, right):
        return -log_p[right]

    def mean(self, losses, shape):
        return losses.mean()

    def slope(self, p, right):
        p[right] -= 1
        return p

    def share(self, slope):
        return slope / len(slope)

    def answer(self, loss, gradient):
        return loss, gradient

    @np.errstate(all="ignore")
    def run(self, logits, labels):
        logits = np.asarray(logits)
        self.check(logits)
        shifted = self.shifted(self.scores(logits))
        totals = self.totals(powers := np.exp(shifted))
        p, right = powers / totals, (np.arange(len(logits)), self.right(np.asarray(labels)))
        losses = self.losses(self.logs(shifted, p, totals), right)
        return self.answer(self.mean(losses, p.shape), self.share(self.slope(p, right)))


class Step(Operation, of="sgd_step"):
    """A step downhill."""

    def names(self, parameters):
        return list(parameters)

    def rate(self, lr):
        return lr

    def moved(self, array, step):
        return array - step

    def answer(self, values):
        return values

    def run(self, parameters, gradients, lr):
        values = dict(parameters)
        for name in self.names(parameters):
            values[name] = self.moved(parameters[name], self.rate(lr) * gradients[name])
        return self.answer(values)


shifted, totals = partial(fault, Loss, "shifted"), partial(fault, Loss, "totals")
logs, losses, mean = (partial(fault, Loss, stage) for stage in ("logs", "losses", "mean"))
slope, share, answer = (partial(fault, Loss, stage) for stage in ("slope", "share", "answer"))
moved, returned = partial(fault, Step, "moved"), partial(fault, Step, "answer")


@fault(Loss, "check", title="Axes are not counted", hint="What if there is one row, or one image?")
def axes_not_counted(self, logits):
    return None


@fault(Loss, "scores", title="Softmax is taken twice", hint="Are logits probabilities already?")
def softmax_twice(self, logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@shifted(title="exp overflows", hint="How large is exp(1000), and what may be taken off all of a row?")
def no_shift(self, logits):
    return logits


@shifted(title="The largest of the batch is taken off", hint="What if all of another row is far below?")
def shift_of_batch(self, logits):
    return logits - logits.max()


@shifted(title="The largest of a column is taken off", hint="Which numbers may move together?")
def shift_of_columns(self, logits):
    return logits - logits.max(axis=0)


@shifted(title="Logits themselves are changed", hint="Whose array does `-=` change?")
def shift_in_place(self, logits):
    logits -= logits.max(axis=1, keepdims=True)
    return logits


@totals(title="Softmax runs over the batch", hint="What adds up to 1?")
def totals_of_columns(self, powers):
    return powers.sum(axis=0, keepdims=True)


@totals(title="Softmax runs over everything", hint="What adds up to 1, and how often?")
def one_total(self, powers):
    return powers.sum(keepdims=True)


@logs(title="The logarithm is taken of a p that may be 0", hint="What is log(exp(-2000)), on paper?")
def log_of_p(self, shifted, p, totals):
    return np.log(p)


@logs(title="A small number is added to p", hint="How large may a loss get, and how large is yours?")
def log_of_more(self, shifted, p, totals):
    return np.log(p + 1e-12)


@logs(title="The logarithm is binary", hint="Which base has the logarithm of the loss?")
def binary(self, shifted, p, totals):
    return (shifted - np.log(totals)) / np.log(2)


@fault(Loss, "right", title="Labels are one off", hint="Which digit has the first column?")
def one_off(self, labels):
    return labels - 1


@losses(title="The sign of the loss is wrong", hint="Is the logarithm of a probability positive?")
def negative(self, log_p, right):
    return log_p[right]


@losses(title="The probability itself is the loss", hint="What is the loss where p is 1?")
def no_logarithm(self, log_p, right):
    return 1 - np.exp(log_p[right])


@losses(title="The other classes count too", hint="Which of ten logarithms is in the loss?")
def all_classes(self, log_p, right):
    return -log_p.sum(axis=1)


@mean(title="The loss is a sum", hint="What does the loss become if each image comes twice?")
def summed(self, losses, shape):
    return losses.sum()


@mean(title="The mean is over classes too", hint="How many numbers are averaged: N, or 10 N?")
def mean_of_classes(self, losses, shape):
    return losses.sum() / np.prod(shape)


@mean(title="The loss is one for each image", hint="Is the mean of a batch one number?")
def not_averaged(self, losses, shape):
    return losses


@slope(title="The gradient has the wrong sign", hint="If the right logit grows, what does the loss?")
def wrong_sign(self, p, right):
    return -Loss.slope(self, p, right)


@slope(title="The gradient is p", hint="What happens at the right class?")
def only_p(self, p, right):
    return p


@slope(title="The gradient is that for p", hint="Do logits go into the loss directly?")
def slope_for_p(self, p, right):
    gradient = np.zeros(p.shape)
    gradient[right] = -1 / p[right]
    return gradient


@slope(title="The gradient is 0 at other classes", hint="If a wrong logit grows, what does the loss?")
def right_class_alone(self, p, right):
    gradient = np.zeros(p.shape)
    gradient[right] = p[right] - 1
    return gradient


@share(title="The gradient is not divided by N", hint="The loss is a mean: is this its gradient?")
def gradient_of_sum(self, slope):
    return slope


@share(title="The gradient is divided by all numbers", hint="How many images, and how many numbers?")
def divided_by_all(self, slope):
    return slope / slope.size


@share(title="The gradient is a mean over the batch", hint="Which shape have logits?")
def gradient_averaged(self, slope):
    return slope.mean(axis=0)


@answer(title="The gradient comes first", hint="In which order are the two returned?")
def gradient_first(self, loss, gradient):
    return gradient, loss


@answer(title="Only the loss is returned", hint="What does `backward` start from?")
def only_loss(self, loss, gradient):
    return loss


@fault(Step, "names", title="Only weights are updated", hint="Which parameters does a layer have?")
def only_weights(self, parameters):
    return [name for name in parameters if "bias" not in name]


@fault(Step, "rate", title="The learning rate is ignored", hint="What if `lr` is halved?")
def rate_ignored(self, lr):
    return 1


@moved(title="The step goes uphill", hint="Where does a gradient point?")
def uphill(self, array, step):
    return array + step


@moved(title="Only the step is returned", hint="From where is the step taken?")
def step_alone(self, array, step):
    return -step


@moved(title="Steps go on with momentum", hint="What does a step owe to the one before it?")
def momentum(self, array, step):
    kept = vars(self).setdefault("kept", {})
    kept[array.shape] = 0.9 * kept.get(array.shape, 0) + step
    return array - kept[array.shape]


@returned(title="It returns after the first parameter", hint="How far in is the `return` of your loop?")
def return_in_loop(self, values):
    return dict(list(values.items())[:1])


@returned(title="The step is not returned", hint="Who sees a dict that stays in the function?")
def step_not_returned(self, values):
    return None
