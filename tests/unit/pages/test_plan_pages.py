"""Which pages a site has, and what they are made from."""

import gc
import sys
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace

from ssg.config import Settings
from ssg.model.codec import encode
from ssg.model.documents import AnyDocument, Thread, Topic
from ssg.model.site import Site
from ssg.model.states import State
from ssg.pages import robots
from ssg.pages.guide import GuideInputs
from ssg.pages.home import HomeInputs
from ssg.pages.kind import PagePlan
from ssg.pages.page import EditorialPageInputs
from ssg.pages.plan import PathConflict, plan_pages
from ssg.pages.redirect import RedirectInputs
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pages.resource import ResourceInputs
from ssg.pages.sitemap import SitemapInputs
from ssg.pages.thread import ThreadInputs
from ssg.pages.tombstone import TombstoneInputs
from ssg.pages.topic import TopicInputs
from tests.unit.samples import (
    SETTINGS,
    answer,
    guide,
    link,
    page,
    person,
    removal,
    resource,
    resources,
    review,
    site_of,
    thread,
    thread_review,
    topic,
)

PREFIXED = Settings(title="Health Threads", url="https://example.org/health/", page_size=2)
T = TypeVar("T")

EVERYTHING = (
    thread(
        guides=("back-pain",), resources=("nhs-back",), posts=[answer(person="rivera")],
        links=[link("guides/back-pain.md")], aliases=("/old/",), review=thread_review(),
    ),
    thread("new", asked="2026-02-01", topics=("lower", "back"), resources=("nhs-back",)),
    thread("newest", asked="2026-03-01", topics=("lower",)),
    thread("gone", status="withdrawn", aliases=("/gone/",)),
    guide(resources=("nhs-back",)),
    guide("dolor", lang="es", translation_of="back-pain"),
    topic("lower", parent="back"),
    page(aliases=("/old.html",)),
    resources(resource("nhs-back", topics=("back",))),
)  # fmt: skip


def _plans(
    *documents: AnyDocument, settings: Settings = SETTINGS, **options: Any
) -> dict[str, PagePlan]:
    site = site_of(*documents, settings=settings, **options)
    return {plan.output_path: plan for plan in plan_pages(site, settings)}


def _inputs(kind: type[T], plans: dict[str, PagePlan], path: str) -> T:
    inputs = plans[path].inputs
    assert isinstance(inputs, kind)
    return inputs


def test_a_site_has_a_page_for_everything() -> None:
    assert list(_plans(*EVERYTHING, settings=PREFIXED)) == [
        "threads/sore-back/index.html",
        "threads/new/index.html",
        "threads/newest/index.html",
        "guides/back-pain/index.html",
        "guides/dolor/index.html",
        "about/index.html",
        "index.html",
        "threads/page/1/index.html",
        "threads/index.html",
        "a-z/index.html",
        "follow/index.html",
        "topics/back/follow/index.html",
        "topics/lower/follow/index.html",
        "resources/index.html",
        "topics/index.html",
        "topics/back/page/1/index.html",
        "topics/back/index.html",
        "topics/lower/index.html",
        "resources/nhs-back/index.html",
        "feed.xml",
        "topics/back/feed.xml",
        "topics/lower/feed.xml",
        "threads/gone/index.html",
        "old/index.html",
        "old.html",
        "gone/index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
    ]


def test_an_empty_site_has_its_lists_all_the_same() -> None:
    assert {"index.html", "threads/index.html", "topics/back/index.html"} <= _plans().keys()


def test_the_plan_is_the_same_for_the_same_site() -> None:
    assert list(_plans(*EVERYTHING).values()) == list(_plans(*reversed(EVERYTHING)).values())


def test_lists_are_published_after_the_pages_that_they_lead_to() -> None:
    plans = _plans(*EVERYTHING)
    lists = {path for path, plan in plans.items() if KINDS_BY_NAME[plan.kind].is_list}
    assert {"index.html", "threads/index.html", "topics/back/index.html", "feed.xml"} <= lists
    assert "threads/new/index.html" not in lists
    assert "old.html" not in lists


def test_two_pages_at_one_path_are_a_bug_and_not_dropped_in_silence() -> None:
    with pytest.raises(PathConflict, match=r"'page' and 'threads' both write threads/index\.html"):
        list(plan_pages(site_of(page("threads")), SETTINGS))


