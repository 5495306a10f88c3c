# %% [markdown]
# # Words in order, and letters out of it
#
# Strings cannot be changed, so what changes them makes new ones. In all questions a word is what
# `str.split` gives: a piece between white space.

# %% tags=["check"]
if __name__ == "__main__":
    from autograder import check


# %%
def reverse_words(text):
    """Put the words of a text in reverse order.

    Args:
        text: a str; it may be empty.

    Returns:
        The words from the last to the first, with one space between two of them and none around; ""
        where there are none.
    """
    # BEGIN SOLUTION
    return " ".join(reversed(text.split()))
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("reverse_words")


# %%
def caesar(text, shift):
    """Move each letter along the alphabet.

    Args:
        text: a str. Only a to z and A to Z are letters here; all else stays.
        shift: by how many places, an int: negative ones move back, and after z comes a again.

    Returns:
        The text with all its letters moved, small ones small and capitals capital.
    """
    # BEGIN SOLUTION
    moved = []
    for letter in text:
        if "a" <= letter <= "z" or "A" <= letter <= "Z":
            first = ord("a") if letter >= "a" else ord("A")
            letter = chr(first + (ord(letter) - first + shift) % 26)  # noqa: PLW2901
        moved.append(letter)
    return "".join(moved)
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("caesar")


# %%
def crack(text, word):
    """Find the shift by which a text can be read.

    Args:
        text: a str.
        word: a word that is known to be in it once it is read, small and capital letters as given.

    Returns:
        The smallest shift from 0 to 25 for which `word` is a word of `caesar(text, shift)`; None where
        there is none.
    """
    # BEGIN SOLUTION
    return next((shift for shift in range(26) if word in caesar(text, shift).split()), None)
    # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("crack")


# %%
class Concordance:
    """Says in which lines a word stands; it begins with no line."""

    def __init__(self):
        self.lines = []

    def add(self, line):
        """Take a line of text, the next one; return its number, the first being 1."""
        # BEGIN SOLUTION
        self.lines.append(line.split())
        return len(self.lines)
        # END SOLUTION

    def find(self, word):
        """Return the numbers of the lines with this word, in order: a list, each number once."""
        # BEGIN SOLUTION
        return [number for number, words in enumerate(self.lines, start=1) if word in words]
        # END SOLUTION


# %% tags=["check"]
if __name__ == "__main__":
    check("concordance")
