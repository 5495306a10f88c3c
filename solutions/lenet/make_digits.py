"""Makes `data/digits.npz`, which students get, and `held_out.npz`, which they do not, from MNIST.

    python make_digits.py FOLDER

FOLDER holds the four IDX files of MNIST as they are handed out, gzipped. What comes out of them is the
same each time, byte for byte.
"""

import argparse
import gzip
import hashlib
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PER_CLASS = {"train": 500, "validation": 100, "held_out": 200}
# Of the unpacked files, so that however they were packed they are the ones that are meant.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


def read_idx(folder, name):
    """Return the array in an IDX file; its header says how many axes there are and how long."""
    content = gzip.decompress((folder / f"{name}.gz").read_bytes())
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != MD5[name]:
        raise SystemExit(f"{name} in {folder} is not the file of MNIST")
    axes = content[3]
    shape = np.frombuffer(content, ">i4", axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * axes).reshape(shape)


def draw(folder, part, seed, *counts):
    """Draw sets of so many images a class, no image twice, each set in any order.

    Args:
        folder: where the IDX files are.
        part: of MNIST, "train" or "t10k".
        seed: of the choice.
        counts: images a class, for each set.

    Returns:
        A list of pairs, images of shape (n, 28, 28) and their labels.
    """
    images, labels = (
        read_idx(folder, f"{part}-images-idx3-ubyte"),
        read_idx(folder, f"{part}-labels-idx1-ubyte"),
    )
    # The old generator, since its numbers are promised to stay the same in every version of NumPy.
    random = np.random.RandomState(seed)
    classes = [random.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
    sets, first = [], 0
    for count in counts:
        chosen = random.permutation(np.concatenate([one[first : first + count] for one in classes]))
        sets.append((images[chosen], labels[chosen]))
        first += count
    return sets


def make(source, target):
    """Write both files below the folder `target`, from MNIST in the folder `source`."""
    train, validation = draw(source, "train", 1998, PER_CLASS["train"], PER_CLASS["validation"])
    (held_out,) = draw(source, "t10k", 1998, PER_CLASS["held_out"])
    (target / "data").mkdir(exist_ok=True)
    np.savez_compressed(
        target / "data" / "digits.npz",
        train_images=train[0],
        train_labels=train[1],
        validation_images=validation[0],
        validation_labels=validation[1],
    )
    np.savez_compressed(target / "held_out.npz", images=held_out[0], labels=held_out[1])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="with the IDX files of MNIST")
    make(parser.parse_args().folder, HERE)
