"""Small changes of a syntax tree that keep what every call gives and raises: see `restyle`."""

from __future__ import annotations

import ast
import builtins
import copy
import random
from collections.abc import Iterator, Mapping, Sequence

_WORDS = ("a", "tmp", "val", "current", "idx", "res", "my_var", "thing", "q", "data_", "Block", "nn")
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


class Dice:
    """Draws choices, and names that the program does not use."""

    def __init__(self, seed: int, tree: ast.Module) -> None:
        self._random = random.Random(seed)
        self._taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        self._taken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        self._taken |= {node.name for node in ast.walk(tree) if isinstance(node, _FUNCTION)}
        self._taken |= set(dir(builtins))
        self.choice = self._random.choice
        self.shuffle = self._random.shuffle
        self.upto = self._random.randint

    def likely(self) -> bool:
        """Return True more often than not."""
        return self._random.random() < 0.7

    def name(self, word: str = "") -> str:
        """Return a new name, made of the word if there is one."""
        word = word or self.choice(_WORDS)
        found = next(new for n in range(10_000) if (new := f"{word}{n or ''}") not in self._taken)
        self._taken.add(found)
        return found


class Rewriting(ast.NodeTransformer):
    """A change of the tree that is made at some of the places where it can be made."""

    def __init__(self, dice: Dice, tree: ast.Module) -> None:
        self.dice = dice
        self.tree = tree


def _has_effects(node: ast.AST) -> bool:
    """Return whether the order of evaluation may matter."""
    risky = (ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.Await)
    called = {
        ast.unparse(one.func).split(".")[-1] for one in ast.walk(node) if isinstance(one, ast.Call)
    }
    return bool(called & {"next", "pop"}) or any(isinstance(one, risky) for one in ast.walk(node))


class Operands(Rewriting):
    """`a * b` as `b * a`, `n + 1` as `1 + n`, `a < b` as `b > a`, `n ** 2` as `n * n`, `@` spelt out."""

    MIRRORED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
        ast.Lt: ast.Gt,
        ast.Gt: ast.Lt,
        ast.LtE: ast.GtE,
        ast.GtE: ast.LtE,
        ast.Eq: ast.Eq,
        ast.NotEq: ast.NotEq,
    }

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Rewrite a binary operation."""
        self.generic_visit(node)
        left, right = node.left, node.right
        if not self.dice.likely() or _has_effects(node):
            return node
        number = any(
            isinstance(side, ast.Constant) and type(side.value) is int for side in (left, right)
        )
        if isinstance(node.op, ast.Mult) or (isinstance(node.op, ast.Add) and number):
            return ast.BinOp(right, node.op, left)
        if isinstance(node.op, ast.Pow) and isinstance(left, ast.Name) and ast.unparse(right) == "2":
            return ast.BinOp(left, ast.Mult(), copy.copy(left))
        if isinstance(node.op, ast.MatMult):
            return ast.Call(expression("np.matmul"), [left, right], [])
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Rewrite a comparison of two values."""
        self.generic_visit(node)
        mirrored = self.MIRRORED.get(type(node.ops[0]))
        if len(node.ops) > 1 or mirrored is None or _has_effects(node) or not self.dice.likely():
            return node
        return ast.Compare(node.comparators[0], [mirrored()], [node.left])


class Loops(Rewriting):
    """`for i in range(n)` as a `while` that counts."""

    def visit_For(self, node: ast.For) -> ast.stmt | list[ast.stmt]:
        """Rewrite a loop over a range."""
        self.generic_visit(node)
        call = node.iter
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != "range" or node.orelse:
            return node
        # A step that is not written out may be 0 or negative.
        if len(call.args) > 2 or not self.dice.likely():
            return node
        first, last = call.args if len(call.args) == 2 else (ast.Constant(0), call.args[0])
        at, end = self.dice.name(), self.dice.name("end")
        loop = statements(f"while {at} < {end}:\n    {at} += 1")[0]
        assert isinstance(loop, ast.While)
        # Counted before the body, so that a `continue` in it does no harm.
        value = ast.Name(at, ast.Load())
        loop.body = [ast.Assign([node.target], value), *loop.body, *node.body]
        starts = [ast.Assign([ast.Name(n, ast.Store())], v) for n, v in ((at, first), (end, last))]
        return [*starts, loop]


class Idioms(Rewriting):
    """`np.zeros(s)` as `np.full(s, 0.0)`, `.reshape(a, b)` as `.reshape((a, b))`, shapes as lists."""

    FILLED: Mapping[str, float] = {"np.zeros": 0.0, "np.ones": 1.0}

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Rewrite a call of NumPy's."""
        self.generic_visit(node)
        if not self.dice.likely():
            return node
        function = ast.unparse(node.func)
        if function in self.FILLED and node.args:
            shape = node.args[0]
            if isinstance(shape, ast.Tuple):
                shape = ast.List(shape.elts, ast.Load())
            value = ast.Constant(self.FILLED[function])
            keywords = node.keywords or [ast.keyword("dtype", expression("float"))]
            if len(node.args) > 1:
                keywords = [ast.keyword("dtype", node.args[1])]
            return ast.Call(expression("np.full"), [shape, value], keywords)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if method in ("reshape", "transpose") and len(node.args) > 1 and not function.startswith("np."):
            return ast.Call(node.func, [ast.Tuple(node.args, ast.Load())], node.keywords)
        return node


