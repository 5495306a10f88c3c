"""Returns an array of objects that holds itself, and a list and a dict that do."""
# earns: 0
# statuses: error

import numpy as np


def energy(x):
    answer = np.empty(1, dtype=object)
    answer[0] = answer
    return answer


def scaled(x, factor):
    answer = []
    answer.append(answer)
    return answer


def apply_twice(f, x):
    answer = {}
    answer[1] = answer
    return answer
