"""Known mistakes of the cipher."""
# ruff: noqa: D102 -- a fault takes what its stage takes; stages go by their names

from autograder.diagnosis import Operation, fault


class Caesar(Operation, of="caesar"):
    """Finds the alphabet of a letter, and its new place in it."""

    def first(self, letter):
        return next((first for first in "aA" if first <= letter <= chr(ord(first) + 25)), None)

    def place(self, place, shift):
        return (place + shift) % 26

    def moved(self, letter, shift):
        first = self.first(letter)
        if first is None:
            return letter
        return chr(ord(first) + self.place(ord(letter) - ord(first), shift))

    def run(self, text, shift):
        return "".join(self.moved(letter, shift) for letter in text)


@fault(Caesar, "first", title="Capitals stay as they are", hint="Is `Z` a letter to your function?")
def small_letters_only(self, letter):
    return "a" if "a" <= letter <= "z" else None


@fault(Caesar, "place", title="The alphabet has no end", hint="Which letter comes after z?")
def without_end(self, place, shift):
    return place + shift
