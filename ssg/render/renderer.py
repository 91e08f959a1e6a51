"""A view and its template become the bytes of a page."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from ssg.config import Settings
from ssg.messages import SOURCE_LANGUAGE, CatalogueError, Catalogues
from ssg.model.media import LinkedFile
from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.plugins.calling import NO_FUNCTIONS, Functions
from ssg.render.alerts import ALERT_TITLES, BACKLINK_NAME, FILE_LABEL
from ssg.render.compile.functions import CompiledPages, PageType, page_key
from ssg.render.environment import make_environment
from ssg.render.errors import theme_error
from ssg.render.localization import Formats, Localization, PageLanguage

if TYPE_CHECKING:
    from ssg.render.compile.build import PageCompiler

LOCALE_FOLDER = "locale"
"""The folder of a template folder's catalogues."""


class Renderer:
    """Renders pages one after the other; templates are compiled once.

    Each worker has its own: a renderer is neither thread-safe nor picklable.
    """

    def __init__(
        self,
        template_dirs: Sequence[Path],
        *,
        sites: Mapping[str, SiteView],
        settings: Settings,
        code: Mapping[str, bytes] = {},
        functions: Functions = NO_FUNCTIONS,
        formats: Mapping[str, Formats] = {},
    ) -> None:
        """`sites` is what pages show of the site, by the language of their lists.

        `functions` are those of plugins, `formats` those of languages of the interface.
        `code` is what `compile` gave; Jinja renders all pages that are not in it.
        """
        self._template_dirs = tuple(template_dirs)
        self._sites = sites
        self._settings = settings
        self._catalogues = Catalogues([folder / LOCALE_FOLDER for folder in template_dirs])
        self._localizations: dict[str, Localization] = {}
        self._formats = formats
        self._alert_titles: dict[str, Mapping[str, Markup]] = {}
        self._language = PageLanguage.english()
        self._environment = make_environment(template_dirs, self._language, functions)
        self._pages = CompiledPages(self._environment, code)

    @cached_property
    def _compiler(self) -> "PageCompiler":
        # Most builds find all their code kept.
        from ssg.render.compile.build import PageCompiler  # noqa: PLC0415

        return PageCompiler(self._environment)

    @property
    def is_preview(self) -> bool:
        return any(site.is_preview for site in self._sites.values())

    def render(self, template: str, view: View) -> bytes:
        """The page as UTF-8 that ends with one newline. Raises ThemeError."""
        lang = view.page_lang or self._settings.language
        try:
            self._language.localization = localization = self._localization(lang)
            self._language.page_lang = lang
            # As a global, the site is also known to macros, which are imported without a context,
            # once for each language.
            self._environment.globals["site"] = site = self._site(lang)
            text = self._pages.render(template, view, site, localization, lang)
            if text is None:
                text = self._environment.get_template(template).render(page=view)
            return (text.strip() + "\n").encode()
        except Exception as error:
            # Anything that a template calls can fail, and its author needs the line.
            raise theme_error(error, template, self._template_dirs) from error

    def compile(self, pages: Iterable[PageType], *, for_any_site: bool = False) -> dict[str, bytes]:
        """The `code` for renderers of the same theme, by what their pages have in common.

        Code for any site knows nothing of this one, so it is a little slower.
        Pages that Jinja has to render are left out.
        """
        compiled = {page_key(*page): self._compile(*page, for_any_site) for page in pages}
        return {key: code for key, code in compiled.items() if code}

    def languages(self, view_lang: str) -> tuple[str, str]:
        """The language of pages with views in `view_lang`, and that of their interface.

        That is the page's language if a catalogue has it, else the site's, else English.
        """
        lang = view_lang or self._settings.language
        available = filter(self._catalogues.has_language, (lang, self._settings.language))
        return lang, next(available, SOURCE_LANGUAGE)

    def _compile(
        self, template: str, view: type[View], lang: str, for_any_site: bool
    ) -> bytes | None:
        page_lang = lang or self._settings.language
        try:
            localization = self._localization(page_lang)
        except CatalogueError:
            # The first page in this language says so.
            return None
        from ssg.render.compile.compiler import PageFacts  # noqa: PLC0415

        facts = PageFacts(
            view=view,
            view_lang=lang,
            page_lang=page_lang,
            localization=localization,
            site=None if for_any_site else self._site(page_lang),
        )
        return self._compiler.compile(template, facts)

    def alert_titles(self, lang: str) -> Mapping[str, Markup]:
        """The titles of care cards by kind, for a page in `lang`: HTML.

        Under `backlink` are the attributes that name a footnote's link back to the text.
        All are marked where the interface is in another language. Raises ThemeError.
        """
        if lang not in self._alert_titles:
            localization = self.localization(lang)
            page = PageLanguage(localization, lang)
            backlink = Markup(' aria-label="{}"').format(
                localization.translations.gettext(BACKLINK_NAME)
            )
            self._alert_titles[lang] = {
                "backlink": backlink + page.attributes(localization.lang),
                **{
                    kind: page.isolate(localization.translations.gettext(title), localization.lang)
                    for kind, title in ALERT_TITLES.items()
                },
            }
        return self._alert_titles[lang]

    def localization(self, lang: str) -> Localization:
        """The interface of pages in `lang`. Raises ThemeError."""
        try:
            return self._localization(lang)
        except Exception as error:
            raise theme_error(error, LOCALE_FOLDER, self._template_dirs) from error

    def file_label(self, file: LinkedFile, lang: str) -> Markup:
        """What a link to a file says of it on a page in `lang`: its type and size, as HTML.

        Raises ThemeError.
        """
        try:
            localization = self._localization(lang)
            pattern = localization.translations.gettext(FILE_LABEL)
            text = pattern % {"type": file.kind, "size": localization.size(file.size)}
        except Exception as error:
            raise theme_error(error, LOCALE_FOLDER, self._template_dirs) from error
        page = PageLanguage(localization, lang)
        attributes = page.attributes(localization.lang)
        return Markup('<span class="ssg-file"{}>{}</span>').format(attributes, text)

    def _site(self, lang: str) -> SiteView:
        return self._sites[self._settings.list_language(lang)]

    def _localization(self, lang: str) -> Localization:
        if lang not in self._localizations:
            _, chosen = self.languages(lang)
            translations, formats = self._catalogues.load(chosen), self._formats.get(chosen)
            self._localizations[lang] = Localization(
                chosen, translations, self._settings.zone, formats
            )
        return self._localizations[lang]
