"""Where a reader of a page can take part: the addresses of site.yaml, filled in for the page."""

from msgspec import Struct

from ssg.config import Settings
from ssg.urls import fill_pattern


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


_NOWHERE = ParticipateView()


def fill_participate(settings: Settings, *, url: str, title: str, lang: str) -> ParticipateView:
    """The addresses for the page at `url`, which starts with the site's prefix.

    Its id is the last part of what follows that: of a thread, a guide, a topic or a page, the name
    of its file; of the home page, nothing.
    """
    patterns = {name: getattr(settings.participate, name) for name in _NAMES}
    if not any(patterns.values()):
        return _NOWHERE
    values = {
        "id": _last_part(url.removeprefix(settings.prefix)),
        "title": title or settings.title,
        "url": settings.origin + url,
        "lang": lang,
    }
    return ParticipateView(
        **{name: fill_pattern(pattern or "", **values) for name, pattern in patterns.items()}
    )


def _last_part(address: str) -> str:
    return address.partition("#")[0].rstrip("/").rpartition("/")[2]


_NAMES = ParticipateView.__struct_fields__
