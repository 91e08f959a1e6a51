"""What a thread's and a guide's page say about who speaks and who has checked it."""

from msgspec.structs import replace

from ssg.model.scalars import Moment
from ssg.pages.cards import ReviewView
from ssg.pages.guide import GuideView
from ssg.pages.thread import ThreadView
from ssg.render.renderer import Renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import GUIDE, MINIMAL, THREAD

SPANISH = replace(THREAD, head=replace(THREAD.head, lang="es"))


def _page(renderer: Renderer, view: ThreadView | GuideView) -> Page:
    name = "pages/thread.html" if isinstance(view, ThreadView) else "pages/guide.html"
    return Page(renderer.render(name, view).decode())


def test_every_post_has_its_anchor_and_a_link_to_it(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    posts = [*THREAD.question_replies, *THREAD.answers]
    for post in [*posts, *(reply for answer in THREAD.answers for reply in answer.replies)]:
        assert page.all("article", id=post.anchor)
        assert bool(page.all("a", href=post.url)) == (post.removed is None)


def test_headings_say_who_answers_and_who_replies(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert page.levels[:5] == [1, 2, 3, 3, 2]
    assert "Answer by Alison" in page.text
    assert "Reply by Marta" in page.text
    assert "In reply to Guest" in page.text


def test_dates_keep_their_precision_for_readers_and_machines(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert "Asked by Juniper on 6 December 2008, 17:57" in page.text
    assert page.all("time", datetime="2008-12-06T17:57")
    assert "Edited 8 December 2008" in page.text
    assert page.all("time", datetime="2008-12-08")


def test_posts_say_in_words_whose_voice_they_are(renderer: Renderer) -> None:
    text = _page(renderer, THREAD).text
    assert "Answer by Alison Accepted answer Lay opinion" in text
    assert "Answer by Dr. Sample Rivera Health professional" in text
    assert "General practitioner, MD" in text
    assert "Answer by Sample Editor Editor of this site" in text
    assert "Sample Editor (no clinical training)" in text
    assert "The answers are the opinions of lay people" in text


def test_a_removed_post_leaves_its_date_and_reason_only(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert "Removed answer This post was removed on 2 January 2009: advertising" in page.text
    assert "Removed reply This post was removed on 2 January 2009: advertising" in page.text
    assert page.all("article", id="r-4"), "replies to a removed answer stay"


def test_counts_have_singular_and_plural(renderer: Renderer) -> None:
    text = _page(renderer, THREAD).text
    assert "Rated 4.5 of 5 by 12 readers" in text
    assert "1 person found this helpful" in text
    assert "17 people found this helpful" in text
    assert "3 answers" in text
    spanish = _page(renderer, SPANISH).text
    assert "Valoración de 12 lectores: 4,5 de 5" in spanish
    assert "A 1 persona le resultó útil" in spanish


def test_where_to_get_help_is_said_before_the_text(renderer: Renderer) -> None:
    for view in (THREAD, GUIDE, MINIMAL["pages/thread.html"], MINIMAL["pages/guide.html"]):
        assert isinstance(view, ThreadView | GuideView)
        text = _page(renderer, view).text
        help_at = text.index("When to get help If you or someone else may be in danger")
        assert help_at < text.find("My husband" if isinstance(view, ThreadView) else "Most pain in")


def test_a_review_names_the_reviewer_and_its_dates(renderer: Renderer) -> None:
    text = _page(renderer, GUIDE).text
    assert "Reviewed by Dr. Sample Rivera, General practitioner, MD, on 1 March 2026." in text
    assert "Next check due on 1 March 2028." in text


def test_an_overdue_or_missing_review_is_said_plainly(renderer: Renderer) -> None:
    assert "The next check was due on 1 January 2022 and has not been made." in (
        _page(renderer, THREAD).text
    )
    unchecked = "Not reviewed. No health professional has checked this page."
    assert unchecked in _page(renderer, replace(THREAD, review=None)).text
    assert unchecked in _page(renderer, replace(GUIDE, review=None)).text


def test_a_review_without_a_due_date_speaks_of_none(renderer: Renderer) -> None:
    assert GUIDE.review
    review = ReviewView(
        person=GUIDE.review.person, date=Moment("2026-03-01"), due=None, overdue=False
    )
    assert "check due" not in _page(renderer, replace(GUIDE, review=review)).text


def test_disclaimers_are_the_sites_own_or_else_the_themes(renderer: Renderer) -> None:
    assert THREAD.disclaimer in _page(renderer, THREAD).text
    assert "What you read here does not replace" in (
        _page(renderer, replace(THREAD, disclaimer="")).text
    )
    assert GUIDE.disclaimer in _page(renderer, GUIDE).text
    assert "This guide gives general information and cannot tell" in (
        _page(renderer, replace(GUIDE, disclaimer="")).text
    )


def test_a_draft_says_that_it_is_one(renderer: Renderer) -> None:
    banner = "Draft. This page has not been published."
    assert banner in _page(renderer, THREAD).text
    assert banner not in _page(renderer, replace(THREAD, state="published")).text


def test_source_and_licence_are_named(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert "First published at: Old Forum" in page.text
    assert "Licence: CC BY-SA 4.0" in page.text
    assert page.all("a", href="https://forum.example.org/12")


def test_a_resource_leads_to_its_publisher_and_to_its_own_page(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    outside = page.all("a", href="https://www.nhs.uk/conditions/back-pain/", rel="external")
    assert outside[0]["class"] == "ssg-outside"
    assert page.all("a", href="/resources/nhs-back-pain/")


def test_a_thread_offers_the_feed_of_its_topic(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert page.all("a", href="/topics/middle-back/feed.xml", type="application/atom+xml")
    assert "Follow this topic" in page.text


def test_words_of_another_language_are_marked(renderer: Renderer) -> None:
    english = _page(renderer, THREAD)
    assert english.all("a", href="/threads/postura/", lang="es")
    assert "lang" not in english.all("a", href="/threads/desk/")[0]
    spanish = _page(renderer, SPANISH)
    assert spanish.all("a", href="/threads/desk/", lang="en")
    assert "lang" not in spanish.all("a", href="/threads/postura/")[0]


def test_cards_in_another_language_name_it(renderer: Renderer) -> None:
    english = _page(renderer, THREAD)
    assert english.text.count("¿Qué postura es mejor para dormir con dolor lumbar? Español") == 1
    assert english.all("span", class_="ssg-lang", lang="es")
    assert "desk? English" not in english.text
    assert "desk? English" in _page(renderer, SPANISH).text


def test_the_interface_follows_the_language_of_the_page(renderer: Renderer) -> None:
    text = _page(renderer, SPANISH).text
    assert "Pregunta de Juniper, 6 de diciembre de 2008, 17:57" in text
    assert "Respuesta de Alison Respuesta aceptada Opinión no profesional" in text
    assert "Answer by" not in text


def test_where_the_interface_lacks_a_language_its_english_is_marked(renderer: Renderer) -> None:
    arabic = _page(renderer, replace(GUIDE, head=replace(GUIDE.head, lang="ar")))
    assert arabic.all("html", lang="ar", dir="rtl")
    assert arabic.all("header", lang="en", dir="ltr")
    assert arabic.all("aside", lang="en", dir="ltr")
