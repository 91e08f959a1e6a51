"""The Atom feed (RFC 4287) of the newest corrections: on every site that has a page of them."""

from collections.abc import Iterator

from msgspec import Struct

from ssg.model.record import Record
from ssg.model.scalars import Moment, day_text
from ssg.model.site import CorrectionPlace
from ssg.pages.atom import FEED_DAY, MOST_ENTRIES, oldest_address, rfc3339, tag_uri
from ssg.pages.changes import (
    ADDRESS as PAGE_ADDRESS,
)
from ssg.pages.changes import (
    FEED_ADDRESS,
    ChangeCard,
    changed_languages,
    corrected_document,
    corrections_in,
    make_change_card,
)
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, View, not_in_sitemap


class ChangeItem(Record, frozen=True, kw_only=True):
    """A correction in the feed. The entry's id is made of all but the card's words."""

    card: ChangeCard
    oldest_address: str
    """Of the document, without the prefix."""
    number: int
    """Its position among the document's corrections of the same day, from 1."""


class ChangesFeedInputs(PageInputs, frozen=True, kw_only=True):
    items: tuple[ChangeItem, ...]
    """Newest first; at least one."""
    lang: str


class ChangeEntry(Struct, frozen=True, kw_only=True):
    id: str
    title: str
    url: str
    lang: str
    updated: str
    """RFC 3339, as Atom wants it."""
    wrong: str
    right: str


class ChangesFeedView(View, frozen=True, kw_only=True):
    id: str
    lang: str
    origin: str
    """Scheme and host: with it, the addresses that pages share become absolute."""
    page_url: str
    self_url: str
    updated: str
    entries: tuple[ChangeEntry, ...]

    @property
    def page_lang(self) -> str:
        return self.lang


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    for lang in context.settings.published_languages:
        places = corrections_in(lang, context.site, context.settings)
        items = tuple(_item(place, context) for place in places[: -MOST_ENTRIES - 1 : -1])
        if items:
            address = context.list_address(FEED_ADDRESS, lang)
            yield KIND.page(address, ChangesFeedInputs(items=items, lang=lang))


def _item(place: CorrectionPlace, context: PlanContext) -> ChangeItem:
    document = corrected_document(context.site, place)
    days = [day_text(one.date) for one in document.meta.corrections[: place.position + 1]]
    return ChangeItem(
        card=make_change_card(place, context),
        oldest_address=oldest_address(document, context),
        number=days.count(days[-1]),
    )


def _build_view(inputs: ChangesFeedInputs, context: ViewContext) -> ChangesFeedView:
    settings = context.settings
    below = settings.list_prefix(inputs.lang)
    start = settings.origin + settings.prefix + below
    entries = tuple(_entry(item, context) for item in inputs.items)
    return ChangesFeedView(
        id=tag_uri(settings, FEED_DAY, below + PAGE_ADDRESS),
        lang=inputs.lang,
        origin=settings.origin,
        page_url=start + PAGE_ADDRESS,
        self_url=start + FEED_ADDRESS,
        updated=entries[0].updated,
        entries=entries,
    )


def _entry(item: ChangeItem, context: ViewContext) -> ChangeEntry:
    settings, card = context.settings, item.card
    uri = tag_uri(settings, day_text(card.date), item.oldest_address)
    return ChangeEntry(
        id=f"{uri}?correction={item.number}",
        title=card.title,
        url=settings.origin + card.url,
        lang=card.lang,
        updated=_time(card.date, context),
        wrong=card.wrong,
        right=card.right,
    )


def _time(moment: Moment, context: ViewContext) -> str:
    return rfc3339(moment, context.settings.zone)


KIND = PageKind(
    name="changes_feed",
    template="pages/changes_feed.xml",
    inputs=ChangesFeedInputs,
    view=ChangesFeedView,
    routes=(
        Route(
            FEED_ADDRESS,
            "the feed of corrections",
            in_languages=True,
            exists_for=changed_languages,
        ),
    ),
    is_list=True,
    plan=_plan,
    sitemap=not_in_sitemap,
    build_view=_build_view,
)
