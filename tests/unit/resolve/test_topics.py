from hypothesis import given
from hypothesis import strategies as st

from ssg.config import Settings, SiteLanguage
from ssg.model.ids import TopicId
from tests.unit.samples import errors, site_of, thread, topic


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


def test_a_tree_of_32_levels_is_valid_and_a_deeper_one_reported_once() -> None:
    chain = [topic("t00"), *(topic(f"t{n:02}", parent=f"t{n - 1:02}") for n in range(1, 70))]
    assert errors(*chain[:32]) == []
    assert errors(*chain) == [
        "content/topics/t32.md:3:9: R14 topic 't32' has 32 topics above it"
        " (choose a parent further up: the tree has at most 32 levels)"
    ]


def test_no_topic_of_a_tree_that_is_too_deep_has_more_than_31_above_it() -> None:
    chain = [topic("t0"), *(topic(f"t{n}", parent=f"t{n - 1}") for n in range(1, 3000))]
    site = site_of(*chain)
    assert max(len(site.topic_path(one)) for one in site.topics) == 32


def test_a_long_cycle_is_named_in_part() -> None:
    error, *_ = errors(*(topic(f"t{n:02}", parent=f"t{(n + 1) % 50:02}") for n in range(50)))
    assert "t00 → t01 → t02 → t03 → t04 → t05 → t06 → t07 → … → t00" in error


def test_a_topic_is_below_the_version_in_its_own_language() -> None:
    site = site_of(
        topic("back"),
        topic("espalda", lang="es", translation_of="back"),
        topic("lower", parent="espalda"),
        topic("lumbar", lang="es", parent="back"),
        topic("bas", lang="fr", parent="espalda"),
    )
    assert site.parents == {"lower": "back", "lumbar": "espalda", "bas": "back"}
    assert site.children[TopicId("back")] == ("bas", "lower")
    assert site.topic_path(TopicId("lumbar")) == ("espalda", "lumbar")


def test_a_page_shows_the_version_in_its_language_or_the_one_of_its_lists() -> None:
    settings = Settings(title="T", url="https://example.org", languages={"es": SiteLanguage()})
    site = site_of(
        topic("back"),
        topic("espalda", lang="es", translation_of="back"),
        topic("ruecken", lang="de", translation_of="espalda"),
        topic("alone"),
        thread(lang="es-MX"),
        thread("french", lang="fr"),
        settings=settings,
    )
    shown = {
        lang: site.topic_in(TopicId("back"), lang) for lang in ("en", "es", "de", "es-MX", "fr")
    }
    assert shown == {
        "en": "back",
        "es": "espalda",
        "de": "ruecken",
        "es-MX": "espalda",
        "fr": "back",
    }
    assert site.topic_in(TopicId("alone"), "es") == "alone"


def test_a_topic_below_its_own_translation_is_a_cycle() -> None:
    documents = (topic("back"), topic("espalda", lang="es", translation_of="back", parent="back"))
    assert errors(*documents) == [
        "content/topics/espalda.md:4:9: R10 topic 'espalda' is its own ancestor: espalda → espalda"
        " (change or remove the parent of one of these topics)"
    ]
