"""What decides the marks of bad arguments: every line of a case has to raise a ValueError.

A layer may raise it when it is made or when it is used. Each test counts only where the question on
right values earned at least half: what always raises must earn nothing.
"""

import numpy as np
import pytest

from autograder.suite import assert_raises

pytestmark = pytest.mark.question("bad_arguments")


def each(question, tables):
    """Give each case of a table for each layer or function, all of which belong to a question."""
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param((name, lines), id=f"{name}: {words}", marks=pytest.mark.needs(question[name]))
            for name, table in tables.items()
            for words, lines in table.items()
        ],
    )


# Layers: each case is a list of (what the layer is made with, shape of x).


@each(
    {"Linear": "linear_layer", "AvgPool2d": "small_layers", "Conv2d": "conv_layer", "LeNet5": "lenet5"},
    {
        "Linear": {
            "number of axes": [((3, 2), (3,)), ((3, 2), (2, 2, 3))],
            "columns": [((3, 2), (2, 4)), ((1, 2), (2, 3)), ((2, 3), (3, 1))],
        },
        "AvgPool2d": {
            "windows that do not fit": [((5,), (1, 2, 4, 6)), ((5,), (1, 2, 6, 4))],
            "size": [((0,), (1, 2, 4, 4)), ((-1,), (1, 2, 4, 4)), ((-2,), (1, 2, 4, 4))],
            "number of axes": [((2,), (4, 4)), ((2,), (2, 4, 4)), ((2,), (1, 1, 2, 4, 4))],
        },
        "Conv2d": {
            "filter that does not fit": [((2, 1, 5), (1, 2, 4, 6)), ((2, 1, 6, 2, 1), (1, 2, 6, 3))],
            "stride and padding": [
                *(((2, 1, 3, *bad), (1, 2, 6, 6)) for bad in ((0,), (-1,), (-2, 1), (1, -1)))
            ],
            "kernel size": [((2, 1, 0), (1, 2, 6, 6)), ((2, 1, -1), (1, 2, 6, 6))],
            "number of axes": [((2, 1, 3), (2, 5, 5)), ((2, 1, 3), (1, 1, 2, 5, 5))],
            "channels": [((c, 2, 3), (1, other, 5, 5)) for c, other in ((1, 3), (3, 1), (2, 3))],
        },
        "LeNet5": {"number of axes": [((), (1, 28, 28)), ((), (1, 1, 1, 28, 28))]},
    },
)
def test_layers(student, rng, case):
    """A ValueError is raised where a layer or what it is given makes no sense."""
    name, lines = case
    for numbers, shape in lines:
        x = rng.normal(size=shape)
        assert_raises(ValueError, lambda n=numbers, x=x: getattr(student, name)(*n).forward(x))


# Functions: each case is a list of (an array or its shape, and the other arguments).


@each(
    {"local_response_norm": "local_response_norm", "softmax_cross_entropy": "softmax_cross_entropy"},
    {
        "local_response_norm": {
            "size": [((1, 4, 2, 3), size) for size in (2, 4, 0, -1, -3)],
            "number of axes": [((4, 3, 2), 3), ((4, 3), 1), ((1, 1, 4, 3, 2), 3)],
        },
        "softmax_cross_entropy": {
            "number of axes": [
                ((3,), np.arange(3)),
                ((2, 3, 4), np.arange(2)),
                ((2, 2, 2), np.arange(2)),
            ]
        },
    },
)
def test_arrays(student, rng, case):
    """A ValueError is raised where an array or a number makes no sense."""
    name, lines = case
    for shape, other in lines:
        assert_raises(ValueError, getattr(student, name), rng.normal(size=shape), other)


# Each case is a list of (layers, input_shape).
IMAGE = (2, 6, 5)
CONV, POOL, FC = ("conv", 3, 3, 1, 0), ("maxpool", 2, 2), ("fc", 4)


@each(
    {"layer_table": "layer_table"},
    {
        "layer_table": {
            "what does not fit": [
                ([("conv", 3, 6, 1, 0)], IMAGE),
                ([("conv", 3, 7, 2, 0), FC], (2, 6, 9)),
                ([POOL, ("maxpool", 3, 1), FC], IMAGE),
                ([("avgpool", 6, 6)], IMAGE),
                ([CONV, ("avgpool", 5, 1)], (2, 6, 9)),
            ],
            "stride and padding": [
                *(
                    ([CONV, layer], (2, 9, 9))
                    for layer in (
                        ("conv", 3, 3, 0, 0),
                        ("conv", 3, 3, -1, 1),
                        ("conv", 3, 3, 1, -1),
                        ("maxpool", 2, 0),
                        ("avgpool", 2, -1),
                    )
                )
            ],
            "kernel and size": [
                *(
                    ([layer, FC], IMAGE)
                    for layer in (
                        ("conv", 3, 0, 1, 0),
                        ("conv", 3, -1, 1, 1),
                        ("maxpool", 0, 1),
                        ("avgpool", -1, 2),
                    )
                )
            ],
            "input shape": [
                ([CONV], (6, 5)),
                ([POOL], (1, 2, 6, 5)),
                ([FC], (1, 2, 6, 5)),
                ([FC], (9,)),
            ],
        }
    },
)
def test_tables(student, case):
    """A ValueError is raised where a network makes no sense."""
    name, lines = case
    for layers, shape in lines:
        assert_raises(ValueError, getattr(student, name), list(layers), shape)
