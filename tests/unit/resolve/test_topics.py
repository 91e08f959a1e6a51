from hypothesis import given
from hypothesis import strategies as st

from ssg.model.ids import TopicId
from tests.unit.samples import errors, site_of, topic


def test_a_cycle_is_reported_once_at_its_first_topic() -> None:
    documents = (topic("c", parent="b"), topic("b", parent="a"), topic("a", parent="c"))
    assert errors(*documents) == [
        "content/topics/a.md:3:9: R10 topic 'a' is its own ancestor: a → c → b → a"
        " (change or remove the parent of one of these topics)"
    ]


def test_a_topic_cannot_be_its_own_parent() -> None:
    assert errors(topic("a", parent="a")) == [
        "content/topics/a.md:3:9: R10 topic 'a' is its own ancestor: a → a"
        " (change or remove the parent of one of these topics)"
    ]


def test_a_cycle_is_broken_and_the_rest_of_the_tree_stays() -> None:
    site = site_of(
        topic("a", parent="b"), topic("b", parent="a"), topic("below", parent="b"), topic("alone")
    )
    assert site.parents == {"b": "a", "below": "b"}
    assert site.topic_path(TopicId("below")) == ("a", "b", "below")


def test_children_are_sorted_by_id() -> None:
    site = site_of(topic("z"), topic("b", parent="z"), topic("a", parent="z"))
    assert site.children[TopicId("z")] == ("a", "b")


@given(st.lists(st.integers(0, 9), min_size=10, max_size=10))
def test_any_parents_give_a_tree_and_one_error_for_each_cycle(parents: list[int]) -> None:
    topics = [topic(f"t{one}", parent=f"t{parent}") for one, parent in enumerate(parents)]
    site = site_of(*topics)
    for one in site.topics:
        assert len(site.topic_path(one)) <= len(topics)
    roots = {one for one in site.topics if one not in site.parents} - {"back"}
    assert len(errors(*topics)) == len(roots)
