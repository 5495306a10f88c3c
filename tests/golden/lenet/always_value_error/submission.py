class Refuses:
    def __init__(self, *numbers, **named):
        raise ValueError("not today")


class Linear(Refuses):
    pass


class Tanh(Refuses):
    pass


class Flatten(Refuses):
    pass


class AvgPool2d(Refuses):
    pass


class Conv2d(Refuses):
    pass


class LeNet5(Refuses):
    pass


def softmax_cross_entropy(logits, labels):
    raise ValueError("not today")


def sgd_step(parameters, gradients, lr):
    raise ValueError("not today")


def local_response_norm(x, size=5, alpha=1e-4, beta=0.75, k=2):
    raise ValueError("not today")


def layer_table(layers, input_shape):
    raise ValueError("not today")
