from typing import Any

import pytest

from ssg.config import Settings
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.pages.feed import FeedView
from tests.unit.pages.views import view_of
from tests.unit.samples import answer, link, removal, thread, topic

OSLO = Settings(title="Health Threads", url="https://example.org/p", timezone="Europe/Oslo")


def test_an_entry_is_dated_in_the_sites_zone() -> None:
    feed = view_of(
        FeedView,
        "feed.xml",
        thread(
            by="Ann",
            asked="2026-01-01",
            posts=[answer(posted="2026-06-01T08:00Z"), answer("x", removed=removal())],
        ),
        settings=OSLO,
    )
    (entry,) = feed.entries
    assert entry.published == "2026-01-01T00:00:00+01:00"
    assert entry.updated == feed.updated == "2026-06-01T10:00:00+02:00"
    assert (entry.author, entry.answers, entry.title) == ("Ann", 1, "sore-back")
    assert entry.url == "https://example.org/p/threads/sore-back/"
    assert feed.self_url == "https://example.org/p/feed.xml"
    assert feed.page_url == "https://example.org/p/"


def test_what_appears_late_is_published_late() -> None:
    late = thread(asked="2008-01-01", publish_on="2026-05-01")
    (entry,) = view_of(FeedView, "feed.xml", late).entries
    assert entry.published == "2026-05-01T00:00:00+00:00"


def test_the_content_is_the_question_with_absolute_links() -> None:
    slots = (
        Slot(kind=SlotKind.LINK, target="topics/back.md"),
        Slot(kind=SlotKind.LINK_END),
        Slot(kind=SlotKind.LINK, target="#a-1"),
        Slot(kind=SlotKind.LINK_END),
        Slot(kind=SlotKind.ALERT_TITLE, target="tip"),
    )
    question = Fragment(html=("", "back", " ", "below", " ", ""), slots=slots)
    spanish = thread(links=[link("topics/back.md")], lang="es")
    feed = view_of(
        FeedView,
        "feed.xml",
        spanish,
        fragments={spanish.path: (question, Fragment(html=("secret",)))},
        settings=OSLO,
    )
    assert str(feed.entries[0].content) == (
        '<a href="https://example.org/p/topics/back/">back</a> '
        '<a href="https://example.org/p/threads/sore-back/#a-1">below</a> es'
    )


def test_an_id_is_made_of_the_day_and_the_oldest_address() -> None:
    documents = (
        thread("b", asked="2008-12-06T17:57", aliases=("/frågor/1/", "/x/")),
        thread("a", asked="2008-12-05"),
    )
    feed = view_of(FeedView, "feed.xml", *documents, settings=OSLO)
    assert [entry.id for entry in feed.entries] == [
        "tag:example.org,2008-12-06:/fr%C3%A5gor/1/",
        "tag:example.org,2008-12-05:/threads/a/",
    ]
    assert feed.id == "tag:example.org,2000-01-01:/"


def test_ids_stay_when_the_site_is_built_for_another_address() -> None:
    moved = OSLO.with_url("https://preview.example.net/branch")
    before = view_of(FeedView, "topics/back/feed.xml", thread(), settings=OSLO)
    after = view_of(FeedView, "topics/back/feed.xml", thread(), settings=moved)
    assert before.id == after.id == "tag:example.org,2000-01-01:/topics/back/"
    assert before.entries[0].id == after.entries[0].id
    assert after.entries[0].url == "https://preview.example.net/branch/threads/sore-back/"


@pytest.mark.parametrize(
    ("gone", "updated"),
    [
        ({"status": "withdrawn", "asked": "2026-02-03"}, "2026-02-03T00:00:00+01:00"),
        ({"expires_on": "2026-03-01T12:00"}, "2026-03-01T12:00:00+01:00"),
    ],
)
def test_a_feed_that_lost_its_last_thread_stays_and_is_dated_by_it(
    gone: dict[str, Any], updated: str
) -> None:
    for path in ("feed.xml", "topics/back/feed.xml"):
        documents = (topic("lower", parent="back"), thread(topics=("lower",), **gone))
        feed = view_of(FeedView, path, *documents, settings=OSLO)
        assert (feed.updated, feed.entries) == (updated, ())


def test_no_date_in_the_future_is_in_a_feed() -> None:
    documents = (
        thread("typo", asked="2062-02-03"),
        thread("old", asked="2026-01-02", posts=[answer(posted="2026-01-03", edited="2062-01-01")]),
    )
    feed = view_of(FeedView, "feed.xml", *documents)
    (entry,) = feed.entries
    assert entry.updated == feed.updated == "2026-01-03T00:00:00+00:00"


def test_a_topics_feed_is_named_after_the_topic_and_in_its_language() -> None:
    documents = (
        topic("espalda", title="Espalda", lang="es"),
        thread("en", topics=("espalda",), asked="2026-01-02"),
        thread("es", topics=("espalda",), lang="es"),
    )
    feed = view_of(FeedView, "topics/espalda/feed.xml", *documents)
    assert (feed.title, feed.lang) == ("Espalda – Health Threads", "es")
    assert [entry.lang for entry in feed.entries] == ["en", ""]
