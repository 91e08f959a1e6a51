"""Compiles calls of macros: small ones where they are called, others as functions."""

from collections.abc import Iterator

from jinja2 import nodes

from ssg.render.compile.compiler import PageFacts, Trees
from ssg.render.compile.operations import Fill, Operation, Text, Write, function_source, merge_texts
from ssg.render.compile.scopes import Frame
from ssg.render.compile.translations import Translations
from ssg.render.compile.values import (
    Component,
    Constant,
    Expression,
    Html,
    Items,
    Scope,
    Unsupported,
    Value,
    to_python,
)
from ssg.render.runtime import ThemeEnvironment

_SMALL = 40
"""Nodes of a macro that is compiled where it is called: a call would take about as long."""
_DEEPEST = 40
"""Macros in macros: only a text that is taken apart letter by letter has so many."""


class Components(Translations):
    def __init__(self, environment: ThemeEnvironment, trees: Trees, facts: PageFacts) -> None:
        super().__init__(environment, trees, facts)
        self._functions: dict[tuple[object, ...], str | Text | Unsupported] = {}
        self._active: list[int] = []

    def called(self, component: Component, node: nodes.Call, frame: Frame) -> list[Operation]:
        return self.called_with(component, node, frame, caller=None)

    def called_with(
        self, component: Component, node: nodes.Call, frame: Frame, *, caller: Component | None
    ) -> list[Operation]:
        """What writes a component, in which `caller` is what the call block holds."""
        try:
            return self._compiled(component, node, frame, caller)
        except Unsupported:
            if not component.module or caller:
                raise
        assert isinstance(component.node, nodes.Macro)
        macro = f"component({component.module!r}, {component.node.name!r})"
        return [Write(f"escape({macro}({self.arguments(node, frame)}))")]

    def _compiled(
        self, component: Component, node: nodes.Call, frame: Frame, caller: Component | None
    ) -> list[Operation]:
        before = Frame(frame.scope, [], frame.context)
        given = self._given(component.node, node, before)
        body = before.out
        scope = {name: value for name, value in component.scope.items() if name != "caller"}
        inner = Frame(scope, body, None)
        is_active = id(component.node) in self._active
        is_function = is_active or len(self.trees.inside(component.node)) > _SMALL
        if is_function and component.module and not caller:
            self._bind(component.node, given, inner)
            arguments = {one.name: inner.scope[one.name] for one in component.node.args}
            return body + self._function_call(component, arguments)
        if is_active:
            raise Unsupported("a macro in itself")
        if caller:
            scope["caller"] = caller
        self._bind(component.node, given, inner)
        self._descend(component.node, inner)
        return body

    def _descend(self, macro: nodes.Macro | nodes.CallBlock, frame: Frame) -> None:
        if len(self._active) > _DEEPEST:
            raise Unsupported("a macro in itself")
        self._active.append(id(macro))
        try:
            self.body(macro.body, frame)
        finally:
            self._active.pop()

    def _given(self, macro: nodes.Macro | nodes.CallBlock, node: nodes.Call, frame: Frame) -> Scope:
        """The arguments of a call by name. Raises Unsupported for any that fit no parameter."""
        names = [parameter.name for parameter in macro.args]
        keywords = [pair.key for pair in node.kwargs]
        if node.dyn_args or node.dyn_kwargs or len(node.args) > len(names):
            raise Unsupported("arguments that only a page knows")
        if not set(keywords) <= set(names[len(node.args) :]):
            raise Unsupported("an argument that fits no parameter")
        nodes_by_name = dict(zip(names, node.args, strict=False))
        nodes_by_name |= {pair.key: pair.value for pair in node.kwargs}
        return {
            name: self.named(self.value(argument, frame), frame)
            for name, argument in nodes_by_name.items()
        }

    def _bind(self, macro: nodes.Macro | nodes.CallBlock, given: Scope, frame: Frame) -> None:
        """Sets all parameters: a default may use those before it."""
        names = [parameter.name for parameter in macro.args]
        defaults = dict(zip(reversed(names), reversed(macro.defaults), strict=False))
        for name in names:
            frame.scope.pop(name, None)
        frame.scope.update(given)
        for position, name in enumerate(names):
            if name in given:
                continue
            later = set(names[position:]) - given.keys()
            if name not in defaults or any(found.name in later for found in _names(defaults[name])):
                raise Unsupported("a parameter without a value")
            frame.scope[name] = self.named(self.value(defaults[name], frame), frame)

    def _function_call(self, component: Component, arguments: Scope) -> list[Operation]:
        """A call of the function for these constants, and for others of these types."""
        parameters = {}
        passed: list[str] = []
        key: list[object] = [id(component.node)]
        for name, value in arguments.items():
            parameter = self._parameter(value, f"p{len(passed)}")
            if parameter is not value:
                passed.append(to_python(value) if isinstance(value, Items) else _plain(value))
            key.append(_kind(parameter))
            parameters[name] = parameter
        function = self._function(tuple(key), component, parameters, len(passed))
        if isinstance(function, Text):
            return [function]
        return [Fill(function, ", ".join(["page", *passed]))]

    def _parameter(self, value: Value, name: str) -> Value:
        """What a function knows of an argument: all of a constant, else its type."""
        match value:
            case Constant():
                return value
            case Expression(source=source) if source in self.paths:
                return value
            case Expression():
                return Expression(name, value.type)
            case Items():
                return Expression(name)
            case Html():
                return Html(name)
        raise Unsupported("a macro as an argument")

    def _function(
        self, key: tuple[object, ...], component: Component, parameters: Scope, count: int
    ) -> str | Text:
        """The name of the function, or the text that it writes, if that is always the same."""
        known = self._functions.get(key)
        if known is not None:
            if isinstance(known, Unsupported):
                raise known
            return known
        name = self._functions[key] = f"write_{len(self._functions)}"
        frame = Frame({**component.scope, **parameters}, [], None)
        frame.scope.pop("caller", None)
        try:
            self._descend(component.node, frame)
        except Unsupported as error:
            self._functions[key] = error
            raise
        body = merge_texts(frame.out)
        if all(isinstance(operation, Text) for operation in body):
            text = self._functions[key] = Text("".join(_texts(body)))
            return text
        names = ", ".join(["page", *(f"p{position}" for position in range(count))])
        self.functions.append(function_source(name, names, body))
        return name


def _texts(body: tuple[Operation, ...]) -> Iterator[str]:
    for operation in body:
        if isinstance(operation, Text):
            yield operation.text


def _plain(value: Value) -> str:
    """The source of an argument: HTML stays a `str`."""
    return value.source if isinstance(value, Html) else to_python(value)


def _kind(value: Value) -> object:
    """What two calls must have in common to use one function."""
    match value:
        case Constant():
            return "constant", value.source
        case Expression():
            return value.source, repr(value.type)
    return type(value)


def _names(node: nodes.Node) -> list[nodes.Name]:
    found = list(node.find_all(nodes.Name))
    return [node, *found] if isinstance(node, nodes.Name) else found
