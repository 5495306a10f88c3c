"""Small changes of the normalisation and the table of `lenet`: each has to lose marks."""

from __future__ import annotations

from tests.assignments.lenet_layers_mutants import BAD, FLOAT
from tests.assignments.mutation import Mutant

SUMS = "sums = sum(squares[:, i : i + x.shape[1]] for i in range(size))"
SQUARES = "squares = np.pad(x**2, ((0, 0), (half, half), (0, 0), (0, 0)))"
NORM = "x / (k + alpha * sums) ** beta"
RESPONSE = [
    Mutant(FLOAT, "x = np.asarray(x)", "small ints wrap"),
    Mutant(
        FLOAT,
        f"kind = np.asarray(x).dtype; {FLOAT}; x = x if kind != 'i4' else x % 2**16",
        "int32 wraps",
    ),
    Mutant(FLOAT, "given, x = x, np.array(x, float); given += 1", "changes x"),
    Mutant(NORM, "x / (k + alpha * sums / size) ** beta", "alpha is divided by the size"),
    Mutant(NORM, "x / (k + alpha * sums / min(size, x.shape[1])) ** beta", "divided by the channels"),
    Mutant(NORM, "x / (1 + alpha * sums) ** beta", "k is 1"),
    Mutant(NORM, "x / (2 + alpha * sums) ** beta", "k is 2"),
    Mutant(NORM, "x / (k + 1e-4 * sums) ** beta", "alpha is 0.0001"),
    Mutant(NORM, "x / (k + alpha * sums) ** 0.75", "beta is 0.75"),
    Mutant(NORM, "x / (k + alpha * sums)", "no beta"),
    Mutant(NORM, "x * (k + alpha * sums) ** beta", "times"),
    Mutant(NORM, "x / (k + (alpha * sums) ** beta)", "the power of the sum alone"),
    Mutant(NORM, "x / (k**beta + alpha * sums)", "the power of k alone"),
    Mutant(NORM, "abs(x) / (k + alpha * sums) ** beta", "the sign"),
    Mutant(NORM, "1 / (k + alpha * sums) ** beta", "the divisor alone"),
    Mutant(NORM, "x**2 / (k + alpha * sums) ** beta", "squared"),
    Mutant(NORM, "(x / (k + alpha * sums) ** beta).squeeze()", "axes of length 1 are dropped"),
    Mutant(NORM, "x / (k + alpha * sums[:1]) ** beta", "the sums of the first image"),
    Mutant(NORM, "(x / (k + alpha * sums) ** beta).swapaxes(2, 3)", "rows and columns swapped"),
    Mutant(SUMS, SUMS.replace("range(size)", "range(half + 1)"), "channels before alone"),
    Mutant(SUMS, SUMS.replace("range(size)", "range(half, size)"), "channels after alone"),
    Mutant(SUMS, SUMS.replace("range(size)", "range(size - 1 or 1)"), "one channel too few"),
    Mutant(SUMS, SUMS.replace("range(size)", "range(min(size, 5))"), "five channels at most"),
    Mutant(SUMS, SUMS.replace("range(size)", "range(size) if i != half or size == 1"), "not itself"),
    Mutant(SUMS, "sums = squares.sum(axis=1, keepdims=True)", "all channels"),
    Mutant(SUMS, SUMS + "; sums = sums.mean(axis=(2, 3), keepdims=True)", "a mean over pixels"),
    Mutant(SQUARES, SQUARES.replace("x**2", "x"), "not squared"),
    Mutant(SQUARES, SQUARES.replace("x**2", "abs(x)"), "magnitudes"),
    Mutant(SQUARES, SQUARES.replace("(0, 0)))", "(0, 0)), mode='wrap')"), "goes round"),
    Mutant(SQUARES, SQUARES.replace("(0, 0)))", "(0, 0)), mode='edge')"), "repeats the end"),
    Mutant(SQUARES, SQUARES.replace("(half, half)", "(0, 2 * half)"), "from the channel on"),
    Mutant("size=5", "size=3", "another size where none is given"),
    Mutant("alpha=1e-4", "alpha=1e-3", "another alpha where none is given"),
    Mutant("beta=0.75", "beta=0.5", "another beta where none is given"),
    Mutant("k=2)", "k=1)", "another k where none is given"),
    Mutant("alpha=1e-4, beta=0.75", "beta=0.75, alpha=1e-4", "alpha and beta in another order"),
    Mutant("size=5, alpha=1e-4, beta=0.75, k=2", "size=5, k=2, alpha=1e-4, beta=0.75", "k second"),
    Mutant(
        "half = size // 2\n",
        "half = size // 2; x = vars(local_response_norm).setdefault('x', x)\n",
        "old",
    ),
    Mutant("size % 2 == 0", "False", "even sizes pass", BAD),
    Mutant("if x.ndim", "size = abs(size)\n    if x.ndim", "negative sizes are positive", BAD),
    Mutant(FLOAT, FLOAT + "; x = x.reshape(-1, *x.shape[-3:])", "three or five axes are four", BAD),
    Mutant("raise ValueError", "raise IndexError", "another exception", BAD),
]

