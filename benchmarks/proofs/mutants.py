"""Mutants: one small change each to the source of a module, and how a live module takes one on.

A mutant turns a comparison, a condition or a number, drops a statement, a type that is caught, or what is returned.
What only tells (logs, events, the words of an error) is left alone: no money and no address hangs on it.
"""

import ast
import copy
import types

COMPARED = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
REACHED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr}
TOLD = {"note", "tell", "log"}
"""Calls that only tell; nothing inside of them is changed either."""


class Mutant:
    """One change: where it stands, what it says now, and the whole changed module."""

    def __init__(self, tree, function, node, words, change):
        self.function, self.words = function, words
        self.lines = range(node.lineno, node.end_lineno + 1)
        (changed,) = change.values()
        ast.copy_location(changed, node)
        self.changed = ast.fix_missing_locations(copy.deepcopy(tree, change))

    def __str__(self):
        return f"{self.function}, line {self.lines.start}: {self.words}"


def mutants(source, functions=()):
    """Every mutant of a module's functions, or of those that are named."""
    tree = ast.parse(source)
    for name, function in _functions(tree):
        if not functions or name.rpartition(".")[2] in functions:
            for node in _nodes(function):
                for words, place in _changes(node):
                    yield Mutant(tree, name, node, f"{_brief(node)} -> {words}", {id(node): place})


def take_on(module, tree):
    """Give the functions of a live module the code that a changed tree has for them."""
    live = dict(_live(module))
    for code in _codes(compile(tree, module.__file__, "exec")):
        if code.co_qualname in live:
            live[code.co_qualname].__code__ = code


# --- what may be changed ----------------------------------------------------------------------------------------------


def _functions(tree, within=""):
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield within + node.name, node


def _nodes(function):
    """What runs inside of a function, but for what only tells."""
    waiting = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Raise | ast.Assert):
            yield node  # as a whole: its words are words
        elif not (isinstance(node, ast.Expr) and _tells(node.value)):
            yield node
            waiting[:0] = [one for one in ast.iter_child_nodes(node) if not isinstance(one, ast.arguments)]


def _tells(node):
    called = node.func if isinstance(node, ast.Call) else node
    names = {getattr(one, "attr", getattr(one, "id", None)) for one in ast.walk(called)}
    return isinstance(node, ast.Constant) or bool(names & TOLD)


def _changes(node):
    """Each change of one node, in words, with what stands there instead."""
    match node:
        case ast.Compare(ops=[one]) if type(one) in COMPARED:
            yield _told(ast.Compare(node.left, [COMPARED[type(one)]()], node.comparators))
        case ast.BoolOp():
            yield _told(ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values))
        case ast.UnaryOp(op=ast.Not()):
            yield _told(node.operand)
        case ast.BinOp() if type(node.op) in REACHED:
            yield _told(ast.BinOp(node.left, REACHED[type(node.op)](), node.right))
        case ast.Constant(value=bool()):
            yield _told(ast.Constant(not node.value))
        case ast.Constant(value=int() | float()):
            yield _told(ast.Constant(node.value + 1))
        case ast.If() | ast.IfExp():
            for value in (True, False):
                test = ast.Constant(value)
                yield f"if {value}", type(node)(**{**_fields(node), "test": test})
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield _told(ast.Return(ast.Constant(None)))
        case ast.Raise() | ast.Expr() | ast.AugAssign() | ast.Assign(targets=[ast.Attribute()]):
            yield "pass", ast.Pass()
        case ast.ExceptHandler(type=ast.Tuple()) | ast.Call(func=ast.Name("isinstance"), args=[_, ast.Tuple()]):
            types_ = node.type if isinstance(node, ast.ExceptHandler) else node.args[1]
            for left_out in types_.elts:
                fewer = ast.Tuple([one for one in types_.elts if one is not left_out], ast.Load())
                changed = {"type": fewer} if isinstance(node, ast.ExceptHandler) else {"args": [node.args[0], fewer]}
                yield f"without {ast.unparse(left_out)}", type(node)(**{**_fields(node), **changed})


def _told(changed):
    return ast.unparse(ast.fix_missing_locations(changed)), changed


def _fields(node):
    return dict(ast.iter_fields(node))


def _is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def _brief(node):
    return ast.unparse(node).splitlines()[0][:70]


# --- a live module ----------------------------------------------------------------------------------------------------


def _codes(code):
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield one
            yield from _codes(one)


def _live(scope, home=None):
    """Every function of a module, or of a class of it, by its qualified name."""
    home = home or scope.__name__
    for one in list(vars(scope).values()):
        if isinstance(one, type) and one.__module__ == home:
            yield from _live(one, home)
        function = getattr(one, "__func__", None) or getattr(one, "fget", None) or one
        function = getattr(function, "__wrapped__", function)
        if isinstance(function, types.FunctionType) and function.__module__ == home:
            yield function.__qualname__, function
