"""What is known of a value in a template while it is compiled."""

import math
from typing import Any

from jinja2 import nodes
from markupsafe import Markup
from msgspec import Struct

from ssg.render.compile.operations import Operation


class Unsupported(Exception):
    """The compiler leaves this to Jinja; the text says what it is."""


class Constant(Struct, frozen=True, eq=False):
    """A value that is the same for all pages; `source` is a Python expression for it."""

    value: Any
    source: str


class Expression(Struct, frozen=True, eq=False):
    """A value that is known when a page is rendered, from the Python expression `source`."""

    source: str
    type: Any = None
    """The declared type; None if unknown."""
    html: str = ""
    """A faster expression for its text as HTML; empty for none."""


class Html(Struct, frozen=True, eq=False):
    """HTML, which templates see as Markup: `source` is an expression for a `str`.

    That may be Markup, which escapes what is added to it, so pieces are only joined.
    """

    source: str


class Captured(Struct, frozen=True, eq=False):
    """HTML that has not been written yet, as the operations that write it."""

    body: tuple[Operation, ...]


class Items(Struct, frozen=True, eq=False):
    """A tuple or a list whose items are known one by one."""

    values: "tuple[Value, ...]"
    is_list: bool = False


class Component(Struct, frozen=True, eq=False):
    """A macro, or what a call block gives to the macro that it calls."""

    node: nodes.Macro | nodes.CallBlock
    scope: "Scope"
    """The names that it sees, also those which are set after it was defined."""
    module: str = ""
    """The template that others import it from; empty where it sees more than its arguments."""


class Module(Struct, frozen=True, eq=False):
    """An imported template."""

    scope: "Scope"


class Builtin(Struct, frozen=True, eq=False):
    """A function that the environment gives to all templates."""

    name: str


class Inherited(Struct, frozen=True, eq=False):
    """`super` in a block: the one that it replaces, by its name and its place among them."""

    block: str
    place: int


Value = Constant | Expression | Html | Captured | Items | Component | Module | Builtin | Inherited
Scope = dict[str, Value]


def constant(value: Any, source: str = "") -> Constant | None:
    """A constant with its literal or else with `source`; None if there is neither."""
    source = _literal(value) or source
    return Constant(value, source) if source else None


def _literal(value: Any) -> str:
    """A Python literal for the value, or empty."""
    if value is None or type(value) in (bool, int, str):
        return repr(value)
    if type(value) is float and math.isfinite(value):
        return repr(value)
    if type(value) is Markup:
        return f"Markup({str(value)!r})"
    return ""


def to_python(value: Value) -> str:
    """A Python expression for the value, as templates see it. Raises Unsupported."""
    match value:
        case Constant() | Expression():
            return value.source
        case Html():
            return f"Markup({value.source})"
        case Items():
            items = "".join(f"{to_python(item)}, " for item in value.values)
            return f"[{items}]" if value.is_list else f"({items})"
    raise Unsupported(f"a {type(value).__name__} as a value")


def to_condition(value: Value) -> str:
    """A Python expression that is true if the value is. Raises Unsupported."""
    return value.source if isinstance(value, Html) else to_python(value)


def known_truth(value: Value) -> bool | None:
    """Whether the value is true; None if that is known only when a page is rendered."""
    if isinstance(value, Constant):
        return bool(value.value)
    # Others have to be computed, since they may be wrong.
    if isinstance(value, Items) and all(isinstance(item, Constant) for item in value.values):
        return bool(value.values)
    return None


def known_items(value: Value) -> tuple[Value, ...] | None:
    """The items of a tuple or a list that are known; None for any other value."""
    if isinstance(value, Items):
        return value.values
    if isinstance(value, Constant) and isinstance(value.value, tuple | list):
        return tuple(
            Constant(item, _literal(item) or f"{value.source}[{index}]")
            for index, item in enumerate(value.value)
        )
    return None
