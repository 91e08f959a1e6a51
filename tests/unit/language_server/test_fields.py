"""What editors are told of fields comes from the classes that define them."""

import pytest

from ssg.config import Settings
from ssg.formats.kinds import FORMATS
from ssg.language_server.fields import describe_field, field_at, fields_of, names_at
from ssg.model.frontmatter import Fields, PersonMeta, ResourceFileMeta, ThreadMeta
from ssg.model.kinds import Kind


@pytest.mark.parametrize("model", [one.fields for one in FORMATS.values()])
def test_every_field_says_what_it_takes(model: type[Fields]) -> None:
    for name, found in fields_of(model).items():
        assert found.summary
        assert field_at(model, (name,)) == found
        if name != "extra":
            assert describe_field(model, (name,))[0], name


def test_references_choices_and_inner_fields_are_told_apart() -> None:
    topics = field_at(ThreadMeta, ("topics",))
    assert topics
    assert (topics.refers_to, topics.is_list, topics.is_required) == (Kind.TOPIC, True, True)
    by, covers = field_at(ThreadMeta, ("review", "by")), field_at(ThreadMeta, ("review", "covers"))
    assert by
    assert by.refers_to is Kind.PERSON
    assert covers
    assert covers.choices == ("question", "answers")
    own = field_at(PersonMeta, ("id",))
    assert own
    assert own.refers_to is None
    assert "archived" in names_at(ResourceFileMeta, ("resources",))
    assert field_at(ThreadMeta, ("nonsense",)) is None


def test_a_language_has_any_name_and_known_fields() -> None:
    assert names_at(Settings, ("languages",)) == {}
    assert "footer" in names_at(Settings, ("languages", "es"))
    assert describe_field(Settings, ("languages", "es", "footer"))[0]
