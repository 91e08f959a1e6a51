"""A view and its template become the bytes of a page."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path

from ssg.messages import SOURCE_LANGUAGE, Catalogues
from ssg.pages.kind import View
from ssg.pages.site import SiteView
from ssg.render.alerts import ALERT_TITLES
from ssg.render.environment import make_environment
from ssg.render.errors import mistake_of
from ssg.render.localization import Interface, Voice

LOCALE_FOLDER = "locale"
"""Where a template folder keeps its catalogues."""


class Renderer:
    """Renders pages one after the other; templates are compiled once.

    A worker has one of its own: it is neither thread-safe nor picklable.
    """

    def __init__(self, template_dirs: Sequence[Path], *, site: SiteView, zone: tzinfo) -> None:
        self._template_dirs = tuple(template_dirs)
        self._site = site
        self._zone = zone
        self._catalogues = Catalogues([folder / LOCALE_FOLDER for folder in template_dirs])
        self._interfaces: dict[str, Interface] = {}
        self._alert_titles: dict[str, Mapping[str, str]] = {}
        self._voice = Voice.plain_english()
        self._environment = make_environment(template_dirs, self._voice)
        # As a global, the site is also known to macros, which are imported without a context.
        self._environment.globals["site"] = site

    def render(self, template: str, view: View) -> bytes:
        """The page as UTF-8 that ends with one newline. Raises TemplateMistake."""
        lang = view.page_lang or self._site.lang
        try:
            self._voice.interface = self._interface(lang)
            self._voice.page_lang = lang
            text = self._environment.get_template(template).render(page=view)
            return (text.strip() + "\n").encode()
        except Exception as error:
            # Whatever a template calls can fail, and its author needs the line.
            raise mistake_of(error, template, self._template_dirs) from error

    def alert_titles(self, lang: str) -> Mapping[str, str]:
        """The titles of care cards by kind, for a page in `lang`: plain text, not escaped.

        Raises TemplateMistake.
        """
        if lang not in self._alert_titles:
            try:
                words = self._interface(lang).words
            except Exception as error:
                raise mistake_of(error, LOCALE_FOLDER, self._template_dirs) from error
            titles = {kind: words.gettext(title) for kind, title in ALERT_TITLES.items()}
            self._alert_titles[lang] = titles
        return self._alert_titles[lang]

    def _interface(self, lang: str) -> Interface:
        """In the page's language if the interface has words in it, else the site's or English."""
        if lang not in self._interfaces:
            spoken = next(filter(self._catalogues.speaks, (lang, self._site.lang)), SOURCE_LANGUAGE)
            words = self._catalogues.words(spoken)
            self._interfaces[lang] = Interface(spoken, words, self._zone)
        return self._interfaces[lang]
