"""The runtime of compiled templates: Jinja's own without features that ours never use."""

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import CodeType, NoneType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from ssg.render.bytecode import CompiledTemplates
from ssg.render.localization import PageLanguage

# Arguments of these types may be cache keys: equal values look the same on a page.
_CACHEABLE = frozenset((str, int, NoneType))

# Components are called with few different arguments; most of those are moments.
_CACHE_SIZE = 1024

_MOST_PARSED = 500

# Syntax trees that this process has parsed and not compiled yet, by name and source.
_parsed: dict[tuple[str | None, str], nodes.Template] = {}

_is_special = re.compile("[&<>'\"]").search


class DirectContext(Context):
    """Calls functions directly: none of ours asks for the context."""

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
    """A template whose macros, once imported, cache their results."""

    environment: "ThemeEnvironment"
    modules: dict[str, TemplateModule]
    """The modules that others import, by the page's language: their top level may be translated."""

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
        # Compiled templates look `escape` up in their module for everything that they print.
        template.root_render_func.__globals__["escape"] = escape_text
        template.modules = {}
        return template

    def _get_default_module(self, _context: Context | None = None) -> TemplateModule:
        """The module that other templates import: made once for each language."""
        lang = self.environment.language.page_lang
        module = self.modules.get(lang)
        if module is None:
            module = self.modules[lang] = self.make_module()
            for name, value in vars(module).items():
                if isinstance(value, Macro):
                    setattr(module, name, _cached(value))
        return module


class ThemeEnvironment(Environment):
    """An environment that renders pages one after the other, in the language of its `language`."""

    context_class = DirectContext
    template_class = ComponentTemplate

    def __init__(self, language: PageLanguage, **options: Any) -> None:
        super().__init__(**options)
        self.language = language
        self._sources: dict[str, tuple[str, str]] = {}

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """Keeps the syntax tree for the compiler: a build needs both."""
        tree = super().parse(source, name, filename)
        # A preview parses many versions of a template that it never compiles.
        if len(_parsed) >= _MOST_PARSED:
            _parsed.clear()
        _parsed[name, source] = tree
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _parsed.pop((name, source), None) or super()._parse(source, name, filename)

    def read_source(self, name: str) -> tuple[str, str]:
        """The source of a template, and its file. Raises TemplateNotFound and OSError."""
        if name not in self._sources:
            assert self.loader is not None
            source, file, _ = self.loader.get_source(self, name)
            self._sources[name] = source, file or ""
        return self._sources[name]

    def ensure_compiled(self, name: str) -> None:
        """Has the bytecode cache know the code of a template. Raises what Jinja raises."""
        source, file = self.read_source(name)
        if not self._compiled.has_code(source, name, file):
            self.get_template(name)

    def syntax_tree(self, name: str) -> nodes.Template:
        """The syntax tree of a template, which `parse` has kept if this process needed it.

        Raises TemplateNotFound, TemplateSyntaxError, and OSError.
        """
        source, file = self.read_source(name)

        def parse() -> nodes.Template:
            return _parsed.get((name, source)) or super(ThemeEnvironment, self)._parse(
                source, name, file
            )

        return self._compiled.syntax_tree(source, file, parse)

    @property
    def _compiled(self) -> CompiledTemplates:
        assert isinstance(self.bytecode_cache, CompiledTemplates)
        return self.bytecode_cache


def escape_text(value: object) -> str:
    """The same as `escape(value)`, and faster for text without special characters."""
    if type(value) is Markup or (type(value) is str and not _is_special(value)):
        return value
    return escape(value)


def _cached(macro: Macro) -> Callable[..., str]:
    """`macro` with a cache of its results; the macro's module is for pages in one language.

    An imported macro sees its arguments, the site and the page's language, and nothing else.
    """
    cached = lru_cache(_CACHE_SIZE)(macro)

    def component(*args: object, **kwargs: object) -> str:
        if kwargs or not _CACHEABLE.issuperset(map(type, args)):
            return macro(*args, **kwargs)
        return cached(*args)

    return component