def test_a_page_at_an_address_that_its_kind_has_not_declared_is_a_bug(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    elsewhere = replace(robots.KIND, plan=lambda _: iter([_robots_at("/elsewhere.txt")]))
    monkeypatch.setattr("ssg.pages.plan.KINDS", (elsewhere,))
    with pytest.raises(PathConflict, match=r"'robots' has no route to elsewhere\.txt"):
        list(plan_pages(site_of(), SETTINGS))


def _robots_at(address: str) -> PagePlan:
    return robots.KIND.page(address, robots.RobotsInputs(sitemap_url=""))


def test_a_thread_shows_the_cards_of_what_it_names() -> None:
    plans = _plans(*EVERYTHING, settings=PREFIXED)
    inputs = _inputs(ThreadInputs, plans, "threads/sore-back/index.html")
    assert plans["threads/sore-back/index.html"].sources == ("content/threads/sore-back.md",)
    assert inputs.head.url == "/health/threads/sore-back/"
    assert [crumb.url for crumb in inputs.head.crumbs] == ["/health/", "/health/topics/back/"]
    assert inputs.head.feed_url == "/health/topics/back/feed.xml"
    assert inputs.addresses == {"guides/back-pain.md": "/health/guides/back-pain/"}
    assert [card.url for card in inputs.topics] == ["/health/topics/back/"]
    assert [card.id for card in inputs.guides] == ["back-pain"]
    assert [card.url for card in inputs.resources] == ["/health/resources/nhs-back/"]
    assert [card.id for card in inputs.related] == ["new"]
    assert list(inputs.people) == ["rivera"]
    assert inputs.review is not None
    assert inputs.review.person.name == "Rivera"


def test_the_crumbs_of_a_thread_lead_through_its_first_topic() -> None:
    inputs = _inputs(ThreadInputs, _plans(*EVERYTHING), "threads/new/index.html")
    assert [crumb.word or crumb.title for crumb in inputs.head.crumbs] == ["Home", "back", "lower"]


def test_a_guide_shows_the_threads_that_name_it_and_its_translations() -> None:
    inputs = _inputs(GuideInputs, _plans(*EVERYTHING), "guides/back-pain/index.html")
    assert [card.id for card in inputs.threads] == ["sore-back"]
    (translation,) = inputs.head.translations
    assert (translation.url, translation.lang) == ("/guides/dolor/", "es")


def test_cards_have_the_language_of_their_documents() -> None:
    plans = _plans(*EVERYTHING)
    assert _inputs(GuideInputs, plans, "guides/dolor/index.html").head.lang == "es"
    assert _inputs(GuideInputs, plans, "guides/back-pain/index.html").head.lang == "en"
    cards = _inputs(TopicInputs, plans, "topics/back/index.html").guides
    assert [(card.id, card.lang) for card in cards] == [("back-pain", "en"), ("dolor", "es")]


def test_the_newest_page_of_a_topic_shows_what_its_older_pages_leave_out() -> None:
    plans = _plans(*EVERYTHING, settings=PREFIXED)
    newest = _inputs(TopicInputs, plans, "topics/back/index.html")
    older = _inputs(TopicInputs, plans, "topics/back/page/1/index.html")
    assert [card.id for card in newest.threads] == ["newest"]
    assert [card.id for card in older.threads] == ["new", "sore-back"]
    assert [card.id for card in newest.subtopics] == ["lower"]
    assert [card.id for card in newest.guides] == ["back-pain", "dolor"]
    assert [card.id for card in newest.resources] == ["nhs-back"]
    assert (older.subtopics, older.guides, older.resources) == ((), (), ())
    assert plans["topics/back/page/1/index.html"].sources == ()
    assert [crumb.word for crumb in newest.head.crumbs] == ["Home"]
    assert [crumb.word or crumb.title for crumb in older.head.crumbs] == ["Home", "back"]


def test_a_new_guide_leaves_the_older_pages_of_its_topic_as_they_were() -> None:
    before = _plans(*EVERYTHING, settings=PREFIXED)
    after = _plans(*EVERYTHING, guide("lumbago"), settings=PREFIXED)
    path = "topics/back/page/1/index.html"
    assert encode(before[path]) == encode(after[path])
    path = "topics/back/index.html"
    assert encode(before[path]) != encode(after[path])


def test_the_home_page_shows_the_newest_and_the_topics_that_have_something() -> None:
    threads = [thread(f"t{day:02}", asked=f"2026-01-{day:02}") for day in range(1, 13)]
    guides = [
        guide(f"g{month:02}", review=review(date=f"2025-{month:02}-01")) for month in range(1, 12)
    ]
    documents: list[AnyDocument] = [
        *threads, *guides, guide("unreviewed", review=None),
        topic("zebra", title="Älter"), topic("empty"), topic("below", parent="back"),
        guide("z", topics=("zebra",), review=None),
    ]  # fmt: skip
    home = _inputs(HomeInputs, _plans(*documents), "index.html")
    assert [card.id for card in home.threads] == [f"t{day:02}" for day in range(12, 2, -1)]
    assert [card.id for card in home.guides] == [f"g{month:02}" for month in range(11, 1, -1)]
    assert [branch.topic.id for branch in home.topics] == ["zebra", "back"]
    assert [branch.subtopics for branch in home.topics] == [(), ()]


def test_a_review_or_question_from_the_future_is_not_the_newest() -> None:
    documents = (
        guide("typo", review=review(date="2062-01-01")),
        guide("checked"),
        thread("typo", asked="2062-01-01", posts=[answer(posted="2026-01-02")]),
        thread("old", asked="2026-01-01"),
        thread("new", asked="2026-01-03"),
    )
    home = _inputs(HomeInputs, _plans(*documents), "index.html")
    assert [card.id for card in home.guides] == ["checked", "typo"]
    assert [card.id for card in home.threads] == ["new", "typo", "old"]


def test_a_resource_has_a_page_of_who_cites_it() -> None:
    inputs = _inputs(ResourceInputs, _plans(*EVERYTHING), "resources/nhs-back/index.html")
    assert [card.id for card in inputs.guides] == ["back-pain"]
    assert [card.id for card in inputs.threads] == ["new", "sore-back"]
    assert [card.id for card in inputs.topics] == ["back"]
    assert [crumb.url for crumb in inputs.head.crumbs] == ["/", "/resources/"]


def test_an_alias_leads_to_the_page_and_search_engines_may_follow() -> None:
    for path, url in (("old/index.html", "/threads/sore-back/"), ("old.html", "/about/")):
        frame = _inputs(RedirectInputs, _plans(*EVERYTHING), path).head
        assert (frame.url, frame.noindex) == (url, False)


def test_an_alias_of_a_resource_leads_to_its_page() -> None:
    plans = _plans(resources(resource("walking", aliases=("/resources/moving/",), lang="es")))
    head = _inputs(RedirectInputs, plans, "resources/moving/index.html").head
    assert (head.url, head.noindex) == ("/resources/walking/", False)


@pytest.mark.parametrize("hidden", [{"status": "withdrawn"}, {"expires_on": "2026-01-01"}])
def test_an_alias_of_a_withdrawn_or_expired_document_leads_to_its_tombstone(
    hidden: dict[str, Any],
) -> None:
    plans = _plans(
        thread("one", aliases=("/q/1", "/q/2.html"), lang="es", **hidden),
        guide("two", aliases=("/g/",), **hidden),
    )
    for path, url in (
        ("q/1/index.html", "/threads/one/"),
        ("q/2.html", "/threads/one/"),
        ("g/index.html", "/guides/two/"),
    ):
        head = _inputs(RedirectInputs, plans, path).head
        assert (head.url, head.noindex) == (url, True)
    assert _inputs(RedirectInputs, plans, "q/1/index.html").head.lang == "es"


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_on": "2027-01-01"}])
def test_no_alias_tells_that_a_document_is_coming(hidden: dict[str, Any]) -> None:
    plans = _plans(thread(aliases=("/old/",), **hidden), guide(aliases=("/g/",), **hidden))
    assert not [path for path, plan in plans.items() if plan.kind == "redirect"]


def test_a_tombstone_offers_the_topics_and_is_not_indexed() -> None:
    inputs = _inputs(TombstoneInputs, _plans(*EVERYTHING), "threads/gone/index.html")
    assert inputs.state is State.WITHDRAWN
    assert [card.id for card in inputs.topics] == ["back"]
    assert inputs.head.noindex


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"publish_on": "2027-01-01"},
        {"expires_on": "2026-01-01"},
    ],
)
def test_nothing_of_a_hidden_document_is_in_any_plan(hidden: dict[str, Any]) -> None:
    secret: dict[str, Any] = {
        "title": "Hush", "summary": "Hush", "topics": ("lower",)
    }  # fmt: skip
    documents = (
        *EVERYTHING,
        thread("one", by="Hush", excerpt="Hush", guides=("two",), **secret, **hidden),
        guide("two", also_called=("Hush",), related=("two",), **secret, **hidden),
        thread("three", guides=("two",), related=("one",), links=[link("threads/one.md")]),
    )
    plans = _plans(*documents)
    assert not [path for path, plan in plans.items() if b"Hush" in encode(plan)]


