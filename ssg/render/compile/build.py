"""Compiles the pages of a build, and finds the function of each page that has one."""

import marshal
from collections.abc import Mapping
from typing import Any

import jinja2

from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.render.compile.compiler import PageFacts, Trees
from ssg.render.compile.functions import PageFunction, load_page, names_of_code
from ssg.render.compile.pages import compile_page
from ssg.render.localization import Localization
from ssg.render.runtime import ThemeEnvironment

_TESTED = ("3.1",)
"""The versions of Jinja whose templates this compiler is known to understand."""

PageType = tuple[str, type[View], str]
"""What all pages of a function have in common: the name of their template, their view, and the
`page_lang` of their views."""


def page_key(template: str, view: type[View], lang: str) -> str:
    """A `PageType` as a text."""
    return f"{template} {view.__module__}.{view.__qualname__} {lang}"


class PageCompiler:
    """Compiles page templates for one site and theme."""

    def __init__(self, environment: ThemeEnvironment) -> None:
        self._environment = environment
        self._trees = Trees(environment)
        self._is_tested = jinja2.__version__.rpartition(".")[0] in _TESTED

    def compile(self, template: str, facts: PageFacts) -> bytes | None:
        """The code of a page's function for `CompiledPages`; None if Jinja has to render it."""
        if not self._is_tested:
            return None
        try:
            return marshal.dumps(compile_page(template, self._environment, self._trees, facts))
        except Exception:
            # Publishers may write whatever Jinja allows. Jinja also says what is wrong.
            return None


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
