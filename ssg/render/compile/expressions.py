"""Compiles expressions: what is constant is computed, all else becomes a Python expression."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes

from ssg.render.compile.compiler import Compiler, fold
from ssg.render.compile.declared import MISSING, attribute_type
from ssg.render.compile.operations import Operation, Text
from ssg.render.compile.scopes import Frame
from ssg.render.compile.values import (
    Captured,
    Constant,
    Expression,
    Items,
    Module,
    Unsupported,
    Value,
    constant,
    known_truth,
    to_condition,
    to_python,
)

_COMPARISONS: Mapping[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "eq": ("==", operator.eq),
    "ne": ("!=", operator.ne),
    "gt": (">", operator.gt),
    "gteq": (">=", operator.ge),
    "lt": ("<", operator.lt),
    "lteq": ("<=", operator.le),
    "in": ("in", lambda left, right: left in right),
    "notin": ("not in", lambda left, right: left not in right),
}
# Jinja gives these a meaning where nothing of that name is set.
_SPECIAL = frozenset(("caller", "kwargs", "loop", "self", "super", "varargs", "_trans"))


class Expressions(Compiler):
    def value(self, node: nodes.Node, frame: Frame) -> Value:
        value = self._value(node, frame)
        return self.captured(value.body, frame) if isinstance(value, Captured) else value

    def shown(self, node: nodes.Node, frame: Frame) -> list[Operation]:
        inner = Frame(frame.scope, [], frame.context)
        operations = self.written(self._value(node, inner))
        return inner.out + operations

    def _value(self, node: nodes.Node, frame: Frame) -> Value:
        compile_node = getattr(self, f"value_{type(node).__name__.lower()}", None)
        if compile_node is None:
            raise Unsupported(type(node).__name__)
        value: Value = compile_node(node, frame)
        return value

    def value_const(self, node: nodes.Const, _frame: Frame) -> Value:
        known = constant(node.value)
        if known is None:
            raise Unsupported("a constant without a literal")
        return known

    def value_templatedata(self, node: nodes.TemplateData, frame: Frame) -> Value:
        return self.captured([Text(node.data)], frame)

    def value_name(self, node: nodes.Name, frame: Frame) -> Value:
        found = frame.scope.get(node.name)
        if found is not None:
            return found
        if node.name in _SPECIAL:
            raise Unsupported(f"'{node.name}' here")
        return Expression(f"undefined({node.name!r})")

    def value_getattr(self, node: nodes.Getattr, frame: Frame) -> Value:
        owner = self.value(node.node, frame)
        match owner:
            case Module():
                if node.attr.startswith("_"):
                    raise Unsupported("what Jinja alone knows of a module")
                return owner.scope.get(node.attr, Expression(f"undefined({node.attr!r})"))
            case Constant():
                source = f"{owner.source}.{node.attr}"
                if not hasattr(owner.value, node.attr):
                    source = f"{owner.source}[{node.attr!r}]"
                known = fold(lambda: self.environment.getattr(owner.value, node.attr), source)
                if known:
                    return known
            case Expression():
                path = f"{owner.source}.{node.attr}"
                if known := self.known_path(path):
                    return known
                declared = attribute_type(owner.type, node.attr)
                if declared is not MISSING:
                    return Expression(path, declared)
        return Expression(f"getattribute({to_python(owner)}, {node.attr!r})")

    def value_getitem(self, node: nodes.Getitem, frame: Frame) -> Value:
        owner = self.value(node.node, frame)
        if isinstance(node.arg, nodes.Slice):
            return self._slice(owner, node.arg, frame)
        key = self.value(node.arg, frame)
        source = f"getitem({to_python(owner)}, {to_python(key)})"
        if isinstance(owner, Constant) and isinstance(key, Constant):
            known = fold(lambda: self.environment.getitem(owner.value, key.value), source)
            if known:
                return known
        return Expression(source)

    def _slice(self, owner: Value, node: nodes.Slice, frame: Frame) -> Value:
        parts = [
            self.value(part or nodes.Const(None), frame)
            for part in (node.start, node.stop, node.step)
        ]
        source = f"{to_python(owner)}[{':'.join(map(to_python, parts))}]"
        if isinstance(owner, Constant):
            bounds = [part.value for part in parts if isinstance(part, Constant)]
            if len(bounds) == 3:
                known = fold(lambda: owner.value[slice(*bounds)], source)
                if known:
                    return known
        # A part of a tuple or a text has its type.
        return Expression(source, owner.type if isinstance(owner, Expression) else None)

    def value_tuple(self, node: nodes.Tuple, frame: Frame) -> Value:
        return Items(tuple(self.value(item, frame) for item in node.items))

    def value_list(self, node: nodes.List, frame: Frame) -> Value:
        return Items(tuple(self.value(item, frame) for item in node.items), is_list=True)

    def value_dict(self, node: nodes.Dict, frame: Frame) -> Value:
        pairs = ", ".join(
            f"{to_python(self.value(pair.key, frame))}: {to_python(self.value(pair.value, frame))}"
            for pair in node.items
        )
        return Expression(f"{{{pairs}}}")

    def value_not(self, node: nodes.Not, frame: Frame) -> Value:
        operand = self.value(node.node, frame)
        truth = known_truth(operand)
        if truth is not None:
            return Constant(not truth, repr(not truth))
        return Expression(f"(not {to_condition(operand)})", bool)

    def value_and(self, node: nodes.And, frame: Frame) -> Value:
        return self._either(node, frame, "and", decided_by=False)

    def value_or(self, node: nodes.Or, frame: Frame) -> Value:
        return self._either(node, frame, "or", decided_by=True)

    def _either(self, node: nodes.BinExpr, frame: Frame, word: str, *, decided_by: bool) -> Value:
        left = self.value(node.left, frame)
        truth = known_truth(left)
        if truth is not None:
            return left if truth is decided_by else self.value(node.right, frame)
        right = self.lazy(node.right, frame)
        source = f"({to_python(left)} {word} {to_python(right)})"
        return Expression(source, _common_type(left, right))

    def value_condexpr(self, node: nodes.CondExpr, frame: Frame) -> Value:
        test = self.value(node.test, frame)
        truth = known_truth(test)
        if truth:
            return self.value(node.expr1, frame)
        nothing = Expression("nothing")
        if truth is False:
            return self.value(node.expr2, frame) if node.expr2 else nothing
        body = self.lazy(node.expr1, frame)
        orelse = self.lazy(node.expr2, frame) if node.expr2 else nothing
        source = f"({to_python(body)} if {to_condition(test)} else {to_python(orelse)})"
        return Expression(source, _common_type(body, orelse))

    def value_compare(self, node: nodes.Compare, frame: Frame) -> Value:
        left = self.value(node.expr, frame)
        if len(node.ops) == 1:
            word, compare = _COMPARISONS[node.ops[0].op]
            right = self.value(node.ops[0].expr, frame)
            if isinstance(left, Constant) and isinstance(right, Constant):
                known = fold(lambda: compare(left.value, right.value))
                if known:
                    return known
            return Expression(f"({to_python(left)} {word} {to_python(right)})", bool)
        source = to_python(left)
        for operand in node.ops:
            word, _ = _COMPARISONS[operand.op]
            source += f" {word} {to_python(self.lazy(operand.expr, frame))}"
        return Expression(f"({source})")

    def value_concat(self, node: nodes.Concat, frame: Frame) -> Value:
        parts = ", ".join(to_python(self.value(part, frame)) for part in node.nodes)
        return Expression(f"markup_join(({parts},))")

    def _arithmetic(self, node: nodes.BinExpr, frame: Frame) -> Value:
        left, right = self.value(node.left, frame), self.value(node.right, frame)
        return Expression(f"({to_python(left)} {node.operator} {to_python(right)})")

    value_add = value_sub = value_mul = value_div = value_floordiv = _arithmetic
    value_mod = value_pow = _arithmetic

    def value_neg(self, node: nodes.Neg, frame: Frame) -> Value:
        return Expression(f"(-{to_python(self.value(node.node, frame))})")

    def value_pos(self, node: nodes.Pos, frame: Frame) -> Value:
        return Expression(f"(+{to_python(self.value(node.node, frame))})")


def _common_type(left: Value, right: Value) -> Any:
    """The type of what is one of the two; None if it is unknown."""
    types = [_type(left), _type(right)]
    return types[0] if types[0] is types[1] else None


def _type(value: Value) -> Any:
    match value:
        case Expression():
            return value.type
        case Constant():
            return type(value.value)
    return None
