"""Small changes of the layers of `lenet`, by layer: each has to lose marks."""

from __future__ import annotations

from tests.assignments.mutation import Mutant

BAD = "bad_arguments"
FLOAT = "x = np.asarray(x, dtype=np.float64)"
DOUT = "dout = np.asarray(dout, dtype=np.float64)"


def inputs(keeps_dout: str = DOUT) -> list[Mutant]:
    """Return what can go wrong with x and dout in any layer, which begins by making floats of them.

    Args:
        keeps_dout: the line that does it in `backward`.
    """
    return [
        Mutant(FLOAT, FLOAT + "; x += 1; x = x - 1", "changes x"),
        Mutant(keeps_dout, "dout *= 2; dout = dout / 2; " + keeps_dout, "changes dout"),
        Mutant(keeps_dout, keeps_dout + "; dout = abs(dout)", "the sign of dout is lost"),
        Mutant(keeps_dout, keeps_dout + "; dout = dout / len(dout)", "a mean over the batch"),
        Mutant(keeps_dout, "dout = np.ones_like(dout, dtype=float)", "ones in place of dout"),
        Mutant(
            FLOAT, FLOAT + "; x = x[:1] + 0 * x", "what comes out is that of the first image for all"
        ),
    ]


def weighted(forward: str, weight: str, bias: str, dx: str) -> list[Mutant]:
    """Return what can go wrong with a layer of weights.

    Args:
        forward: what comes out.
        weight: the gradient of the weight.
        bias: the gradient of the bias.
        dx: the gradient of x.
    """
    keep_weight, keep_bias = f"self.weight_gradient = {weight}", f"self.bias_gradient = {bias}"
    again = "0 if self.{0} is None else self.{0}"
    return [
        Mutant(forward, f"np.maximum({forward}, 0)", "what is negative becomes 0"),
        Mutant(forward, f"np.tanh({forward})", "a tanh too many"),
        Mutant(forward, f"({forward}).round()", "rounds"),
        Mutant(forward, f"({forward}) / len(x)", "a mean over the batch"),
        Mutant(forward, f"({forward})[:1]", "the first image only"),
        Mutant(forward, forward.replace("self.bias", "0 * self.bias"), "no bias"),
        Mutant(forward, forward.replace("+ self.bias", "- self.bias"), "the bias is taken away"),
        Mutant(forward, forward.replace("self.bias", "self.bias[0]"), "the first bias for all"),
        Mutant(forward, forward.replace("self.weight", "abs(self.weight)"), "the sign of weights"),
        Mutant(keep_weight, f"{keep_weight} / len(dout)", "mean gradient of the weight"),
        Mutant(keep_weight, f"self.weight_gradient = abs({weight})", "no sign of the weight's"),
        Mutant(
            keep_weight,
            f"self.weight_gradient = ({again.format('weight_gradient')}) + {weight}",
            "gradients of the weight add up over calls",
        ),
        Mutant(keep_weight, f"self.weight_gradient = ({weight}).T", "the gradient transposed"),
        Mutant(keep_weight, f"self.weight_gradient = -({weight})", "the gradient's sign turned"),
        Mutant(
            keep_weight,
            f"self.weight_gradient = ({weight}) + 1e-3 * self.weight",
            "weight decay in the gradient",
        ),
        Mutant(keep_weight, f"{keep_weight}; self.bias += 0.1", "takes a step of its own"),
        Mutant(keep_weight, f"self.weight_gradient = np.clip({weight}, -5, 5)", "clipped gradients"),
        Mutant(keep_bias, f"{keep_bias} / len(dout)", "mean gradient of the bias"),
        Mutant(keep_bias, f"self.bias_gradient = abs({bias})", "no sign of the bias's"),
        Mutant(keep_bias, f"self.bias_gradient = ({bias})[:, None]", "an axis too many"),
        Mutant(
            keep_bias,
            f"self.bias_gradient = ({again.format('bias_gradient')}) + {bias}",
            "gradients of the bias add up over calls",
        ),
        Mutant(keep_bias, f"self.bias_gradient = 0 * ({bias})", "no gradient of the bias"),
        Mutant(keep_bias, f"self.bias_gradient = ({bias}) * self.bias", "times the bias"),
        Mutant(f"return {dx}\n", f"return ({dx}) / len(dout)\n", "dx is a mean over the batch"),
        Mutant(f"return {dx}\n", f"return abs({dx})\n", "the sign of dx is lost"),
        Mutant(f"return {dx}\n", f"return ({dx}).squeeze()\n", "axes of dx are dropped"),
        Mutant(f"return {dx}\n", f"{dx}\n", "dx is not returned"),
        Mutant(f"return {dx}\n", f"return vars(self).setdefault('dx', {dx})\n", "the first dx for ever"),
    ]


