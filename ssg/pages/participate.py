"""Where a reader of a page can take part: the addresses of site.yaml, filled in for the page."""

import re
from collections.abc import Callable
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import asdict

from ssg.config import Settings
from ssg.config.settings import Participate
from ssg.pages.texts import site_text
from ssg.urls import fill_pattern, pattern_values


class ParticipateView(Struct, frozen=True, kw_only=True):
    """Each is an address to ask, to answer and so on; empty where the site has none."""

    ask: str = ""
    answer: str = ""
    rate: str = ""
    report: str = ""
    remove: str = ""
    feedback: str = ""
    newsletter: str = ""
    email_updates: str = ""


_NO_PATTERNS = Participate()
_NOWHERE = ParticipateView()


def fill_participate(settings: Settings, *, url: str, title: str, lang: str) -> ParticipateView:
    """The addresses for the page at `url`, which starts with the site's prefix.

    `title` is that of what the page is about: a thread, a guide, a topic, a page or a resource.
    The id is the name of its file, or the resource's own. Any other page, such as a list, has an
    empty `title`: its id is empty too, and its title the site's.
    """
    if settings.participate == _NO_PATTERNS:
        return _NOWHERE
    patterns = asdict(settings.participate)
    values = _values(settings, url, title, lang)
    return ParticipateView(
        **{name: fill_pattern(pattern or "", values) for name, pattern in patterns.items()}
    )


def report_filler(settings: Settings, *, url: str, title: str, lang: str) -> Callable[[str], str]:
    """What gives the address to report what has an anchor on the page at `url`.

    It is as in `fill_participate`; empty for nowhere.
    """
    pattern = settings.participate.report
    if not pattern:
        return lambda _anchor: ""
    values = _values(settings, url, title, lang)

    def fill(anchor: str) -> str:
        place = quote(f"#{anchor}", safe="")
        return fill_pattern(pattern, {**values, "url": values["url"] + place})

    return fill


def _values(settings: Settings, url: str, title: str, lang: str) -> dict[str, str]:
    return pattern_values(
        id=_id_in(url.removeprefix(settings.prefix)) if title else "",
        title=title or site_text(settings, lang, lambda texts: texts.title).text,
        url=settings.origin + url,
        lang=lang,
    )


def _id_in(address: str) -> str:
    """Such as `back` for `/topics/back/page/2/`, and `about` for `/about/`."""
    folder, _, below = address.strip("/").partition("/")
    return re.split("[/#]", below)[0] or folder
