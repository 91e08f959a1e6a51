"""What all parts of the compiler share: what is known of the pages, names, and code so far."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from jinja2 import TemplateNotFound, Undefined, nodes
from markupsafe import Markup, escape
from msgspec import Struct

from ssg.pages.html import HtmlView
from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.render.compile.declared import is_number, is_text
from ssg.render.compile.operations import Capture, Operation, Run, Text, Write, merge_texts
from ssg.render.compile.scopes import Frame
from ssg.render.compile.values import (
    Builtin,
    Captured,
    Constant,
    Expression,
    Html,
    Items,
    Scope,
    Unsupported,
    Value,
    constant,
    to_python,
)
from ssg.render.localization import Localization
from ssg.render.runtime import ThemeEnvironment

BUILTINS = frozenset(
    ("lang_attr", "isolate", "direction", "interface_lang", "page_lang", "_", "gettext", "ngettext")
)

_Node = TypeVar("_Node", bound=nodes.Node)


class PageFacts(Struct, frozen=True, kw_only=True):
    """What all pages of a function have in common."""

    view: type[View]
    view_lang: str
    """What their views name as their language; empty for the site's."""
    page_lang: str
    localization: Localization
    site: SiteView | None
    """None for code that any site may use."""


class Trees:
    """The syntax trees of templates by name, and what is in them: found once for all pages."""

    def __init__(self, environment: ThemeEnvironment) -> None:
        self._environment = environment
        self._trees: dict[str, nodes.Template] = {}
        self._inside: dict[int, Sequence[nodes.Node]] = {}
        self._names: dict[int, frozenset[str]] = {}

    def tree(self, name: str) -> nodes.Template:
        """Raises TemplateNotFound, and what Jinja raises."""
        if name not in self._trees:
            self._trees[name] = self._environment.syntax_tree(name)
        return self._trees[name]

    def inside(self, node: nodes.Node) -> Sequence[nodes.Node]:
        """All nodes in a node of these trees, in no order."""
        if id(node) not in self._inside:
            self._inside[id(node)] = _nodes_in(node)
        return self._inside[id(node)]

    def find(self, node: nodes.Node, kind: type[_Node]) -> list[_Node]:
        """The nodes of a kind in a node of these trees, in no order."""
        return [one for one in self.inside(node) if isinstance(one, kind)]

    def names(self, node: nodes.Node) -> frozenset[str]:
        """The names that a node of these trees mentions."""
        if id(node) not in self._names:
            self._names[id(node)] = frozenset(one.name for one in self.find(node, nodes.Name))
        return self._names[id(node)]


def _nodes_in(node: nodes.Node) -> list[nodes.Node]:
    """What Jinja's `find_all` finds, which hands on each node once for each level above it."""
    found: list[nodes.Node] = []
    queue = [node]
    while queue:
        node = queue.pop()
        for name in node.fields:
            value = getattr(node, name)
            if isinstance(value, nodes.Node):
                queue.append(value)
                found.append(value)
            elif isinstance(value, list):
                children = [one for one in value if isinstance(one, nodes.Node)]
                queue += children
                found += children
    return found


