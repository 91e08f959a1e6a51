"""What a thread's and a guide's page say about who speaks and who has checked it."""

from typing import Any

import pytest
from msgspec.structs import replace

from ssg.model.scalars import Moment
from ssg.pages.cards import PersonCard, ReviewView
from ssg.pages.guide import GuideView
from ssg.pages.participate import ParticipateView
from ssg.pages.thread import ThreadView
from ssg.render.renderer import Renderer
from tests.unit.render.markup import Page
from tests.unit.render.samples import GUIDE, MINIMAL, THREAD, TOPIC

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
    replies, answers = page.levels[3:6], page.levels[6:13]
    assert replies == [2, 3, 3]
    assert answers == [2, 3, 4, 4, 4, 3, 3]
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
    assert "Answer by Alison Lay opinion Chosen by the person who asked Reviewed" in text
    assert "Reply by Guest Lay opinion Not reviewed: newer than the review" in text
    assert "Answer by Dr. Sample Rivera Health professional" in text
    assert "General practitioner, MD" in text
    assert "Answer by Sample Editor Editor of this site" in text
    assert "Sample Editor (no clinical training)" in text
    assert "Most answers are people’s own experience, not medical advice." in text
    assert "Members and guests write about their own experience." in text


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
    topic = Page(renderer.render("pages/topic.html", TOPIC).decode()).text
    assert "3 answers" in topic
    assert "1 answer " in topic
    spanish = _page(renderer, SPANISH).text
    assert "Valoración de 12 lectores: 4,5 de 5" in spanish
    assert "A 1 persona le resultó útil" in spanish


def test_where_to_get_help_is_said_before_the_text(renderer: Renderer) -> None:
    for view in (THREAD, GUIDE, MINIMAL["pages/thread.html"], MINIMAL["pages/guide.html"]):
        assert isinstance(view, ThreadView | GuideView)
        page = _page(renderer, view)
        help_at = page.text.index("Emergency: 999 (United Kingdom)")
        text = "My husband" if isinstance(view, ThreadView) else "Most pain in"
        assert help_at < page.text.index(text)
        for emergency in view.emergencies:
            assert help_at < page.text.index("Emergency signs: ") < page.text.index(text)
            assert page.all("a", href=emergency.emergency_url)
            assert page.all("a", href=emergency.urgent_url)


def test_a_review_names_the_reviewer_and_its_dates(renderer: Renderer) -> None:
    text = _page(renderer, GUIDE).text
    assert "Reviewed by Dr. Sample Rivera, General practitioner, MD, on 1 March 2026." in text
    assert "Next review due on 1 March 2028." in text


def test_an_overdue_or_missing_review_is_said_plainly(renderer: Renderer) -> None:
    assert "The next review was due on 1 January 2022. This may be out of date." in (
        _page(renderer, THREAD).text
    )
    unreviewed = replace(THREAD, review=None, reviewed="")
    assert (
        "These answers were not reviewed. Health professionals are marked."
        in _page(renderer, unreviewed).text
    )
    lay = replace(unreviewed, professional_count=0, professional_anchor="")
    assert "Not reviewed by a health professional." in _page(renderer, lay).text
    unchecked = "Not reviewed. No health professional has checked this page."
    assert unchecked in _page(renderer, replace(GUIDE, review=None)).text


def test_a_review_without_a_due_date_speaks_of_none(renderer: Renderer) -> None:
    assert GUIDE.review
    review = ReviewView(
        person=GUIDE.review.person,
        date=Moment("2026-03-01"),
        due=None,
        overdue=False,
        is_future=False,
    )
    assert "review due" not in _page(renderer, replace(GUIDE, review=review)).text


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


