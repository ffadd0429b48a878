"""The mutants of a source text: each is the text with one small fault put in.

A mutant is known by its function and by the source text that the fault changes, not by a line number, so that what is
recorded of it holds when the code around it moves.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass, field

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
"""For each comparison, the one that differs at the boundary (where there is a boundary) and the opposite."""

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}

MODULE = "<module>"
"""The function of what a module does when it is imported."""


_LONGEST = 100
"""Characters of source text that a mutant is known by."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault.

    Attributes:
        function: the qualified name of the function, or ``<module>``.
        before: the source text around the fault, as ``ast.unparse`` writes it.
        after: what it becomes.
        nth: which of the places in the function where the same text becomes the same, counted from 1.
        at_import: whether it runs when the module is imported, as a default or a constant does.
    """

    function: str
    before: str
    after: str
    nth: int
    at_import: bool = field(compare=False)
    _tree: ast.Module = field(repr=False, compare=False)
    _node: ast.AST = field(repr=False, compare=False)
    _other: ast.AST = field(repr=False, compare=False)

    @property
    def tree(self) -> ast.Module:
        """The whole module with the fault in it."""
        other = ast.copy_location(deepcopy(self._other), self._node)
        return ast.fix_missing_locations(deepcopy(self._tree, {id(self._node): other}))


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, in the order of the text."""
    tree = ast.parse(source)
    seen: Counter[tuple[str, str, str]] = Counter()
    for place in _places(tree, (), at_import=True):
        for old, new in _changes(place.node):
            if isinstance(old, ast.Constant) and not isinstance(place.parent, ast.Module):
                # A number says little without the expression that it is part of.
                before, after = _text(place.parent), _text(deepcopy(place.parent, {id(old): new}))
            else:
                before, after = _text(old), _text(new)
            seen[place.function, before, after] += 1
            nth = seen[place.function, before, after]
            yield Mutant(place.function, before, after, nth, place.at_import, tree, old, new)


@dataclass(frozen=True, slots=True)
class _Place:
    function: str
    parent: ast.AST
    node: ast.AST
    at_import: bool


def _text(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _places(node: ast.AST, inside: tuple[str, ...], *, at_import: bool) -> Iterator[_Place]:
    """Every node that runs: no annotation, no decorator and no docstring."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params"}:
            continue
        # The body of a function runs when it is called; its defaults, when it is defined.
        later = isinstance(node, ast.FunctionDef) and name == "body"
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_docstring(child):
                continue
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                yield from _places(child, (*inside, child.name), at_import=at_import and not later)
            else:
                yield _Place(".".join(inside) or MODULE, node, child, at_import and not later)
                yield from _places(child, inside, at_import=at_import and not later)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _changes(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What a node, or a part of it, may become: one fault at a time, as old and new."""
    match node:
        case ast.Compare(ops=ops):
            for at, operator in enumerate(ops):
                for other in _COMPARED[type(operator)]:
                    yield node, _with(node, ops=[*ops[:at], other(), *ops[at + 1 :]])
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in _ARITHMETIC:
            yield node, _with(node, op=_ARITHMETIC[type(operator)]())
        case ast.BoolOp(op=ast.And()):
            yield node, _with(node, op=ast.Or())
        case ast.BoolOp(op=ast.Or()):
            yield node, _with(node, op=ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, operand
        case ast.Constant(value=bool(value)):
            yield node, _with(node, value=not value)
        case ast.Constant(value=int(value)):
            yield node, _with(node, value=value + 1)
            yield node, _with(node, value=value - 1)
        case ast.Return(value=ast.expr() as given) if not (isinstance(given, ast.Constant) and given.value is None):
            yield node, _with(node, value=ast.Constant(None))
        case ast.Call(func=ast.Name(id=name)) if name in _SWAPPED:
            yield node, _with(node, func=ast.Name(_SWAPPED[name], ast.Load()))
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if _plain(test):
            yield test, ast.UnaryOp(ast.Not(), test)
        case ast.comprehension(ifs=ifs):
            yield from ((test, ast.UnaryOp(ast.Not(), test)) for test in ifs if _plain(test))
        case ast.Break():
            yield node, ast.Continue()
        case ast.Continue():
            yield node, ast.Break()


def _plain(test: ast.expr) -> bool:
    """Whether a condition has no operator of its own that is changed in its place."""
    return not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _with[Node: ast.AST](node: Node, **changed: object) -> Node:
    """A copy of the node with some of its fields changed."""
    other = copy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return other
