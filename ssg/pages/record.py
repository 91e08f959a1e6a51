"""What the search index knows of a page."""

from collections.abc import Iterable

from ssg.model.record import Record
from ssg.pages.cards import TopicCard
from ssg.pages.head import Head


class SearchRecord(Record, frozen=True, kw_only=True):
    """A page as it is searched and found, made from its view: all of it is on the page itself.

    Names of members are left out: nobody looks for health advice by them, and a search for a name
    would list all that somebody ever asked.
    """

    url: str
    """With the site's prefix."""
    lang: str
    kind: str
    """guide, thread, topic or page"""
    title: str
    names: tuple[str, ...] = ()
    """Other names of what it is about."""
    topics: tuple[str, ...] = ()
    """The titles of its topics."""
    summary: str = ""
    text: str
    """HTML: that of the page, or the question of a thread."""
    comments: tuple[str, ...] = ()
    """HTML: what others wrote below it."""
    reviewed: str = ""
    """The day of a review that has the seal; empty for none."""
    answers: int = 0
    has_professional: bool = False
    """Whether a health professional answered."""


def topic_titles(head: Head, topics: Iterable[TopicCard] = ()) -> tuple[str, ...]:
    """The titles of the topics that a page is in, and of those above the first one."""
    above = [crumb.title for crumb in head.crumbs[1:]]
    return tuple(dict.fromkeys([*above, *(topic.title for topic in topics)]))
