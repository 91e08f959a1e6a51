"""The texts of site.yaml in the languages of the site."""

from collections.abc import Callable
from typing import NamedTuple

from ssg.config import Settings, SiteLanguage


class SiteText(NamedTuple):
    text: str
    lang: str


def site_text(
    settings: Settings, lang: str, pick: Callable[[Settings | SiteLanguage], str]
) -> SiteText:
    """A text of the site for a page in `lang`: in the site's own language where that has none."""
    language = settings.list_language(lang)
    translated = settings.languages.get(language)
    text = pick(translated) if translated else ""
    return SiteText(text, language) if text else SiteText(pick(settings), settings.language)
