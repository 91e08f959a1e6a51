"""How compiled templates run: as Jinja runs them, but for what ours never ask of it."""

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import CodeType, NoneType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from ssg.render.localization import Voice

# Of these types alone: what is equal is shown alike, it is small, and its hash is at hand.
_PLAIN = frozenset((str, int, NoneType))

# A component says few different things over and over; moments are the most of them.
_REMEMBERED = 1024

# What this process has parsed and not compiled yet, by name and source.
_parsed: dict[tuple[str | None, str], nodes.Template] = {}

_is_special = re.compile("[&<>'\"]").search


class DirectContext(Context):
    """Calls what a template calls as it is. No function of ours asks for the context."""

    def call(
        self,
        callee: Callable[..., Any],
        /,
        *args: Any,
        _block_vars: object = None,
        _loop_vars: object = None,
        **kwargs: Any,
    ) -> Any:
        return callee(*args, **kwargs)


class ComponentTemplate(Template):
    """A template whose macros, once imported, remember what they have said."""

    environment: "ThemeEnvironment"
    modules: dict[str, TemplateModule]
    """What others import, by the language of the page: its top level may speak, too."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        assert isinstance(template, cls)
        # All that a compiled template shows goes through this name in its module.
        template.root_render_func.__globals__["escape"] = escaped
        template.modules = {}
        return template

    def _get_default_module(self, _context: Context | None = None) -> TemplateModule:
        """What other templates import: made once a language, for it depends on nothing else."""
        lang = self.environment.voice.page_lang
        module = self.modules.get(lang)
        if module is None:
            module = self.modules[lang] = self.make_module()
            for name, value in vars(module).items():
                if isinstance(value, Macro):
                    setattr(module, name, _remembering(value))
        return module


class ThemeEnvironment(Environment):
    """An environment that renders pages one after the other, in the language of its `voice`."""

    context_class = DirectContext
    template_class = ComponentTemplate

    def __init__(self, voice: Voice, **options: Any) -> None:
        super().__init__(**options)
        self.voice = voice

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """Who parses a template spares its compiler that: a build needs both."""
        tree = _parsed[name, source] = super().parse(source, name, filename)
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _parsed.pop((name, source), None) or super()._parse(source, name, filename)


def escaped(value: object) -> str:
    """The text of `escape(value)`, sooner for what is safe as it is."""
    if type(value) is Markup or (type(value) is str and not _is_special(value)):
        return value
    return escape(value)


def _remembering(macro: Macro) -> Callable[..., str]:
    """`macro`, of a module for pages in one language, which is called once for plain arguments.

    An imported macro sees its arguments, the site and the page's language, and nothing else.
    """
    remembered = lru_cache(_REMEMBERED)(macro)

    def component(*args: object, **kwargs: object) -> str:
        if kwargs or not _PLAIN.issuperset(map(type, args)):
            return macro(*args, **kwargs)
        return remembered(*args)

    return component
