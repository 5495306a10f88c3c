"""What there is to see of a network: how its training goes on, and images in rows.

In a notebook with matplotlib these are pictures. Without one of the two it is lines of text, and nothing
else changes: no result depends on this module.
"""

import base64
import importlib.util
import io
import sys
import time

import numpy as np

_SECONDS = 2.0  # between two pictures: each takes about a tenth of a second
_WIDTH = 40  # of a bar made of text
_TO_INK = "#1f5fa8"


class Progress:
    """How far training is: a bar, the loss of each step, and notes such as an accuracy.

    Args:
        steps: how many there will be.

    Attributes:
        losses: those of the steps so far.
        marks: pairs of a step and the accuracy that was noted after it.
    """

    def __init__(self, steps):
        self.steps = steps
        self.losses, self.marks = [], []
        self._words = ""
        self._begun = self._drawn = time.monotonic()
        self._screen = _Notebook() if _in_notebook() and _has("matplotlib") else _Text()

    @property
    def done(self):
        """The part of all steps that is done, from 0 to 1."""
        return len(self.losses) / self.steps

    def step(self, loss):
        """Note that a step was taken, and its loss."""
        self.losses.append(float(loss))
        now = time.monotonic()
        if len(self.losses) >= self.steps or now > self._drawn + _SECONDS:
            self._drawn = now
            self._screen.draw(self)

    def note(self, accuracy, words):
        """Note an accuracy from 0 to 1, and what it is that of."""
        self.marks.append((len(self.losses), accuracy))
        self._words = f"{words}: {100 * accuracy:.1f} %"
        self._screen.note(self)

    def __str__(self):
        seconds = time.monotonic() - self._begun
        left = seconds * (1 / self.done - 1) if self.losses else 0.0
        loss = f"loss {np.mean(self.losses[-50:]):.3f}" if self.losses else "no step yet"
        times = f"{seconds:.0f} s" + (f", {left:.0f} s to go" if self.done < 1 else "")
        return ", ".join(filter(None, [f"{self.done:.0%}", loss, self._words, times]))


class _Text:
    """Lines of text: one that is written over where that is possible, and one for each note."""

    def draw(self, progress):
        if sys.stdout.isatty():
            full = round(progress.done * _WIDTH)
            bar = "#" * full + "." * (_WIDTH - full)
            self._write(f"\r{bar} {progress}\033[K" + ("\n" if progress.done >= 1 else ""))

    def note(self, progress):
        self._write(f"\r{progress}" + ("\033[K" if sys.stdout.isatty() else "") + "\n")

    def _write(self, text):
        sys.stdout.write(text)
        sys.stdout.flush()


class _Notebook:
    """A bar and a picture below a cell, drawn anew in their place."""

    def __init__(self):
        self._handle = None

    def draw(self, progress):
        from IPython.display import HTML, display  # noqa: PLC0415 -- there in notebooks alone

        bar = f'<progress value="{progress.done}" max="1" style="width: 30em"></progress>'
        picture = base64.b64encode(_curves(progress)).decode()
        page = f'<div>{bar} {progress}</div><img src="data:image/png;base64,{picture}">'
        if self._handle is None:
            self._handle = display(HTML(page), display_id=True)
        else:
            self._handle.update(HTML(page))

    note = draw


def show(images, titles, columns=10, across=None):
    """Show images in rows.

    Args:
        images: list of arrays of two axes, or one array of three.
        titles: a text for each.
        columns: how many images there are in a row.
        across: the numbers that become white and black, as a pair; None for the least and the largest
            of each image.
    """
    if not _has("matplotlib"):
        sys.stdout.write("No pictures here, since matplotlib is not installed.\n")
        return
    import matplotlib.pyplot as plt  # noqa: PLC0415 -- a submission is graded without it

    rows = -(-len(images) // columns)
    low, high = across or (None, None)
    figure, axes = plt.subplots(rows, columns, figsize=(1.2 * columns, 1.45 * rows), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image, cmap="gray_r", vmin=low, vmax=high)
        axis.set_title(title, fontsize=9)
    figure.tight_layout()
    plt.show()


def _curves(progress):
    """Return a picture, as the bytes of a PNG: the loss of each step, and the accuracies."""
    from matplotlib.figure import Figure  # noqa: PLC0415 -- as above

    figure = Figure(figsize=(10, 3), layout="constrained")
    left, right = figure.subplots(1, 2)
    losses = np.array(progress.losses)
    left.plot(np.arange(1, len(losses) + 1), losses, ".", markersize=2, color="0.8")
    smooth = np.convolve(losses, np.ones(50) / 50, "valid")  # empty, or longer, while there are few
    if len(losses) >= 50:
        left.plot(np.arange(50, len(losses) + 1), smooth, color=_TO_INK)
    left.set(xlabel="step", ylabel="loss", xlim=(0, progress.steps), yscale="log")
    steps, accuracies = zip(*progress.marks, strict=True) if progress.marks else ((), ())
    right.plot(steps, [100 * accuracy for accuracy in accuracies], "o-", color=_TO_INK)
    right.set(xlabel="step", ylabel="right answers, %", xlim=(0, progress.steps))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=80)
    return buffer.getvalue()


def _has(package):
    return importlib.util.find_spec(package) is not None


def _in_notebook():
    return "IPython" in sys.modules and hasattr(sys.modules["IPython"].get_ipython(), "kernel")
