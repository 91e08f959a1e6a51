"""Runs compiled templates: the functions of pages, and what their code calls."""

import marshal
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast

import markupsafe
from jinja2 import Undefined
from jinja2.runtime import LoopContext, markup_join, new_context
from markupsafe import Markup, escape

from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.render.compile.filters import LOCALIZED_FILTERS, REMEMBERED_FILTERS
from ssg.render.localization import Localization, direction, lang_attributes
from ssg.render.runtime import ComponentTemplate, ThemeEnvironment

FUNCTION = "write_page"
"""The name of the function that writes a page: it adds texts to a list, from the view."""

PageFunction = Callable[[View], str]

PageType = tuple[str, type[View], str]
"""What all pages of a function have in common: the name of their template, their view, and the
`page_lang` of their views."""

_CACHE_SIZE = 8192

# What `escape` does with text, without making Markup of it: the same function in C, which has a
# name of its own since MarkupSafe 3.
_escape_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)


def page_key(template: str, view: type[View], lang: str) -> str:
    """A `PageType` as a text."""
    return f"{template} {view.__module__}.{view.__qualname__} {lang}"


class CompiledPages:
    """The functions of pages, from the code of a `PageCompiler` by `page_key`."""

    def __init__(self, environment: ThemeEnvironment, code: Mapping[str, bytes]) -> None:
        self._environment = environment
        self._code = dict(code)
        self._functions: dict[str, PageFunction] = {}
        self._names: dict[str, Mapping[str, Any]] = {}

    def render(
        self, template: str, view: View, site: SiteView, localization: Localization, lang: str
    ) -> str | None:
        """The text of a page in `lang`; None for one that Jinja has to render."""
        key = page_key(template, type(view), view.page_lang)
        if key not in self._code:
            return None
        try:
            if key not in self._functions:
                names = self._names_in(site, localization, lang)
                self._functions[key] = load_page(self._code[key], names)
            return self._functions[key](view)
        except Exception:
            # It is likely to fail for the next page, too.
            del self._code[key]
            return None

    def _names_in(self, site: SiteView, localization: Localization, lang: str) -> Mapping[str, Any]:
        if lang not in self._names:
            self._names[lang] = names_of_code(self._environment, site, localization, lang)
        return self._names[lang]


def load_page(code: bytes, names: Mapping[str, Any]) -> PageFunction:
    """The function that gives a page, from code of a `PageCompiler`."""
    namespace = dict(names)
    exec(marshal.loads(code), namespace)
    write = namespace[FUNCTION]

    def page(view: View) -> str:
        texts: list[str] = []
        write(texts, view)
        return "".join(texts)

    return page


def names_of_code(
    environment: ThemeEnvironment, site: SiteView, localization: Localization, page_lang: str
) -> dict[str, Any]:
    """What the code of pages in a language refers to."""
    return {
        "LoopContext": LoopContext,
        "Markup": Markup,
        "component": _components(environment),
        "context": new_context(environment, None, {}),
        "direction": lru_cache(_CACHE_SIZE)(direction),
        "environment": environment,
        "escape": _escape,
        "escape_str": _escape_text,
        "filters": environment.filters,
        "getattribute": environment.getattr,
        "getitem": environment.getitem,
        "join": "".join,
        "markup_join": markup_join,
        # What an inline `if` without `else` gives shows as nothing.
        "nothing": Undefined(),
        "plural": lru_cache(_CACHE_SIZE)(localization.translations.ngettext),
        "site": site,
        "tests": environment.tests,
        "undefined": lambda name: environment.undefined(name=name),
        **_remembered(environment, localization),
        **_attributes(localization.lang, page_lang),
    }


def _remembered(environment: ThemeEnvironment, localization: Localization) -> dict[str, Any]:
    """Filters, and the same with their results as HTML."""
    names: dict[str, Any] = {}
    for name in REMEMBERED_FILTERS:
        is_localized = name in LOCALIZED_FILTERS
        function = getattr(localization, name) if is_localized else environment.filters[name]
        names[name] = function
        names[f"{name}_html"] = _as_html(function)
    return names


def _as_html(function: Callable[[Any], str]) -> Callable[[Any], str]:
    return lru_cache(_CACHE_SIZE)(lambda value: _escape_text(function(value)))


def _attributes(interface_lang: str, page_lang: str) -> dict[str, Any]:
    @lru_cache(_CACHE_SIZE)
    def lang_attr(lang: str) -> str:
        return str(lang_attributes(lang, page_lang, interface_lang))

    def isolate(text: object, lang: str) -> str:
        attributes = lang_attr(lang)
        return f"<bdi{attributes}>{_escape(text)}</bdi>" if attributes else _escape(text)

    return {"lang_attr": lang_attr, "isolate": isolate}


def _components(environment: ThemeEnvironment) -> Callable[[str, str], Any]:
    def component(template: str, name: str) -> Any:
        """A macro as Jinja runs it."""
        found = environment.get_template(template)
        assert isinstance(found, ComponentTemplate)
        return getattr(found._get_default_module(), name)

    return component


def _escape(value: object) -> str:
    """The same as `escape`, faster for what is text, HTML or a whole number."""
    kind = type(value)
    if kind is str:
        return _escape_text(cast(str, value))
    if kind is Markup:
        return cast(Markup, value)
    return str(value) if kind is int else str(escape(value))
