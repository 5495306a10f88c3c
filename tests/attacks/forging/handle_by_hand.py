"""Returns dicts shaped like the handles, arrays and callables of the protocol."""
# earns: 0
# statuses: failed

import numpy as np


def energy(x): return {"$": "handle", "id": 1, "t": "float"}
def scaled(x, factor): return {"$": "array", "d": "|O", "s": [3], "v": [1, 2, 3]}
def apply_twice(f, x): return {"$": "callable", "id": 0}
