from ssg.model.documents import Alias, Reference
from ssg.model.frontmatter import Publisher
from ssg.model.kinds import Kind
from tests.unit.parse.samples import document_of, format_all, parse

RESOURCES = """\
publisher: {name: NHS, url: https://nhs.example}
resources:
- id: nhs-back-pain
  title: Back pain
  url: https://nhs.example/back-pain
  topics: [back, pain]
-
  title: Sleep
  id: nhs-sleep
  url: https://nhs.example/sleep
  checked: 2026-01-01
"""


def test_a_file_of_resources_holds_them_with_their_publisher_and_places() -> None:
    parsed = parse(RESOURCES, Kind.RESOURCE)
    assert parsed.diagnostics == ()
    back, sleep = document_of(parsed).resources
    assert back.publisher == Publisher(name="NHS", url="https://nhs.example")
    assert (back.meta.id, back.line, back.column) == ("nhs-back-pain", 3, 7)
    assert (sleep.meta.title, sleep.line, sleep.column) == ("Sleep", 9, 7)
    assert document_of(parsed).references == (
        Reference(field="resources.topics", kind=Kind.TOPIC, id="back", line=6, column=12, width=4),
        Reference(field="resources.topics", kind=Kind.TOPIC, id="pain", line=6, column=18, width=4),
    )
    assert parsed.fragments == ()


def test_all_errors_of_a_resource_file_are_reported() -> None:
    text = RESOURCES.replace("id: nhs-sleep", "id: NHS Sleep").replace("title: Back", "titel: Back")
    parsed = parse(text, Kind.RESOURCE)
    assert parsed.document is None
    assert format_all(parsed.diagnostics) == [
        "3:3 F08 required field 'resources[1].title' is missing",
        "4:3 F06 unknown field 'resources[1].titel'",
        "9:7 F12 resources[2].id: 'NHS Sleep' is not an id:"
        " use lowercase letters, digits and single hyphens",
    ]


def test_a_resource_has_aliases_of_its_own() -> None:
    text = RESOURCES.replace("url: https://nhs.example/sleep", "url: a\n  aliases: [/a/, /b.html]")
    text = text.replace("url: a\n", "url: https://nhs.example/sleep\n")
    parsed = document_of(parse(text, Kind.RESOURCE))
    assert [one.meta.aliases for one in parsed.resources] == [(), ("/a/", "/b.html")]
    assert parsed.aliases == (
        Alias(path="/a/", line=11, column=13),
        Alias(path="/b.html", line=11, column=18),
    )


def test_an_alias_of_a_resource_is_a_path() -> None:
    text = RESOURCES.replace("  topics:", "  aliases: [old]\n  topics:")
    parsed = parse(text, Kind.RESOURCE)
    assert parsed.document is None
    assert format_all(parsed.diagnostics) == ["6:13 A05 alias 'old' does not start with '/'"]


def test_a_file_that_is_not_a_mapping_is_an_error() -> None:
    for kind in (Kind.RESOURCE, Kind.PERSON):
        parsed = parse("- a\n", kind)
        assert parsed.document is None
        assert format_all(parsed.diagnostics) == [
            "1:1 F03 expects 'field: value' lines, not a list"
        ]


def test_a_person_is_a_file() -> None:
    parsed = parse("id: x\nname: Dr. X\nlay: false\n", Kind.PERSON)
    assert parsed.diagnostics == ()
    assert (document_of(parsed).meta.id, document_of(parsed).meta.name) == ("x", "Dr. X")


def test_a_persons_id_is_the_files_name() -> None:
    parsed = parse("name: Y\nid: y\n", Kind.PERSON)
    assert parsed.document is None
    assert format_all(parsed.diagnostics) == ["2:5 F12 id 'y' does not match the file name"]
    assert parsed.diagnostics[0].hint == "write 'id: x', or rename the file to y.yaml"


def test_all_errors_of_a_person_are_reported() -> None:
    parsed = parse("name:\nlay: yes\n", Kind.PERSON)
    assert sorted(format_all(parsed.diagnostics)) == [
        "1:1 F08 required field 'id' is missing",
        "1:1 F08 required field 'name' is empty",
        "2:6 F07 lay: expects true or false, not 'yes'",
    ]
