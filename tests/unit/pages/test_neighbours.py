from ssg.model.documents import AnyDocument
from ssg.pages.cards import GuideCard, ThreadCard
from ssg.pages.guide import GuideView
from ssg.pages.thread import ThreadView
from tests.unit.pages.views import view_of
from tests.unit.samples import guide, thread, topic

Neighbours = list[str | None]


def _ids(*cards: ThreadCard | GuideCard | None) -> list[str | None]:
    return [card.id if card else None for card in cards]


def _of_thread(name: str, *documents: AnyDocument) -> Neighbours:
    view = view_of(ThreadView, f"threads/{name}/index.html", *documents)
    return _ids(view.previous, view.next)


def _of_guide(name: str, *documents: AnyDocument) -> Neighbours:
    view = view_of(GuideView, f"guides/{name}/index.html", *documents)
    return _ids(view.previous, view.next)


def test_threads_of_a_topic_lead_to_those_asked_before_and_after() -> None:
    documents = (
        thread("b", asked="2026-02-01"),
        thread("a", asked="2026-03-01"),
        thread("c", asked="2026-01-01"),
    )
    assert _of_thread("c", *documents) == [None, "b"]
    assert _of_thread("b", *documents) == ["c", "a"]
    assert _of_thread("a", *documents) == ["b", None]


def test_guides_of_a_topic_lead_to_those_around_them_by_title() -> None:
    documents = (guide("z", title="Älter"), guide("a", title="Back"), guide("m", title="Cold"))
    assert _of_guide("z", *documents) == [None, "a"]
    assert _of_guide("a", *documents) == ["z", "m"]
    assert _of_guide("m", *documents) == ["a", None]


def test_the_first_topic_that_exists_counts() -> None:
    documents = (
        thread("a", asked="2026-01-01", topics=("knee",)),
        thread("b", asked="2026-01-02", topics=("missing", "knee", "back")),
        thread("c", asked="2026-01-03", topics=("back",)),
        topic("knee"),
    )
    assert _of_thread("b", *documents) == ["a", None]


def test_what_is_alone_has_no_neighbours() -> None:
    assert _of_thread("sore-back", thread()) == [None, None]
    assert _of_guide("back-pain", guide(), thread()) == [None, None]


def test_a_hidden_thread_is_nobodys_neighbour() -> None:
    documents = (
        thread("a", asked="2026-01-01"),
        thread("b", asked="2026-01-02", status="draft"),
        thread("c", asked="2026-01-03"),
    )
    assert _of_thread("a", *documents) == [None, "c"]


def test_neighbours_are_those_of_the_topic_in_the_pages_language() -> None:
    documents = (
        topic("back"),
        topic("espalda", lang="es", translation_of="back"),
        thread("a", asked="2026-01-01", lang="es", topics=("back",)),
        thread("b", asked="2026-01-02", topics=("back",)),
        thread("c", asked="2026-01-03", lang="es", topics=("espalda",)),
    )
    assert _of_thread("a", *documents) == [None, "c"]
    assert _of_thread("c", *documents) == ["a", None]
