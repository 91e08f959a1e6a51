from ssg.config import Settings, SiteLanguage
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


SPANISH = Settings(
    title="T", url="https://example.org", languages={"es": SiteLanguage(), "fr": SiteLanguage()}
)
VERSIONS = (
    *TREE,
    topic("espalda", lang="es", translation_of="back"),
    topic("baja", lang="es", translation_of="lower"),
)


def test_a_topic_lists_what_names_a_translation_and_has_the_same_lists() -> None:
    site = site_of(
        *VERSIONS,
        thread("english", asked="2026-01-01", topics=("espalda",)),
        thread("spanish", asked="2026-01-02", lang="es", topics=("lower",)),
        thread("mexican", asked="2026-01-03", lang="es-MX", topics=("back",)),
        thread("german", asked="2026-01-04", lang="de", topics=("back",)),
        guide("spanish", lang="es", topics=("baja",)),
        resources(resource("r", lang="es", topics=("back",))),
        settings=SPANISH,
    )
    assert site.members[TopicId("back")].threads == ("english", "german")
    assert site.members[TopicId("espalda")].threads == ("spanish", "mexican")
    assert site.members[TopicId("baja")].threads == ("spanish",)
    assert site.members[TopicId("espalda")].guides == ("spanish",)
    assert site.members[TopicId("espalda")].resources == ("r",)
    # Nothing else would list what has no topic in its own language.
    assert site.members[TopicId("body")].threads == ("english", "spanish", "mexican", "german")


def test_what_has_no_topic_in_its_language_is_listed_by_all_versions() -> None:
    french = thread("french", lang="fr", topics=("espalda",))
    site = site_of(*VERSIONS, french, settings=SPANISH)
    assert site.members[TopicId("back")].threads == ("french",)
    assert site.members[TopicId("espalda")].threads == ("french",)


def test_a_version_in_a_language_without_lists_has_what_is_in_that_language_only() -> None:
    site = site_of(
        topic("back"),
        topic("espalda", lang="es", translation_of="back"),
        thread("english", asked="2026-01-01", topics=("espalda",)),
        thread("spanish", asked="2026-01-02", topics=("back",), lang="es"),
    )
    assert site.members[TopicId("back")].threads == ("english", "spanish")
    assert site.members[TopicId("espalda")].threads == ("spanish",)


def test_topics_whose_versions_are_above_each_other_crosswise_list_each_document_once() -> None:
    site = site_of(
        topic("a"),
        topic("b", parent="a"),
        topic("a-es", lang="es", translation_of="a", parent="c-es"),
        topic("c-es", lang="es", translation_of="b"),
        thread("spanish", lang="es", topics=("b",)),
        settings=SPANISH,
    )
    assert {name: one.threads for name, one in site.members.items() if one} == {
        "a-es": ("spanish",),
        "c-es": ("spanish",),
    }


def test_the_dates_of_former_threads_are_those_of_the_topics_that_listed_them() -> None:
    gone = thread("gone", lang="es", topics=("lower",), asked="2026-01-01", status="withdrawn")
    site = site_of(*VERSIONS, gone, settings=SPANISH)
    assert site.former_threads == {
        "baja": "2026-01-01",
        "espalda": "2026-01-01",
        "body": "2026-01-01",
    }
