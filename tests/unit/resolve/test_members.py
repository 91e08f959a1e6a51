from ssg.model.ids import GuideId, TopicId
from tests.unit.samples import guide, resource, resources, site_of, thread, topic

TREE = (topic("body"), topic("back", parent="body"), topic("lower", parent="back"))


def test_a_topic_has_its_own_and_its_descendants_members_each_once() -> None:
    site = site_of(
        *TREE,
        thread("new", asked="2026-02-01", topics=("lower", "back")),
        thread("old", asked="2025-02-01", topics=("back",)),
        guide("g", topics=("lower",)),
        resources(resource("r", topics=("lower", "body"))),
    )
    assert site.members[TopicId("body")].threads == ("old", "new")
    assert site.members[TopicId("back")].threads == ("old", "new")
    assert site.members[TopicId("lower")].threads == ("new",)
    assert site.members[TopicId("body")].guides == ("g",)
    assert site.members[TopicId("body")].resources == ("r",)
    assert site.members[TopicId("back")].resources == ("r",)


def test_a_topic_that_only_hidden_documents_name_is_empty() -> None:
    site = site_of(
        *TREE,
        thread("a", topics=("lower",), status="draft"),
        guide("b", topics=("lower",), publish_on="2027-01-01"),
    )
    assert not site.members[TopicId("body")]


def test_a_guide_knows_the_visible_threads_that_name_it() -> None:
    site = site_of(
        guide("g"),
        thread("new", asked="2026-02-01", guides=("g", "g")),
        thread("old", asked="2025-02-01", guides=("g",)),
        thread("gone", guides=("g",), status="withdrawn"),
        thread("other"),
    )
    assert site.guide_threads[GuideId("g")] == ("old", "new")
