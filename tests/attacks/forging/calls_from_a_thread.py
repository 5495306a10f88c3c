"""Has another thread call the function that it was given, which is its affair."""
# earns: 10
# statuses: passed

import threading

import numpy as np


def apply_twice(f, x):
    answers = []
    thread = threading.Thread(target=lambda: answers.append(f(f(x))))
    thread.start()
    thread.join()
    return answers[0]


def energy(x):
    return float((np.asarray(x, dtype=float) ** 2).sum())


def scaled(x, factor):
    return np.asarray(x, dtype=float) * factor
