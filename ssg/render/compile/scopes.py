"""Which names a part of a template sees, and which it sets."""

from collections.abc import Iterable, Iterator

from jinja2 import nodes
from msgspec import Struct

from ssg.render.compile.operations import Operation
from ssg.render.compile.values import Scope

TRANSLATED = "_trans"
"""Jinja's own name for what a sentence shows, set right before the sentence."""


class Frame(Struct, eq=False):
    """Where statements are compiled: the names that they see, and what they do."""

    scope: Scope
    out: list[Operation]
    context: Scope | None
    """The names that blocks see here; None in a macro, which holds no blocks."""

    def inner(self) -> "Frame":
        """For statements whose names end with them, and whose operations are kept apart."""
        return Frame(dict(self.scope), [], self.context)


def assigned_names(body: Iterable[nodes.Node]) -> Iterator[str]:
    """The names that statements set which have no scope of their own."""
    for node in body:
        match node:
            case nodes.Assign() | nodes.AssignBlock():
                yield from target_names(node.target)
            case nodes.Macro():
                yield node.name
            case nodes.Import():
                yield node.target
            case nodes.FromImport():
                yield from (name if isinstance(name, str) else name[1] for name in node.names)
            case nodes.If():
                yield from assigned_names([*node.body, *node.elif_, *node.else_])


def target_names(target: nodes.Expr) -> list[str]:
    if isinstance(target, nodes.Name):
        return [target.name]
    return [found.name for found in target.find_all(nodes.Name)]
