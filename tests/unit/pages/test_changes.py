"""The list of all corrections, and its feed."""

from typing import Any

from ssg.config import Settings
from ssg.model.documents import AnyDocument
from ssg.pages.changes import ChangesView
from ssg.pages.changes_feed import ChangesFeedView
from ssg.pages.guide import GuideView
from ssg.pages.plan import plan_pages
from ssg.pages.site import site_views
from ssg.pages.sitemap import SitemapInputs
from ssg.pages.thread import ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import correction, guide, review, site_of, thread

SETTINGS = Settings(
    title="Health Threads", url="https://example.org/p", page_size=2, timezone="Europe/Oslo"
)
PAGE = "changes/index.html"
FEED = "changes/feed.xml"


def _view(*documents: AnyDocument, path: str = PAGE, **options: Any) -> ChangesView:
    return view_of(ChangesView, path, *documents, settings=SETTINGS, **options)


def _feed(*documents: AnyDocument, settings: Settings = SETTINGS) -> ChangesFeedView:
    return view_of(ChangesFeedView, FEED, *documents, settings=settings)


def test_a_change_has_its_document_and_the_review_of_that() -> None:
    view = _view(
        guide(title="Back", corrections=(correction(wrong="One.", right="Two."),)),
        thread(lang="es", corrections=(correction("2026-01-05"),)),
    )
    newest, oldest = view.changes
    assert (newest.title, newest.url, newest.kind) == ("Back", "/p/guides/back-pain/", "guide")
    assert newest.lang == "en"
    assert (newest.date, newest.wrong, newest.right) == ("2026-02-01", "One.", "Two.")
    assert newest.review is not None
    assert (newest.review.person.name, newest.review.date) == ("Rivera", "2026-01-01")
    assert (oldest.kind, oldest.lang, oldest.review) == ("thread", "es", None)


def test_an_overdue_review_is_marked_beside_a_change() -> None:
    overdue = review(due="2026-05-31")
    (change,) = _view(guide(review=overdue, corrections=(correction(),))).changes
    assert change.review is not None
    assert change.review.overdue


def test_a_long_list_has_older_pages_that_stay() -> None:
    days = ["2026-01-01", "2026-02-01", "2026-03-01"]
    corrected = guide(corrections=tuple(map(correction, days)))
    newest, oldest = _view(corrected), _view(corrected, path="changes/page/1/index.html")
    assert [change.date for change in newest.changes] == ["2026-03-01"]
    assert [change.date for change in oldest.changes] == ["2026-02-01", "2026-01-01"]
    assert newest.pager.older_url == "/p/changes/page/1/"
    assert oldest.pager.newer_url == "/p/changes/"
    assert [crumb.url for crumb in oldest.head.crumbs] == ["/p/", "/p/changes/"]


def test_a_site_without_corrections_has_neither_the_page_nor_a_link_to_it() -> None:
    for documents, has_any in (((guide(),), False), ((guide(corrections=(correction(),)),), True)):
        site = site_of(*documents)
        plans = {plan.output_path: plan for plan in plan_pages(site, SETTINGS)}
        assert ({PAGE, FEED} <= plans.keys()) is has_any
        sitemap = plans["sitemap.xml"].inputs
        assert isinstance(sitemap, SitemapInputs)
        urls = {entry.url for entry in sitemap.entries}
        assert ("https://example.org/p/changes/" in urls) is has_any
        url = site_views(site, settings=SETTINGS, assets={})["en"].changes_url
        assert url == ("/p/changes/" if has_any else "")


def test_the_words_of_what_is_withdrawn_are_in_no_change() -> None:
    gone = guide("gone", status="withdrawn", corrections=(correction(wrong="Secret."),))
    view = _view(gone, guide(corrections=(correction(),)))
    assert [change.wrong for change in view.changes] == ["two"]


def test_the_page_of_a_document_has_its_corrections_newest_first() -> None:
    corrections = (
        correction("2026-02-01", wrong="b"),
        correction("2026-03-01", wrong="d"),
        correction("2026-02-01", wrong="c"),
        correction("2026-01-31T23:30Z", wrong="still b"),
    )
    documents = (guide(corrections=corrections), thread(corrections=corrections))
    shown = view_of(GuideView, "guides/back-pain/index.html", *documents, settings=SETTINGS)
    assert [one.wrong for one in shown.corrections] == ["d", "still b", "c", "b"]
    asked = view_of(ThreadView, "threads/sore-back/index.html", *documents, settings=SETTINGS)
    assert asked.corrections == shown.corrections


def test_an_entry_of_the_feed_has_absolute_links_and_the_time_in_the_sites_zone() -> None:
    feed = _feed(thread(lang="es", corrections=(correction(wrong="One.", right="Two."),)))
    (entry,) = feed.entries
    assert entry.url == "https://example.org/p/threads/sore-back/"
    assert entry.updated == feed.updated == "2026-02-01T00:00:00+01:00"
    assert (entry.title, entry.lang, entry.wrong, entry.right) == (
        "sore-back", "es", "One.", "Two."
    )  # fmt: skip
    assert feed.page_url == "https://example.org/p/changes/"
    assert feed.self_url == "https://example.org/p/changes/feed.xml"


def test_an_id_outlives_moves_and_later_corrections() -> None:
    first = (correction("2026-02-01"), correction("2026-02-01T09:00"), correction("2026-03-01"))
    ids = [
        "tag:example.org,2026-03-01:/forum/1.html?correction=1",
        "tag:example.org,2026-02-01:/forum/1.html?correction=2",
        "tag:example.org,2026-02-01:/forum/1.html?correction=1",
    ]
    before = _feed(guide(aliases=("/forum/1.html",), corrections=first))
    assert [entry.id for entry in before.entries] == ids
    later = (correction("2026-04-01"), *first)
    moved = SETTINGS.with_url("https://preview.example.net")
    after = _feed(guide("new", aliases=("/forum/1.html",), corrections=later), settings=moved)
    assert [entry.id for entry in after.entries][1:] == ids
    assert after.id == before.id == "tag:example.org,2000-01-01:/changes/"


def test_the_feed_has_the_twenty_newest_corrections() -> None:
    days = [f"2026-01-{day:02}" for day in range(1, 26)]
    feed = _feed(guide(corrections=tuple(map(correction, days))))
    assert [entry.updated[:10] for entry in feed.entries] == days[:4:-1]
