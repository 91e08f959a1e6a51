"""Compiles a page template with the templates that it extends."""

import warnings
from types import CodeType

from jinja2 import nodes

from ssg.render.compile.compiler import PageFacts, Trees
from ssg.render.compile.functions import FUNCTION
from ssg.render.compile.operations import Operation, function_source
from ssg.render.compile.scopes import TRANSLATED, Frame
from ssg.render.compile.statements import Statements
from ssg.render.compile.values import Expression, Inherited, Scope, Unsupported
from ssg.render.runtime import ThemeEnvironment


def compile_page(
    template: str, environment: ThemeEnvironment, trees: Trees, facts: PageFacts
) -> CodeType:
    """The code that defines the page's function, see `FUNCTION`.

    Raises Unsupported, TooLong, and whatever Jinja raises for a template that it cannot compile.
    """
    compiler = _Pages(environment, trees, facts)
    source = compiler.page(template)
    for name in compiler.used_templates:
        # What Jinja refuses has to be refused here, too.
        environment.ensure_compiled(name)
    with warnings.catch_warnings():
        # Python warns of nonsense such as a call of a number.
        warnings.simplefilter("error", SyntaxWarning)
        return compile(source, f"<{template}>", "exec")


class _Pages(Statements):
    def __init__(self, environment: ThemeEnvironment, trees: Trees, facts: PageFacts) -> None:
        super().__init__(environment, trees, facts)
        self._blocks: dict[str, list[nodes.Block]] = {}
        """By name, each list from the template of the page up to the one that all extend."""

    def page(self, template: str) -> str:
        """The Python source of a page template's functions."""
        frame = Frame(self.global_names(), [], None)
        frame.scope["page"] = Expression("page", self.facts.view)
        frame.context = frame.scope
        body = self._inherit(template, frame)
        self.body(body, frame)
        return "\n".join([*self.functions, function_source(FUNCTION, "page", frame.out)])

    def _inherit(self, template: str, frame: Frame) -> list[nodes.Node]:
        """The statements of the template that the others extend, after what those set."""
        found = set()
        while True:
            if template in found:
                raise Unsupported("a template that extends itself")
            found.add(template)
            tree = self.tree(template)
            for block in self.trees.find(tree, nodes.Block):
                self._blocks.setdefault(block.name, []).append(block)
            extends = self.trees.find(tree, nodes.Extends)
            if not extends:
                return tree.body
            first, *others = tree.body
            if extends != [first] or not isinstance(parent := extends[0].template, nodes.Const):
                raise Unsupported("an extension that only a page knows")
            self._set_names(others, frame)
            template = parent.value

    def _set_names(self, body: list[nodes.Node], frame: Frame) -> None:
        """What a template does that extends another: it shows nothing but its blocks."""
        # Its macros never see what the templates set that it extends.
        own = Frame(dict(frame.scope), frame.out, None)
        for node in body:
            match node:
                case nodes.Block() | nodes.Output():
                    pass
                case (
                    nodes.Assign()
                    | nodes.AssignBlock()
                    | nodes.FromImport()
                    | nodes.Import()
                    | nodes.Macro()
                ):
                    self.body([node], own)
                case _:
                    raise Unsupported(f"{type(node).__name__} beside blocks")
        frame.scope.update(own.scope)

    def statement_block(self, node: nodes.Block, frame: Frame) -> None:
        if frame.context is None or (node.required and len(self._blocks[node.name]) < 2):
            raise Unsupported("a block without content")
        if not node.scoped and self._sees_others(node.name, frame.scope, frame.context):
            raise Unsupported("a block beside names that only Jinja tells apart")
        context = frame.scope if node.scoped else frame.context
        frame.out += self._block(Inherited(node.name, 0), context)

    def _sees_others(self, block: str, scope: Scope, context: Scope) -> bool:
        """Whether a block uses names that are other ones where it stands."""
        names = frozenset().union(*map(self.trees.names, self._blocks[block]))
        return any(
            scope.get(name) is not context.get(name) for name in names - {"super", TRANSLATED}
        )

    def _block(self, block: Inherited, context: Scope) -> list[Operation]:
        scope = dict(context)
        scope["super"] = Inherited(block.block, block.place + 1)
        inner = Frame(scope, [], dict(context))
        self.body(self._blocks[block.block][block.place].body, inner)
        return inner.out

    def inherited(self, block: Inherited, node: nodes.Call, frame: Frame) -> list[Operation]:
        if frame.context is None or block.place >= len(self._blocks[block.block]):
            raise Unsupported("a block that nothing has before")
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise Unsupported("arguments of a block")
        return self._block(block, frame.context)
