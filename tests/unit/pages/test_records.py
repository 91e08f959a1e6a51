"""What the search index knows of pages."""

from typing import Any

from ssg.model.documents import AnyDocument
from ssg.model.frontmatter import Role
from ssg.pages.kind import View
from ssg.pages.plan import make_record, plan_pages
from ssg.pages.record import SearchRecord
from tests.unit.pages.views import view_of
from tests.unit.samples import (
    SETTINGS,
    answer,
    guide,
    page,
    person,
    removal,
    reply,
    review,
    site_of,
    thread,
    topic,
)


def _record(path: str, *documents: AnyDocument, **options: Any) -> SearchRecord | None:
    plans = {plan.output_path: plan for plan in plan_pages(site_of(*documents), SETTINGS)}
    return make_record(plans[path], view_of(View, path, *documents, **options))


def test_a_thread_is_its_question_and_all_comments_but_removed_ones() -> None:
    posts = [
        reply("r", to=None),
        answer("a-1", role=Role.CLINICIAN, by="Nobody In Particular"),
        reply("r-2", to="a-1"),
        answer("a-2", removed=removal()),
    ]
    record = _record("threads/sore-back/index.html", thread(posts=posts), topic(), guide())
    assert record
    assert record.text == "<p>question</p>\n"
    assert sorted(record.comments) == ["", "<p>post 1</p>\n", "<p>post 2</p>\n", "<p>post 3</p>\n"]
    assert (record.kind, record.answers, record.has_professional) == ("thread", 1, True)
    assert "Nobody In Particular" not in repr(record)


def test_a_guide_has_its_other_names_and_the_day_of_a_sealed_review() -> None:
    documents = (guide(also_called=("lumbago",), review=review()), topic(), person())
    record = _record("guides/back-pain/index.html", *documents)
    assert record
    assert record.names == ("lumbago",)
    assert record.reviewed == "2026-01-01"


def test_a_guide_that_a_layperson_read_has_no_seal() -> None:
    documents = (guide(review=review()), topic(), person(lay=True))
    record = _record("guides/back-pain/index.html", *documents)
    assert record
    assert record.reviewed == ""


def test_pages_are_in_the_index_and_lists_are_not() -> None:
    documents = (page(), thread(), guide(), topic())
    found = _record("about/index.html", *documents)
    assert found
    assert found.kind == "page"
    for path in ("index.html", "a-z/index.html", "threads/index.html", "404.html"):
        assert _record(path, *documents) is None


def test_only_the_first_page_of_a_topic_is_in_the_index() -> None:
    documents = (thread(), thread("new", asked="2026-02-01"), topic(also_called=("spine",)))
    settings = SETTINGS.with_url(SETTINGS.url)
    record = _record("topics/back/index.html", *documents, settings=settings)
    assert record
    assert record.names == ("spine",)
    assert record.topics[-1] == record.title
