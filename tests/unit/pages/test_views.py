import pytest

from ssg.config import Disclaimers, EmergencyNumber, Settings
from ssg.model.documents import Guide
from ssg.model.fragments import Fragment, Slot, SlotKind
from ssg.model.frontmatter import Review, ThreadReview
from ssg.model.scalars import Moment
from ssg.pages.a_to_z import AToZView
from ssg.pages.guide import KIND, GuideView, contents_of
from ssg.pages.home import HomeView
from ssg.pages.plan import plan_pages
from ssg.pages.redirect import RedirectView
from ssg.pages.registry import KINDS_BY_NAME
from ssg.pages.site import site_views
from ssg.pages.thread import ThreadView
from ssg.pages.tombstone import TombstoneView
from ssg.pages.topic import TopicView
from tests.unit.pages.views import view_of
from tests.unit.samples import (
    answer,
    correction,
    guide,
    heading,
    link,
    page,
    person,
    resource,
    resources,
    review,
    site_of,
    thread,
    thread_review,
    topic,
)

PREFIXED = Settings(
    title="Health Threads",
    url="https://example.org/p/",
    description="Everyday questions.",
    page_size=1,
    search=True,
    disclaimers=Disclaimers(thread="No advice.", guide="General."),
    emergency_numbers=(EmergencyNumber(country="GB", tel="999", checked=Moment("2026-01-01")),),
)
DOCUMENTS = (
    thread(excerpt="It hurts.", aliases=("/old/",), extra={"mood": "calm"}, editor_note="Hm."),
    thread("new", asked="2026-02-01", corrections=(correction(),)),
    thread("gone", title="Secret", status="withdrawn"),
    guide(summary="All about it.", specialty="GP", resources=("nhs-back",), review=review()),
    topic("lower", parent="back"),
    page(),
    resources(resource("nhs-back", description="Plain advice.")),
)


def _paths() -> dict[str, str]:
    """The first output path of each page kind of a site with `DOCUMENTS`."""
    paths: dict[str, str] = {}
    for plan in plan_pages(site_of(*DOCUMENTS, settings=PREFIXED), PREFIXED):
        paths.setdefault(plan.kind, plan.output_path)
    return paths


# It stands in the sitemap's place only where that is very long.
@pytest.mark.parametrize("name", sorted(KINDS_BY_NAME.keys() - {"sitemap_index"}))
def test_every_page_kind_has_its_view(name: str) -> None:
    view_of(KINDS_BY_NAME[name].view, _paths()[name], *DOCUMENTS, settings=PREFIXED)


def test_a_thread_is_described_by_its_excerpt_and_at_home_at_its_canonical_address() -> None:
    view = view_of(ThreadView, "threads/sore-back/index.html", *DOCUMENTS, settings=PREFIXED)
    assert view.head.canonical == "https://example.org/p/threads/sore-back/"
    assert (view.head.title, view.head.description) == ("sore-back", "It hurts.")
    assert (view.summary, view.state, view.editor_note) == ("", "published", "Hm.")
    assert view.extra == {"mood": "calm"}
    assert view.disclaimer == "No advice."
    assert [card.id for card in view.related] == ["new"]


def test_a_guide_is_described_by_its_summary() -> None:
    view = view_of(GuideView, "guides/back-pain/index.html", *DOCUMENTS, settings=PREFIXED)
    assert (view.head.description, view.summary) == ("All about it.", "All about it.")
    assert (view.specialty, view.disclaimer) == ("GP", "General.")
    assert view.review is not None
    assert not view.review.overdue


def test_the_text_of_a_guide_is_assembled_in_its_language() -> None:
    spanish: Guide = guide(lang="es", links=[link("topics/back.md")])
    body = Fragment(
        html=("<p>", "back", "</p>", ""),
        slots=(
            Slot(kind=SlotKind.LINK, target="topics/back.md"),
            Slot(kind=SlotKind.LINK_END),
            Slot(kind=SlotKind.ALERT_TITLE, target="tip"),
        ),
    )
    view = view_of(
        GuideView,
        "guides/back-pain/index.html",
        spanish,
        fragments={spanish.path: (body,)},
        settings=PREFIXED,
    )
    assert str(view.body) == '<p><a href="/p/topics/back/">back</a></p>es'
    assert view.head.lang == "es"


def test_contents_are_the_two_highest_levels_that_the_text_uses() -> None:
    headings = (heading("a", 3), heading("b", 5), heading("c", 2), heading("d", 3))
    assert [one.id for one in contents_of(headings)] == ["a", "c", "d"]
    assert contents_of(()) == ()


def test_an_older_page_of_a_topic_has_no_text() -> None:
    newest = view_of(TopicView, "topics/back/index.html", *DOCUMENTS, settings=PREFIXED)
    older = view_of(TopicView, "topics/back/page/1/index.html", *DOCUMENTS, settings=PREFIXED)
    assert str(newest.body) == "<p>question</p>\n"
    assert str(older.body) == ""
    assert [card.id for card in older.threads] == ["sore-back"]
    assert older.head.canonical == "https://example.org/p/topics/back/page/1/"


def test_a_guide_that_changed_since_its_review_loses_the_seal_everywhere() -> None:
    documents = (guide(changed=True), thread())
    (card,) = view_of(TopicView, "topics/back/index.html", *documents).guides
    view = view_of(GuideView, "guides/back-pain/index.html", *documents)
    assert (card.is_sealed, card.has_changed) == (False, True)
    assert view.review
    assert (view.review.is_sealed, view.review.has_changed) == (False, True)
    assert "lastReviewed" not in view.head.structured_data
    record = KIND.record and KIND.record(view)
    assert record
    assert not record.reviewed


