"""What the structured data of each kind of page say."""

import json
from typing import Any

import pytest
from msgspec.structs import replace

from ssg.config import Participate, Settings
from ssg.model.documents import AnyDocument, Person
from ssg.model.frontmatter import Citation, Codes, Part
from ssg.pages.changes import ChangesView
from ssg.pages.guide import GuideView
from ssg.pages.home import HomeView
from ssg.pages.html import HtmlView
from ssg.pages.not_found import NotFoundView
from ssg.pages.page import PageView
from ssg.pages.resource import ResourceView
from ssg.pages.thread import ThreadView
from ssg.pages.threads import ThreadsView
from ssg.pages.topic import TopicView
from tests.unit.pages.views import view_of
from tests.unit.samples import (
    SETTINGS,
    answer,
    correction,
    guide,
    page,
    person,
    removal,
    reply,
    resource,
    resources,
    thread,
    thread_review,
    topic,
)

Node = dict[str, Any]

OPEN = Settings(
    title="Health Threads",
    url="https://example.org/health",
    participate=Participate(answer="https://example.org/answer"),
)
START = "https://example.org/health"
THREAD = "threads/sore-back/index.html"


def page_of(view: HtmlView) -> Node:
    """The node of the page itself, which is the first."""
    graph: list[Node] = json.loads(view.head.structured_data)["@graph"]
    return graph[0]


def thread_page(*documents: AnyDocument, settings: Settings = OPEN, **options: Any) -> Node:
    view = view_of(ThreadView, THREAD, topic(), *documents, settings=settings, **options)
    return page_of(view)


def question_of(*documents: AnyDocument, **options: Any) -> Node:
    question: Node = thread_page(*documents, **options)["mainEntity"]
    return question


def _gp(**fields: Any) -> Person:
    rivera = person(**fields)
    return replace(rivera, meta=replace(rivera.meta, role="GP"))


def test_a_thread_is_a_question_with_all_its_answers() -> None:
    posts = [
        answer("a-1", by="Ana", helpful=3, edited="2026-01-05"),
        reply("r-1", to="a-1", by="Ben", lang="es"),
        answer("a-2", person="rivera", by="rivera", accepted=True),
        reply("r-2", by="Cem"),
    ]
    rivera = _gp(credentials="MD", url="https://example.org/rivera")
    assert question_of(thread(posts=posts, by="Ada", helpful=7), rivera) == {
        "@type": "Question",
        "name": "sore-back",
        "url": f"{START}/threads/sore-back/#ssg-question",
        "inLanguage": "en",
        "datePublished": "2026-01-01T10:00:00+00:00",
        "author": {"@type": "Person", "name": "Ada"},
        "text": "question",
        "upvoteCount": 7,
        "comment": [
            {
                "@type": "Comment",
                "url": f"{START}/threads/sore-back/#r-2",
                "datePublished": "2026-01-02T10:00:00+00:00",
                "author": {"@type": "Person", "name": "Cem"},
                "text": "post 4",
            }
        ],
        "answerCount": 2,
        "acceptedAnswer": {
            "@type": "Answer",
            "url": f"{START}/threads/sore-back/#a-2",
            "datePublished": "2026-01-02T10:00:00+00:00",
            "author": {
                "@type": "Person",
                "name": "Rivera",
                "url": "https://example.org/rivera",
                "jobTitle": "GP",
                "honorificSuffix": "MD",
            },
            "text": "post 3",
        },
        "suggestedAnswer": [
            {
                "@type": "Answer",
                "url": f"{START}/threads/sore-back/#a-1",
                "datePublished": "2026-01-02T10:00:00+00:00",
                "dateModified": "2026-01-05",
                "author": {"@type": "Person", "name": "Ana"},
                "text": "post 1",
                "upvoteCount": 3,
                "comment": [
                    {
                        "@type": "Comment",
                        "url": f"{START}/threads/sore-back/#r-1",
                        "inLanguage": "es",
                        "datePublished": "2026-01-02T10:00:00+00:00",
                        "author": {"@type": "Person", "name": "Ben"},
                        "text": "post 2",
                    }
                ],
            }
        ],
    }


def test_whoever_gave_no_name_is_a_guest() -> None:
    assert question_of(thread())["author"]["name"] == "Guest"


@pytest.mark.parametrize("votes", [None, 0])
def test_no_votes_are_made_up(votes: int | None) -> None:
    question = question_of(thread(helpful=votes, posts=[answer(helpful=votes)]))
    assert "upvoteCount" not in json.dumps(question)


def test_only_one_answer_is_the_accepted_one() -> None:
    posts = [answer(f"a-{number}", accepted=True) for number in (1, 2)]
    question = question_of(thread(posts=posts))
    assert question["acceptedAnswer"]["url"].endswith("#a-1")
    assert [one["url"][-4:] for one in question["suggestedAnswer"]] == ["#a-2"]
    assert "acceptedAnswer" not in question_of(thread())


def test_nothing_is_said_of_what_was_removed() -> None:
    posts = [
        answer("gone", removed=removal(), helpful=8),
        reply("below-gone", to="gone"),
        answer("stays"),
        reply("gone-too", to="stays", removed=removal()),
        reply("gone-as-well", removed=removal()),
    ]
    question = question_of(thread(posts=posts))
    assert question["answerCount"] == 1
    assert [one["url"][-6:] for one in question["suggestedAnswer"]] == ["#stays"]
    assert "gone" not in json.dumps(question)
    assert "comment" not in json.dumps(question)


def test_a_page_is_modified_when_a_post_is_removed() -> None:
    page = thread_page(thread(posts=[answer("a-1"), answer("a-2", removed=removal())]))
    assert page["dateModified"] == "2026-02-01"


