"""What decides the marks of `layer_table`: each column of each table is a test of its own.

Rows may hold more than the five values that are due; shapes may be tuples, lists or arrays. A row of
totals, or for the input, costs the tests on the names of layers alone.
"""

import pytest

from autograder.suite import assert_equals, assert_unmodified

pytestmark = pytest.mark.question("layer_table")

KINDS = ("conv", "maxpool", "avgpool", "fc")
COLUMNS = ("layer", "output", "weights", "biases", "parameters")


def block(filters, convolutions):
    """Return a block of VGG: convolutions that keep the size, and a pool that halves it."""
    return [("conv", filters, 3, 1, 1)] * convolutions + [("maxpool", 2, 2)]


# Lists of layers, and the shape of an image.
NETWORKS = {
    "LeNet-5": (
        [
            ("conv", 6, 5, 1, 2),
            ("avgpool", 2, 2),
            ("conv", 16, 5, 1, 0),
            ("avgpool", 2, 2),
            ("conv", 120, 5, 1, 0),
            ("fc", 84),
            ("fc", 10),
        ],
        (1, 28, 28),
    ),
    "AlexNet": (
        [
            ("conv", 96, 11, 4, 0),
            ("maxpool", 3, 2),
            ("conv", 256, 5, 1, 2),
            ("maxpool", 3, 2),
            *[("conv", 384, 3, 1, 1)] * 2,
            ("conv", 256, 3, 1, 1),
            ("maxpool", 3, 2),
            *[("fc", 4096)] * 2,
            ("fc", 1000),
        ],
        (3, 227, 227),
    ),
    "VGG-16": (
        [
            *(
                layer
                for row in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
                for layer in block(*row)
            ),
            *[("fc", 4096)] * 2,
            ("fc", 1000),
        ],
        (3, 224, 224),
    ),
    "only padding makes it fit": ([("conv", 3, 5, 1, 1), ("fc", 2)], (2, 4, 3)),
    "images that are not square": (
        [("conv", 5, 3, 1, 1), ("avgpool", 3, 3), ("conv", 7, 2, 1, 0), ("maxpool", 2, 1), ("fc", 6)],
        (2, 12, 21),
    ),
    "rows and columns left over": (
        [("conv", 4, 3, 2, 0), ("maxpool", 2, 2), ("conv", 3, 4, 3, 1), ("avgpool", 2, 3), ("fc", 5)],
        (3, 32, 39),
    ),
    "one convolution": ([("conv", 7, 4, 3, 2)], (5, 9, 14)),
    "1x1 filters and windows": (
        [("conv", 6, 1, 1, 0), ("avgpool", 1, 1), ("conv", 2, 1, 2, 1), ("maxpool", 1, 3)],
        (4, 8, 11),
    ),
    "fully connected layers alone": ([("fc", 12), ("fc", 5), ("fc", 1)], (3, 4, 6)),
    "pools alone": ([("maxpool", 3, 2), ("avgpool", 2, 2), ("maxpool", 2, 1)], (6, 19, 14)),
}


def assert_column(student, reference, column, layers, shape):
    """Hold that a table has the values of the reference in one column."""
    expected = [row[column] for row in reference.layer_table(layers, shape)]
    rows = student.layer_table(list(layers), shape)
    if isinstance(rows, (list, tuple)):
        rows = [row if isinstance(row, dict) else {} for row in rows]
        if len(rows) > len(layers) and column != "layer":
            kinds = [row.get("layer") for row in rows]
            named = [isinstance(kind, str) and kind in KINDS for kind in kinds]
            rows = [row for row, due in zip(rows, named, strict=True) if due]
        rows = [row.get(column) for row in rows]
    assert_equals(rows, expected)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param((column, *network), id=f"{words}: {column}")
        for words, network in NETWORKS.items()
        for column in COLUMNS
    ],
)
def test_columns(student, reference, case):
    """A table has a row for each layer, with the right values in it."""
    assert_column(student, reference, *case)


@pytest.mark.parametrize("case", COLUMNS, ids=COLUMNS)
def test_inputs(student, reference, case):
    """The values are right, again and again, and the list of layers is left as it was."""
    for layers, shape in [*NETWORKS.values()][-6:]:
        assert_column(student, reference, case, layers, shape)
        assert_unmodified(student)