def test_a_thread_offers_to_follow_its_topic(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert page.all("link", href="/topics/middle-back/feed.xml", type="application/atom+xml")
    assert page.all("a", href="/topics/middle-back/follow/")
    assert "Follow this topic: Middle back" in page.text


def test_words_of_another_language_are_marked(renderer: Renderer) -> None:
    english = _page(renderer, THREAD)
    assert english.all("a", href="/threads/postura/", lang="es")
    assert "lang" not in english.all("a", href="/threads/desk/")[0]
    spanish = _page(renderer, SPANISH)
    assert spanish.all("a", href="/threads/desk/", lang="en")
    assert "lang" not in spanish.all("a", href="/threads/postura/")[0]


def test_cards_in_another_language_name_it(renderer: Renderer) -> None:
    english = _page(renderer, THREAD)
    related = english.text.split("Related questions")[1]
    assert "¿Qué postura es mejor para dormir con dolor lumbar? Español" in related
    assert english.all("span", class_="ssg-lang", lang="es")
    assert "desk? English" not in english.text
    assert "desk? English" in _page(renderer, SPANISH).text


def test_the_interface_follows_the_language_of_the_page(renderer: Renderer) -> None:
    text = _page(renderer, SPANISH).text
    assert "Pregunta de Juniper, 6 de diciembre de 2008, 17:57" in text
    assert (
        "Respuesta de Alison Opinión no profesional Elegida por quien preguntó Texto revisado"
        in text
    )
    assert "Answer by" not in text


def test_where_the_interface_lacks_a_language_its_english_is_marked(renderer: Renderer) -> None:
    hebrew = _page(renderer, replace(GUIDE, head=replace(GUIDE.head, lang="he")))
    assert hebrew.all("html", lang="he", dir="rtl")
    assert hebrew.all("header", class_="ssg-band", lang="en", dir="ltr")
    assert hebrew.all("div", class_="ssg-help", lang="en", dir="ltr")
    assert hebrew.all("nav", class_="ssg-crumbs", lang="en", dir="ltr")
    assert hebrew.all("ol", lang="he", dir="rtl"), "the titles in it are the page's own"


LAY = PersonCard(id="ana", name="Ana Lay", role="", credentials="", href=None, lay=True)
PROFESSIONAL = PersonCard(
    id="rivera", name="Dr. Rivera", role="Nurse", credentials="", href=None, lay=False
)


def _review(person: PersonCard, *, overdue: bool = False, has_changed: bool = False) -> ReviewView:
    return ReviewView(
        person=person,
        date=Moment("2026-03-01"),
        due=Moment("2027-03-01"),
        overdue=overdue,
        is_future=False,
        has_changed=has_changed,
    )


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("thread", "Question and answers reviewed by Dr. Rivera, Nurse, on 1 March 2026."),
        ("question", "Question reviewed, answers not reviewed: Dr. Rivera, Nurse, on 1 March"),
        ("answers", "Answers reviewed by Dr. Rivera, Nurse, on 1 March 2026."),
    ],
)
def test_the_review_of_a_thread_says_what_was_reviewed(
    renderer: Renderer, part: str, words: str
) -> None:
    page = _page(renderer, replace(THREAD, review=_review(PROFESSIONAL), reviewed=part))
    assert words in page.text


@pytest.mark.parametrize("part", ["thread", "question", "answers"])
@pytest.mark.parametrize("view", [THREAD, GUIDE], ids=["thread", "guide"])
@pytest.mark.parametrize("person", [LAY, PROFESSIONAL], ids=["lay", "professional"])
@pytest.mark.parametrize("overdue", [False, True], ids=["valid", "overdue"])
def test_only_a_professionals_review_that_is_still_valid_has_the_seal(
    renderer: Renderer, view: Any, part: str, person: PersonCard, overdue: bool
) -> None:
    review = _review(person, overdue=overdue)
    # Above answers that nobody reviewed, a seal would be taken for theirs.
    leaves_answers_out = isinstance(view, ThreadView) and part == "question"
    sealed = not person.lay and not overdue and not leaves_answers_out
    more = {"reviewed": part} if isinstance(view, ThreadView) else {}
    page = _page(renderer, replace(view, review=review, **more))
    assert len(_reviews(page)) == 1
    assert ("ssg-review-sealed" in _reviews(page)[0]) is sealed
    assert ("This may be out of date." in page.text) is overdue
    lay_words = (
        "Answers not reviewed. The question was read through by"
        if leaves_answers_out
        else "Read through, but not by a health professional:"
    )
    assert (lay_words in page.text) is person.lay


@pytest.mark.parametrize(
    ("person", "part", "words"),
    [
        (PROFESSIONAL, "page", "Changed since the review of 1 March 2026 by Dr. Rivera, Nurse."),
        (PROFESSIONAL, "thread", "Changed since the review of 1 March 2026 by Dr. Rivera, Nurse."),
        (
            PROFESSIONAL,
            "question",
            "Answers not reviewed. The question has changed since it was read by Dr. Rivera",
        ),
        (LAY, "answers", "Not reviewed by a health professional, and changed since"),
    ],
)
def test_a_text_that_changed_since_its_review_says_so_and_has_no_seal(
    renderer: Renderer, person: PersonCard, part: str, words: str
) -> None:
    review = _review(person, has_changed=True)
    view = (
        replace(GUIDE, review=review)
        if part == "page"
        else replace(THREAD, review=review, reviewed=part)
    )
    page = _page(renderer, view)
    assert words in page.text
    assert _reviews(page) == ["ssg-review ssg-review-overdue"]
    assert "Next review due" not in page.text


def test_a_duplicate_leads_away_and_asks_for_no_answers(renderer: Renderer) -> None:
    page = _page(renderer, replace(THREAD, original=THREAD.related[0], also_asked=()))
    assert "This question was asked before." in page.text
    assert f"Go to that question: {THREAD.related[0].title}" in page.text
    assert "Also asked as" not in page.text


