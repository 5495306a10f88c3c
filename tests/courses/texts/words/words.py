"""A course that has nothing to do with arrays: strings, dicts, a class."""


def word_counts(text):
    """Return how often each word occurs."""
    # BEGIN SOLUTION
    counts = {}
    for word in text.lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts
    # END SOLUTION


def longest(text, key=len):
    """Return the words of the largest `key`, in order."""
    # BEGIN SOLUTION
    words = text.split()
    most = max(map(key, words), default=0)
    return [word for word in words if key(word) == most]
    # END SOLUTION


class Counter:
    """Counts words as they come."""

    def __init__(self):
        self.total = 0

    def add(self, text):
        """Add a text and return the number of words so far."""
        # BEGIN SOLUTION
        self.total += len(text.split())
        return self.total
        # END SOLUTION