LINEAR_OUT = "x @ self.weight.T + self.bias"
BIASES = "self.bias = rng.uniform(-bound, bound, size=n_out)"
UNSET = "; self.set_parameters = lambda values: None"  # so that it keeps the weights that it begins with
LINEAR = [
    *inputs(),
    *weighted(LINEAR_OUT, "dout.T @ self.x", "dout.sum(axis=0)", "dout @ self.weight"),
    Mutant(
        "self.weight.T",
        "(self.weight if len(set(self.weight.shape)) == 1 else self.weight.T)",
        "not transposed where it is square",
    ),
    Mutant(
        "return dout @ self.weight\n",
        "return dout @ (self.weight.T if len(set(self.weight.shape)) == 1 else self.weight)\n",
        "dx transposed where it is square",
    ),
    Mutant(
        "dout.T @ self.x",
        "(self.x.T @ dout if len(set(self.weight.shape)) == 1 else dout.T @ self.x)",
        "the gradient transposed where it is square",
    ),
    Mutant("self.x = x", "vars(self).setdefault('x', x)", "the first x is kept"),
    Mutant(LINEAR_OUT, f"({LINEAR_OUT}).squeeze()", "axes of length 1 are dropped"),
    Mutant("self.x = x", "type(self).x = x", "one x for all layers"),
    Mutant(
        "self.x = x",
        "self.x = vars(Linear.forward).setdefault(str(x.shape), x.copy()); self.x[...] = x",
        "one x for all layers whose batches have its shape",
    ),
    Mutant("self.x = x", "self.x = x + 0.01", "another x is kept"),
    Mutant("self.x = x", "self.x, self.old = vars(self).get('old', x), x", "the x before it is kept"),
    Mutant("dout.sum(axis=0)", "dout.sum()", "the biases' gradients are added up"),
    Mutant("dout.sum(axis=0)", "dout.mean(axis=0)", "the mean in the bias"),
    Mutant("dout.sum(axis=0)", "dout[0]", "the bias's gradient of the first row"),
    Mutant("dout.sum(axis=0)", "dout.sum(axis=0, keepdims=True)", "a row"),
    Mutant("dout.T @ self.x", "dout[:1].T @ self.x[:1]", "the first row's gradient"),
    Mutant(
        "return dout @ self.weight\n", "return dout @ self.weight + self.bias[0]\n", "the bias in dx"
    ),
    Mutant("return dout @ self.weight\n", "return (dout @ self.weight) * self.x\n", "dx times x"),
    Mutant("x.ndim != 2 or ", "", "one axis is another error", BAD),
    Mutant(FLOAT, FLOAT + "; x = np.atleast_2d(x)", "one row may have one axis", BAD),
    Mutant(FLOAT, FLOAT + "; x = x.reshape(-1, x.shape[-1])", "more axes are rows", BAD),
    Mutant(FLOAT, FLOAT + "; x = x[..., : self.weight.shape[1]]", "columns too many are cut", BAD),
    Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
    Mutant("raise ValueError", "assert False, ", "an assertion", BAD),
    Mutant('{"weight": self.weight, ', '{"weights": self.weight, ', "another key"),
    Mutant(BIASES, BIASES + UNSET + "; self.weight[:] = 0.1", "weights are alike for ever"),
    Mutant(BIASES, "self.bias = np.ones(n_out)" + UNSET + "; self.weight *= 1e-6", "weights unseen"),
    Mutant('{"weight": self.weight_gradient, ', '{"dw": self.weight_gradient, ', "another key again"),
]