def test_a_page_of_answers_has_some_and_takes_more() -> None:
    unanswered = thread(posts=[answer(removed=removal())])
    assert thread_page(thread())["@type"] == "QAPage"
    assert thread_page(unanswered)["@type"] == "MedicalWebPage"
    assert thread_page(thread(), settings=SETTINGS)["@type"] == "MedicalWebPage"
    assert thread_page(thread(), settings=SETTINGS)["mainEntity"]["answerCount"] == 1


@pytest.mark.parametrize(
    ("covers", "is_said"),
    [((Part.QUESTION,), False), ((Part.ANSWERS,), True), (tuple(Part), True)],
)
def test_a_review_is_said_where_the_answers_have_its_seal(
    covers: tuple[Part, ...], is_said: bool
) -> None:
    found = thread_page(thread(review=thread_review(*covers)), person())
    assert ("lastReviewed" in found) == ("reviewedBy" in found) == is_said


def test_no_other_review_is_said() -> None:
    lay = thread_page(thread(review=thread_review()), person(lay=True))
    due = thread_page(thread(review=thread_review(due="2026-02-01")), person())
    future = thread_page(thread(review=thread_review(date="2062-01-01")), person())
    assert not any("lastReviewed" in one for one in (lay, due, future))


def test_a_guide_is_about_a_condition() -> None:
    about = guide(
        title="Back pain",
        also_called=("sore back",),
        codes=Codes(icd10=("M54",)),
        specialty="Musculoskeletal",
        sources=(Citation(title="A study", url="https://example.org/s"), Citation(title="A book")),
    )
    view = view_of(GuideView, "guides/back-pain/index.html", topic(), about, _gp())
    found = page_of(view)
    assert found["@type"] == "MedicalWebPage"
    assert found["lastReviewed"] == "2026-01-01"
    assert found["reviewedBy"] == {"@type": "Person", "name": "Rivera", "jobTitle": "GP"}
    assert found["about"] == {
        "@type": "MedicalCondition",
        "name": "Back pain",
        "alternateName": ["sore back"],
        "code": [{"@type": "MedicalCode", "codeValue": "M54", "codingSystem": "ICD-10"}],
    }
    assert found["specialty"] == "https://schema.org/Musculoskeletal"
    assert found["audience"] == {"@type": "Patient"}
    assert found["citation"] == [
        {"@type": "CreativeWork", "name": "A study", "url": "https://example.org/s"},
        {"@type": "CreativeWork", "name": "A book"},
    ]


def test_only_a_topic_with_codes_is_about_a_condition() -> None:
    def about(*, codes: Codes | None) -> Any:
        view = view_of(TopicView, "topics/back/index.html", topic(codes=codes), thread())
        return page_of(view).get("about")

    assert about(codes=None) is None
    assert about(codes=Codes(mesh=("D1",)))["@type"] == "MedicalCondition"


def test_a_list_says_where_its_threads_are() -> None:
    view = view_of(ThreadsView, "threads/index.html", topic(), thread("a"), thread("b"))
    found = page_of(view)
    assert found["@type"] == "CollectionPage"
    assert [one["url"] for one in found["mainEntity"]["itemListElement"]] == [
        "https://example.org/threads/b/",
        "https://example.org/threads/a/",
    ]
    empty = page_of(view_of(ThreadsView, "threads/index.html"))
    assert "mainEntity" not in empty


def test_the_parts_of_a_list_have_numbers() -> None:
    settings = Settings(title="", url="https://example.org", page_size=1)
    posts = [thread("a"), thread("b")]
    view = view_of(ThreadsView, "threads/page/1/index.html", topic(), *posts, settings=settings)
    graph = json.loads(view.head.structured_data)["@graph"]
    assert graph[0]["name"] == "Questions, page 1"
    assert [one["name"] for one in graph[1]["itemListElement"]] == [
        "Home", "Questions", "Questions, page 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "original", "kind"),
    [("about", None, "AboutPage"), ("acerca", "about", "AboutPage"), ("terms", None, "WebPage")],
)
def test_the_page_about_the_site_is_said_to_be_that(
    name: str, original: str | None, kind: str
) -> None:
    document = page(name, translation_of=original)
    assert page_of(view_of(PageView, f"{name}/index.html", document))["@type"] == kind


def test_the_page_of_a_resource_is_about_what_is_elsewhere() -> None:
    outside = resources(resource("nhs-back", title="Backs", url="https://nhs.example/backs"))
    view = view_of(ResourceView, "resources/nhs-back/index.html", outside)
    assert page_of(view)["about"] == {
        "@type": "CreativeWork",
        "name": "Backs",
        "url": "https://nhs.example/backs",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "NHS"},
    }


def test_nothing_is_said_on_pages_that_nobody_should_find() -> None:
    assert view_of(NotFoundView, "404.html").head.structured_data == ""
    draft = thread(status="draft")
    view = view_of(ThreadView, THREAD, topic(), draft, drafts=True)
    assert view.head.structured_data == ""


def test_each_page_has_a_description() -> None:
    home = view_of(HomeView, "index.html")
    assert (home.head.name, home.head.description) == ("Health Threads", "Health Threads")
    long = view_of(ThreadView, THREAD, topic(), thread(summary="word, " * 50))
    assert long.head.description == "word, " * 25 + "word…"
    bare = view_of(ThreadView, THREAD, topic(), thread())
    assert bare.head.description == "sore-back"
    changes = view_of(ChangesView, "changes/index.html", guide(corrections=(correction(),)))
    assert changes.head.description.startswith("What was wrong on this site")
