"""Compiles filters, tests and calls, some of which are computed or have faster functions."""

from abc import abstractmethod
from typing import TypeGuard

from jinja2 import nodes
from msgspec import Struct

from ssg.render.compile.compiler import fold
from ssg.render.compile.declared import is_text, method_type
from ssg.render.compile.expressions import Expressions
from ssg.render.compile.filters import (
    PURE_FILTERS,
    REMEMBERED_FILTERS,
    RESULT_TYPES,
    passed_argument,
)
from ssg.render.compile.operations import Operation
from ssg.render.compile.scopes import Frame
from ssg.render.compile.values import (
    Builtin,
    Captured,
    Component,
    Constant,
    Expression,
    Html,
    Inherited,
    Unsupported,
    Value,
    to_python,
)
from ssg.render.localization import direction, lang_attributes


class Calls(Expressions):
    def value_test(self, node: nodes.Test, frame: Frame) -> Value:
        if node.name not in self.environment.tests:
            raise Unsupported(f"the test {node.name}")
        first = passed_argument(self.environment.tests[node.name])
        arguments = self.arguments(node, frame, self.value(node.node, frame))
        return Expression(f"tests[{node.name!r}]({first}{arguments})")

    def value_filter(self, node: nodes.Filter, frame: Frame, inner: Value | None = None) -> Value:
        """`inner` is what a filter block holds."""
        if node.node is None:
            operand = inner
        elif inner is not None and isinstance(node.node, nodes.Filter):
            operand = self.value_filter(node.node, frame, inner)
        else:
            operand = self.value(node.node, frame)
        if operand is None or node.name not in self.environment.filters:
            raise Unsupported(f"the filter {node.name}")
        return self._filtered(node, operand, frame)

    def _filtered(self, node: nodes.Filter, operand: Value, frame: Frame) -> Value:
        name = node.name
        if not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs):
            if isinstance(operand, Constant) and (known := self._known_filtered(name, operand)):
                return known
            if name in REMEMBERED_FILTERS:
                source = to_python(operand)
                return Expression(f"{name}({source})", str, f"{name}_html({source})")
            if name == "forceescape" and _is_str(operand):
                return Html(f"escape_str({operand.source})")
        first = passed_argument(self.environment.filters[name])
        arguments = self.arguments(node, frame, operand)
        return Expression(f"filters[{name!r}]({first}{arguments})", RESULT_TYPES.get(name))

    def _known_filtered(self, name: str, operand: Constant) -> Constant | None:
        if name not in PURE_FILTERS:
            return None
        function = self.environment.filters[name]
        return fold(lambda: function(operand.value))

    def arguments(
        self, node: nodes.Call | nodes.Filter | nodes.Test, frame: Frame, *first: Value
    ) -> str:
        """The source of all arguments of a call. Raises Unsupported."""
        values = [*first, *(self.value(argument, frame) for argument in node.args)]
        parts = [to_python(value) for value in values]
        parts += [
            f"**{{{pair.key!r}: {to_python(self.value(pair.value, frame))}}}"
            for pair in node.kwargs
        ]
        if node.dyn_args:
            parts.append(f"*{to_python(self.value(node.dyn_args, frame))}")
        if node.dyn_kwargs:
            parts.append(f"**{to_python(self.value(node.dyn_kwargs, frame))}")
        return ", ".join(parts)

    def value_call(self, node: nodes.Call, frame: Frame) -> Value:
        if isinstance(node.node, nodes.Getattr):
            called = self._method(node, node.node, frame)
            if called:
                return called
        function = self.value(node.node, frame)
        match function:
            case Component():
                return Captured(tuple(self.called(function, node, frame)))
            case Inherited():
                return Captured(tuple(self.inherited(function, node, frame)))
            case Builtin():
                return self._builtin(function.name, node, frame)
        return Expression(f"{to_python(function)}({self.arguments(node, frame)})")

    @abstractmethod
    def called(self, component: Component, node: nodes.Call, frame: Frame) -> list[Operation]:
        """What writes a component. Raises Unsupported."""

    @abstractmethod
    def inherited(self, block: Inherited, node: nodes.Call, frame: Frame) -> list[Operation]:
        """What writes the block that another one replaces. Raises Unsupported."""

    @abstractmethod
    def sentence(self, name: str, node: nodes.Call, frame: Frame) -> Value | None:
        """A sentence of the interface, None if it is known only when a page is rendered."""

    def _method(self, node: nodes.Call, method: nodes.Getattr, frame: Frame) -> Value | None:
        """A call of a method whose owner is known; None for any other call."""
        owner = self.value(method.node, frame)
        arguments = [self.value(argument, frame) for argument in node.args]
        is_plain = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        match owner:
            # Nothing that these do can change anything.
            case Constant(value=Struct() | str() as known) if is_plain and all(
                isinstance(argument, Constant) for argument in arguments
            ):
                values = [
                    argument.value for argument in arguments if isinstance(argument, Constant)
                ]
                source = f"{owner.source}.{method.attr}({', '.join(map(to_python, arguments))})"
                return fold(lambda: getattr(known, method.attr)(*values), source)
            case Constant(value=Struct() as known) if is_plain:
                source = f"{owner.source}.{method.attr}({', '.join(map(to_python, arguments))})"
                return Expression(source, method_type(type(known), method.attr))
        return None

    def _builtin(self, name: str, node: nodes.Call, frame: Frame) -> Value:
        if name in ("_", "gettext", "ngettext"):
            sentence = self.sentence(name, node, frame)
            if sentence:
                return sentence
        elif not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            arguments = [self.value(argument, frame) for argument in node.args]
            match name, arguments:
                case "interface_lang", []:
                    return _text(self.facts.localization.lang)
                case "page_lang", []:
                    return _text(self.facts.page_lang)
                case "direction", [Constant(value=str() as lang)]:
                    return _text(direction(lang))
                case "direction", [lang]:
                    return Expression(f"direction({to_python(lang)})", str)
                case "lang_attr", ([] | [_]):
                    return self._attributes(*arguments)
                case "isolate", ([text] | [text, _]):
                    return self._isolated(text, self._attributes(*arguments[1:]), arguments)
        return Expression(f"environment.globals[{name!r}]({self.arguments(node, frame)})")

    def _attributes(self, lang: Value | None = None) -> Value:
        """What `lang_attr` gives."""
        if lang is None or isinstance(lang, Constant):
            tag = lang.value if lang else ""
            known = fold(lambda: lang_attributes(tag, *self._languages()))
            if known:
                return known
        return Html(f"lang_attr({to_python(lang or _text(''))})")

    def _isolated(self, text: Value, attributes: Value, arguments: list[Value]) -> Value:
        """What `isolate` gives."""
        if isinstance(attributes, Constant):
            if attributes.value:
                start = repr(f"<bdi{attributes.value}>")
                return Html(f"join(({start}, {self.escaped(text)}, '</bdi>'))")
            return Html(self.escaped(text))
        return Html(f"isolate({', '.join(map(to_python, arguments))})")

    def _languages(self) -> tuple[str, str]:
        return self.facts.page_lang, self.facts.localization.lang


def _is_str(value: Value) -> TypeGuard[Expression | Html]:
    """Whether the source of the value gives a `str`."""
    return isinstance(value, Html) or (isinstance(value, Expression) and is_text(value.type))


def _text(text: str) -> Constant:
    return Constant(text, repr(text))