TANH_OUT = "self.out = np.tanh(np.asarray(x, dtype=np.float64))"
TANH_DX = "dout * (1 - self.out**2)"
EXP = "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"
TANH = [
    Mutant("np.tanh(", "np.sinh(", "the hyperbolic sine"),
    Mutant("np.tanh(", "np.arctan(", "the arc tangent"),
    Mutant("np.tanh(", "np.tan(", "the tangent"),
    Mutant("np.tanh(", "1 / (1 + np.exp(-1.0 * x)) + 0 * (", "the sigmoid"),
    Mutant("np.tanh(", "1.7159 * np.tanh(2 / 3 * ", "LeCun's scaled tangent"),
    Mutant(TANH_OUT, f"x = np.asarray(x, float); self.out = {EXP}", "overflows"),
    Mutant(TANH_OUT, "self.out = np.clip(np.asarray(x, float), -1, 1)", "straight lines"),
    Mutant(TANH_OUT, TANH_OUT + "; x[...] = self.out", "works in place"),
    Mutant(TANH_OUT, "type(self).out = np.tanh(np.asarray(x, float))", "one output for all layers"),
    Mutant(
        TANH_OUT, TANH_OUT + "; vars(self).setdefault('a', self.out); self.out = self.a", "the first"
    ),
    Mutant("return self.out\n", "return self.out.ravel()\n", "flat"),
    Mutant("return self.out\n", "return self.out.round(3)\n", "rounded"),
    Mutant("return self.out\n", "return abs(self.out)\n", "the sign is lost"),
    Mutant("return self.out\n", "return None\n", "nothing is returned"),
    Mutant(TANH_DX, "dout * (1 - np.tanh(self.out) ** 2)", "the tangent twice"),
    Mutant(TANH_DX, "dout * (1 - np.arctanh(self.out) ** 2)", "of x in place of the output"),
    Mutant(TANH_DX, "dout / np.cosh(np.arctanh(self.out))", "not squared"),
    Mutant(TANH_DX, "dout * (1 - self.out)", "not squared either"),
    Mutant(TANH_DX, "dout * self.out * (1 - self.out)", "that of the sigmoid"),
    Mutant(TANH_DX, "1 - self.out**2", "without dout"),
    Mutant(TANH_DX, "abs(dout) * (1 - self.out**2)", "the sign of dout"),
    Mutant(TANH_DX, "dout * (1 + self.out**2)", "the other sign"),
    Mutant(TANH_DX, "dout * (1 - self.out**2).clip(1e-3)", "never quite 0"),
    Mutant(TANH_DX, "dout * (1 - self.out**2) / len(dout)", "a mean"),
    Mutant(f"return {TANH_DX}", f"dx = {TANH_DX}; dout *= 0; return dx", "what was given is made 0"),
]

FLAT, UNFLAT = "x.reshape(len(x), -1)", "np.array(dout, dtype=np.float64).reshape(self.shape)"
FLATTEN = [
    Mutant(FLAT, "x.reshape(len(x), -1, order='F')", "column by column"),
    Mutant(FLAT, "x.swapaxes(2, 3).reshape(len(x), -1)", "rows and columns swapped"),
    Mutant(FLAT, "np.moveaxis(x, 1, -1).reshape(len(x), -1)", "channels last"),
    Mutant(FLAT, "x.ravel()", "one row for all"),
    Mutant(FLAT, "x.reshape(len(x), -1).squeeze()", "one image has one axis"),
    Mutant(FLAT, "x.squeeze() if x[0].size == len(x[0]) > 1 else x.reshape(1, -1)", "one row of it"),
    Mutant(FLAT, "x.reshape(-1, len(x)).T", "every other pixel"),
    Mutant(FLAT, "x.reshape(len(x), -1)[:, ::-1]", "from the end"),
    Mutant(FLAT, "x.reshape(*x.shape[:2], -1)", "channels are kept"),
    Mutant(FLAT, "x.reshape(len(x), -1) if len(x) > 1 else x.reshape(-1)", "one image without its axis"),
    Mutant("self.shape = x.shape", "vars(self).setdefault('shape', x.shape)", "the first shape is kept"),
    Mutant("self.shape = x.shape", "type(self).shape = x.shape", "one shape for all layers"),
    Mutant(UNFLAT, "np.array(dout, dtype=np.float64)", "stays flat"),
    Mutant(UNFLAT, "dout.reshape(self.shape, order='F')", "column by column, backward"),
    Mutant(UNFLAT, "dout.reshape(self.shape) / len(dout)", "a mean over the batch"),
    Mutant(UNFLAT, "abs(dout).reshape(self.shape)", "the sign is lost"),
    Mutant(UNFLAT, "np.ones(self.shape)", "ones"),
    Mutant(UNFLAT, "dout.reshape(self.shape).squeeze()", "axes of length 1 are dropped"),
    Mutant(UNFLAT, "dout.reshape(*self.shape[:1], *self.shape[2:], self.shape[1])", "channels last"),
    Mutant(f"return {UNFLAT}", f"dx = {UNFLAT}; dout *= 2; return dx", "changes dout"),
]