def test_the_answers_of_a_thread_that_changed_since_its_review_are_not_marked_as_reviewed() -> None:
    for changed, marks in ((False, {"reviewed"}), (True, {""})):
        document = thread(review=thread_review(date="2026-03-01"), changed=changed)
        view = view_of(ThreadView, "threads/sore-back/index.html", document)
        assert {answer.review for answer in view.answers} == marks
        assert ("lastReviewed" in view.head.structured_data) is not changed


@pytest.mark.parametrize(
    ("given", "lay", "is_sealed"),
    [
        (review(), False, True),
        (review(due="2026-06-01"), False, True),
        (review(due="2026-05-31"), False, False),
        (review(), True, False),
        (review(by="nobody"), False, False),
        (None, False, False),
    ],
    ids=["valid", "due today", "overdue", "lay", "unknown reviewer", "none"],
)
def test_a_guide_has_the_seal_in_lists_where_its_page_has_it(
    given: Review | None, lay: bool, is_sealed: bool
) -> None:
    documents = (guide(review=given), thread(), person(lay=lay))
    (card,) = view_of(TopicView, "topics/back/index.html", *documents).guides
    own = view_of(GuideView, "guides/back-pain/index.html", *documents).review
    assert card.is_sealed is is_sealed
    assert bool(own and own.is_sealed) is is_sealed
    assert card.reviewed == (given.date if given else None)


def test_a_topic_with_many_guides_has_them_by_letter() -> None:
    def letters(count: int) -> list[tuple[str, int]]:
        guides = [
            guide(f"g{number}", title="bB"[number % 2] + str(number)) for number in range(count)
        ]
        view = view_of(TopicView, "topics/back/index.html", *guides, guide("e", title="Émile"))
        assert len(view.guides) == count + 1
        return [(one.letter, len(one.guides)) for one in view.guide_letters]

    assert letters(18) == []
    assert letters(19) == [("B", 19), ("E", 1)]


@pytest.mark.parametrize(("names", "is_folded"), [(199, False), (200, True)])
def test_the_index_is_folded_where_it_has_many_names(names: int, is_folded: bool) -> None:
    # The topic is a name too, as is the title of the guide.
    others = tuple(f"name {number}" for number in range(names - 2))
    view = view_of(AToZView, "a-z/index.html", guide(also_called=others))
    assert sum(len(one.entries) for one in view.letters) == names
    assert view.is_folded is is_folded


def test_a_thread_is_old_until_a_professional_has_reviewed_it() -> None:
    path, asked = "threads/sore-back/index.html", "2010-01-01"

    def is_old(given: ThreadReview | None, *, lay: bool = False) -> bool:
        return view_of(ThreadView, path, thread(asked=asked, review=given), person(lay=lay)).is_old

    assert is_old(None)
    assert not is_old(thread_review())
    assert is_old(thread_review(), lay=True)
    assert is_old(thread_review(due="2026-05-31"))


def test_a_thread_with_many_answers_is_long() -> None:
    path = "threads/sore-back/index.html"

    def is_long(count: int) -> bool:
        posts = [answer(f"a-{number}") for number in range(count)]
        return view_of(ThreadView, path, thread(posts=posts)).is_long

    assert (is_long(3), is_long(4)) == (False, True)


def test_a_tombstone_says_nothing_of_what_it_was() -> None:
    view = view_of(TombstoneView, "threads/gone/index.html", *DOCUMENTS, settings=PREFIXED)
    assert (view.state, view.head.noindex, view.head.title) == ("withdrawn", True, "")
    assert "Secret" not in repr(view)


def test_a_redirect_names_the_page_as_canonical() -> None:
    view = view_of(RedirectView, "old/index.html", *DOCUMENTS, settings=PREFIXED)
    assert view.target_url == "/p/threads/sore-back/"
    assert view.head.canonical == "https://example.org/p/threads/sore-back/"
    assert not view.head.noindex


def test_a_redirect_to_what_no_search_engine_should_list_asks_for_the_same() -> None:
    documents = (
        thread("gone", status="withdrawn", aliases=("/old-gone/",)),
        thread("draft", status="draft", aliases=("/old-draft/",)),
    )
    for name in ("gone", "draft"):
        view = view_of(RedirectView, f"old-{name}/index.html", *documents, drafts=True)
        assert (view.target_url, view.head.noindex) == (f"/threads/{name}/", True)


def test_the_home_page_is_described_as_the_site_is() -> None:
    view = view_of(HomeView, "index.html", *DOCUMENTS, settings=PREFIXED)
    assert (view.head.title, view.head.description) == ("Health Threads", "Everyday questions.")


def test_the_footer_has_the_pages_with_a_position_in_its_order() -> None:
    site = site_of(
        page("terms", nav=2),
        page("about", nav=1, lang="es"),
        page("hidden", nav=1, status="draft"),
        page("unlisted"),
        thread(),
    )
    view = site_views(site, settings=PREFIXED, assets={"css/site.css": "/p/assets/site.1.css"})[
        "en"
    ]
    assert [(card.url, card.lang) for card in view.nav] == [
        ("/p/about/", "es"),
        ("/p/terms/", "en"),
    ]
    assert (view.home_url, view.threads_url) == ("/p/", "/p/threads/")
    assert (view.a_to_z_url, view.resources_url) == ("/p/a-z/", "/p/resources/")
    assert view.feed_url == "/p/feed.xml"
    assert site_views(site_of(), settings=PREFIXED, assets={})["en"].feed_url == ""
    assert view.assets == {"css/site.css": "/p/assets/site.1.css"}
