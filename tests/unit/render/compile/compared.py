"""Renders pages by Jinja and by compiled code, to compare both."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render.compile.functions import page_key
from ssg.render.errors import ThemeError, ThemeProblem
from ssg.render.renderer import Renderer
from tests.unit.render.conftest import make_renderer
from tests.unit.render.samples import SITE


class Compared:
    """Pages of one theme and site, both ways."""

    def __init__(
        self,
        *folders: Path,
        site: SiteView = SITE,
        functions: Functions = NO_FUNCTIONS,
        for_any_site: bool = False,
    ) -> None:
        self._jinja, self._compiler, self._compiled = (
            make_renderer(*folders, site=site, functions=functions) for _ in range(3)
        )
        self._code: dict[str, bytes] = {}
        self._for_any_site = for_any_site

    def jinja(self, template: str, view: View) -> bytes | ThemeProblem:
        return _page(self._jinja, template, view)

    def compiled(self, template: str, view: View) -> bytes | ThemeProblem:
        key = page_key(template, type(view), view.page_lang)
        if key not in self._code:
            page = template, type(view), view.page_lang
            self._code |= self._compiler.compile([page], for_any_site=self._for_any_site)
        # Also after a page has failed.
        self._compiled._pages._code.update(self._code)
        return _page(self._compiled, template, view)

    def was_compiled(self, template: str, view: View) -> bool:
        """Whether code has just rendered this page, and Jinja was not needed."""
        key = page_key(template, type(view), view.page_lang)
        return key in self._compiled._pages._code


def _page(renderer: Renderer, template: str, view: View) -> bytes | ThemeProblem:
    try:
        return renderer.render(template, view)
    except ThemeError as error:
        return error.problem


def in_language(view: Any, lang: str) -> Any:
    """The view of the same page in another language; a view without any stays as it is."""
    if hasattr(view, "head"):
        return replace(view, head=replace(view.head, lang=lang))
    return replace(view, lang=lang) if view.page_lang else view