class Branches(Rewriting):
    """`if a: b` as `if not a: pass`, `else: b`; what is returned gets a name first."""

    def visit_If(self, node: ast.If) -> ast.stmt:
        """Turn a condition round."""
        self.generic_visit(node)
        if not self.dice.likely():
            return node
        return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse or [ast.Pass()], node.body)

    def visit_Return(self, node: ast.Return) -> ast.stmt | list[ast.stmt]:
        """Name what is returned."""
        if node.value is None or not self.dice.likely():
            return node
        name = self.dice.name()
        assign = ast.Assign([ast.Name(name, ast.Store())], node.value)
        return [assign, ast.Return(ast.Name(name, ast.Load()))]


class Names(Rewriting):
    """Local variables get other names."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Rename within a function and those that it defines: all of them or none."""
        inside = list(ast.walk(node))
        if any(isinstance(one, (ast.ClassDef, ast.Global, ast.Nonlocal)) for one in inside):
            return node
        kept = {one.arg for one in inside if isinstance(one, ast.arg)} | set(dir(builtins))
        kept |= {
            one.name for one in inside if isinstance(one, (*_FUNCTION, ast.ExceptHandler)) if one.name
        }
        kept |= set(_module_names(self.tree))
        names = [one for one in inside if isinstance(one, ast.Name)]
        stored = {one.id for one in names if isinstance(one.ctx, ast.Store)}
        new = {name: self.dice.name() for name in sorted(stored - kept) if self.dice.likely()}
        for name in names:
            name.id = new.get(name.id, name.id)
        return node


class Arguments(Rewriting):
    """The program's own functions are given their arguments by name instead of by position."""

    def __init__(self, dice: Dice, tree: ast.Module) -> None:
        super().__init__(dice, tree)
        self.parameters = _parameters(tree)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Rewrite a call of a function of the module."""
        self.generic_visit(node)
        plain = not any(isinstance(one, ast.Starred) for one in node.args)
        if not isinstance(node.func, ast.Name) or not plain or not self.dice.likely():
            return node
        names = self.parameters.get(node.func.id, [])
        if len(names) < len(node.args):
            return node
        split = self.dice.upto(0, len(node.args))
        named = [ast.keyword(n, v) for n, v in zip(names[split:], node.args[split:], strict=False)]
        return ast.Call(node.func, node.args[:split], [*named, *node.keywords])


class Order(Rewriting):
    """Functions that follow one another stand in another order."""

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Shuffle each row of functions."""
        names = [one.name for one in node.body if isinstance(one, _FUNCTION)]
        at = 0 if len(names) == len(set(names)) else len(node.body)
        while at < len(node.body):
            row: list[ast.stmt] = []
            while at + len(row) < len(node.body) and _can_move(node.body[at + len(row)]):
                row.append(node.body[at + len(row)])
            self.dice.shuffle(row)
            node.body[at : at + len(row)] = row
            at += len(row) + 1
        return node


def expression(text: str) -> ast.expr:
    """Return the tree of an expression."""
    return ast.parse(text, mode="eval").body


def statements(text: str) -> list[ast.stmt]:
    """Return the trees of statements."""
    return ast.parse(text).body


def _module_names(tree: ast.Module) -> Iterator[str]:
    """Give the names that mean something to all functions of a module."""
    for statement in tree.body:
        for node in ast.walk(statement) if not isinstance(statement, _FUNCTION) else ():
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.alias):
                yield (node.asname or node.name).split(".")[0]
        if isinstance(statement, (*_FUNCTION, ast.ClassDef)):
            yield statement.name


def _parameters(tree: ast.Module) -> dict[str, list[str]]:
    """Return what can be given by name to the plain functions of a module, by their names."""
    nodes = list(ast.walk(tree))
    # A name that means something else somewhere is left alone.
    others = {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    others |= {one.arg for one in nodes if isinstance(one, ast.arg)}
    defined = [one.name for one in nodes if isinstance(one, _FUNCTION)]
    return {
        one.name: [parameter.arg for parameter in one.args.args]
        for one in tree.body
        if isinstance(one, ast.FunctionDef)
        and not (one.decorator_list or one.args.posonlyargs or one.args.vararg or one.args.kwonlyargs)
        and one.name not in others
        and defined.count(one.name) == 1
    }


def _can_move(statement: ast.stmt) -> bool:
    """Return whether a statement is a function that may stand before or after its neighbours."""
    if not isinstance(statement, ast.FunctionDef) or statement.decorator_list:
        return False
    defaults = (*statement.args.defaults, *statement.args.kw_defaults)
    return all(isinstance(default, ast.Constant) for default in defaults if default is not None)


REWRITINGS: Sequence[type[Rewriting]] = (Operands, Loops, Idioms, Branches, Names, Arguments, Order)