class Compiler(ABC):
    """The parts of the compiler extend each other: expressions, sentences, components, statements.

    Methods named `value_…` and `statement_…` compile the node of that name. Nothing in a template
    has an effect but what it writes: an expression may be evaluated earlier than by Jinja, and once
    instead of twice, but never not at all, since it may be wrong.
    """

    def __init__(self, environment: ThemeEnvironment, trees: Trees, facts: PageFacts) -> None:
        self.environment = environment
        self.facts = facts
        self.functions: list[str] = []
        self.used_templates: set[str] = set()
        self.trees = trees
        self._count = 0
        self._known_paths = _known_paths(facts)
        self.paths = {"page", *(path.rpartition(".")[0] for path in self._known_paths)}
        """Expressions for parts of the view of which something is known."""

    @abstractmethod
    def body(self, body: Sequence[nodes.Node], frame: Frame) -> None:
        """Compiles statements. Raises Unsupported."""

    @abstractmethod
    def value(self, node: nodes.Node, frame: Frame) -> Value:
        """The value of an expression, but never what is Captured. Raises Unsupported."""

    @abstractmethod
    def shown(self, node: nodes.Node, frame: Frame) -> list[Operation]:
        """What writes the value of an expression. Raises Unsupported."""

    def tree(self, name: str) -> nodes.Template:
        self.used_templates.add(name)
        return self.trees.tree(name)

    def has_template(self, name: str) -> bool:
        try:
            self.tree(name)
        except TemplateNotFound:
            self.used_templates.discard(name)
            return False
        return True

    def new_name(self) -> str:
        self._count += 1
        return f"v{self._count}"

    def global_names(self) -> Scope:
        """What the environment gives to every template."""
        names: Scope = {
            name: Builtin(name)
            if name in BUILTINS
            else Expression(f"environment.globals[{name!r}]")
            for name in self.environment.globals
        }
        site = self.facts.site
        names["site"] = Constant(site, "site") if site else Expression("site", SiteView)
        return names

    def known_path(self, source: str) -> Constant | None:
        """The constant that this part of the view is on all pages."""
        return self._known_paths.get(source)

    def named(self, value: Value, frame: Frame) -> Value:
        """The same value, evaluated once, here: it may be used often, or never."""
        match value:
            case Expression(source=source) if not (source in self.paths or source.isidentifier()):
                return Expression(self._variable_of(source, frame), value.type)
            case Html(source=source) if not source.isidentifier():
                return Html(self._variable_of(source, frame))
            case Items():
                named = tuple(self.named(item, frame) for item in value.values)
                return Items(named, is_list=value.is_list)
            case Captured():
                return self.captured(value.body, frame)
        return value

    def _variable_of(self, source: str, frame: Frame) -> str:
        name = self.new_name()
        frame.out.append(Run(f"{name} = {source}"))
        return name

    def captured(self, body: Sequence[Operation], frame: Frame) -> Constant | Html:
        """What the operations write, as a value."""
        body = merge_texts(body)
        match body:
            case ():
                return Constant(Markup(), "Markup('')")
            case (Text(text=text),):
                return Constant(Markup(text), f"Markup({text!r})")
            case (Write(source=source),):
                return Html(source)
        name = self.new_name()
        frame.out.append(Capture(name, body))
        return Html(name)

    def escaped(self, value: Value) -> str:
        """An expression for the value's text as HTML: a `str`. Raises Unsupported."""
        match value:
            case Constant():
                return repr(str(escape(value.value)))
            case Html(source=source):
                return source
            case Expression(html=html) if html:
                return html
            case Expression(source=source, type=kind) if is_text(kind):
                return f"escape_str({source})"
            case Expression(source=source, type=kind) if is_number(kind):
                return f"str({source})"
        return f"escape({to_python(value)})"

    def written(self, value: Value) -> list[Operation]:
        """What writes the value. Raises Unsupported."""
        match value:
            case Captured(body=body):
                return list(body)
            case Constant():
                return [Text(str(escape(value.value)))]
        return [Write(self.escaped(value))]

    def lazy(self, node: nodes.Node, frame: Frame) -> Value:
        """The value of an expression that must not be evaluated before its turn comes."""
        inner = frame.inner()
        value = self.value(node, inner)
        if inner.out:
            raise Unsupported("statements within an expression")
        return value


def _known_paths(facts: PageFacts) -> Mapping[str, Constant]:
    """`page_lang` of these views is the language in their heads."""
    if not issubclass(facts.view, HtmlView):
        return {}
    found = {"page.head.lang": facts.view_lang, "page.policy": facts.view.policy}
    return {path: known for path, value in found.items() if (known := constant(value))}


def fold(function: Callable[[], Any], source: str = "") -> Constant | None:
    """What the function returns, by its literal or else by `source`; None also if it raises."""
    try:
        value = function()
    except Exception:
        # It raises again when a page is rendered, if that part of the template is reached.
        return None
    return None if isinstance(value, Undefined) else constant(value, source)
