"""Rewrites a right solution into one that does the same in another style, at random but repeatably.

Students write the same idea in many ways: other names, `while` for `for`, `np.full` for `np.zeros`,
lists or float32 for arrays, arguments by name or by position. None of that may cost marks.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from tests.assignments.rewritings import REWRITINGS, Dice, statements

# How an answer may be given, by its kind. Neither dtype nor container of an array is judged.
_ARRAY = (
    "np.asarray({0}, dtype=np.float32)",
    "np.asarray({0}).tolist()",
    "list(np.asarray({0}))",
    "tuple(np.asarray({0}))",
    "tuple(row.tolist() for row in np.array({0}))",
    "np.asfortranarray({0})",
    "np.array({0})[::-1][::-1]",
    "np.array([{0}])[0]",
    "1.0 * np.asarray({0})",
)
STYLES: Mapping[str, Sequence[str]] = {
    "array": _ARRAY,
    "arrays": [
        f"{kind}([{style.format('part')} for part in {{0}}])"
        for kind in ("tuple", "list")
        for style in _ARRAY
    ],
    "dict": ["dict(reversed({0}.items()))"]
    + [f"{{{{name: {style.format('part')} for name, part in {{0}}.items()}}}}" for style in _ARRAY],
    "count": ("int({0})", "float({0})", "np.int64({0})", "np.float64({0})", "{0}"),
}


def restyle(source: str, seed: int, kinds: Mapping[str, str]) -> str:
    """Return a program that does the same in another style.

    Args:
        source: of a right solution, plain Python; `np`, if it is there, is NumPy.
        seed: the same one gives the same style again.
        kinds: what each public function returns, a key of `STYLES`.
    """
    tree = ast.parse(source)
    dice = Dice(seed, tree)
    chosen = list(REWRITINGS)
    dice.shuffle(chosen)
    for rewriting in chosen[: dice.upto(3, len(chosen))]:
        tree = rewriting(dice, tree).visit(tree)
    if dice.likely():
        _dress(tree, dice, kinds)
    tree.body += statements("import numpy as np")  # for what was written here
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _dress(tree: ast.Module, dice: Dice, kinds: Mapping[str, str]) -> None:
    """Let each public function hand on to one inside, and give the answer in another form."""
    for public, kind in kinds.items():
        inner = dice.name(f"_{public}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id == public:
                node.id = inner
            elif isinstance(node, ast.FunctionDef) and node.name == public:
                node.name = inner
        answer = dice.choice(STYLES[kind]).format("answer")
        body = f"    answer = {inner}(*args, **how)\n    return {answer}"
        tree.body += statements(f"def {public}(*args, **how):\n{body}")
