"""A to Z: all names of guides and topics, other names included, in each language of the site."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ssg.pages.cards import GuideCard, TopicCard
from ssg.pages.context import PlanContext, ViewContext
from ssg.pages.head import HeadInputs
from ssg.pages.html import HtmlView
from ssg.pages.kind import PageInputs, PageKind, PagePlan, Route, in_sitemap
from ssg.pages.sorting import OTHER, letter_of, letter_order, sort_name
from ssg.pages.structured_data.vocabulary import CollectionPage

ADDRESS = "/a-z/"
_FOLDED_FROM = 200
"""So many names fold the letters: all of them open would be dozens of screens on a phone."""


class AToZInputs(PageInputs, frozen=True, kw_only=True):
    head: HeadInputs
    guides: tuple[GuideCard, ...] = ()
    topics: tuple[TopicCard, ...] = ()


class IndexEntry(Struct, frozen=True, kw_only=True):
    """A name in A to Z; `see` is the title that another name stands for, or empty."""

    name: str
    url: str
    kind: str
    """guide or topic"""
    see: str
    lang: str


class IndexLetter(Struct, frozen=True, kw_only=True):
    letter: str
    """A to Z or another script's letter; `#` for digits and signs."""
    id: str
    """An id for the letter's heading, starting with `ssg-`."""
    entries: tuple[IndexEntry, ...]
    lang: str
    """The page's language if any name is in it, else that of the first name."""


class AToZView(HtmlView, frozen=True, kw_only=True):
    letters: tuple[IndexLetter, ...]
    is_folded: bool
    """Whether there are so many names that only the letters are open."""


def _plan(context: PlanContext) -> Iterator[PagePlan]:
    topics = context.cards.topics_of(
        name for name in context.site.topics if context.site.members[name]
    )
    for lang in context.settings.published_languages:
        inputs = AToZInputs(
            head=context.heads.of_list_in(ADDRESS, lang),
            guides=context.in_language(context.cards.guides.values(), lang),
            topics=context.in_language(topics, lang),
        )
        yield KIND.page(context.list_address(ADDRESS, lang), inputs)


def _build_view(inputs: AToZInputs, context: ViewContext) -> AToZView:
    letters = index_names(inputs.guides, inputs.topics, inputs.head.lang)
    names = sum(len(one.entries) for one in letters)
    return AToZView(
        head=context.list_head(
            inputs.head,
            name="A to Z",
            lead="All guides and topics, also under their other names.",
            page=CollectionPage(),
        ),
        letters=letters,
        is_folded=names >= _FOLDED_FROM,
    )


def index_names(
    guides: Iterable[GuideCard], topics: Iterable[TopicCard], lang: str
) -> tuple[IndexLetter, ...]:
    """All names of guides and topics by their first letter; those without a letter come last.

    `lang` is the language of the page.
    """
    entries = [entry for card in guides for entry in _entries(card, "guide")]
    entries += [entry for card in topics for entry in _entries(card, "topic")]
    entries.sort(key=lambda entry: (sort_name(entry.name), entry.name, entry.url))
    by_letter: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        by_letter.setdefault(letter_of(entry.name), []).append(entry)
    return tuple(
        _index_letter(letter, by_letter[letter], lang)
        for letter in sorted(by_letter, key=letter_order)
    )


def _entries(card: GuideCard | TopicCard, kind: str) -> Iterable[IndexEntry]:
    for name in (card.title, *card.also_called):
        see = "" if name == card.title else card.title
        yield IndexEntry(name=name, url=card.url, kind=kind, see=see, lang=card.lang)


def _index_letter(letter: str, entries: Sequence[IndexEntry], lang: str) -> IndexLetter:
    return IndexLetter(
        letter=letter,
        id=_heading_id(letter),
        entries=tuple(entries),
        lang=lang if any(entry.lang == lang for entry in entries) else entries[0].lang,
    )


def _heading_id(letter: str) -> str:
    return f"ssg-letter-{'other' if letter == OTHER else letter.lower()}"


KIND = PageKind(
    name="a_to_z",
    template="pages/a_to_z.html",
    inputs=AToZInputs,
    view=AToZView,
    routes=(Route(ADDRESS, "the index from A to Z", in_languages=True),),
    is_list=True,
    plan=_plan,
    sitemap=in_sitemap(ADDRESS),
    build_view=_build_view,
)