def test_a_thread_lists_its_duplicates(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert "Also asked as" in page.text
    assert "This question was asked before." not in page.text


def _reviews(page: Page) -> list[str]:
    return [
        found["class"]
        for found in page.all("div")
        if "ssg-review" in found.get("class", "").split()
    ]


@pytest.mark.parametrize(
    ("reviewed", "is_sealed", "words"),
    [
        (Moment("2026-03-01"), True, "Reviewed on 1 March 2026"),
        (Moment("2026-03-01"), False, "Read through on 1 March 2026"),
        (Moment("2026-03-01"), None, "Changed since its review"),
        (None, False, "Not reviewed"),
    ],
)
def test_a_list_of_guides_seals_what_the_guides_page_seals(
    renderer: Renderer, reviewed: Moment | None, is_sealed: bool | None, words: str
) -> None:
    card = replace(TOPIC.guides[0], reviewed=reviewed, has_changed=is_sealed is None)
    guide = replace(card, is_sealed=bool(is_sealed))
    view = replace(TOPIC, guides=(guide,), guide_letters=(), threads=())
    page = Page(renderer.render("pages/topic.html", view).decode())
    assert words in page.text
    assert bool(page.all("span", class_="ssg-sealed")) is bool(is_sealed)


def test_a_thread_without_a_valid_review_shows_no_label_of_one(renderer: Renderer) -> None:
    plain = [replace(post, review="", replies=()) for post in THREAD.answers]
    page = _page(renderer, replace(THREAD, answers=tuple(plain), review=None, reviewed=""))
    assert not page.all("span", class_="ssg-label ssg-label-reviewed")
    assert "newer than the review" not in page.text


@pytest.mark.parametrize(
    ("order", "professionals_first", "words"),
    [
        ("oldest", False, "Oldest first."),
        ("newest", False, "Newest first."),
        ("helpful", False, "The chosen answer first, then the most helpful."),
        ("oldest", True, "Health professionals first, then the oldest."),
        ("newest", True, "Health professionals first, then the newest."),
        (
            "helpful",
            True,
            "Health professionals first, then the chosen answer and the most helpful.",
        ),
    ],
)
def test_the_order_of_answers_is_said_in_words(
    renderer: Renderer, order: str, professionals_first: bool, words: str
) -> None:
    view = replace(THREAD, order=order, professionals_first=professionals_first)
    assert f"not medical advice. {words} About these answers" in _page(renderer, view).text
    alone = replace(view, answers=view.answers[:1])
    assert words not in _page(renderer, alone).text


def test_below_the_question_a_reader_can_go_to_the_answers_that_matter_most(
    renderer: Renderer,
) -> None:
    page = _page(renderer, THREAD)
    jumps = page.text.index("Go to the answer by a health professional Go to the chosen answer")
    assert page.text.index("My husband") < jumps < page.text.index("Answer by Alison")
    assert page.all("a", href="#a-2")
    assert page.all("a", href="#a-2008-12-07T0838")
    several = _page(renderer, replace(THREAD, professional_count=2))
    assert "Go to the first answer by a health professional" in several.text


def test_links_to_posts_have_names_of_their_own(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert "Link to the answer by Alison, 7 December 2008, 08:38" in page.text
    assert "Link to the reply by Guest, 7 December 2008, 11:23" in page.text
    assert "Report the answer by Alison, 7 December 2008, 08:38" in page.text


def test_an_old_question_says_that_advice_may_have_changed(renderer: Renderer) -> None:
    warning = "Advice may have changed since then."
    assert warning in _page(renderer, THREAD).text
    assert warning not in _page(renderer, replace(THREAD, is_old=False)).text


def test_a_page_leads_to_its_neighbours_in_the_topic(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    assert page.all("a", rel="prev", href="/threads/desk/")
    assert page.all("a", rel="next", href="/threads/postura/")
    assert "Previous: How should I set up my desk?" in page.text
    assert page.all("bdi", lang="es"), "a title in another language is marked"
    last = _page(renderer, replace(THREAD, next=None))
    assert not last.all("a", rel="next")
    alone = _page(renderer, replace(THREAD, previous=None, next=None))
    assert not alone.all("nav", class_="ssg-neighbours ssg-screen")


def test_readers_can_take_part_only_where_the_site_says_how(renderer: Renderer) -> None:
    page = _page(renderer, THREAD)
    participate = THREAD.head.participate
    for name in participate.__struct_fields__:
        assert page.all("a", href=getattr(participate, name), rel="nofollow"), name
    for words in (
        "Ask the community",
        "Answer this question",
        "Rate this page",
        "Report a problem with this page",
        "Ask for something to be removed",
        "Did this page help? Tell us",
        "Get updates by e-mail",
        "Subscribe to the newsletter",
    ):
        assert words in page.text
    without = replace(THREAD, head=replace(THREAD.head, participate=ParticipateView()))
    posts = tuple(replace(post, report_url="") for post in THREAD.answers)
    assert not _page(renderer, replace(without, answers=posts)).all("a", rel="nofollow")
