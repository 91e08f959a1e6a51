from typing import Any

import pytest
from msgspec.structs import replace

from ssg.config import Settings
from ssg.config.settings import SiteLanguage
from ssg.model.documents import CareCard
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.model.frontmatter import Removal
from ssg.model.scalars import Moment
from ssg.pages.feed import FeedView
from ssg.pages.plan import plan_pages
from tests.unit.pages.views import plain, view_of
from tests.unit.samples import (
    SETTINGS,
    answer,
    guide,
    image,
    link,
    removal,
    reply,
    site_of,
    thread,
    topic,
)

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


def test_the_question_has_absolute_links() -> None:
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
    assert str(feed.entries[0].question) == (
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


def test_the_feed_of_a_language_stays_when_its_last_thread_is_a_duplicate() -> None:
    settings = replace(SETTINGS, languages={"es": SiteLanguage(title="Título")})
    spanish = thread("es", lang="es", asked="2026-02-03", duplicate_of="en")
    feed = view_of(FeedView, "es/feed.xml", thread("en"), spanish, settings=settings)
    assert (feed.updated, feed.entries) == ("2026-02-03T00:00:00+00:00", ())


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
    assert [entry.lang for entry in feed.entries] == ["en", "es"]


def test_an_entry_has_all_answers_and_replies_with_absolute_links() -> None:
    slots = (Slot(kind=SlotKind.IMAGE, target="media/x.png"), Slot(kind=SlotKind.LINK, target="#r"))
    body = Fragment(html=("", " ", "y</a>"), slots=slots)
    posts = [answer("a-1"), reply("r", to="a-1"), answer("a-2"), reply("q")]
    asked = thread(posts=posts, links=[image("media/x.png")])
    feed = view_of(
        FeedView,
        "feed.xml",
        asked,
        fragments={asked.path: (*plain("question"), body, *plain("one", "two", "three"))},
        files=["content/media/x.png"],
        settings=OSLO,
    )
    (entry,) = feed.entries
    assert [one.anchor for one in entry.question_replies] == ["q"]
    assert [(one.anchor, [it.anchor for it in one.replies]) for one in entry.posts] == [
        ("a-1", ["r"]),
        ("a-2", []),
    ]
    assert (entry.answers, entry.more) == (2, 0)
    page = "https://example.org/p/threads/sore-back/"
    assert entry.posts[0].url == f"{page}#a-1"
    assert str(entry.posts[0].body) == (
        f'<img src="https://example.org/p/media/x.png"> <a href="{page}#r">y</a>'
    )


def _shown(*texts: int, question: int = 10) -> tuple[list[str], int, str]:
    """Of a thread whose answers have so many letters: those that are in the feed, and the rest."""
    posts = [answer(f"a-{number}") for number, _ in enumerate(texts)]
    long = thread(posts=posts, summary="In short.")
    fragments = plain("q" * question, *("x" * one for one in texts))
    feed = view_of(FeedView, "feed.xml", long, fragments={long.path: fragments})
    (entry,) = feed.entries
    return [one.anchor for one in entry.posts], entry.more, str(entry.question)


def test_an_entry_has_as_many_answers_as_fit_and_counts_the_others() -> None:
    assert _shown(10_000, 10_000, 10_000, 10)[:2] == (["a-0", "a-1"], 2)
    assert _shown(*[10] * 500)[1] > 450
    assert _shown(30_000)[:2] == ([], 1)


@pytest.mark.parametrize(
    ("character", "most"), [("x", 23_926), ("&", 4_785), ('"', 4_785), ("<", 5_981), ("é", 11_963)]
)
def test_texts_count_as_they_are_written_in_the_feed(character: str, most: int) -> None:
    long = thread(posts=[answer("a-1")])
    for count, is_shown in ((most, True), (most + 1, False)):
        fragments = plain("q" * 10, character * count)
        feed = view_of(FeedView, "feed.xml", long, fragments={long.path: fragments})
        assert bool(feed.entries[0].posts) == is_shown


def test_a_question_that_does_not_fit_leaves_its_summary_alone() -> None:
    assert _shown(10, question=30_000) == ([], 1, "")


def test_an_answer_is_never_shown_without_a_reply_to_it() -> None:
    posts = [answer("a-1"), reply("r-1", to="a-1"), answer("a-2")]
    long = thread(posts=posts)
    fragments = plain("question", "x" * 20_000, "y" * 5_000, "short")
    feed = view_of(FeedView, "feed.xml", long, fragments={long.path: fragments})
    (entry,) = feed.entries
    assert (entry.posts, entry.more) == ((), 3)


def test_an_entry_is_updated_when_a_post_is_removed() -> None:
    """Feed readers that keep the words of the post get the entry again, without them."""
    posts = [answer("a-1"), answer("a-2", removed=removal())]
    feed = view_of(FeedView, "feed.xml", thread(posts=posts))
    assert feed.entries[0].updated == feed.updated == "2026-02-01T00:00:00+00:00"
    (_, removed) = feed.entries[0].posts
    assert removed.removed
    assert (str(removed.body), removed.by) == ("", "")


def test_a_removal_that_is_dated_in_the_future_updates_nothing() -> None:
    later = Removal(date=Moment("2062-02-01"), reason="spam")
    feed = view_of(FeedView, "feed.xml", thread(posts=[answer("a-1", removed=later)]))
    assert feed.updated == "2026-01-01T10:00:00+00:00"


def test_the_signs_that_cannot_wait_have_absolute_addresses() -> None:
    card = CareCard(kind="caution", id="ssg-care-1")
    documents = (replace(guide(), care=(card,)), thread(guides=("back-pain",)))
    (entry,) = view_of(FeedView, "feed.xml", *documents, settings=OSLO).entries
    (emergency,) = entry.emergencies
    assert emergency.emergency_url == "https://example.org/p/guides/back-pain/#ssg-care-1"
    assert emergency.urgent_url == ""


def test_the_page_of_a_feed_is_made_from_the_threads_that_it_shows() -> None:
    plans = plan_pages(site_of(thread("a"), thread("b", asked="2026-01-02")), SETTINGS)
    (plan,) = [plan for plan in plans if plan.output_path == "feed.xml"]
    assert plan.documents == ("content/threads/b.md", "content/threads/a.md")
