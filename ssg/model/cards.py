"""Cards: the little of a document that other pages show.

A page that lists a thread depends on the thread's card and on nothing else of
it, so an edited answer leaves every list as it was. Addresses (`url`) start
with the site's path prefix. `lang` is set only where it differs from the site's.
"""

from ssg.model.record import Record
from ssg.model.scalars import Moment


class ThreadCard(Record, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    lang: str
    asked: Moment
    by: str
    summary: str
    answers: int
    has_accepted: bool
    updated: Moment


class GuideCard(Record, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    lang: str
    summary: str
    also_called: tuple[str, ...]
    reviewed: Moment | None


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
    checked: Moment | None
    archived: str | None


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
