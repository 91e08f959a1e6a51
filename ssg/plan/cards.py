"""The cards of all visible documents: made once, shared by all pages that show them."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ssg import urls
from ssg.config import Settings
from ssg.model.cards import (
    GuideCard,
    PersonCard,
    ResourceCard,
    ThreadCard,
    TopicCard,
    TranslationCard,
)
from ssg.model.documents import Guide, PostKind, Resource, Thread, Topic
from ssg.model.frontmatter import PersonMeta, Review
from ssg.model.ids import GuideId, ResourceId, ThreadId, TopicId
from ssg.model.scalars import Moment
from ssg.model.site import AddressedDocument, Site, address_of
from ssg.pages.names import sorting_name
from ssg.pages.views import ReviewView


class Cards(Struct, frozen=True, kw_only=True):
    """Cards by id, translations by path. The methods leave out ids that nothing visible has."""

    threads: Mapping[ThreadId, ThreadCard]
    guides: Mapping[GuideId, GuideCard]
    topics: Mapping[TopicId, TopicCard]
    resources: Mapping[ResourceId, ResourceCard]
    people: Mapping[str, PersonCard]
    translations: Mapping[str, TranslationCard]

    def threads_of(self, names: Iterable[ThreadId]) -> tuple[ThreadCard, ...]:
        return tuple([self.threads[name] for name in names if name in self.threads])

    def guides_of(self, names: Iterable[GuideId]) -> tuple[GuideCard, ...]:
        return tuple([self.guides[name] for name in names if name in self.guides])

    def topics_of(self, names: Iterable[TopicId]) -> tuple[TopicCard, ...]:
        return tuple([self.topics[name] for name in names if name in self.topics])

    def resources_of(self, names: Iterable[ResourceId]) -> tuple[ResourceCard, ...]:
        return tuple([self.resources[name] for name in names if name in self.resources])

    def review_of(self, review: Review | None, *, overdue: bool) -> ReviewView | None:
        person = self.people.get(review.by) if review else None
        if review is None or person is None:
            return None
        return ReviewView(person=person, date=review.date, due=review.due, overdue=overdue)


def guides_by_title(cards: Iterable[GuideCard]) -> tuple[GuideCard, ...]:
    return tuple(sorted(cards, key=lambda card: (sorting_name(card.title), card.id)))


def topics_by_title(cards: Iterable[TopicCard]) -> tuple[TopicCard, ...]:
    return tuple(sorted(cards, key=lambda card: (sorting_name(card.title), card.id)))


def make_cards(site: Site, settings: Settings) -> Cards:
    maker = _Maker(settings)
    return Cards(
        threads={
            name: maker.thread(thread, site.updated[name]) for name, thread in site.threads.items()
        },
        guides={name: maker.guide(guide) for name, guide in site.guides.items()},
        topics={name: maker.topic(topic) for name, topic in site.topics.items()},
        resources={name: maker.resource(resource) for name, resource in site.resources.items()},
        people={name: _person(person) for name, person in site.people.items()},
        translations={
            document.path: maker.translation(document)
            for documents in (site.threads, site.guides, site.topics, site.pages)
            for document in documents.values()
            if document.path in site.translations
        },
    )


class _Maker:
    def __init__(self, settings: Settings) -> None:
        self._prefix = settings.prefix
        self._origin = settings.origin
        self._language = settings.language

    def _lang(self, lang: str | None) -> str:
        return lang if lang and lang != self._language else ""

    def thread(self, thread: Thread, updated: Moment) -> ThreadCard:
        answers = [
            post for post in thread.posts if post.kind is PostKind.ANSWER and not post.meta.removed
        ]
        meta = thread.meta
        return ThreadCard(
            id=thread.id,
            url=self._prefix + urls.thread_address(thread.id),
            title=meta.title,
            lang=self._lang(meta.lang),
            asked=meta.asked,
            by=meta.by,
            summary=meta.summary or thread.excerpt,
            answers=len(answers),
            has_accepted=any(answer.meta.accepted for answer in answers),
            updated=updated,
        )

    def guide(self, guide: Guide) -> GuideCard:
        meta = guide.meta
        return GuideCard(
            id=guide.id,
            url=self._prefix + urls.guide_address(guide.id),
            title=meta.title,
            lang=self._lang(meta.lang),
            summary=meta.summary or guide.excerpt,
            also_called=meta.also_called,
            reviewed=meta.review.date if meta.review else None,
        )

    def topic(self, topic: Topic) -> TopicCard:
        meta = topic.meta
        return TopicCard(
            id=topic.id,
            url=self._prefix + urls.topic_address(topic.id),
            title=meta.title,
            lang=self._lang(meta.lang),
            summary=meta.summary or topic.excerpt,
            also_called=meta.also_called,
        )

    def resource(self, resource: Resource) -> ResourceCard:
        meta = resource.meta
        return ResourceCard(
            id=meta.id,
            url=self._prefix + urls.resource_address(meta.id),
            href=meta.url,
            title=meta.title,
            lang=self._lang(meta.lang),
            publisher=resource.publisher.name,
            publisher_href=resource.publisher.url,
            description=meta.description or "",
            kind=meta.kind or "",
            checked=meta.checked,
            archived=meta.archived,
        )

    def translation(self, document: AddressedDocument) -> TranslationCard:
        url = self._prefix + address_of(document)
        return TranslationCard(
            url=url,
            canonical=self._origin + url,
            lang=document.meta.lang or self._language,
            title=document.meta.title,
        )


def _person(person: PersonMeta) -> PersonCard:
    return PersonCard(
        id=person.id,
        name=person.name,
        role=person.role or "",
        credentials=person.credentials or "",
        href=person.url,
        lay=person.lay,
    )