def test_a_removed_post_counts_for_nothing() -> None:
    posts = [answer(accepted=True, removed=removal()), answer("a-2")]
    inputs = _inputs(
        ThreadInputs, _plans(thread("x"), thread("y", posts=posts)), "threads/x/index.html"
    )
    (card,) = inputs.related
    assert card.answers == 1


def test_search_engines_are_told_of_the_page_from_which_a_post_was_removed() -> None:
    plans = _plans(thread("x", posts=[answer("a-1", removed=removal())]))
    entries = _inputs(SitemapInputs, plans, "sitemap.xml").entries
    assert {one.modified for one in entries if one.url.endswith("/x/")} == {"2026-02-01"}


def test_drafts_are_planned_only_with_drafts_and_never_indexed() -> None:
    draft = thread("draft", status="draft")
    assert "threads/draft/index.html" not in _plans(draft)
    inputs = _inputs(ThreadInputs, _plans(draft, drafts=True), "threads/draft/index.html")
    assert inputs.state is State.DRAFT
    assert inputs.head.noindex


def test_a_summary_is_the_excerpt_where_the_author_wrote_none() -> None:
    home = _inputs(
        HomeInputs,
        _plans(thread("x", excerpt="It hurts."), thread("y", excerpt="No.", summary="Yes.")),
        "index.html",
    )
    assert {card.id: card.summary for card in home.threads} == {"x": "It hurts.", "y": "Yes."}