SIDE = "(n + 2 * padding - window) // stride + 1"
CHECK = "if min(window, stride) < 1 or padding < 0 or window > n + 2 * padding:"
FC = "weights, biases, shape = int(np.prod(shape)) * n_out, n_out, (n_out,)"
CONV = "weights, biases = filters * channels * window[0] ** 2, filters"
SHAPE = "shape = (filters or channels, side(height, *window), side(width, *window))"
COUNTS = 'counts = {"weights": weights, "biases": biases, "parameters": weights + biases}'
ROW = 'rows.append({"layer": kind, "output": shape, **counts})'
TABLE = [
    Mutant(SIDE, "(n + 2 * padding - window) // stride", "no 1 is added"),
    Mutant(SIDE, "-((window - n - 2 * padding) // stride) + 1", "rounded up"),
    Mutant(SIDE, "(n + padding - window) // stride + 1", "padding on one side"),
    Mutant(SIDE, "(n - window) // stride + 1", "padding is not counted"),
    Mutant(SIDE, "(n + 2 * padding) // stride", "the window is not counted"),
    Mutant(SIDE, "n + 2 * padding - window + 1", "the stride is not counted"),
    Mutant(SIDE, "n // stride", "n over stride"),
    Mutant(SIDE, "(n + 2 * padding - window) / stride + 1", "fractions"),
    Mutant(SIDE, "round((n + 2 * padding - window) / stride) + 1", "rounded"),
    Mutant(FC, FC.replace("int(np.prod(shape))", "shape[0]"), "the channels alone"),
    Mutant(FC, FC.replace("int(np.prod(shape))", "int(np.prod(shape[1:]))"), "without the channels"),
    Mutant(FC, FC.replace("int(np.prod(shape))", "int(np.sum(shape))"), "the sum of the sides"),
    Mutant(FC, FC.replace("* n_out, n_out,", "* n_out, 1,"), "one bias"),
    Mutant(FC, FC.replace("* n_out, n_out,", "* n_out, 0,"), "no biases"),
    Mutant(FC, FC.replace("* n_out, n_out,", "* n_out + n_out, n_out,"), "biases among the weights"),
    Mutant(FC, FC.replace("(n_out,)", "n_out, 1, 1"), "three sides"),
    Mutant(FC, FC.replace("shape = int", "_ = int"), "the shape stays"),
    Mutant(FC, FC.replace("np.prod(shape)", "np.prod(input_shape)"), "of the image"),
    Mutant(CONV, CONV.replace("window[0] ** 2", "window[0]"), "one side of the kernel"),
    Mutant(CONV, CONV.replace(" * channels", ""), "one channel"),
    Mutant(CONV, CONV.replace("* channels", "* input_shape[0]"), "the channels of the image"),
    Mutant(CONV, CONV.replace("filters * channels", "channels"), "one filter"),
    Mutant(CONV, CONV.replace("2, filters", "2, filters * channels"), "a bias for each channel"),
    Mutant(CONV, CONV.replace("2, filters", "2, 1"), "a single bias"),
    Mutant(CONV, CONV.replace("2, filters", "2 + filters, filters"), "biases among the weights too"),
    Mutant(CONV, CONV.replace("window[0] ** 2", "window[0] * window[1]"), "kernel times stride"),
    Mutant(CONV, CONV.replace("window[0] ** 2", "height * width"), "as if it were fully connected"),
    Mutant(CONV, CONV + "; weights %= 2**16", "large counts wrap"),
    Mutant(SHAPE, SHAPE.replace("filters or channels", "filters or 1"), "a pool joins channels"),
    Mutant(SHAPE, SHAPE.replace("filters or channels", "channels"), "the channels stay"),
    Mutant(SHAPE, SHAPE.replace("side(width", "side(height"), "square images"),
    Mutant(
        SHAPE, SHAPE.replace("height", "h").replace("width", "height").replace("(h,", "(width,"), "wh"
    ),
    Mutant(SHAPE, "shape = (side(height, *window), side(width, *window), filters or channels)", "last"),
    Mutant("else (0, *numbers)", "else (0, *numbers[::-1])", "size and stride of a pool swapped"),
    Mutant("else (0, *numbers)", "else (0, numbers[0], numbers[0])", "the stride is the size"),
    Mutant("else (0, *numbers)", "else (0, 2, 2)", "pools of 2x2"),
    Mutant("numbers if kind", "(*numbers[:2], 1, numbers[3]) if kind", "a stride of 1"),
    Mutant("numbers if kind", "(*numbers[:2], *numbers[:1:-1]) if kind", "stride and padding swapped"),
    Mutant("numbers if kind", "(*numbers[:3], numbers[1] // 2) if kind", "always the same padding"),
    Mutant(COUNTS, COUNTS.replace("weights + biases", "weights"), "parameters without biases"),
    Mutant(COUNTS, COUNTS.replace("weights + biases", "weights * biases"), "the product"),
    Mutant(COUNTS, COUNTS.replace('"biases"', '"bias"'), "another key"),
    Mutant(COUNTS, COUNTS.replace('"weights"', '"weight"'), "another key too"),
    Mutant(COUNTS, COUNTS.replace('"parameters"', '"params"'), "a short key"),
    Mutant(COUNTS, COUNTS.replace("weights + biases", "f'{weights + biases:,}'"), "text"),
    Mutant(ROW, ROW.replace("kind", "kind.upper()"), "capitals"),
    Mutant(ROW, ROW.replace("kind", "f'{kind}-{len(rows) + 1}'"), "numbered layers"),
    Mutant(ROW, ROW.replace("kind", "'pool' if 'pool' in kind else kind"), "kinds of pools"),
    Mutant(ROW, ROW.replace("shape", "shape[::-1]"), "the sides in reverse"),
    Mutant(ROW, ROW.replace("shape", "'x'.join(map(str, shape))"), "a shape as text"),
    Mutant(ROW, ROW.replace("shape", "shape if len(shape) > 1 else shape[0]"), "a number for a shape"),
    Mutant(ROW, ROW.replace("shape", "(1, *shape)"), "a batch"),
    Mutant(ROW, ROW.replace('"output"', '"shape"'), "another key for it"),
    Mutant(ROW, ROW.replace('"layer"', '"kind"'), "another key for the kind"),
    Mutant(ROW, "rows.append((kind, shape, weights, biases, weights + biases))", "tuples"),
    Mutant("return rows", "return rows + [dict.fromkeys(rows[0], 0)]", "a row of totals"),
    Mutant(
        "return rows", "return [{'layer': 'input', 'output': input_shape}, *rows]", "the input's row"
    ),
    Mutant("return rows", "return dict(enumerate(rows))", "a dict"),
    Mutant("return rows", "return rows[:-1]", "the last layer is lost"),
    Mutant("return rows", "layers.clear()\n    return rows", "empties the list"),
    Mutant("return rows", "layers.reverse()\n    return rows", "turns the list round"),
    Mutant("rows, shape = []", "rows, shape = vars(layer_table).setdefault('rows', [])", "goes on"),
    Mutant(CHECK, CHECK.replace("min(window, stride) < 1", "stride < 1"), "any window", BAD),
    Mutant(
        CHECK, CHECK.replace("min(window, stride) < 1", "window < 1 or not stride"), "negative s", BAD
    ),
    Mutant(CHECK, CHECK.replace("padding < 0", "False"), "negative padding passes", BAD),
    Mutant(CHECK, CHECK.replace("window > n + 2 * padding", "False"), "what does not fit", BAD),
    Mutant(CHECK, CHECK.replace("window > n", "window > n + 1"), "one pixel too many", BAD),
    Mutant(CHECK, "stride = stride or 1\n        " + CHECK, "a stride of 0 is 1", BAD),
    Mutant(CHECK, "window = window or 1\n        " + CHECK, "a window of 0 is 1", BAD),
    Mutant("len(shape) != 3", "False", "any shape", BAD),
    Mutant("len(shape) != 3", "len(shape) > 3", "short shapes", BAD),
    Mutant("len(shape) != 3", "len(shape) < 3", "long shapes", BAD),
    Mutant('f"an image is', 'rows[0], f"an image is', "another exception", BAD),
]
