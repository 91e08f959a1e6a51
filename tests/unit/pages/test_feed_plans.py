from ssg.model.documents import AnyDocument
from ssg.pages.feed import FeedInputs
from ssg.pages.plan import plan_pages
from ssg.pages.topic import TopicInputs
from tests.unit.samples import SETTINGS, site_of, thread, topic


def _feed(path: str, *documents: AnyDocument) -> tuple[FeedInputs, tuple[str, ...]]:
    plans = plan_pages(site_of(*documents), SETTINGS)
    (plan,) = [plan for plan in plans if plan.output_path == path]
    assert isinstance(plan.inputs, FeedInputs)
    return plan.inputs, plan.sources


def test_the_feed_of_the_site_has_the_twenty_newest_by_publication() -> None:
    threads = [thread(f"t{day:02}", asked=f"2026-01-{day:02}") for day in range(1, 26)]
    late = thread("late", asked="2008-01-01", publish_on="2026-05-01")
    inputs, sources = _feed("feed.xml", late, *threads)
    names = ["late", *(f"t{day:02}" for day in range(25, 6, -1))]
    assert [item.card.id for item in inputs.items] == names
    assert sources == tuple(f"content/threads/{name}.md" for name in names)


def test_the_feed_of_a_topic_has_the_ten_newest() -> None:
    threads = [thread(f"t{day:02}", asked=f"2026-01-{day:02}") for day in range(1, 16)]
    inputs, _ = _feed("topics/back/feed.xml", *threads)
    assert [item.card.id for item in inputs.items] == [f"t{day:02}" for day in range(15, 5, -1)]


def test_a_topics_feed_has_its_descendants_threads() -> None:
    inputs, _ = _feed(
        "topics/back/feed.xml",
        topic("lower", parent="back"),
        topic("knee"),
        thread("a", topics=("lower",)),
        thread("b", topics=("knee",)),
    )
    assert [item.card.id for item in inputs.items] == ["a"]
    assert (inputs.url, inputs.page_url) == ("/topics/back/feed.xml", "/topics/back/")


def test_the_oldest_address_of_a_thread_is_its_first_alias() -> None:
    inputs, _ = _feed("feed.xml", thread("a", aliases=("/first/", "/second/")), thread("b"))
    addresses = {item.card.id: item.oldest_address for item in inputs.items}
    assert addresses == {"a": "/first/", "b": "/threads/b/"}


def test_what_never_had_a_thread_has_no_feed_and_no_link_to_one() -> None:
    for thread_of_tomorrow in ((), (thread(asked="2026-06-02"),)):
        site = site_of(topic("knee"), *thread_of_tomorrow)
        plans = {plan.output_path: plan for plan in plan_pages(site, SETTINGS)}
        assert not [path for path in plans if path.endswith("feed.xml")]
        topic_page = plans["topics/knee/index.html"].inputs
        assert isinstance(topic_page, TopicInputs)
        assert topic_page.head.feed_url == ""