def test_an_overdue_review_is_marked() -> None:
    plans = _plans(guide(review=review(due="2026-05-31")), person())
    shown = _inputs(GuideInputs, plans, "guides/back-pain/index.html").review
    assert shown is not None
    assert shown.overdue


def test_a_page_knows_its_links() -> None:
    plans = _plans(page(links=[link("topics/back.md")]))
    assert _inputs(EditorialPageInputs, plans, "about/index.html").addresses == {
        "topics/back.md": "/topics/back/"
    }


def test_what_a_preview_could_not_resolve_is_left_out() -> None:
    broken = thread(topics=("nothing",), guides=("nothing",), resources=("nothing",))
    inputs = _inputs(ThreadInputs, _plans(broken), "threads/sore-back/index.html")
    assert (inputs.topics, inputs.guides, inputs.resources, inputs.review) == ((), (), (), None)
    assert [crumb.url for crumb in inputs.head.crumbs] == ["/"]


def test_a_large_site_is_planned_with_each_thread_in_the_lists_once() -> None:
    topics: list[Topic] = [topic(f"t{number}") for number in range(50)]
    threads: list[Thread] = [
        thread(f"x{number}", topics=(f"t{number % 50}",)) for number in range(5_000)
    ]
    site: Site = site_of(*topics, *threads)
    plans = list(plan_pages(site, SETTINGS))
    assert sum(plan.kind == "threads" for plan in plans) == 250
    assert sum(plan.kind == "topic" for plan in plans) == 50 * 5 + 1


def test_nothing_keeps_the_site_once_its_pages_are_planned() -> None:
    """Commands collect no garbage in cycles, and a large site fills the memory."""
    site = site_of(thread(), topic())
    gc.disable()
    try:
        before = sys.getrefcount(site)
        list(plan_pages(site, SETTINGS))
        assert sys.getrefcount(site) == before
    finally:
        gc.enable()
