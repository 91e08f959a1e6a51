"""Compiles statements."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jinja2 import nodes

from ssg.render.compile.compiler import PageFacts, Trees
from ssg.render.compile.components import Components
from ssg.render.compile.declared import item_type
from ssg.render.compile.operations import Branch, Loop, Operation, Run, Text, Write
from ssg.render.compile.scopes import (
    TRANSLATED,
    Frame,
    assigned_names,
    target_names,
)
from ssg.render.compile.values import (
    Captured,
    Component,
    Constant,
    Expression,
    Html,
    Module,
    Scope,
    Unsupported,
    Value,
    known_items,
    known_truth,
    to_condition,
    to_python,
)
from ssg.render.runtime import ThemeEnvironment

_MOST_UNROLLED = 100
"""Items of a loop that is compiled once for each of them."""
_MOST_STATEMENTS = 20_000
"""Statements of a page, those of each call of a macro counted: a page of the theme has hundreds."""


class TooLong(Exception):
    """Compiling the page would take longer than Jinja does, or for ever."""


class Statements(Components):
    def __init__(self, environment: ThemeEnvironment, trees: Trees, facts: PageFacts) -> None:
        super().__init__(environment, trees, facts)
        self._modules: dict[str, Scope] = {}
        self._open: list[str] = []
        self._statements = 0

    def body(self, body: Sequence[nodes.Node], frame: Frame) -> None:
        self._statements += len(body)
        if self._statements > _MOST_STATEMENTS:
            raise TooLong
        for node in body:
            compile_node = getattr(self, f"statement_{type(node).__name__.lower()}", None)
            if compile_node is None:
                raise Unsupported(type(node).__name__)
            compile_node(node, frame)

    def statement_output(self, node: nodes.Output, frame: Frame) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                frame.out.append(Text(part.data))
            else:
                frame.out += self.shown(part, frame)

    def statement_if(self, node: nodes.If, frame: Frame) -> None:
        orelse = node.else_
        for other in reversed(node.elif_):
            orelse = [nodes.If(other.test, other.body, [], orelse, lineno=other.lineno)]
        test = self.value(node.test, frame)
        truth = known_truth(test)
        if truth is not None:
            self.body(node.body if truth else orelse, frame)
            return
        names = set(assigned_names([*node.body, *orelse]))
        frame.scope.pop(TRANSLATED, None)
        names.discard(TRANSLATED)
        variables = {name: self._variable(name, frame) for name in sorted(names)}
        body = self._branch(node.body, variables, frame)
        otherwise = self._branch(orelse, variables, frame)
        frame.out.append(Branch(to_condition(test), body, otherwise))
        frame.scope.update({name: Expression(found) for name, found in variables.items()})

    def _variable(self, name: str, frame: Frame) -> str:
        """A variable of the function for a name that only some branches set."""
        variable = self.new_name()
        before = frame.scope.get(name)
        source = to_python(before) if before else f"undefined({name!r})"
        frame.out.append(Run(f"{variable} = {source}"))
        return variable

    def _branch(
        self, body: Sequence[nodes.Node], variables: dict[str, str], frame: Frame
    ) -> tuple[Operation, ...]:
        inner = frame.inner()
        self.body(body, inner)
        for name, variable in variables.items():
            value = inner.scope.get(name)
            if value is not frame.scope.get(name) and value is not None:
                inner.out.append(Run(f"{variable} = {to_python(value)}"))
        return tuple(inner.out)

    def statement_for(self, node: nodes.For, frame: Frame) -> None:
        if node.recursive:
            raise Unsupported("a recursive loop")
        iterable = self.value(node.iter, frame)
        items = known_items(iterable)
        uses_loop = "loop" in self.trees.names(node)
        if items is None or uses_loop or node.test or len(items) > _MOST_UNROLLED:
            self._loop(node, iterable, frame, uses_loop=uses_loop)
            return
        for item in items:
            inner = Frame(dict(frame.scope), frame.out, frame.context)
            self._set(node.target, item, inner)
            self.body(node.body, inner)
        if not items:
            self.body(node.else_, Frame(dict(frame.scope), frame.out, frame.context))

    def _loop(self, node: nodes.For, iterable: Value, frame: Frame, *, uses_loop: bool) -> None:
        kind = item_type(iterable.type) if isinstance(iterable, Expression) else None
        inner, otherwise = frame.inner(), frame.inner()
        target = self._declare(node.target, kind, inner)
        source = to_python(iterable)
        if node.test:
            test = to_condition(self.lazy(node.test, inner))
            source = f"[{target} for {target} in {source} if {test}]"
        if uses_loop:
            loop = self.new_name()
            inner.scope["loop"] = Expression(loop)
            target, source = f"{target}, {loop}", f"LoopContext({source}, undefined)"
        self.body(node.body, inner)
        self.body(node.else_, otherwise)
        frame.out.append(
            Loop(target, source, tuple(inner.out), tuple(otherwise.out), self.new_name())
        )

    def _declare(self, target: nodes.Node, kind: object, frame: Frame) -> str:
        """Sets the names of a loop's target to new variables; returns them as a target."""
        match target:
            case nodes.Name(name=name):
                variable = self.new_name()
                frame.scope[name] = Expression(variable, kind)
                return variable
            case nodes.Tuple(items=items):
                parts = [self._declare(item, None, frame) for item in items]
                return f"({', '.join(parts)},)"
        raise Unsupported("a target that is no name")

    def _set(self, target: nodes.Node, value: Value, frame: Frame) -> None:
        match target:
            case nodes.Name(name=name):
                frame.scope[name] = value if name == TRANSLATED else self.named(value, frame)
            case nodes.Tuple(items=items):
                parts = known_items(value)
                if parts is None:
                    source = to_python(value)
                    frame.out.append(Run(f"{self._declare(target, None, frame)} = {source}"))
                    return
                if len(parts) != len(items):
                    raise Unsupported("a target of another length")
                for item, part in zip(items, parts, strict=True):
                    self._set(item, part, frame)
            case _:
                raise Unsupported("a target that is no name")

    def statement_assign(self, node: nodes.Assign, frame: Frame) -> None:
        if target_names(node.target) == [TRANSLATED]:
            # It is written where the sentence shows it.
            value: Value = Captured(tuple(self.shown(node.node, frame)))
        else:
            value = self.value(node.node, frame)
        self._set(node.target, value, frame)

    def statement_assignblock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        value = self._block_value(node.body, frame)
        if node.filter:
            filtered = self.value_filter(node.filter, frame, value)
            value = Expression(f"Markup({to_python(filtered)})")
        self._set(node.target, value, frame)

    def statement_filterblock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        value = self._block_value(node.body, frame)
        # Jinja escapes nothing here.
        match self.value_filter(node.filter, frame, value):
            case Constant(value=str() as text):
                frame.out.append(Text(text))
            case Html(source=source):
                frame.out.append(Write(source))
            case filtered:
                frame.out.append(Write(to_python(filtered)))

    def _block_value(self, body: Sequence[nodes.Node], frame: Frame) -> Value:
        inner = frame.inner()
        self.body(body, inner)
        return self.captured(inner.out, frame)

    def statement_with(self, node: nodes.With, frame: Frame) -> None:
        inner = Frame(dict(frame.scope), frame.out, frame.context)
        for target, value in zip(node.targets, node.values, strict=True):
            self._set(target, self.value(value, frame), inner)
        self.body(node.body, inner)

    def statement_scope(self, node: nodes.Scope, frame: Frame) -> None:
        self.body(node.body, Frame(dict(frame.scope), frame.out, frame.context))

    def statement_macro(self, node: nodes.Macro, frame: Frame) -> None:
        frame.scope[node.name] = Component(node, frame.scope)

    def statement_callblock(self, node: nodes.CallBlock, frame: Frame) -> None:
        component = self.value(node.call.node, frame)
        if not isinstance(component, Component):
            raise Unsupported("a call block of what is no macro")
        caller = Component(node, frame.scope)
        frame.out += self.called_with(component, node.call, frame, caller=caller)

    def statement_import(self, node: nodes.Import, frame: Frame) -> None:
        frame.scope[node.target] = Module(self._imported(node))

    def statement_fromimport(self, node: nodes.FromImport, frame: Frame) -> None:
        module = self._imported(node)
        for names in node.names:
            name, alias = (names, names) if isinstance(names, str) else names
            if name not in module:
                raise Unsupported("an import of what is not there")
            frame.scope[alias] = module[name]

    def _imported(self, node: nodes.Import | nodes.FromImport) -> Scope:
        if node.with_context or not isinstance(node.template, nodes.Const):
            raise Unsupported("an import with the context")
        return self.module(node.template.value)

    def module(self, name: str) -> Scope:
        """What others can import from a template."""
        if name not in self._modules:
            with self._opened(name) as tree:
                self._modules[name] = self._exported(name, tree)
        return self._modules[name]

    def _exported(self, template: str, tree: nodes.Template) -> Scope:
        """The names that a template sets: what it imports is for itself alone."""
        scope = self.global_names()
        frame = Frame(scope, [], None)
        exported: set[str] = set()
        for node in tree.body:
            names = set(assigned_names([node]))
            match node:
                case nodes.Macro():
                    scope[node.name] = Component(node, scope, template)
                    exported |= names
                case nodes.Output() if _is_text(node):
                    pass
                case nodes.Assign():
                    self.body([node], frame)
                    exported |= names
                case nodes.FromImport() | nodes.Import():
                    self.body([node], frame)
                    exported -= names
                case _:
                    raise Unsupported(f"{type(node).__name__} beside macros")
        if frame.out:
            raise Unsupported("a computation beside macros")
        return {name: scope[name] for name in exported if not name.startswith("_")}

    def statement_include(self, node: nodes.Include, frame: Frame) -> None:
        if not (isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)):
            raise Unsupported("an include of several names")
        name = node.template.value
        if node.ignore_missing and not self.has_template(name):
            return
        scope = dict(frame.scope) if node.with_context else self.global_names()
        for special in ("caller", "loop", "super"):
            scope.pop(special, None)
        with self._opened(name) as tree:
            if any(self.trees.find(tree, kind) for kind in (nodes.Extends, nodes.Block)):
                raise Unsupported("an include of blocks")
            self.body(tree.body, Frame(scope, frame.out, None))

    @contextmanager
    def _opened(self, name: str) -> Iterator[nodes.Template]:
        if name in self._open:
            raise Unsupported("a template in itself")
        self._open.append(name)
        try:
            yield self.tree(name)
        finally:
            self._open.pop()


def _is_text(node: nodes.Output) -> bool:
    return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
