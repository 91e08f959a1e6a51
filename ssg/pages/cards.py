"""Cards: the little of a document that other pages show.

A page that lists a thread depends on the thread's card and on nothing else of
it, so an edited answer leaves every list as it was. Addresses (`url`) start
with the site's path prefix. `lang` is the language of the document.
"""

from collections.abc import Iterable, Mapping
from itertools import islice

from msgspec import Struct

from ssg.model.frontmatter import PersonMeta, Review
from ssg.model.ids import GuideId, PersonId, ResourceId, ThreadId, TopicId
from ssg.model.record import Record
from ssg.model.scalars import Moment
from ssg.model.site import Site
from ssg.pages.emergency import EmergencyCard, without_signs
from ssg.pages.sorting import sort_name

_MOST_EMERGENCIES = 2


class ThreadCard(Record, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    lang: str
    asked: Moment
    by: str
    summary: str
    answers: int
    has_professional: bool
    """Whether a health professional answered."""
    updated: Moment


class GuideCard(Record, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    lang: str
    summary: str
    also_called: tuple[str, ...]
    reviewed: Moment | None
    is_sealed: bool
    """Whether a health professional reviewed it as it is, and the next review is not overdue."""
    has_changed: bool = False
    """Whether its text has changed since the review."""


class TopicCard(Record, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    lang: str
    summary: str
    also_called: tuple[str, ...]


class PageCard(Record, frozen=True, kw_only=True):
    url: str
    title: str
    lang: str


class ResourceCard(Record, frozen=True, kw_only=True):
    """`url` is the resource's page on this site, `href` the outside address."""

    id: str
    url: str
    href: str
    title: str
    lang: str
    publisher: str
    publisher_href: str | None
    description: str
    kind: str
    text_lang: str
    """The language of its description and kind: that of the lists that show it."""
    checked: Moment | None
    archived: str | None
    is_dead: bool = False
    """Whether its page is no longer there, as far as the ledger of links knows."""

    @property
    def readable_href(self) -> str:
        """Where readers find it: of a page that is gone, the archived copy; empty for none."""
        return (self.archived or "") if self.is_dead else self.href


class PersonCard(Record, frozen=True, kw_only=True):
    id: str
    name: str
    role: str
    credentials: str
    href: str | None
    lay: bool


class TranslationCard(Record, frozen=True, kw_only=True):
    """The same document in another language; `canonical` is its absolute address."""

    url: str
    canonical: str
    lang: str
    title: str


class ReviewView(Record, frozen=True, kw_only=True):
    person: PersonCard
    date: Moment
    due: Moment | None
    overdue: bool
    is_future: bool
    """Dated in the future, which is a mistake."""
    has_changed: bool = False
    """Whether it was of another text than that of today."""

    @property
    def is_sealed(self) -> bool:
        """Whether a health professional made it of this text, and the next one is not overdue."""
        return not (self.person.lay or self.overdue or self.is_future or self.has_changed)


class Cards(Struct, frozen=True, kw_only=True):
    """Cards by id, translations by path: made once, shared by all pages that show them.

    Threads are oldest first, without duplicates. The methods leave out ids of documents that are
    not visible.
    """

    threads: Mapping[ThreadId, ThreadCard]
    duplicates: Mapping[ThreadId, ThreadCard]
    guides: Mapping[GuideId, GuideCard]
    topics: Mapping[TopicId, TopicCard]
    resources: Mapping[ResourceId, ResourceCard]
    people: Mapping[PersonId, PersonCard]
    emergencies: Mapping[GuideId, EmergencyCard]
    translations: Mapping[str, TranslationCard]

    def threads_of(self, ids: Iterable[ThreadId]) -> tuple[ThreadCard, ...]:
        return tuple(filter(None, map(self.threads.get, ids)))

    def guides_of(self, ids: Iterable[GuideId]) -> tuple[GuideCard, ...]:
        return tuple(filter(None, map(self.guides.get, ids)))

    def topics_of(self, ids: Iterable[TopicId]) -> tuple[TopicCard, ...]:
        return tuple(filter(None, map(self.topics.get, ids)))

    def resources_of(self, ids: Iterable[ResourceId]) -> tuple[ResourceCard, ...]:
        return tuple(filter(None, map(self.resources.get, ids)))

    def emergencies_of(
        self, ids: Iterable[GuideId], *, with_signs: bool = True
    ) -> tuple[EmergencyCard, ...]:
        """Those of the first guides that have some: the box at the top of a page is short."""
        found = filter(None, map(self.emergencies.get, ids))
        first = islice(found, _MOST_EMERGENCIES)
        return tuple(first) if with_signs else tuple(map(without_signs, first))

    def review_of(self, review: Review | None, path: str, site: Site) -> ReviewView | None:
        """See `make_review`."""
        return make_review(review, path, site, self.people)


def make_review(
    review: Review | None, path: str, site: Site, people: Mapping[PersonId, PersonCard]
) -> ReviewView | None:
    """The review of the document at `path`; None for one by nobody that the site knows."""
    person = people.get(review.by) if review else None
    if review is None or person is None:
        return None
    return ReviewView(
        person=person,
        date=review.date,
        due=review.due,
        overdue=path in site.overdue,
        is_future=path in site.future_reviews,
        has_changed=path in site.changed_since_review,
    )


def make_person_card(person: PersonMeta) -> PersonCard:
    return PersonCard(
        id=person.id,
        name=person.name,
        role=person.role or "",
        credentials=person.credentials or "",
        href=person.url,
        lay=person.lay,
    )


def guides_by_title(cards: Iterable[GuideCard]) -> tuple[GuideCard, ...]:
    return tuple(sorted(cards, key=lambda card: (sort_name(card.title), card.id)))


def topics_by_title(cards: Iterable[TopicCard]) -> tuple[TopicCard, ...]:
    return tuple(sorted(cards, key=lambda card: (sort_name(card.title), card.id)))
