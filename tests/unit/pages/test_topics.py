from collections.abc import Sequence

from msgspec.structs import replace

from ssg.config import SiteLanguage
from ssg.model.codec import encode
from ssg.model.documents import AnyDocument
from ssg.pages.plan import plan_pages
from ssg.pages.topics import TopicsView, TopicTree
from tests.unit.pages.views import view_of
from tests.unit.samples import SETTINGS, guide, site_of, thread, topic

PAGE = "topics/index.html"

Names = list[tuple[str, "Names"]]


def _names(trees: Sequence[TopicTree]) -> Names:
    return [(tree.topic.id, _names(tree.narrower)) for tree in trees]


def _view(*documents: AnyDocument) -> TopicsView:
    return view_of(TopicsView, PAGE, *documents)


def test_topics_are_a_tree_by_title_without_those_that_are_empty() -> None:
    view = _view(
        topic("zebra", title="Älter"),
        topic("disc", parent="lower"),
        topic("lower", parent="back"),
        topic("upper", parent="back", title="A"),
        topic("empty", parent="back"),
        topic("nothing"),
        thread("x", topics=("disc", "upper")),
        guide(topics=("zebra",)),
    )
    assert [(one.topic.id, _names(one.narrower)) for one in view.topics] == [
        ("zebra", []),
        ("back", [("upper", []), ("lower", [("disc", [])])]),
    ]


def test_a_long_branch_is_folded() -> None:
    def is_folded(count: int) -> bool:
        below = [topic(f"t{number}", parent="back") for number in range(count - 1)]
        deep = topic("deep", parent="t0")
        everything = thread(topics=("deep", *(one.id for one in below)))
        (back,) = _view(*below, deep, everything).topics
        return back.is_folded

    assert not is_folded(8)
    assert is_folded(9)


def test_a_new_thread_leaves_the_page_as_it_was() -> None:
    def plan(*documents: AnyDocument) -> bytes:
        plans = {one.output_path: one for one in plan_pages(site_of(*documents), SETTINGS)}
        return encode(plans[PAGE])

    assert plan(thread()) == plan(thread(), thread("new"))


def test_a_site_without_members_has_an_empty_list() -> None:
    assert _view().topics == ()


def test_each_language_has_a_tree_of_its_own() -> None:
    settings = replace(SETTINGS, languages={"es": SiteLanguage()})
    documents = (
        topic("back"),
        topic("lumbar", lang="es", parent="back"),
        topic("disco", lang="es", parent="lumbar"),
        thread(),
        thread("spanish", lang="es", topics=("disco",)),
    )
    trees = {
        path: [
            (one.topic.id, _names(one.narrower))
            for one in view_of(TopicsView, path, *documents, settings=settings).topics
        ]
        for path in (PAGE, f"es/{PAGE}")
    }
    assert trees == {PAGE: [("back", [])], f"es/{PAGE}": [("lumbar", [("disco", [])])]}
